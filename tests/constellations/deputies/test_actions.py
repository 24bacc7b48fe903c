"""Somebody stands in for another: what they may then, how that ends, and that it goes no further."""

import datetime as dt
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.activity.rules import Change, is_of_security
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import database, session
from constellations.core.errors import NotFound
from constellations.deputies import rules
from constellations.deputies.actions import end_deputy, name_deputy
from constellations.deputies.models import Deputy
from constellations.deputies.queries import deputies_ahead
from constellations.models import LiaisonAssignment, Person
from constellations.notices.models import Notice
from constellations.people.actions import What, add_person, change_address, change_person, end_access
from constellations.people.caseload.actions import HandedOver, hand_over
from constellations.people.looking_after.actions import Days, begin_looking_after, end_looking_after
from constellations.people.rules import OutlastsDeputy
from constellations.permissions import Permission, Role
from constellations.queries import viewers_for
from constellations.register.actions import load_register
from sleepovers.claims.models import Claim, ClosedMonth
from sleepovers.payments.approving.actions import approve_claims
from sleepovers.payments.rules import OwnCheck
from sleepovers.uplift import ClaimStatus
from tests import factories
from tests.client import client_of
from tests.queries import count_queries
from tests.registers import Register, everything, rows
from tests.sleepovers.households import Households, day, sees

EVERYTHING = Viewer.system()
COVER = (LiaisonAssignment.starts_on, LiaisonAssignment.ends_on, LiaisonAssignment.is_cover)
TODAY, LATER = day("2026-11-22"), day("2026-11-29")


def name(homes: Households, deputy: Person, by: Person | None = None, of: Person | None = None) -> uuid.UUID:
    """The manager, unless said otherwise, names a deputy from today to next Sunday."""
    of = of or homes.manager
    return name_deputy(sees(by or of), of.id, deputy.id, TODAY, LATER)


def test_a_deputy_may_what_the_other_may_beside_their_own(homes: Households, clock: time_machine.Traveller) -> None:
    before = sees(homes.liaison)
    assert not before.may(Permission.SET_SERVICE)
    assert before.may(Permission.READ_PULSE)
    name(homes, homes.liaison)
    deputy = sees(homes.liaison)
    assert deputy.may(Permission.SET_SERVICE)
    assert deputy.may(Permission.READ_PULSE), "a manager may not"
    assert (deputy.role, deputy.own_role, deputy.sees_whole_service) == (Role.MANAGER, Role.LIAISON, True)
    assert deputy.title == "Dee Marsh for Sam Ode"
    assert deputy.stands_in_for == {homes.manager.id}
    clock.move_to("2026-11-29T23:59Z")
    assert sees(homes.liaison).may(Permission.SET_SERVICE)
    clock.move_to("2026-11-30T00:01Z")
    assert sees(homes.liaison) == replace(before, today=day("2026-11-30")), "it ends by itself"


def test_it_is_recorded_and_both_are_told(homes: Households) -> None:
    key = name(homes, homes.liaison)
    assert rows(Activity.action) == [("named_deputy",)]
    audited = session().execute(covering(EVERYTHING, select(AuditEntry.action, AuditEntry.subject_id))).all()
    assert [tuple(row) for row in audited] == [("named_deputy", key), ("named_deputy", homes.liaison.id)]
    words = "Dee Marsh stands in for Sam Ode from Sun 22 Nov to Sun 29 Nov."
    assert rows(Notice.person_id, Notice.words) == [(homes.liaison.id, words)]


def test_a_manager_stands_in_for_finance_and_finance_for_no_manager(homes: Households) -> None:
    with pytest.raises(rules.CannotStandIn, match="liaison worker or service manager"):
        name(homes, homes.finance)
    assert not sees(homes.manager).may(Permission.PAY_UPLIFTS)
    name(homes, homes.manager, of=homes.finance)
    assert sees(homes.manager).may(Permission.PAY_UPLIFTS)
    assert sees(homes.manager).may(Permission.SET_SERVICE)


def test_the_deputy_of_a_liaison_worker_covers_what_they_look_after(
    homes: Households, clock: time_machine.Traveller
) -> None:
    other = factories.create_person(Role.LIAISON, homes.service, name="Lou Byrne")
    key = name(homes, other, of=homes.liaison)
    assert sees(other).constellation_ids == {homes.constellation.id}
    clock.move_to("2026-11-25T12:00Z")
    end_deputy(sees(homes.liaison), key)
    assert sees(other).constellation_ids == frozenset()
    covers = [(start, end) for start, end, is_cover in rows(*COVER) if is_cover]
    assert covers == [(TODAY, day("2026-11-25"))]
    assert rows(Deputy.ends_on) == [(day("2026-11-25"),)]
    with pytest.raises(rules.IsOver):
        end_deputy(sees(homes.liaison), key)


