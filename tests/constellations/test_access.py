"""The lock on every row: nothing is found, held or counted but through the person who asks."""

import uuid
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from constellations.access import StandsIn, Viewer, covering, find, hold, is_key, visible
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.core.tripwire import UnscopedQuery
from constellations.models import Constellation, Home, Service
from constellations.permissions import Permission, Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from tests import factories


@pytest.fixture
def service(app: Flask) -> Service:
    """A service with one constellation of two homes."""
    return factories.create_service()


@pytest.fixture
def homes(service: Service) -> tuple[Home, Home]:
    """A hub and a satellite of one constellation."""
    constellation = factories.create_constellation(service)
    hub, satellite = factories.create_home(service), factories.create_home(service)
    factories.join(hub, constellation, HomeRole.HUB)
    factories.join(satellite, constellation)
    return hub, satellite


@pytest.fixture
def ours(homes: tuple[Home, Home]) -> Viewer:
    """A carer of the satellite."""
    return viewer_for(factories.create_person(Role.SATELLITE_CARER, home=homes[1]))


@pytest.fixture
def theirs(app: Flask) -> Viewer:
    """A carer of another service."""
    other = factories.create_service()
    home = factories.create_home(other)
    factories.join(home, factories.create_constellation(other))
    return viewer_for(factories.create_person(Role.SATELLITE_CARER, home=home))


def test_what_is_theirs_is_found_and_held(ours: Viewer, homes: tuple[Home, Home]) -> None:
    assert find(ours, Home, homes[0].id).id == homes[0].id
    with transaction():
        assert hold(ours, Home, homes[0].id).id == homes[0].id


def test_not_theirs_and_not_there_are_the_same(theirs: Viewer, homes: tuple[Home, Home]) -> None:
    said = set()
    for key in (homes[0].id, uuid.uuid4()):
        for reach in (find, hold):
            with transaction(), pytest.raises(NotFound) as refused:
                reach(theirs, Home, key)
            said.add(refused.value.words)
    assert len(said) == 1


def test_what_is_held_is_read_afresh(ours: Viewer, homes: tuple[Home, Home]) -> None:
    with transaction():
        before = find(ours, Home, homes[1].id)
        elsewhere = update(Home).where(Home.id == before.id).values(key="moved")
        session().execute(covering(Viewer.system(), elsewhere), execution_options={"synchronize_session": False})
        assert before.key != "moved"
        assert hold(ours, Home, homes[1].id).key == "moved"


def test_each_sees_their_own_rows_and_the_system_all(ours: Viewer, theirs: Viewer, homes: tuple[Home, Home]) -> None:
    def seen(viewer: Viewer) -> set[uuid.UUID]:
        return {home.id for home in session().scalars(visible(viewer, Home))}

    assert seen(ours) == {home.id for home in homes}
    assert len(seen(theirs)) == 1
    assert seen(Viewer.system()) == seen(ours) | seen(theirs)


def test_a_statement_that_nobody_covered_is_stopped(ours: Viewer, homes: tuple[Home, Home]) -> None:
    bare = select(Constellation.id, Home.id).where(Constellation.service_id == Home.service_id)
    for statement in (bare, covering(ours, bare, Home)):
        with pytest.raises(UnscopedQuery):
            session().execute(statement)
    assert len(session().execute(covering(ours, bare, Home, Constellation)).all()) == 2
    assert len(session().execute(covering(ours, bare, Constellation, through=(Home,))).all()) == 2


def test_no_key_is_the_key_of_nothing(app: Flask) -> None:
    factories.create_service("without a region")
    found = select(Service.key).where(is_key(Service.region_id, None))
    assert session().scalars(covering(Viewer.system(), found)).all() == []
    region = factories.create_region()
    factories.create_service("with one", region)
    found = select(Service.key).where(is_key(Service.region_id, region.id))
    assert session().scalars(covering(Viewer.system(), found)).all() == ["with one"]


def test_what_a_role_may_not_do_is_refused_and_the_system_may_do_everything(ours: Viewer) -> None:
    with pytest.raises(Forbidden):
        ours.must(Permission.IMPORT_REGISTER)
    assert all(Viewer.system().may(permission) for permission in Permission)


def test_a_deputy_is_called_after_those_they_stand_in_for() -> None:
    ruth, priya = (uuid.UUID(int=number) for number in (1, 2))
    stands_in = frozenset(
        {
            StandsIn(ruth, "Ruth Adeyemi", Role.LIAISON, Role.LIAISON),
            StandsIn(priya, "Priya Raman", Role.MANAGER, Role.LIAISON),
        }
    )
    deputy = Viewer(Role.MANAGER, name="Lena Brook", stands_in=stands_in)
    assert deputy.stands_in_for == {ruth, priya}
    assert deputy.names == {ruth, priya}
    lena = uuid.UUID(int=3)
    assert replace(deputy, person_id=lena).names == {ruth, priya, lena}
    assert deputy.title == "Lena Brook for Priya Raman and Ruth Adeyemi"
    assert (deputy.own_role, deputy.acts_as_own) == (Role.LIAISON, False)
    assert deputy.roles == {Role.LIAISON, Role.MANAGER}
