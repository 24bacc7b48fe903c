"""The return of last month against a count by hand, from a small world that is built row by row."""

import datetime as dt

import pytest
from flask import Flask

from constellations.core.clock import Month
from constellations.core.database import database
from constellations.events.rules import Circle, EventKind
from sleepovers.returns.figures.facts import Figures, Help, Moved
from sleepovers.returns.figures.queries import facts_of
from sleepovers.returns.figures.rules import tally
from sleepovers.returns.queries import return_page
from sleepovers.rules import StayKind, StayState
from tests.factories import create_constellation, create_home, create_stay, join
from tests.queries import count_queries
from tests.sleepovers.returns.factories import NOVEMBER, OCTOBER, Harbour, create_date, create_support_entry, sees


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    """October 2026 as it was; what stands in each line is counted by hand in the test."""
    made = Harbour()
    _nights(made)
    _dates(made)
    _helps(made)
    return made


def _nights(made: Harbour) -> None:
    # Two siblings for a weekend at the hub: Friday 2 and Saturday 3, four child-nights.
    for child in (made.jb, made.ak):
        create_stay(child, made.hub, "2026-10-02", "2026-10-04")
    # Over the end of the month: Friday 30 and Saturday 31 are October's, Sunday 1 is November's.
    create_stay(made.jb, made.hub, "2026-10-30", "2026-11-02")
    # The night in which the clocks went back, with 25 hours: one.
    create_stay(made.ak, made.hub, "2026-10-24", "2026-10-25")
    # A respite night counts as planned.
    create_stay(made.ak, made.hub, "2026-10-12", "2026-10-13", kind=StayKind.RESPITE)
    # An emergency that came on Sunday 1 November at 01:40 and left at 17:00: the night of Saturday 31 October.
    create_stay(made.tw, made.hub, "2026-11-01T01:40", "2026-11-01T17:00", kind=StayKind.EMERGENCY)
    # One that came at 06:05 and left at 20:00 is no night: 13 hours 55 minutes of day care.
    create_stay(made.tw, made.hub, "2026-10-06T06:05", "2026-10-06T20:00", kind=StayKind.EMERGENCY)
    # A child under special guardianship: two nights that do not count.
    create_stay(made.sg, made.hub, "2026-10-09", "2026-10-11")
    # At satellites: two planned nights, an emergency; and two nights before that home belonged to the constellation.
    create_stay(made.jb, made.okafor, "2026-10-16", "2026-10-18")
    create_stay(made.tw, made.patel, "2026-10-20", "2026-10-21", kind=StayKind.EMERGENCY)
    create_stay(made.ak, made.okafor, "2026-10-08", "2026-10-10")
    # Agreed for Tuesday 27; nobody has said what happened.
    create_stay(made.tw, made.hub, "2026-10-27", "2026-10-28", StayState.AGREED)
    # At a home of another constellation, and one that was called off.
    elsewhere = create_home(made.service)
    join(elsewhere, create_constellation(made.service))
    create_stay(made.sg, elsewhere, "2026-10-02", "2026-10-03")
    create_stay(made.tw, made.hub, "2026-10-14", "2026-10-15", StayState.CANCELLED)


def _dates(made: Harbour) -> None:
    of, patel, okafor, grant = made.constellation, made.patel, made.okafor, made.grant
    create_date(of, "2026-10-17", came={patel: (2, 2), okafor: (1, 1)})
    create_date(of, "2026-10-05", EventKind.CARERS_MEETING, 90, came={patel: (1, 0), grant: (1, 0)})
    # A whole day of training for the service, to which one family went.
    create_date(of, "2026-10-14", EventKind.TRAINING, None, came={patel: (1, 0)}, circle=Circle.SERVICE)
    create_date(of, "2026-10-15", EventKind.TRAINING, None, came={}, circle=Circle.SERVICE)
    # Without a register; called off; of November.
    create_date(of, "2026-10-24")
    create_date(of, "2026-10-25", cancelled=True)
    create_date(of, "2026-11-07", came={patel: (2, 2)})


def _helps(made: Harbour) -> None:
    of, hub = made.constellation, made.hub
    create_support_entry(of, hub, made.patel, "2026-10-03", Help.CARERS, minutes=120)
    create_support_entry(of, hub, made.okafor, "2026-10-15", Help.CHECK_IN, times=2)
    create_support_entry(of, hub, made.grant, "2026-10-07", Help.OTHER, minutes=45)
    create_support_entry(of, hub, made.patel, "2026-10-28", Help.CHILDREN, minutes=60)
    create_support_entry(of, hub, made.patel, "2026-11-02", Help.CARERS)


