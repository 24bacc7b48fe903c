"""Exemptions: granted with names, ended or taken back, and asked for by night."""

import datetime as dt
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.children.models import Child
from constellations.core.database import database, session
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import DayOutOfReach
from constellations.homes.exemptions.actions import end_exemption, grant_exemption
from constellations.homes.exemptions.models import Exemption, ExemptionChild
from constellations.homes.exemptions.queries import exempted_at, exemptions_of
from constellations.homes.exemptions.rules import NobodyNamed, NoExemptionThen
from constellations.models import Constellation, Home, Service
from constellations.people.rules import DaysTheWrongWayRound
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests import factories
from tests.queries import count_queries

EVERYTHING = Viewer.system()


def day(number: int) -> dt.date:
    return dt.date(2026, 12, number)


def spans() -> list[tuple[dt.date, dt.date | None]]:
    return [(row.starts_on, row.ends_on) for row in session().scalars(visible(EVERYTHING, Exemption))]


def names() -> Sequence[ExemptionChild]:
    return session().scalars(visible(EVERYTHING, ExemptionChild)).all()


def acts() -> list[str]:
    return sorted(session().scalars(covering(EVERYTHING, select(Activity.action))))


def audited() -> list[tuple[str, str]]:
    return [(row.action, row.fields) for row in session().scalars(visible(EVERYTHING, AuditEntry))]


def test_an_exemption_names_children_from_a_day_until_a_day(
    patel: Home, children: list[Child], manager: Viewer
) -> None:
    named = [child.id for child in children[:2]]
    grant_exemption(manager, patel.id, [*named, named[0]], day(10), day(12), "Weekends only.")
    nights = [day(9), day(10), day(11), day(12)]
    found = exempted_at(EVERYTHING, [patel.id], nights)[patel.id]
    assert found == {day(9): set(), day(10): set(named), day(11): set(named), day(12): set()}
    assert exempted_at(manager, [patel.id], nights)[patel.id] == found
    (line,) = exemptions_of(manager, patel.id)
    assert ([child.initials for child in line.children], line.conditions) == (["AA", "YY"], "Weekends only.")
    assert (acts(), audited()) == (
        ["grant_exemption"],
        [("grant_exemption", "starts_on;ends_on;conditions;child_id")],
    )


def test_the_nights_of_a_stay_take_one_query_however_many_exemptions(
    service: Service, patel: Home, children: list[Child], manager: Viewer
) -> None:
    other = factories.create_home(service)
    for number, home in enumerate((patel, patel, other), start=1):
        grant_exemption(manager, home.id, [children[number - 1].id], day(number), None, None)
    home_id, nights = patel.id, [day(1), day(20)]
    with count_queries(database().engine) as sent:
        found = exempted_at(EVERYTHING, [home_id], nights)[home_id]
    assert found == {day(1): {children[0].id}, day(20): {children[0].id, children[1].id}}
    assert len(sent) == 1
    assert exempted_at(EVERYTHING, [patel.id], [])[patel.id] == {}


def test_an_exemption_without_names_or_with_days_the_wrong_way_round_is_refused(
    patel: Home, children: list[Child], manager: Viewer
) -> None:
    named = [children[0].id]
    with pytest.raises(NobodyNamed):
        grant_exemption(manager, patel.id, [], day(1), None, None)
    with pytest.raises(DaysTheWrongWayRound):
        grant_exemption(manager, patel.id, named, day(1), day(1), None)
    with pytest.raises(DayOutOfReach):
        grant_exemption(manager, patel.id, named, dt.date(1999, 12, 31), None, None)
    assert (spans(), acts()) == ([], [])


