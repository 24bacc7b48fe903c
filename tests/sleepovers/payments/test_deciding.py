"""Whoever fostered in a home does not decide about its money under another role either."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete

from constellations.access import covering, find, visible
from constellations.core.database import session, transaction
from constellations.deputies.models import Deputy
from constellations.models import Home, Person
from constellations.people.actions import What, change_person
from constellations.people.homes.models import PersonHome
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.register.actions import load_register
from sleepovers.models import StayNight
from sleepovers.payments import rules
from sleepovers.payments.adjusting.actions import PutRight, decide_adjustment, propose_adjustment
from sleepovers.payments.approving.queries import approval_page
from sleepovers.payments.deciding.queries import decider_of
from sleepovers.payments.models import Adjustment
from sleepovers.payments.panels import on_their_way
from tests.client import client_of
from tests.factories import changed, create_person, stored
from tests.sleepovers.payments.paths import EVERYTHING, TODAY, Due, due, row

MORE = PutRight(1, 4000, "One was forgotten.")


@pytest.fixture
def way(app: Flask) -> Due:
    """A hub with nineteen nights in October."""
    return due()


def becomes(way: Due, role: Role, home: Home | None = None) -> Person:
    """The hub's carer takes another role in the service, or fosters in another home."""
    carer = way.around.carer
    version = find(EVERYTHING, Person, carer.id).version
    what = What(role, home.id if home else None, way.around.service.id, None)
    change_person(viewer_for(way.around.manager), carer.id, carer.name, what, version)
    return find(EVERYTHING, Person, carer.id)


def loaded_as(way: Due, role: Role, folder: Path) -> Person:
    """The register of people gives the hub's carer another role."""
    carer = way.around.carer
    columns = "email,name,role,home,service"
    (folder / "people.csv").write_text(f"{columns}\n{carer.email},{carer.name},{role},,{way.around.service.key}\n")
    assert not load_register(EVERYTHING, folder).problems
    session().rollback()
    session().expire_all()
    return find(EVERYTHING, Person, carer.id)


def test_a_carer_who_takes_another_role_neither_checks_nor_approves_the_month_of_their_home(way: Due) -> None:
    former = becomes(way, Role.MANAGER)
    assert (former.home_id, decider_of(viewer_for(former)).home_id) == (None, way.around.hub.id)
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


@pytest.mark.parametrize("role", [Role.FINANCE, Role.MANAGER])
def test_a_carer_whom_the_register_gives_another_role_decides_nothing_of_their_home(
    way: Due, tmp_path: Path, role: Role
) -> None:
    former = loaded_as(way, role, tmp_path)
    assert (former.role, former.home_id) == (role, None)
    way.check()
    way.close()
    with pytest.raises(rules.OwnMoney):
        way.approve(former)
    other = propose_adjustment(viewer_for(way.around.liaison), way.month, way.around.hub.id, MORE)
    with pytest.raises(rules.OwnMoney):
        decide_adjustment(viewer_for(former), other, True, row(Adjustment, other).version)


def test_who_fostered_in_two_homes_decides_about_neither(way: Due, clock: time_machine.Traveller) -> None:
    around = way.around
    becomes(way, Role.SATELLITE_CARER, around.satellite)
    clock.shift(dt.timedelta(days=1))
    former = becomes(way, Role.MANAGER)
    decider = decider_of(viewer_for(former))
    assert (decider.home_id, decider.homes) == (around.satellite.id, frozenset({around.satellite.id, around.hub.id}))
    with pytest.raises(rules.OwnMoney):
        way.check(former)


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


def test_whom_a_deputy_stood_in_for_approves_nothing_that_the_deputy_checked_or_proposed(app: Flask, way: Due) -> None:
    manager, liaison = way.around.manager, way.around.liaison
    days = {"starts_on": TODAY, "ends_on": TODAY + dt.timedelta(days=2)}
    who = {"service_id": way.around.service.id, "person_id": liaison.id, "for_id": manager.id}
    stored(Deputy(**who, **days))
    way.check()
    way.close()
    assert [(one.is_mine, one.is_clean) for one in approval_page(viewer_for(manager), way.month).claims] == [
        (True, False)
    ]
    with pytest.raises(rules.OwnCheck):
        way.approve(manager)
    more = propose_adjustment(viewer_for(liaison), way.month, way.around.hub.id, MORE)
    with pytest.raises(rules.OwnProposal):
        decide_adjustment(viewer_for(manager), more, True, row(Adjustment, more).version)
    other = create_person(Role.MANAGER, way.around.service)
    for person, may_decide in ((manager, False), (other, True)):
        assert bool((on_their_way(viewer_for(person)) or {})["adjustments"]) is may_decide
        assert ('value="approve"' in client_of(app, person).get(f"/payments/adjustments/{more}").text) is may_decide
    way.approve(other)
    decide_adjustment(viewer_for(other), more, True, row(Adjustment, more).version)
    assert row(Adjustment, more).decided_by == other.id


@pytest.mark.parametrize("in_their_place", [True, False])
def test_nor_where_a_deputy_alone_confirmed_the_nights_each_time_in_their_place(way: Due, in_their_place: bool) -> None:
    manager, liaison, at = way.around.manager, way.around.liaison, dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC)
    days = {"starts_on": at.date(), "ends_on": at.date() + dt.timedelta(days=2)}
    stored(Deputy(service_id=way.around.service.id, person_id=liaison.id, for_id=manager.id, **days))
    way.check()
    with transaction() as here:
        nights = list(here.scalars(visible(EVERYTHING, StayNight).order_by(StayNight.night)))
        for night in nights:
            night.confirmed_by, night.confirmed_at = liaison.id, at
        if not in_their_place:
            nights[0].confirmed_at = at - dt.timedelta(days=1)
    way.close()
    if in_their_place:
        with pytest.raises(rules.OnlyConfirmer):
            way.approve(manager)
    else:
        way.approve(manager)
    assert (way.claim.approved_by == manager.id) is not in_their_place


def test_who_spoke_for_the_home_decides_about_no_adjustment_of_that_month(way: Due) -> None:
    dispute = way.dispute()
    way.approved()
    former = way.around.carer
    changed(former, role=Role.MANAGER, home_id=None)
    with transaction() as here:
        noted = delete(PersonHome).where(PersonHome.person_id == former.id)
        here.execute(covering(EVERYTHING, noted), execution_options={"synchronize_session": False})
    more = propose_adjustment(viewer_for(way.around.liaison), way.month, way.around.hub.id, MORE)
    assert session().scalars(visible(EVERYTHING, Person).where(Person.id == dispute.raised_by)).one().home_id is None
    with pytest.raises(rules.OwnMoney):
        decide_adjustment(viewer_for(former), more, True, row(Adjustment, more).version)
