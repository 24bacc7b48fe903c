"""What a home is called, who may correct it, and whose home it is."""

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.activity.models import AuditEntry
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile, KeyTaken
from constellations.homes import actions
from constellations.homes.actions import HomeNames
from constellations.homes.rules import ApprovalOutOfReach
from constellations.models import Home, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from tests import factories
from tests.registers import rows

ELM = HomeNames("H-2", "Elm", "Eastwood", None)


@pytest.fixture
def service(app: Flask) -> Service:
    """A service."""
    return factories.create_service()


def viewer(role: Role, service: Service) -> Viewer:
    return viewer_for(factories.create_person(role, service))


def names_of(home: Home) -> tuple[str, str, str | None]:
    found = session().scalars(visible(Viewer.system(), Home).where(Home.id == home.id)).one()
    return found.key, found.name, found.area


def test_name_area_and_reference_are_corrected(service: Service) -> None:
    home = factories.create_home(service)
    actions.rename_home(viewer(Role.MANAGER, service), home.id, ELM, 1)
    assert names_of(home) == ("H-2", "Elm", "Eastwood")


def test_since_when_a_home_fosters_is_kept_and_said_in_the_audit_log(service: Service) -> None:
    home, manager = factories.create_home(service), viewer(Role.MANAGER, service)
    actions.rename_home(manager, home.id, replace(ELM, approved_on=dt.date(2019, 5, 1)), 1)
    assert rows(Home.approved_on, Home.version) == [(dt.date(2019, 5, 1), 2)]
    assert rows(AuditEntry.action, AuditEntry.fields) == [("rename_home", "key;name;area;approved_on")]
    with pytest.raises(ApprovalOutOfReach):
        actions.rename_home(manager, home.id, replace(ELM, approved_on=dt.date(2026, 11, 23)), 2)
    with pytest.raises(ChangedMeanwhile, match="approved on Wednesday 1 May 2019. You wanted: Elm"):
        actions.rename_home(manager, home.id, ELM, 1)


def test_a_reference_that_any_service_holds_is_refused_without_saying_whose(service: Service) -> None:
    home = factories.create_home(service, "H-1")
    factories.create_home(factories.create_service("Elsewhere"), "H-2")
    with pytest.raises(KeyTaken, match="The reference H-2 is used already") as refused:
        actions.rename_home(viewer(Role.MANAGER, service), home.id, ELM, 1)
    assert "Elsewhere" not in refused.value.words
    assert names_of(home)[0] == "H-1"


def test_a_stale_page_corrects_nothing(service: Service) -> None:
    home = factories.create_home(service, "H-1")
    with pytest.raises(ChangedMeanwhile, match=r"now: H-1 \(H-1\). You wanted: Elm \(H-2\)"):
        actions.rename_home(viewer(Role.MANAGER, service), home.id, ELM, 7)
    assert names_of(home)[0] == "H-1"


@pytest.mark.parametrize("role", [Role.HUB_CARER, Role.SATELLITE_CARER, Role.FINANCE])
def test_carers_and_finance_correct_nothing(service: Service, role: Role) -> None:
    home = factories.create_home(service)
    factories.join(home, factories.create_constellation(service), HomeRole.HUB)
    person = factories.create_person(role, service, home=home if role is not Role.FINANCE else None)
    with pytest.raises(Forbidden):
        actions.rename_home(viewer_for(person), home.id, ELM, 1)
    assert names_of(home) == (home.key, home.name, None)


def test_a_home_of_another_service_is_not_there(service: Service) -> None:
    home = factories.create_home(service)
    with pytest.raises(NotFound):
        actions.rename_home(viewer(Role.MANAGER, factories.create_service()), home.id, ELM, 1)
    assert names_of(home)[0] == home.key


def test_a_liaison_worker_corrects_homes_of_the_own_constellations_alone(service: Service) -> None:
    mine, other = factories.create_constellation(service), factories.create_constellation(service)
    home, next_door = factories.create_home(service), factories.create_home(service)
    factories.join(home, mine)
    factories.join(next_door, other)
    liaison = viewer_for(factories.create_person(Role.LIAISON, service, constellations=(mine,)))
    actions.rename_home(liaison, home.id, ELM, 1)
    with pytest.raises(NotFound):
        actions.rename_home(liaison, next_door.id, ELM, 1)
    assert names_of(home)[1] == "Elm"