def covers_of(person: Person) -> list[tuple[dt.date, dt.date]]:
    """From when until when somebody covers, of whatever constellation."""
    here = (LiaisonAssignment.person_id, *COVER)
    return sorted((start, end) for who, start, end, is_cover in rows(*here) if who == person.id and is_cover)


def test_nobody_covers_longer_than_the_other_looks_after(homes: Households) -> None:
    other = factories.create_person(Role.LIAISON, homes.service, name="Lou Byrne")
    theirs = {"constellation_id": homes.constellation.id, "starts_on": ALWAYS}
    factories.changed(LiaisonAssignment(person_id=homes.liaison.id, **theirs), ends_on=day("2026-11-25"))
    name(homes, other, of=homes.liaison)
    assert covers_of(other) == [(TODAY, day("2026-11-25"))]


def test_what_the_deputy_looks_after_on_some_days_is_covered_on_the_others(homes: Households) -> None:
    other = factories.create_person(Role.LIAISON, homes.service, name="Lou Byrne")
    some = {"starts_on": ALWAYS, "ends_on": day("2026-11-24")}
    factories.stored(LiaisonAssignment(person_id=other.id, constellation_id=homes.constellation.id, **some))
    name(homes, other, of=homes.liaison)
    assert covers_of(other) == [(day("2026-11-24"), day("2026-11-30"))]


def test_who_stands_in_for_two_goes_on_for_the_one_when_the_other_is_back(homes: Households) -> None:
    other = factories.create_person(Role.LIAISON, homes.service, name="Lou Byrne")
    valley = factories.create_constellation(homes.service, "Valley")
    second = factories.create_person(Role.LIAISON, homes.service, constellations=(homes.constellation, valley))
    first = name(homes, other, of=homes.liaison)
    name(homes, other, of=second)
    assert sees(other).constellation_ids == {homes.constellation.id, valley.id}
    end_deputy(sees(homes.liaison), first)
    assert sees(other).constellation_ids == {homes.constellation.id, valley.id}
    end_access(sees(homes.manager), second.id)
    assert sees(other).constellation_ids == frozenset()


def test_what_is_given_or_handed_on_meanwhile_is_covered_by_whose_deputy_it_concerns(homes: Households) -> None:
    other = factories.create_person(Role.LIAISON, homes.service, name="Lou Byrne")
    third = factories.create_person(Role.LIAISON, homes.service, name="Kit Moss")
    valley, manager = factories.create_constellation(homes.service, "Valley"), sees(homes.manager)
    name(homes, other, of=homes.liaison)
    begin_looking_after(manager, homes.liaison.id, valley.id, Days(TODAY))
    assert sees(other).constellation_ids == {homes.constellation.id, valley.id}
    end_looking_after(manager, homes.liaison.id, valley.id, TODAY)
    assert sees(other).constellation_ids == {homes.constellation.id}
    hand_over(manager, homes.liaison.id, HandedOver(third.id, [homes.constellation.id], TODAY, None, "Another team."))
    assert sees(other).constellation_ids == frozenset(), "whom they stand in for has it no more"


def test_nobody_is_deputy_of_a_deputy(homes: Households) -> None:
    second = factories.create_person(Role.MANAGER, homes.service, name="Bea Low")
    third = factories.create_person(Role.LIAISON, homes.service, name="Lou Byrne")
    name(homes, second)
    before = everything()
    with pytest.raises(rules.IsADeputy, match="they stand in for Sam Ode themself"):
        name(homes, third, of=second)
    with pytest.raises(rules.AwayThemself, match="Sam Ode has a deputy on some of those days"):
        name(homes, homes.manager, of=homes.finance)
    with pytest.raises(rules.StandsInAlready):
        name(homes, third)
    assert everything() == before
    assert sees(second).stands_in_for == {homes.manager.id}


def test_who_stands_in_names_nobody_for_others(homes: Households) -> None:
    name(homes, homes.liaison)
    other = factories.create_person(Role.LIAISON, homes.service)
    with pytest.raises(rules.NotYoursToName):
        name(homes, other, by=homes.liaison, of=homes.finance)
    with pytest.raises(NotFound):
        name(homes, factories.create_person(Role.MANAGER, factories.create_service()), of=homes.finance)
    with pytest.raises(rules.CannotStandIn):
        name(homes, homes.finance, of=homes.finance)


