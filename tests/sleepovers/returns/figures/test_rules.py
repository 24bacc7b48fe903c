"""A month is counted: nights by their dates, visits by day, events with registers, help, and who came and went."""

import datetime as dt
import uuid

import pytest

from constellations.core.clock import ALWAYS, Month
from constellations.events.rules import EventKind
from constellations.rules import ChildStatus, HomeRole, Span
from sleepovers.returns.figures.facts import (
    NAMES,
    EventFact,
    Facts,
    Figures,
    Help,
    HelpFact,
    MemberFact,
    NightFact,
    VisitFact,
)
from sleepovers.returns.figures.rules import tally
from sleepovers.rules import Moment, StayKind

OCTOBER = Month(2026, 10)
MONTHS = [OCTOBER.shifted(number) for number in (-1, 0, 1, 2)]
HUB, PATEL, OKAFOR = (uuid.UUID(int=n) for n in (1, 2, 3))
COUNTED = (ChildStatus.KINSHIP, ChildStatus.SHORT_BREAK, ChildStatus.STAYING_PUT)
KEY = uuid.UUID(int=21)
JB, AK, TW = (uuid.UUID(int=n) for n in (11, 12, 13))


def day(number: int) -> dt.date:
    return dt.date(2026, 10, number)


def member(home_id: uuid.UUID, home: str, first: dt.date = ALWAYS, end: dt.date | None = None) -> MemberFact:
    return MemberFact(home_id, home, HomeRole.HUB if home_id == HUB else HomeRole.SATELLITE, Span(first, end))


MEMBERS = (member(HUB, "Moira"), member(PATEL, "Patel"), member(OKAFOR, "Okafor", day(12)))


def night(
    number: int,
    child: uuid.UUID = JB,
    at_hub: bool = True,
    kind: StayKind = StayKind.PLANNED,
    status: ChildStatus | None = ChildStatus.LOOKED_AFTER,
) -> NightFact:
    return NightFact(day(number), child, at_hub, kind, status)


def visit(came: dt.time | None, left: dt.time | None, at_hub: bool = True, **more: ChildStatus) -> VisitFact:
    return VisitFact(KEY, JB, at_hub, Moment(day(6), came), Moment(day(6), left), more.get("status"))


def event(
    kind: EventKind = EventKind.GATHERING, on: int = 17, came: tuple[uuid.UUID, ...] = (PATEL,), **more: object
) -> EventFact:
    given = {"minutes": 180, "has_register": bool(came), "is_own": True} | more
    return EventFact(KEY, kind, day(on), day(on), came=dict.fromkeys(came, (2, 1)), **given)  # type: ignore[arg-type]  # as given


def numbers(facts: Facts) -> dict[str, int]:
    """What is not nought of a month, but for its homes."""
    return {name: n for name, n in tally(facts, OCTOBER).numbers.items() if n and not name.startswith("homes")}


def test_two_siblings_are_two_child_nights_of_one_night() -> None:
    assert numbers(Facts(nights=(night(2), night(2, AK)))) == {
        "planned_overnight_child_nights": 2,
        "planned_overnight_nights": 1,
        "planned_overnight_children": 2,
        "hub_overnight_child_nights": 2,
        "hub_overnight_nights": 1,
        "hub_overnight_children": 2,
        "children": 2,
    }


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        (night(2), "planned_overnight"),
        (night(2, kind=StayKind.RESPITE), "planned_overnight"),
        (night(2, kind=StayKind.EMERGENCY), "emergency_overnight"),
        (night(2, at_hub=False), "satellite_planned_overnight"),
        (night(2, at_hub=False, kind=StayKind.EMERGENCY), "satellite_emergency_overnight"),
        (night(2, status=None), "planned_overnight"),
        *(
            (night(2, status=one), "planned_overnight")
            for one in (ChildStatus.KINSHIP, ChildStatus.SHORT_BREAK, ChildStatus.STAYING_PUT)
        ),
    ],
)
def test_a_night_is_counted_by_where_it_was_and_why(fact: NightFact, name: str) -> None:
    found = numbers(Facts(nights=(fact,)))
    assert found[f"{name}_child_nights"] == 1
    assert "not_counted_child_nights" not in found


@pytest.mark.parametrize(
    "fact",
    [
        night(2, status=ChildStatus.SPECIAL_GUARDIANSHIP),
        night(2, status=ChildStatus.ADOPTED),
        night(2, kind=StayKind.DAY_CARE),
        night(2, kind=StayKind.OUTREACH),
    ],
)
def test_what_does_not_count_is_said_apart(fact: NightFact) -> None:
    assert numbers(Facts(nights=(fact,))) == {"not_counted_child_nights": 1}


def test_a_night_that_two_memberships_bring_twice_counts_once_and_at_the_hub() -> None:
    found = numbers(Facts(nights=(night(2), night(2, at_hub=False))))
    assert (found["hub_overnight_child_nights"], found.get("satellite_all_overnight_child_nights")) == (1, None)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (visit(dt.time(6, 5), dt.time(20)), {"daytime_children_times": 1, "daytime_children_minutes": 835}),
        (visit(None, dt.time(20)), {"daytime_children_times": 1}),
        (visit(dt.time(9), None), {"daytime_children_times": 1}),
        (visit(dt.time(9), dt.time(9)), {"daytime_children_times": 1}),
    ],
)
def test_a_visit_by_day_at_the_hub_is_daytime_support(fact: VisitFact, expected: dict[str, int]) -> None:
    assert numbers(Facts(visits=(fact,))) == expected | {"day_visits": 1, "children": 1}


