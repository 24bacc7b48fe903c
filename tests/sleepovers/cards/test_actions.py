"""Filling in a stay card, its versions, saying that it is still right; and that each reading is written down."""

import datetime as dt
from functools import partial

import pytest
import time_machine
from flask import Flask

from sleepovers.cards import rules
from sleepovers.cards.actions import confirm_card, read_card, read_card_of_child, read_earlier_card
from sleepovers.cards.queries import card_at, cards_near
from sleepovers.cards.rules import CardWords
from sleepovers.models import Stay
from tests import factories
from tests.sleepovers.at_once import ROUNDS, at_once
from tests.sleepovers.cards.cards import JAZ, confirmed, fill_in, outcome, versions, views
from tests.sleepovers.households import Households, acts, audited, sees

IN_TIME = "2026-11-27T18:00Z"


@pytest.fixture
def stay(homes: Households) -> Stay:
    """JB with Moira over the coming weekend."""
    return homes.stay("2026-11-27T17:00", "2026-11-29T10:30")


class TestWriting:
    """Every version is kept, and nobody's words are lost unseen."""

    def test_the_child_s_carer_and_staff_fill_a_card_in_and_every_version_is_kept(self, homes: Households) -> None:
        fill_in(homes)
        fill_in(homes, CardWords(called="Jay"), homes.liaison, version=1)
        fill_in(homes, CardWords(called="JJ"), homes.manager, version=2)
        assert versions(homes.jb) == [(1, "Jaz"), (2, "Jay"), (3, "JJ")]
        page = read_card_of_child(sees(homes.anita), homes.jb.id)
        assert page.card is not None
        assert (page.card.number, page.card.words, page.card.written_by) == (3, CardWords(called="JJ"), "Sam Ode")
        assert [(number, who) for number, who, _at in page.written] == [
            (3, "Sam Ode"),
            (2, "Dee Marsh"),
            (1, "Anita Patel"),
        ]
        assert read_earlier_card(sees(homes.anita), homes.jb.id, 1)[1].words == JAZ
        assert outcome(lambda: read_earlier_card(sees(homes.anita), homes.jb.id, 4)) == "NotFound"

    def test_what_was_written_is_in_both_logs_by_the_names_of_its_parts_alone(self, homes: Households) -> None:
        fill_in(homes)
        fill_in(homes, CardWords(called="Jaz", routine="Tea at six."), version=1)
        assert acts(homes.jb.id) == ["wrote_stay_card", "wrote_stay_card"]
        assert audited(homes.jb.id) == [
            ("wrote_stay_card", ";".join(rules.PARTS)),
            ("wrote_stay_card", ";".join(part for part in rules.PARTS if part != "called")),
        ]

    def test_an_old_page_writes_nothing(self, homes: Households) -> None:
        fill_in(homes)
        for old in (0, 2, 7):
            with pytest.raises(rules.ChangedMeanwhile):
                fill_in(homes, CardWords(called="Jay"), version=old)
        assert versions(homes.jb) == [(1, "Jaz")]

    def test_the_same_words_again_make_no_version(self, homes: Households, stay: Stay) -> None:
        fill_in(homes)
        fill_in(homes, version=1)
        assert versions(homes.jb) == [(1, "Jaz")]

    def test_an_empty_card_is_refused(self, homes: Households) -> None:
        with pytest.raises(rules.EmptyCard):
            fill_in(homes, CardWords())
        assert versions(homes.jb) == []

    @pytest.mark.parametrize("rounds", ROUNDS)
    def test_of_two_who_fill_it_in_at_once_one_is_told(self, app: Flask, homes: Households, rounds: int) -> None:
        for n in range(rounds):
            refused = at_once(
                app,
                partial(fill_in, homes, CardWords(called=f"A{n}"), homes.anita, n),
                partial(fill_in, homes, CardWords(called=f"B{n}"), homes.liaison, n),
            )
            assert [type(each) for each in refused] == [rules.ChangedMeanwhile]
            assert [number for number, _called in versions(homes.jb)] == list(range(1, n + 2))


