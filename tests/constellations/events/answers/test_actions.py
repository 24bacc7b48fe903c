"""Families answer an event: who comes is preset, the last word counts, and who waits moves up and is told."""

import datetime as dt
import uuid

import pytest
import time_machine

from constellations.access import Viewer
from constellations.activity.models import Activity
from constellations.core.errors import Forbidden, NotFound, RoostError
from constellations.events.answers.actions import Reply, answer_event, take_list
from constellations.events.answers.models import EventGuest, HomeDiet
from constellations.events.answers.queries import list_rows, who_comes
from constellations.events.answers.rules import (
    CalledOff,
    Coming,
    DietTooLong,
    IsOver,
    NobodyComes,
    NoRoomForMore,
    NothingToAnswer,
    NotTheHost,
    TooManyOthers,
)
from constellations.events.answers.seating.actions import seat_who_waits
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Circle
from constellations.models import Person
from constellations.notices.models import Notice
from tests.constellations.events.families import Families, said_of, say, sees
from tests.factories import changed
from tests.registers import rows

GOING, MAYBE, NO = Coming.GOING, Coming.MAYBE, Coming.NO


def stored(model: type[Event] | type[Occurrence], key: uuid.UUID) -> Event | Occurrence:
    """A row by its key, to be changed from elsewhere."""
    return model(id=key)


def event_of(occurrence_id: uuid.UUID) -> Event:
    """The event of one date."""
    events: dict[uuid.UUID, uuid.UUID] = dict(rows(Occurrence.id, Occurrence.event_id))
    return Event(id=events[occurrence_id])


def guests() -> set[uuid.UUID]:
    """Everybody whom some answer names."""
    return {person_id or child_id for person_id, child_id in rows(EventGuest.person_id, EventGuest.child_id)}


def told(person: Person) -> list[str]:
    """What somebody was told."""
    return [words for person_id, words in rows(Notice.person_id, Notice.words) if person_id == person.id]


def test_going_takes_along_all_who_live_there(families: Families) -> None:
    at = families.event()
    say(families.anita, at)
    assert said_of(at) == {"Patel": ("going", 2, 3, False)}
    assert guests() == {one.id for one in (families.anita, families.raj, families.jb, families.ak, families.tw)}
    assert ("answered_event", at, families.patel.id) in rows(Activity.action, Activity.subject_id, Activity.home_id)


def test_the_last_word_of_a_family_counts_and_keeps_whom_it_named(families: Families) -> None:
    at = families.event()
    say(families.anita, at, GOING, families.anita, families.jb)
    say(families.raj, at, MAYBE)
    assert said_of(at) == {"Patel": ("maybe", 1, 1, False)}
    assert guests() == {families.anita.id, families.jb.id}
    say(families.raj, at, NO)
    assert (said_of(at), guests()) == ({"Patel": ("no", 0, 0, False)}, set())
    say(families.anita, at)
    assert said_of(at) == {"Patel": ("going", 2, 3, False)}


def test_others_are_counted_and_what_the_family_eats_is_kept_for_the_next_time(families: Families) -> None:
    first, second = families.series_of(families.event(times=2))
    reply = Reply(GOING, [families.jb.id], more_adults=1, more_children=2, diet=" JB: no  nuts ")
    answer_event(sees(families.anita), first, reply)
    assert said_of(first) == {"Patel": ("going", 1, 3, False)}
    own = who_comes(sees(families.raj), second).own
    assert own is not None
    assert (own.diet, own.said, own.ticked) == ("JB: no nuts", None, own.household.keys)
    answer_event(sees(families.anita), first, Reply(GOING))
    assert said_of(first) == {"Patel": ("going", 1, 3, False)}, "one tap keeps what was said before"
    assert rows(HomeDiet.words) == [("JB: no nuts",)]
    answer_event(sees(families.anita), first, Reply(GOING, [families.jb.id], diet=""))
    assert rows(HomeDiet.words) == [("",)]


def test_somebody_elses_child_cannot_be_brought(families: Families) -> None:
    at = families.event()
    say(families.anita, at, GOING, families.anita, families.sd, families.grace)
    assert (said_of(at), guests()) == ({"Patel": ("going", 1, 0, False)}, {families.anita.id})


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(GOING, []), NobodyComes),
        (Reply(GOING, None, 21), TooManyOthers),
        (Reply(GOING, None, diet="x" * 501), DietTooLong),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    families: Families, reply: Reply, error: type[RoostError]
) -> None:
    at = families.event()
    with pytest.raises(error):
        answer_event(sees(families.anita), at, reply)
    assert (said_of(at), rows(HomeDiet.words)) == ({}, [])