def test_a_visit_at_a_satellite_is_told_and_no_support_of_the_hub() -> None:
    found = numbers(Facts(visits=(visit(dt.time(9), dt.time(12), at_hub=False),)))
    assert found == {"satellite_day_visits": 1, "children": 1}


@pytest.mark.parametrize(
    "fact",
    [
        visit(dt.time(1, 40), dt.time(17)),
        visit(dt.time(9), dt.time(12), status=ChildStatus.ADOPTED),
        visit(dt.time(9), dt.time(12), at_hub=False, status=ChildStatus.SPECIAL_GUARDIANSHIP),
    ],
)
def test_an_arrival_in_the_small_hours_is_a_night_and_some_children_do_not_count(fact: VisitFact) -> None:
    assert numbers(Facts(visits=(fact,))) == {}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (EventKind.GATHERING, "social_activity"),
        (EventKind.CARERS_MEETING, "constellation_meeting"),
        (EventKind.SUPPORT_GROUP, "constellation_meeting"),
        (EventKind.MEETING, "constellation_meeting"),
        (EventKind.TRAINING, "training"),
    ],
)
def test_an_event_to_which_a_family_came_is_counted_with_its_time(kind: EventKind, name: str) -> None:
    assert numbers(Facts(events=(event(kind),), members=MEMBERS)) == {f"{name}_times": 1, f"{name}_minutes": 180}


def test_a_day_without_times_counts_six_hours() -> None:
    assert numbers(Facts(events=(event(minutes=None),), members=MEMBERS))["social_activity_minutes"] == 360


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (event(came=()), {"events_without_register": 1}),
        (event(came=(), is_own=False), {}),
        (event(came=(), has_register=True), {}),
        (event(came=(uuid.UUID(int=99),)), {}),
        (event(EventKind.FAMILY_TIME), {}),
        (event(on=11, came=(OKAFOR,)), {}),
        (event(on=12, came=(OKAFOR,)), {"social_activity_times": 1, "social_activity_minutes": 180}),
    ],
)
def test_without_a_register_or_a_family_that_was_a_member_nothing_is_counted(
    fact: EventFact, expected: dict[str, int]
) -> None:
    assert numbers(Facts(events=(fact,), members=MEMBERS)) == expected


def test_what_a_hub_writes_down_adds_to_its_kind() -> None:
    helps = (
        HelpFact(day(3), Help.CARERS, PATEL, 1, 120),
        HelpFact(day(4), Help.CHILDREN, PATEL, 2),
        HelpFact(day(5), Help.CHECK_IN, PATEL, 3, 10),
        HelpFact(day(6), Help.OTHER, OKAFOR, 4, 5),
    )
    assert numbers(Facts(helps=helps)) == {
        "daytime_carers_times": 1,
        "daytime_carers_minutes": 120,
        "daytime_children_times": 2,
        "check_in_times": 7,
        "check_in_minutes": 15,
        "other_times": 4,
    }


def test_each_family_has_what_it_came_to_of_what_was_on_while_it_was_a_member() -> None:
    facts = Facts(
        events=(
            event(on=5, came=(HUB, PATEL)),
            event(on=17, came=(OKAFOR,)),
            event(EventKind.TRAINING, on=20, came=(PATEL,), is_own=False),
            event(EventKind.FAMILY_TIME, on=21),
        ),
        helps=(HelpFact(day(3), Help.CARERS, PATEL, 2, 120), HelpFact(day(9), Help.OTHER, PATEL)),
        members=MEMBERS,
    )
    lines = {one.home: one for one in tally(facts, OCTOBER).families}
    assert list(lines) == ["Moira", "Okafor", "Patel"]
    said = {
        home: [f"{one.came[kind]}/{one.held[kind]}" for kind in ("social_activity", "training")]
        for home, one in lines.items()
    }
    assert said == {"Moira": ["1/2", "0/0"], "Okafor": ["1/1", "0/0"], "Patel": ["1/2", "1/1"]}
    patel = lines["Patel"]
    assert (patel.adults, patel.children, patel.helped_times, patel.helped_minutes) == (4, 2, 3, 120)


def test_a_home_that_left_before_the_month_has_no_line() -> None:
    gone = member(PATEL, "Patel", ALWAYS, day(1))
    assert tally(Facts(members=(gone,)), OCTOBER).families == ()


SATELLITE, THE_HUB = HomeRole.SATELLITE, HomeRole.HUB


def test_homes_are_those_of_the_last_day_and_the_numbers_of_moves_follow() -> None:
    members = (*MEMBERS, member(uuid.UUID(int=4), "Grant", ALWAYS, day(21)))
    found = tally(Facts(members=members), OCTOBER).numbers
    assert (found["homes"], found["homes_joined"], found["homes_left"]) == (3, 1, 1)


def test_a_month_with_nothing_is_empty_whatever_is_missing() -> None:
    nothing = tally(Facts(members=MEMBERS[:2], unconfirmed=3, events=(event(came=()),)), OCTOBER)
    assert nothing.is_empty
    assert (nothing.numbers["unconfirmed_child_nights"], nothing.numbers["events_without_register"]) == (3, 1)
    assert not tally(Facts(nights=(night(2),)), OCTOBER).is_empty


def test_every_number_has_one_name() -> None:
    assert len(NAMES) == len(set(NAMES)) == len(tally(Facts(), OCTOBER).numbers)
    assert Figures(dict.fromkeys(NAMES, 0)).is_empty