BY_HAND = {
    # The log: 120 minutes with a carer. By day: the visit of 13 h 55 min, and an hour from the log.
    "daytime_carers_times": 1,
    "daytime_carers_minutes": 120,
    "daytime_children_times": 2,
    "daytime_children_minutes": 835 + 60,
    # The calendar, as far as registers were kept.
    "social_activity_times": 1,
    "social_activity_minutes": 180,
    "constellation_meeting_times": 1,
    "constellation_meeting_minutes": 90,
    "training_times": 1,
    "training_minutes": 360,
    # Two check-ins, and one other help of 45 minutes.
    "check_in_times": 3,
    "check_in_minutes": 45,
    "other_times": 1,
    # At the hub, planned: 2 and 3 October twice (4), 30 and 31 (2), 24 (1), 12 (1). Six dates, two children.
    "planned_overnight_child_nights": 8,
    "planned_overnight_nights": 6,
    "planned_overnight_children": 2,
    # The emergency of 31 October. With it nine child-nights, still six dates, three children.
    "emergency_overnight_child_nights": 1,
    "emergency_overnight_nights": 1,
    "emergency_overnight_children": 1,
    "hub_overnight_child_nights": 9,
    "hub_overnight_nights": 6,
    "hub_overnight_children": 3,
    # At satellites: 16 and 17 October, and the emergency of the 20th.
    "satellite_planned_overnight_child_nights": 2,
    "satellite_planned_overnight_nights": 2,
    "satellite_planned_overnight_children": 1,
    "satellite_emergency_overnight_child_nights": 1,
    "satellite_emergency_overnight_nights": 1,
    "satellite_emergency_overnight_children": 1,
    "satellite_all_overnight_child_nights": 3,
    "satellite_all_overnight_nights": 3,
    "satellite_all_overnight_children": 2,
    # JB, AK and TW; never the child under special guardianship.
    "day_visits": 1,
    "children": 3,
    "not_counted_child_nights": 2,
    "unconfirmed_child_nights": 1,
    "events_without_register": 1,
    # Moira, Patel and Okafor on the last day.
    "homes": 3,
    "homes_joined": 1,
    "homes_left": 1,
}


def figures(made: Harbour, month: Month = OCTOBER) -> Figures:
    facts = facts_of([made.constellation], month, month, dt.date(2026, 11, 22))
    return tally(facts[made.constellation.id, month], month)


def test_the_return_of_october_is_what_was_counted_by_hand(harbour: Harbour) -> None:
    found = {name: number for name, number in figures(harbour).numbers.items() if number}
    assert found == BY_HAND


def test_whoever_reads_it_reads_the_same(harbour: Harbour) -> None:
    read = [
        return_page(sees(person), harbour.constellation.id, OCTOBER).told.figures
        for person in (harbour.moira, harbour.declan, harbour.liaison, harbour.manager)
    ]
    assert read == [figures(harbour)] * 4


def test_november_has_the_other_night_of_the_stay_over_the_end(harbour: Harbour) -> None:
    found = figures(harbour, NOVEMBER).numbers
    assert (found["planned_overnight_child_nights"], found["emergency_overnight_child_nights"]) == (1, 0)
    assert (found["social_activity_times"], found["daytime_carers_times"], found["homes_left"]) == (1, 1, 0)


def test_each_family_has_its_line(harbour: Harbour) -> None:
    lines = {one.home: one for one in figures(harbour).families}
    kinds = ("social_activity", "constellation_meeting", "training")
    said = {home: [f"{one.came[kind]}/{one.held[kind]}" for kind in kinds] for home, one in lines.items()}
    assert said == {
        "Grant": ["0/1", "1/1", "0/0"],
        "Moira": ["0/1", "0/1", "0/0"],
        "Okafor": ["1/1", "0/0", "0/0"],
        "Patel": ["1/1", "1/1", "1/1"],
    }
    heads = {home: (one.adults, one.children, one.helped_times, one.helped_minutes) for home, one in lines.items()}
    assert heads == {"Grant": (1, 0, 1, 45), "Moira": (0, 0, 0, 0), "Okafor": (1, 1, 2, 0), "Patel": (4, 2, 2, 180)}


def test_who_came_and_who_went_have_their_days(harbour: Harbour) -> None:
    assert [(one.home, one.moved, one.on.day) for one in figures(harbour).moves] == [
        ("Okafor", Moved.JOINED, 12),
        ("Grant", Moved.LEFT, 20),
    ]


def test_the_number_of_queries_is_the_same_for_many_constellations_and_months(harbour: Harbour) -> None:
    others = [create_constellation(harbour.service) for _ in range(3)]
    today = dt.date(2026, 11, 22)
    # Read before, so that what is counted is what the figures ask.
    assert all(one.service_id == harbour.service.id for one in (harbour.constellation, *others))
    with count_queries(database().engine) as sent:
        facts_of([harbour.constellation], OCTOBER, OCTOBER, today)
        one = len(sent)
        facts_of([harbour.constellation, *others], Month(2026, 4), NOVEMBER, today)
    assert (one, len(sent) - one) == (6, 6)
