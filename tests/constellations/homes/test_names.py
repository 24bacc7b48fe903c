"""What a home is called, who may correct it, and whose home it is."""

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile, KeyTaken
from constellations.homes import actions
from constellations.homes.actions import HomeNames
from constellations.models import Home, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from tests import factories

ELM = HomeNames("H-2", "Elm", "Eastwood")


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