def test_children_and_homes_of_other_services_are_strangers(
    patel: Home, children: list[Child], manager: Viewer
) -> None:
    elsewhere = factories.create_service()
    stranger = factories.create_child(elsewhere)
    with pytest.raises(NotFound):
        grant_exemption(manager, patel.id, [children[0].id, stranger.id], day(1), None, None)
    with pytest.raises(NotFound):
        grant_exemption(EVERYTHING, patel.id, [stranger.id], day(1), None, None)
    with pytest.raises(NotFound):
        grant_exemption(manager, factories.create_home(elsewhere).id, [children[0].id], day(1), None, None)
    assert spans() == []


def test_an_exemption_ends_on_a_day(patel: Home, children: list[Child], manager: Viewer) -> None:
    exemption_id = grant_exemption(manager, patel.id, [children[0].id], dt.date(2026, 11, 1), None, None)
    end_exemption(manager, exemption_id, day(1))
    assert spans() == [(dt.date(2026, 11, 1), day(1))]
    assert len(names()) == 1
    assert acts() == ["end_exemption", "grant_exemption"]


@pytest.mark.parametrize("last_day", [dt.date(2026, 11, 22), dt.date(2026, 11, 30), day(1)])
def test_an_exemption_to_come_is_taken_back_with_its_names(
    patel: Home, children: list[Child], manager: Viewer, last_day: dt.date
) -> None:
    exemption_id = grant_exemption(manager, patel.id, [child.id for child in children], day(1), day(9), None)
    end_exemption(manager, exemption_id, last_day)
    assert (spans(), list(names())) == ([], [])
    assert ("end_exemption", "ends_on") in audited()


@pytest.mark.parametrize("wrong", [dt.date(2026, 10, 31), dt.date(2026, 11, 30), day(1)])
def test_an_exemption_does_not_end_on_a_day_on_which_it_does_not_hold(
    patel: Home, children: list[Child], manager: Viewer, wrong: dt.date
) -> None:
    began, ends = dt.date(2026, 11, 1), dt.date(2026, 11, 30)
    exemption_id = grant_exemption(manager, patel.id, [children[0].id], began, ends, None)
    with pytest.raises(NoExemptionThen):
        end_exemption(manager, exemption_id, wrong)
    assert spans() == [(began, ends)]


@pytest.mark.parametrize("role", [Role.HUB_CARER, Role.SATELLITE_CARER, Role.FINANCE])
def test_carers_and_finance_neither_see_nor_grant_exemptions(
    service: Service, patel: Home, children: list[Child], manager: Viewer, role: Role
) -> None:
    exemption_id = grant_exemption(manager, patel.id, [children[1].id], day(1), None, "Weekends only.")
    person = factories.create_person(role, service, home=None if role is Role.FINANCE else patel)
    viewer = viewer_for(person)
    assert exemptions_of(viewer, patel.id) == ()
    assert session().scalars(visible(viewer, Exemption)).all() == []
    assert session().scalars(visible(viewer, ExemptionChild)).all() == []
    with pytest.raises(Forbidden):
        grant_exemption(viewer, patel.id, [children[1].id], day(1), None, None)
    with pytest.raises(Forbidden):
        end_exemption(viewer, exemption_id, day(1))
    assert len(spans()) == 1


def test_a_liaison_worker_sees_the_exemptions_of_homes_of_theirs_alone(
    service: Service, constellation: Constellation, patel: Home, children: list[Child], manager: Viewer
) -> None:
    other = factories.create_home(service)
    theirs = grant_exemption(manager, patel.id, [children[0].id, children[1].id], day(1), None, None)
    not_theirs = grant_exemption(manager, other.id, [children[0].id], day(1), None, None)
    worker = viewer_for(factories.create_person(Role.LIAISON, service, constellations=(constellation,)))
    (line,) = exemptions_of(worker, patel.id)
    assert (line.exemption_id, [child.initials for child in line.children]) == (theirs, ["AA", "YY"])
    assert exempted_at(worker, [other.id], [day(1)])[other.id] == {day(1): frozenset()}
    with pytest.raises(NotFound):
        end_exemption(worker, not_theirs, day(1))
    assert len(spans()) == 2