def test_a_deputy_makes_nothing_of_it_that_stays(homes: Households, tmp_path: Path) -> None:
    name(homes, homes.liaison)
    other = factories.create_person(Role.LIAISON, homes.service, constellations=(homes.constellation,))
    valley = factories.create_constellation(homes.service, "Valley")
    deputy, own, before = sees(homes.liaison), homes.liaison, everything()
    manager = What(Role.MANAGER)
    for act in (
        lambda: change_person(deputy, own.id, own.name, manager, 1),
        lambda: change_person(deputy, other.id, other.name, manager, 1),
        lambda: add_person(deputy, "Dee once more", "dee@example.org", manager),
        lambda: change_address(deputy, homes.manager.id, "dee@example.org", 1),
        lambda: begin_looking_after(deputy, own.id, valley.id, Days(TODAY)),
        lambda: hand_over(deputy, other.id, HandedOver(own.id, [homes.constellation.id], TODAY, None, "Mine.")),
    ):
        with pytest.raises(OutlastsDeputy):
            act()
    assert everything() == before
    register = Register(tmp_path).only("people")
    cells = {"home": "", "constellation": "", "service": homes.service.key, "region": ""}
    register.files["people"] = [{"email": own.email, "name": own.name, "role": "manager", **cells}]
    outcome = load_register(deputy, register.write())
    assert (outcome.stored, [problem.column for problem in outcome.problems]) == (False, ["role"])
    begin_looking_after(deputy, other.id, valley.id, Days(TODAY))
    assert sees(other).constellation_ids == {homes.constellation.id, valley.id}


def test_whoever_leaves_is_nobodys_deputy_any_more(homes: Households) -> None:
    second = factories.create_person(Role.MANAGER, homes.service)
    name(homes, homes.liaison)
    end_access(sees(second), homes.manager.id)
    assert not sees(homes.liaison).may(Permission.SET_SERVICE)
    assert rows(Deputy.ends_on) == [(TODAY,)]


def test_what_somebody_checked_their_deputy_does_not_approve(homes: Households) -> None:
    month = Month(2026, 10)
    factories.stored(ClosedMonth(service_id=homes.service.id, month=month))
    figures = {"child_nights": 0, "nights": 0, "counted": 0, "threshold": 16, "basis": "child_nights", "beyond": 0}
    of = {"service_id": homes.service.id, "home_id": homes.hub.id, "month": month, "amount_pence": 100}
    claim = Claim(status=ClaimStatus.CHECKED, checked_by=homes.manager.id, **of, **figures)
    factories.stored(claim)
    other = factories.create_person(Role.LIAISON, homes.service)
    name(homes, other)
    with pytest.raises(OwnCheck):
        approve_claims(sees(other), month, {claim.id: 1})


def test_one_query_more_is_asked_of_staff_alone(homes: Households) -> None:
    with count_queries(database().engine) as of_carer:
        viewers_for([homes.anita, homes.moira])
    with count_queries(database().engine) as of_staff:
        viewers_for([homes.manager, homes.finance])
    assert (len(of_carer), len(of_staff)) == (1, 1)


def test_who_was_a_deputy_for_some_hours_stays_told(homes: Households) -> None:
    key = name(homes, homes.liaison)
    end_deputy(sees(homes.manager), key)
    assert rows(Deputy.person_id, Deputy.starts_on, Deputy.ends_on) == [(homes.liaison.id, TODAY, TODAY)]
    assert not sees(homes.liaison).may(Permission.SET_SERVICE)
    assert deputies_ahead(sees(homes.manager)) == ()
    with pytest.raises(rules.IsOver):
        end_deputy(sees(homes.manager), key)
    name(homes, homes.liaison)
    trail = select(AuditEntry.action).where(AuditEntry.subject_id == homes.liaison.id).order_by(AuditEntry.seq)
    told = ["named_deputy", "ended_deputy", "named_deputy"]
    assert list(session().scalars(covering(EVERYTHING, trail))) == told
    assert all(is_of_security(Change(action, "deputy", key)) for action in told)


def test_the_page_names_and_ends_and_every_page_says_for_whom(app: Flask, homes: Households) -> None:
    client, path = client_of(app, homes.manager), f"/people/{homes.manager.id}/deputy"
    assert f'href="{path}"' in client.get("/me").text
    form = {"deputy": str(homes.liaison.id), "first": "2026-11-22", "last": "2026-11-29"}
    assert client.post(path, data=form | {"last": "2026-11-21"}).status_code == 422
    assert "Dee Marsh for Sam Ode" in client.post(path, data=form, follow_redirects=True).text
    deputy = client_of(app, homes.liaison)
    assert "Dee Marsh for Sam Ode" in deputy.get("/").text
    assert deputy.get("/service").status_code == 200
    (line,) = session().scalars(visible(EVERYTHING, Deputy))
    assert client_of(app, homes.finance).post(f"/deputies/{line.id}/end").status_code == 403
    assert client.post(f"/deputies/{line.id}/end").status_code == 302
    assert deputy.get("/service").status_code == 403
