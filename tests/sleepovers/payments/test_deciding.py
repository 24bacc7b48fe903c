"""Whoever fostered in a home does not decide about its money under another role either."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import find, visible
from constellations.core.database import session
from constellations.deputies.models import Deputy
from constellations.models import Person
from constellations.people.actions import What, change_person
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.payments import rules
from sleepovers.payments.adjusting.actions import PutRight, decide_adjustment, propose_adjustment
from sleepovers.payments.deciding.queries import decider_of
from sleepovers.payments.models import Adjustment
from tests.factories import changed, create_person, stored
from tests.sleepovers.payments.paths import EVERYTHING, TODAY, Due, due, row

MORE = PutRight(1, 4000, "One was forgotten.")


@pytest.fixture
def way(app: Flask) -> Due:
    """A hub with nineteen nights in October."""
    return due()


def becomes(way: Due, role: Role) -> Person:
    """The hub's carer takes another role in the service."""
    carer = way.around.carer
    version = find(EVERYTHING, Person, carer.id).version
    what = What(role, None, way.around.service.id, None)
    change_person(viewer_for(way.around.manager), carer.id, carer.name, what, version)
    return find(EVERYTHING, Person, carer.id)


def test_a_carer_who_takes_another_role_neither_checks_nor_approves_the_month_of_their_home(way: Due) -> None:
    former = becomes(way, Role.MANAGER)
    assert (former.home_id, former.former_home_id) == (None, way.around.hub.id)
    with pytest.raises(rules.OwnMoney):
        way.check(former)
    way.check()
    way.close()
    with pytest.raises(rules.OwnMoney):
        way.approve(former)
    other = propose_adjustment(viewer_for(way.around.liaison), way.month, way.around.hub.id, MORE)
    with pytest.raises(rules.OwnMoney):
        decide_adjustment(viewer_for(former), other, True, row(Adjustment, other).version)
    with pytest.raises(rules.OwnMoney):
        propose_adjustment(viewer_for(former), way.month, way.around.hub.id, MORE)


def test_the_last_home_is_kept_with_what_they_decide_for_others(way: Due) -> None:
    other = due(17, None)
    former = becomes(way, Role.MANAGER)
    changed(former, service_id=other.around.service.id)
    other.check()
    other.close()
    other.approve(former)
    assert other.claim.approver_home_id == way.around.hub.id


def test_a_deputy_does_not_decide_about_the_home_of_whom_they_stand_in_for(way: Due) -> None:
    former = becomes(way, Role.MANAGER)
    deputy = create_person(Role.MANAGER, way.around.service)
    stored(
        Deputy(
            service_id=way.around.service.id,
            person_id=deputy.id,
            for_id=former.id,
            starts_on=TODAY,
            ends_on=TODAY + dt.timedelta(days=2),
        )
    )
    decider = decider_of(viewer_for(deputy))
    assert (decider.home_id, decider.other_homes) == (None, frozenset({way.around.hub.id}))
    with pytest.raises(rules.OwnMoney):
        way.check(deputy)


def test_who_spoke_for_the_home_decides_about_no_adjustment_of_that_month(way: Due) -> None:
    dispute = way.dispute()
    way.approved()
    former = way.around.carer
    changed(former, role=Role.MANAGER, home_id=None)
    more = propose_adjustment(viewer_for(way.around.liaison), way.month, way.around.hub.id, MORE)
    assert session().scalars(visible(EVERYTHING, Person).where(Person.id == dispute.raised_by)).one().home_id is None
    with pytest.raises(rules.OwnMoney):
        decide_adjustment(viewer_for(former), more, True, row(Adjustment, more).version)
