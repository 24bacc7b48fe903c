"""A month of several constellations as one: what stands in the returns of two is there once."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sleepovers.returns.figures.facts import Facts
from sleepovers.returns.figures.rules import shared, tally, together
from sleepovers.returns.period.rules import NOT_ADDED, add_up, counted_twice
from sleepovers.returns.rules import Answers, ReturnState
from tests.sleepovers.returns.figures.test_rules import (
    AK,
    HUB,
    MEMBERS,
    OCTOBER,
    OKAFOR,
    PATEL,
    event,
    member,
    night,
    visit,
)

BESIDE = (member(uuid.UUID(int=5), "Lindqvist"), member(PATEL, "Patel"))


def numbers(*apart: Facts) -> dict[str, int]:
    """What is not nought of the month of several constellations, but for people and homes."""
    found = tally(together(apart), OCTOBER).numbers
    return {name: number for name, number in found.items() if number and name not in NOT_ADDED | {"homes_joined"}}


def twice(*apart: Facts) -> dict[str, int]:
    """What their returns hold more."""
    return {name: number for name, number in counted_twice(apart).items() if number}


def test_a_night_of_a_home_that_belongs_to_two_is_there_once_and_at_a_hub_if_it_is_one_anywhere() -> None:
    apart = Facts(nights=(night(2), night(3, AK))), Facts(nights=(night(2, at_hub=False),))
    found = numbers(*apart)
    assert (found["hub_overnight_child_nights"], found.get("satellite_all_overnight_child_nights")) == (2, None)
    assert twice(*apart) == {"satellite_planned_overnight_child_nights": 1, "satellite_all_overnight_child_nights": 1}


@pytest.mark.parametrize("first_at_hub", [True, False])
def test_a_visit_is_there_once_and_at_a_hub_if_it_is_one_anywhere(first_at_hub: bool) -> None:
    seen = [Facts(visits=(visit(dt.time(9), dt.time(12), at_hub=where),)) for where in (first_at_hub, not first_at_hub)]
    assert numbers(*seen) == {"day_visits": 1, "daytime_children_times": 1, "daytime_children_minutes": 180}
    assert twice(*seen) == {"satellite_day_visits": 1}


def test_a_date_to_which_families_of_both_came_is_there_once() -> None:
    date = event(came=(PATEL, BESIDE[0].home_id))
    apart = Facts(events=(date,), members=MEMBERS), Facts(events=(date,), members=BESIDE)
    assert numbers(*apart) == {"social_activity_times": 1, "social_activity_minutes": 180}
    assert twice(*apart) == {"social_activity_times": 1, "social_activity_minutes": 180}


def test_a_date_counts_where_anybody_came_and_one_without_register_is_missing_once() -> None:
    only_there = event(came=(BESIDE[0].home_id,))
    apart = Facts(events=(only_there,), members=MEMBERS), Facts(events=(only_there,), members=BESIDE)
    assert (numbers(*apart)["social_activity_times"], twice(*apart)) == (1, {})
    nobody = event(came=())
    apart = Facts(events=(nobody,), members=MEMBERS), Facts(events=(nobody,), members=BESIDE)
    assert (numbers(*apart), twice(*apart)) == ({"events_without_register": 1}, {"events_without_register": 1})


def test_homes_and_what_was_not_confirmed_are_not_said_of_several_together() -> None:
    apart = Facts(members=MEMBERS, unconfirmed=3), Facts(members=BESIDE, unconfirmed=2)
    assert twice(*apart) == {}
    assert {HUB, OKAFOR} <= {one.home_id for one in together(apart).members}


class Asked(dict[uuid.UUID, tuple[int, int]]):
    """Who came to a date, and how often somebody asked."""

    times = 0

    def __iter__(self) -> Iterator[uuid.UUID]:
        self.times += 1
        return super().__iter__()


def test_what_stands_in_one_return_alone_is_not_looked_at() -> None:
    alone, both = Asked({PATEL: (2, 1)}), Asked({PATEL: (2, 1)})
    dates = [replace(event(), key=uuid.UUID(int=30 + n), came=came) for n, came in enumerate((alone, both))]
    apart = Facts(events=tuple(dates), members=MEMBERS), Facts(events=(dates[1],), members=BESIDE)
    assert twice(*apart) == {"social_activity_times": 1, "social_activity_minutes": 180}
    assert alone.times == 0
    # Once in each, once to find where it counts, and once as one: however many homes there are.
    assert both.times == 5


def test_what_is_shared_is_what_several_hold() -> None:
    first = Facts(nights=(night(2), night(3)), visits=(visit(None, None),), members=MEMBERS, unconfirmed=4)
    assert shared([first, Facts(nights=(night(3),)), Facts()]) == (
        Facts(nights=(night(3),), members=MEMBERS),
        Facts(nights=(night(3),)),
        Facts(),
    )
    assert shared([first]) == (Facts(members=MEMBERS),)


def test_what_was_counted_twice_is_taken_off_the_sum() -> None:
    apart = Facts(nights=(night(2),)), Facts(nights=(night(2, at_hub=False),))
    lines = [(ReturnState.OPEN, tally(one, OCTOBER), Answers(0, 0)) for one in apart]
    found = add_up(lines, counted_twice(apart))
    assert (found.numbers["hub_overnight_child_nights"], found.numbers["satellite_all_overnight_child_nights"]) == (
        1,
        0,
    )
    assert (found.nights_twice, found.events_twice) == (1, 0)
