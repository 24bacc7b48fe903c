"""What would have been due, from the nights that are stored; nothing is changed by asking."""

import datetime as dt

import pytest
from flask import Flask

from constellations.core.database import database
from constellations.core.errors import Forbidden
from constellations.queries import viewer_for
from sleepovers.claims.queries import uplift_rows
from sleepovers.policies.models import UpliftPolicy, UpliftRate
from sleepovers.uplift import DEFAULT_POLICY
from sleepovers.what_if.queries import comparison
from sleepovers.what_if.rules import Sum, Wish
from tests.factories import create_home, join, stored
from tests.kept import stored_rows
from tests.queries import count_queries
from tests.sleepovers.claims.months import NOVEMBER, OCTOBER, Around, create_around, host


@pytest.fixture
def around(app: Flask) -> Around:
    """A hub with nineteen nights in October and fifteen in November, at forty pounds each."""
    made = create_around()
    host(made.hub, 19)
    host(made.hub, 15, NOVEMBER)
    stored(UpliftRate(service_id=made.service.id, valid_from=dt.date(2026, 4, 1), per_night_pence=4000))
    return made


def test_it_says_who_would_have_been_due_and_what_it_would_have_cost(around: Around) -> None:
    found = comparison(viewer_for(around.manager), [OCTOBER, NOVEMBER], Wish(threshold=14))
    assert (found.now, found.then) == (Sum(1, 12000, 0), Sum(2, 24000, 0))
    assert [(home.month, found.names[home.home_id]) for home in found.homes] == [
        (NOVEMBER, around.hub.name),
        (OCTOBER, around.hub.name),
    ]


def test_as_it_was_is_what_the_uplift_month_says(around: Around) -> None:
    manager = viewer_for(around.manager)
    (row,) = [row for row in uplift_rows(manager, OCTOBER) if row.figures["due"]]
    assert comparison(manager, [OCTOBER], Wish()).now.pence == row.figures["amount_pence"]


def test_each_month_starts_from_the_policy_that_was_in_force(around: Around) -> None:
    values = {name: getattr(DEFAULT_POLICY, name) for name in DEFAULT_POLICY.__dataclass_fields__}
    policy = values | {"valid_from": NOVEMBER.first, "threshold": 10}
    stored(UpliftPolicy(service_id=around.service.id, **policy))
    october, november = comparison(viewer_for(around.manager), [OCTOBER, NOVEMBER], Wish()).months
    assert (october.policy.threshold, november.policy.threshold) == (16, 10)
    assert (october.now.due, november.now.due) == (1, 1)


def test_nothing_is_stored_and_nothing_is_logged(around: Around) -> None:
    manager = viewer_for(around.manager)
    before = stored_rows()
    assert comparison(manager, [OCTOBER, NOVEMBER], Wish(threshold=1, per_night_pence=1)).then.due == 2
    assert stored_rows() == before


def test_only_the_manager_asks_and_only_of_the_own_service(around: Around) -> None:
    elsewhere = create_around()
    host(elsewhere.hub, 20)
    found = comparison(viewer_for(around.manager), [OCTOBER], Wish())
    assert elsewhere.hub.id not in found.names
    for person in (around.liaison, around.finance, around.carer):
        with pytest.raises(Forbidden):
            comparison(viewer_for(person), [OCTOBER], Wish())


def test_a_month_takes_one_query_whatever_the_number_of_homes(around: Around) -> None:
    manager = viewer_for(around.manager)
    with count_queries(database().engine) as few:
        comparison(manager, [OCTOBER, NOVEMBER], Wish())
    for _ in range(5):
        home = create_home(around.service)
        join(home, around.constellation)
        host(home, 17)
    with count_queries(database().engine) as many:
        comparison(manager, [OCTOBER, NOVEMBER], Wish())
    assert len(many) == len(few) == 5
