"""Handing a child over: notes each way and who hears of them, the list for the bag, and ticks of two phones at once."""

import uuid
from functools import partial

import pytest
import time_machine
from sqlalchemy import select

from constellations.access import covering
from constellations.core.database import session
from constellations.notices.models import Notice, OutboxMail
from sleepovers.cards.handover import rules
from sleepovers.cards.handover.actions import pack, read_handover, tick, write_note
from sleepovers.cards.handover.queries import HandoverPage
from sleepovers.cards.handover.rules import Way
from sleepovers.models import Stay
from tests.alerts import alert_all
from tests.sleepovers.cards.cards import SYSTEM, moved, outcome, views
from tests.sleepovers.households import Households, acts, audited, day, sees

EARLY, IN_TIME = "2026-11-25T18:00Z", "2026-11-27T18:00Z"


@pytest.fixture
def stay(homes: Households, clock: time_machine.Traveller) -> Stay:
    """JB is with Moira since an hour ago."""
    clock.move_to(IN_TIME)
    return homes.stay("2026-11-27T17:00", "2026-11-29T10:30")


def page_of(homes: Households, stay: Stay) -> HandoverPage:
    """The hand-over as the child's home reads it."""
    return read_handover(sees(homes.anita), stay.id)


def told() -> dict[uuid.UUID, list[str]]:
    """What the notices say, by person."""
    session().rollback()
    found: dict[uuid.UUID, list[str]] = {}
    for notice in session().scalars(covering(SYSTEM, select(Notice))):
        found.setdefault(notice.person_id, []).append(notice.words)
    return found


def ticked(homes: Households, stay: Stay, way: Way) -> set[str | None]:
    """What is in the bag, one way."""
    return {thing.words for thing in page_of(homes, stay).things_of(way) if thing.tick(way)}


