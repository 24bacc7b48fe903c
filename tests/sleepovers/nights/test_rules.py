"""Beds, initials, labels, months and what may be said of a night."""

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest

from constellations.core.clock import Month
from constellations.permissions import Role
from sleepovers.nights import rules
from sleepovers.nights.rules import NamedChild, Reader
from sleepovers.rules import NightState, StayState

TODAY = dt.date(2026, 11, 22)
OWN, HOST, FAMILY = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)
PLANNED, HAPPENED, ABSENT, NOT_STAYED = (
    NightState.PLANNED,
    NightState.HAPPENED,
    NightState.ABSENT,
    NightState.NOT_STAYED,
)


@pytest.mark.parametrize(
    ("beds", "taken", "free"),
    [(2, set(), 1), (2, {1}, 2), (2, {2}, 1), (2, {1, 2}, None), (0, set(), None), (3, {1, 3}, 2), (1, {None}, 1)],
)
def test_the_lowest_free_bed_is_given(beds: int, taken: set[int | None], free: int | None) -> None:
    assert rules.lowest_free_bed(beds, taken) == free


@pytest.mark.parametrize("role", [Role.LIAISON, Role.MANAGER, None])
def test_staff_and_the_system_read_all_initials(role: Role | None) -> None:
    assert rules.initials_shown(Reader(role), HOST, FAMILY)


@pytest.mark.parametrize("role", [Role.FINANCE, Role.REGIONAL])
def test_finance_and_regional_viewers_read_no_initials(role: Role) -> None:
    assert not rules.initials_shown(Reader(role, is_hub=True), HOST, FAMILY)


@pytest.mark.parametrize("role", [Role.HUB_CARER, Role.SATELLITE_CARER])
@pytest.mark.parametrize(
    ("home", "is_hub", "shown"), [(OWN, False, False), (HOST, False, True), (FAMILY, False, True), (OWN, True, True)]
)
def test_carers_read_of_their_own_children_and_guests_and_the_hub_of_all(
    role: Role, home: uuid.UUID, is_hub: bool, shown: bool
) -> None:
    assert rules.initials_shown(Reader(role, home, is_hub), HOST, FAMILY) is shown


def test_a_carer_without_a_home_reads_nothing_of_a_child_whose_home_is_not_known() -> None:
    assert not rules.initials_shown(Reader(Role.SATELLITE_CARER, None), HOST, None)


def named(number: int, initials: str, family: str = "Patel", born: int = 2015) -> NamedChild:
    return NamedChild(uuid.UUID(int=number), initials, family, Month(born, 3))


def test_children_are_told_apart_only_where_they_could_be_confused() -> None:
    children = [named(1, "JB"), named(2, "AK"), named(3, "jb", "Hughes"), named(1, "JB")]
    assert list(rules.labels(children).values()) == ["JB (Patel)", "AK", "jb (Hughes)"]


def test_siblings_with_the_same_initials_are_told_apart_by_their_year() -> None:
    assert list(rules.labels([named(1, "JB"), named(2, "JB", born=2018)]).values()) == [
        "JB (Patel, 2015)",
        "JB (Patel, 2018)",
    ]


def test_children_of_whom_no_family_is_known_are_called_by_their_initials_alone() -> None:
    children = [named(1, "?", ""), named(2, "?", ""), named(3, "JB", ""), named(4, "JB")]
    assert list(rules.labels(children).values()) == ["?", "?", "JB", "JB (Patel)"]


@pytest.mark.parametrize(
    ("wanted", "own", "shown"),
    [("", HOST, HOST), ("", None, OWN), ("", FAMILY, OWN), (str(HOST), OWN, HOST), ("all", OWN, None), ("x", OWN, OWN)],
)
def test_a_phone_shows_one_home(wanted: str, own: uuid.UUID | None, shown: uuid.UUID | None) -> None:
    assert rules.chosen_home(wanted, [OWN, HOST], own) == shown


def test_a_phone_shows_no_home_where_there_is_none() -> None:
    assert rules.chosen_home("", [], OWN) is None


def test_last_night_is_over_and_tonight_is_not() -> None:
    rules.must_be_over([dt.date(2026, 11, 21)], TODAY)
    with pytest.raises(rules.NightNotOver, match="Sun 22 Nov is not over yet.*from Mon 23 Nov on"):
        rules.must_be_over([dt.date(2026, 11, 23), dt.date(2026, 11, 21), TODAY], TODAY)


def test_a_night_of_a_closed_month_stays_as_it_is() -> None:
    closed = {Month(2026, 10)}
    rules.must_be_open([dt.date(2026, 11, 1), dt.date(2026, 9, 30)], closed)
    with pytest.raises(rules.MonthClosed, match="October 2026 is closed"):
        rules.must_be_open([dt.date(2026, 11, 1), dt.date(2026, 10, 31)], closed)


@pytest.mark.parametrize(("text", "night"), [(None, None), ("", None), ("2026-11-21", dt.date(2026, 11, 21))])
def test_a_form_names_a_night_or_none(text: str | None, night: dt.date | None) -> None:
    assert rules.night_named(text) == night


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "21/11/2026"])
def test_what_is_no_night_is_not_taken_for_all_of_them(text: str) -> None:
    with pytest.raises(rules.NotANight):
        rules.night_named(text)


@pytest.mark.parametrize(
    ("nights", "state"),
    [
        ([], StayState.HAPPENED),
        ([PLANNED, PLANNED], StayState.AGREED),
        ([NOT_STAYED, PLANNED], StayState.AGREED),
        ([HAPPENED, PLANNED], StayState.UNDER_WAY),
        ([ABSENT, PLANNED], StayState.UNDER_WAY),
        ([HAPPENED, HAPPENED], StayState.HAPPENED),
        ([HAPPENED, NOT_STAYED], StayState.HAPPENED),
        ([ABSENT], StayState.HAPPENED),
        ([NOT_STAYED, NOT_STAYED], StayState.CANCELLED),
    ],
)
def test_a_stay_is_as_far_as_its_nights(nights: list[NightState], state: StayState) -> None:
    assert rules.state_of_stay(nights) is state


@dataclass(frozen=True)
class Said:
    state: NightState
    confirmed_at: dt.datetime | None


EARLY, LATE = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC), dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


def test_the_last_confirmation_is_what_was_said_last_and_at_once() -> None:
    first, second, third, ahead = Said(HAPPENED, EARLY), Said(HAPPENED, LATE), Said(ABSENT, LATE), Said(PLANNED, None)
    assert rules.last_confirmed([first, second, third, ahead]) == [second, third]
    assert rules.last_confirmed([first, Said(NOT_STAYED, LATE)]) == []
    assert rules.last_confirmed([Said(HAPPENED, None)]) == []


def test_what_was_told_already_is_said_with_who_and_when() -> None:
    told = rules.AlreadyTold(dt.date(2026, 11, 20), HAPPENED, "Tom Hale", dt.datetime(2026, 6, 1, 8, 5, tzinfo=dt.UTC))
    assert told.words.startswith("Tom Hale said at 09:05 on Mon 1 Jun that the child slept here on Fri 20 Nov.")
    assert rules.AlreadyTold(dt.date(2026, 11, 20), ABSENT, None, None).words.startswith("The register said that")