class TestStillRight:
    """A card is confirmed for each stay, in one press."""

    def test_the_home_says_once_that_it_is_right(self, homes: Households, stay: Stay) -> None:
        factories.changed(stay, arrive_on=dt.date(2026, 12, 4), depart_on=dt.date(2026, 12, 6))
        fill_in(homes)
        assert confirmed(stay.id) == set(), "written long before the stay, it is asked about again"
        factories.changed(stay, arrive_on=dt.date(2026, 11, 27), depart_on=dt.date(2026, 11, 29))
        for _twice in range(2):
            confirm_card(sees(homes.anita), stay.id)
        assert confirmed(stay.id) == {1}
        assert ("confirmed_stay_card", "") in audited(stay.id)
        assert "confirmed_stay_card" in acts(stay.id)

    def test_who_writes_it_in_the_week_before_has_said_so(self, homes: Households, stay: Stay) -> None:
        later = homes.stay("2026-12-11", "2026-12-13")
        fill_in(homes)
        assert (confirmed(stay.id), confirmed(later.id)) == ({1}, set())

    def test_a_card_that_was_changed_is_confirmed_anew(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        fill_in(homes)
        later = homes.stay("2026-12-11", "2026-12-13")
        clock.move_to("2026-12-08T09:00Z")
        confirm_card(sees(homes.manager), later.id)
        card = card_at(sees(homes.anita), later.id)
        assert card is not None
        assert (card.is_confirmed, card.waits) == (True, False)
        fill_in(homes, CardWords(called="Jay"), version=1)
        assert confirmed(later.id) == {1, 2}

    def test_of_a_stay_that_is_far_off_or_over_and_without_a_card_there_is_nothing_to_confirm(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        with pytest.raises(rules.NothingToConfirm):
            confirm_card(sees(homes.anita), stay.id)
        fill_in(homes)
        for at in ("2026-11-19T09:00Z", "2026-11-30T09:00Z"):
            clock.move_to(at)
            with pytest.raises(rules.NothingToConfirm):
                confirm_card(sees(homes.anita), stay.id)


class TestReading:
    """Each reading is a line for the child's carers, and one in the audit trail."""

    def test_what_the_host_reads_is_shown_to_the_home_and_not_to_the_host(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        fill_in(homes)
        clock.move_to(IN_TIME)
        page = read_card(sees(homes.moira), stay.id)
        assert page.card is not None
        assert (page.card.words, page.reads) == (JAZ, ())
        assert page.confirmed is not None
        assert page.confirmed.who == "Anita Patel"
        read_card(sees(homes.moira), stay.id)
        assert views(homes.jb) == [(homes.moira.id, "card", 1)] * 2
        assert audited(homes.jb.id)[-2:] == [("read_card", "")] * 2
        lines = read_card_of_child(sees(homes.anita), homes.jb.id).reads
        assert [(line.who, line.of, line.times) for line in lines] == [("Moira Hale", "Moira", 2)]
        staff = read_card(sees(homes.liaison), stay.id).reads
        assert {(line.who, line.of) for line in staff} == {("Moira Hale", "Moira"), ("Anita Patel", "Patel")}

    def test_where_there_is_no_card_that_is_read_too(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(IN_TIME)
        assert read_card(sees(homes.moira), stay.id).card is None
        assert views(homes.jb) == [(homes.moira.id, "card", 0)]

    def test_who_is_turned_away_leaves_no_line(self, homes: Households, stay: Stay) -> None:
        fill_in(homes)
        for person in (homes.moira, homes.okafors, homes.finance):
            outcome(partial(read_card, sees(person), stay.id))
        assert views(homes.jb) == []


class TestStanding:
    """What the home page and the page of a stay say of a card, without a word of what is on it."""

    def test_the_home_is_asked_in_the_week_before_and_the_host_is_told_when_it_opens(
        self, homes: Households, stay: Stay
    ) -> None:
        (for_home,), (for_host,) = cards_near(sees(homes.anita)), cards_near(sees(homes.moira))
        assert (for_home.waits, for_home.is_filled, for_home.may_read) == (True, False, True)
        assert (for_host.waits, for_host.may_read) == (False, False)
        assert for_host.door.window.opens == dt.datetime(2026, 11, 26, 17, tzinfo=dt.UTC)
        fill_in(homes)
        (for_home,) = cards_near(sees(homes.anita))
        assert (for_home.waits, for_home.is_filled, for_home.is_confirmed) == (False, True, True)
        for person in (homes.okafors, homes.finance):
            assert cards_near(sees(person)) == []
            assert card_at(sees(person), stay.id) is None

    def test_a_stay_that_is_far_off_long_over_or_off_is_not_near(self, homes: Households) -> None:
        far = homes.stay("2026-11-30", "2026-12-01")
        homes.stay("2026-11-17", "2026-11-19")
        near = homes.stay("2026-11-29", "2026-11-30")
        assert [card.door.stay.id for card in cards_near(sees(homes.anita))] == [near.id]
        assert card_at(sees(homes.anita), far.id) is not None