class TestNotes:
    """Each side's note goes to the other; staff say for whom theirs is."""

    def test_home_and_host_write_to_each_other_and_hear_of_it_without_a_word_of_it(
        self, homes: Households, stay: Stay
    ) -> None:
        write_note(sees(homes.anita), stay.id, "Had tea.", Way.HOME)
        write_note(sees(homes.moira), stay.id, "Slept well.", Way.THERE)
        write_note(sees(homes.liaison), stay.id, "Doctor on Monday.", Way.HOME)
        page = page_of(homes, stay)
        assert {note.words for note in page.notes_of(Way.THERE)} == {"Had tea."}
        assert {note.words for note in page.notes_of(Way.HOME)} == {"Slept well.", "Doctor on Monday."}
        news = "There is a hand-over note for you: Fri 27 Nov, 2 nights."
        assert told() == {homes.moira.id: [news], homes.tom.id: [news], homes.anita.id: [news, news]}
        alert_all()
        mails = session().scalars(covering(SYSTEM, select(OutboxMail))).all()
        assert {mail.address for mail in mails} == {homes.moira.email, homes.tom.email, homes.anita.email}
        said = " ".join(f"{mail.subject} {mail.body}" for mail in mails)
        assert [word for word in ("JB", "tea", "Slept", "Doctor", "Fri", "stays") if word in said] == []

    def test_a_note_that_comes_before_the_door_is_open_waits_for_the_host_without_a_word(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(EARLY)
        write_note(sees(homes.anita), stay.id, "Had tea.")
        assert told() == {}
        assert outcome(lambda: write_note(sees(homes.moira), stay.id, "Hello.")) == "OpensLater"

    def test_who_has_the_child_by_now_is_told(self, homes: Households, stay: Stay) -> None:
        moved(homes.jb, homes.okafor, day("2026-11-20"))
        write_note(sees(homes.moira), stay.id, "Slept well.")
        assert set(told()) == {homes.okafors.id}

    def test_what_was_done_is_in_both_logs(self, homes: Households, stay: Stay) -> None:
        write_note(sees(homes.anita), stay.id, "Had tea.")
        pack(sees(homes.anita), stay.id, "Rabbit")
        rabbit = page_of(homes, stay).things[0].thing_id
        tick(sees(homes.anita), stay.id, Way.THERE, (), {rabbit})
        done = ["packed", "ticked_packing", "wrote_handover_note"]
        assert sorted(acts(stay.id)) == done
        fields = [("packed", "words"), ("ticked_packing", "there_at"), ("wrote_handover_note", "words")]
        assert sorted(audited(stay.id)) == fields
        assert views(homes.jb) == [(homes.anita.id, "handover", 0)]

    @pytest.mark.parametrize("words", ["", "x" * 2001])
    def test_no_note_is_kept_that_says_nothing_or_too_much(self, homes: Households, stay: Stay, words: str) -> None:
        assert outcome(lambda: write_note(sees(homes.anita), stay.id, words)) in ("NoNote", "NoteTooLong")
        assert page_of(homes, stay).notes == []


class TestTheBag:
    """Things go there and home again; what the host adds goes home only."""

    def test_what_the_host_adds_goes_home_only(self, homes: Households, stay: Stay) -> None:
        pack(sees(homes.anita), stay.id, "Rabbit\nInhaler")
        pack(sees(homes.moira), stay.id, "Drawing\nrabbit")
        page = page_of(homes, stay)
        assert {thing.words for thing in page.things_of(Way.THERE)} == {"Rabbit", "Inhaler"}
        assert {thing.words for thing in page.things_of(Way.HOME)} == {"Rabbit", "Inhaler", "Drawing"}

    def test_a_tick_says_who_saw_it_and_can_be_taken_back(self, homes: Households, stay: Stay) -> None:
        pack(sees(homes.anita), stay.id, "Rabbit")
        rabbit = page_of(homes, stay).things[0].thing_id
        tick(sees(homes.anita), stay.id, Way.THERE, (), {rabbit})
        tick(sees(homes.moira), stay.id, Way.HOME, (), {rabbit})
        thing = page_of(homes, stay).things[0]
        assert thing.there is not None
        assert thing.home is not None
        assert (thing.there.who, thing.home.who) == ("Anita Patel", "Moira Hale")
        tick(sees(homes.moira), stay.id, Way.HOME, {rabbit}, ())
        assert (ticked(homes, stay, Way.THERE), ticked(homes, stay, Way.HOME)) == ({"Rabbit"}, set())

    def test_of_two_phones_neither_takes_away_what_the_other_ticked(self, homes: Households, stay: Stay) -> None:
        pack(sees(homes.anita), stay.id, "Rabbit\nInhaler")
        rabbit, inhaler = (
            {t.words: t.thing_id for t in page_of(homes, stay).things}[it] for it in ("Rabbit", "Inhaler")
        )
        tick(sees(homes.anita), stay.id, Way.THERE, (), {rabbit})
        tick(sees(homes.liaison), stay.id, Way.THERE, (), {inhaler})
        assert ticked(homes, stay, Way.THERE) == {"Rabbit", "Inhaler"}

    def test_things_of_another_stay_are_neither_ticked_nor_taken_off(self, homes: Households, stay: Stay) -> None:
        other = homes.stay("2026-12-11", "2026-12-12")
        pack(sees(homes.anita), other.id, "Rabbit")
        rabbit = page_of(homes, other).things[0].thing_id
        tick(sees(homes.moira), stay.id, Way.THERE, (), {rabbit})
        pack(sees(homes.moira), stay.id, "", {rabbit})
        assert [(thing.words, thing.there) for thing in page_of(homes, other).things] == [("Rabbit", None)]

    def test_things_come_off_the_list(self, homes: Households, stay: Stay) -> None:
        pack(sees(homes.anita), stay.id, "Rabbit\nInhaler")
        off = {thing.thing_id for thing in page_of(homes, stay).things if thing.words == "Rabbit"}
        pack(sees(homes.anita), stay.id, "", off)
        assert [thing.words for thing in page_of(homes, stay).things] == ["Inhaler"]
        with pytest.raises(rules.NoThing):
            pack(sees(homes.anita), stay.id, " ")

    def test_who_is_not_at_the_door_changes_nothing(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        for person in (homes.okafors, homes.finance):
            refused = (
                partial(pack, sees(person), stay.id, "Rabbit"),
                partial(tick, sees(person), stay.id, Way.HOME, (), ()),
            )
            assert {outcome(act) for act in refused} <= {"NotFound", "Forbidden"}
        clock.move_to("2026-12-03T00:00Z")
        assert outcome(lambda: pack(sees(homes.moira), stay.id, "Rabbit")) == "ClosedAgain"
        assert page_of(homes, stay).things == []