def test_what_is_over_or_called_off_or_for_one_family_is_not_answered(
    families: Families, clock: time_machine.Traveller
) -> None:
    at, off = families.event(), families.event()
    changed(stored(Occurrence, off), cancelled_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    with pytest.raises(CalledOff):
        say(families.anita, off)
    with pytest.raises(NothingToAnswer):
        say(families.anita, families.event(circle=Circle.HOME))
    clock.move_to("2026-12-19T16:59Z")
    say(families.anita, at)
    clock.move_to("2026-12-19T17:00Z")
    with pytest.raises(IsOver):
        say(families.anita, at, NO)
    assert said_of(at)["Patel"][0] == "going"


def test_only_those_whom_it_is_for_answer_and_staff_for_a_family_of_theirs(families: Families) -> None:
    at = families.event()
    with pytest.raises(NotFound):
        say(families.sue, at)
    with pytest.raises(Forbidden):
        answer_event(sees(families.finance), at, Reply(GOING, home_id=families.patel.id))
    with pytest.raises(NotFound):
        answer_event(sees(families.liaison), at, Reply(GOING, home_id=families.hill.id))
    with pytest.raises(NotFound):
        answer_event(sees(families.liaison), at, Reply(GOING))
    answer_event(sees(families.anita), at, Reply(GOING, home_id=families.okafor.id))
    answer_event(sees(families.liaison), at, Reply(MAYBE, home_id=families.okafor.id))
    assert said_of(at) == {"Patel": ("going", 2, 3, False), "Okafor": ("maybe", 1, 1, False)}


def test_who_says_going_when_all_places_are_taken_waits_and_moves_up(families: Families) -> None:
    at = families.event(capacity=6)
    say(families.anita, at)
    say(families.grace, at)
    say(families.moira, at)
    assert said_of(at) == {
        "Patel": ("going", 2, 3, False),
        "Okafor": ("going", 1, 1, True),
        "Moira": ("going", 1, 0, False),
    }
    say(families.moira, at, NO)
    assert (said_of(at)["Okafor"], told(families.grace)) == (("going", 1, 1, True), [])
    say(families.anita, at, GOING, families.anita, families.raj, families.jb, families.ak)
    assert said_of(at)["Okafor"] == ("going", 1, 1, False)
    assert told(families.grace) == ["There is room for you now: Saturday together, Sat 19 Dec, 14:00 to 17:00"]
    assert told(families.anita) == told(families.moira) == []
    with pytest.raises(NoRoomForMore, match="0 more places"):
        say(families.anita, at, GOING, families.anita, families.raj, families.jb, families.ak, families.tw)
    assert said_of(at)["Patel"] == ("going", 2, 2, False)


def test_who_waits_keeps_the_turn_whatever_else_they_change(families: Families, clock: time_machine.Traveller) -> None:
    at = families.event(capacity=5)
    say(families.anita, at)
    say(families.grace, at)
    clock.shift(60)
    say(families.moira, at)
    clock.shift(60)
    say(families.grace, at, GOING, families.grace)
    say(families.anita, at, GOING, families.anita, families.jb, families.ak, families.tw)
    assert [said_of(at)[home][3] for home in ("Okafor", "Moira")] == [False, True]


def test_fewer_places_unseat_nobody_and_more_are_given_by_the_job(families: Families) -> None:
    at = families.event(capacity=5)
    say(families.anita, at)
    say(families.grace, at)
    changed(event_of(at), capacity=3)
    coming = who_comes(sees(families.moira), at)
    assert (coming.seated, coming.free, coming.too_many) == (5, 0, 2)
    assert (seat(), said_of(at)["Patel"][3], said_of(at)["Okafor"][3]) == (0, False, True)
    changed(event_of(at), capacity=7)
    assert (seat(), said_of(at)["Okafor"][3]) == (1, False)
    assert len(told(families.grace)) == 1
    assert seat() == 0, "and nobody is told twice"


def test_where_there_is_no_limit_any_more_nobody_waits(families: Families) -> None:
    at = families.event(capacity=5)
    say(families.anita, at)
    say(families.grace, at)
    changed(event_of(at), capacity=None)
    say(families.grace, at)
    assert (said_of(at)["Okafor"][3], seat()) == (False, 0)


def seat() -> int:
    return seat_who_waits(Viewer.system(), None, dt.date(2026, 11, 22), dt.date(2026, 11, 22)).found


def test_the_same_for_all_dates_is_for_those_after_it_too(families: Families) -> None:
    first, second, third, off = families.series_of(families.event(times=4))
    changed(stored(Occurrence, off), cancelled_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    say(families.anita, third, NO)
    answer_event(sees(families.anita), second, Reply(GOING, [families.jb.id], all_dates=True))
    assert [said_of(one) for one in (first, off)] == [{}, {}]
    assert said_of(second) == said_of(third) == {"Patel": ("going", 0, 1, False)}
    say(families.anita, third, MAYBE)
    assert [said_of(one)["Patel"][0] for one in (second, third)] == ["going", "maybe"]


def test_an_answer_is_kept_when_the_event_moves_and_asks_for_another_look(families: Families) -> None:
    at = families.event()
    say(families.anita, at)
    changed(stored(Occurrence, at), starts_at=dt.time(15))
    own = who_comes(sees(families.raj), at).own
    assert own is not None
    assert (own.said, own.looks_again) == (GOING, True)
    say(families.raj, at)
    own = who_comes(sees(families.anita), at).own
    assert own is not None
    assert own.looks_again is False


def labels(viewer: Viewer, at: uuid.UUID) -> dict[str | None, tuple[list[str], str]]:
    """Whom somebody reads of, and what they eat, by family."""
    return {
        family.home: ([one.label for one in (*family.named.adults, *family.named.children)], family.diet)
        for family in who_comes(viewer, at).families
    }


def test_members_read_families_and_numbers_hosts_and_staff_initials_and_food(families: Families) -> None:
    at = families.event(both=True)
    answer_event(sees(families.anita), at, Reply(GOING, [families.anita.id, families.jb.id], diet="No nuts"))
    say(families.sue, at)
    patel, hill = (["Anita Patel", "JB"], "No nuts"), (["Sue Hill", "ZZ"], "")
    assert labels(sees(families.grace), at) == {"Patel": ([], ""), None: ([], "")}
    assert labels(sees(families.finance), at) == {"Patel": ([], ""), "Hill": ([], "")}
    # A hub reads initials of its own constellation, and of another the carers' names alone.
    assert labels(sees(families.moira), at) == {"Patel": patel, "Hill": (["Sue Hill"], "")}
    assert labels(sees(families.liaison), at) == {"Patel": patel, "Hill": (["Sue Hill"], "")}
    assert labels(sees(families.sue), at) == {"Patel": (["Anita Patel"], "No nuts"), "Hill": hill}
    assert labels(sees(families.manager), at) == {"Patel": patel, "Hill": hill}
    assert {(one.adults, one.children) for one in who_comes(sees(families.grace), at).families} == {(1, 1)}


def test_the_home_where_it_takes_place_reads_of_all_who_come(families: Families) -> None:
    at = families.event(both=True, host=families.okafor)
    say(families.anita, at, GOING, families.anita, families.jb)
    say(families.sue, at)
    assert labels(sees(families.grace), at) == {"Patel": (["Anita Patel", "JB"], ""), "Hill": (["Sue Hill", "ZZ"], "")}


def test_what_families_eat_is_known_to_their_host_until_a_week_afterwards(
    families: Families, clock: time_machine.Traveller
) -> None:
    at = families.event(host=families.okafor)
    answer_event(sees(families.anita), at, Reply(GOING, diet="No nuts"))
    clock.move_to("2026-12-25T09:00Z")
    assert labels(sees(families.grace), at)["Patel"][1] == "No nuts"
    clock.move_to("2026-12-26T09:00Z")
    assert labels(sees(families.grace), at)["Patel"][1] == ""


def test_the_list_is_for_hosts_and_that_it_was_taken_is_written_down(families: Families) -> None:
    at = families.event()
    answer_event(sees(families.anita), at, Reply(GOING, [families.jb.id, families.ak.id], diet="No nuts"))
    say(families.grace, at, NO)
    with pytest.raises(NotTheHost):
        take_list(sees(families.anita), at)
    assert list(list_rows(take_list(sees(families.moira), at))) == [
        ("Patel", "going", True, 0, 2, "", "AK, JB", "No nuts"),
        ("Okafor", "no", None, 0, 0, "", "", ""),
    ]
    assert ("took_list_of_event", at) in rows(Activity.action, Activity.subject_id)
