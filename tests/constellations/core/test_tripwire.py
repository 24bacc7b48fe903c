"""No statement reads a guarded table unless it was narrowed to its viewer."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import Executable, Select, delete, exists, func, insert, select, update

from constellations.access import Viewer, covering, visible
from constellations.core.database import Base, asked_often, session
from constellations.core.ids import new_id
from constellations.core.tripwire import EVERYTHING, GUARDED, SEEN, UnscopedQuery
from constellations.models import Home, Region
from constellations.permissions import Role
from sleepovers.models import Stay, StayNight
from tests.factories import create_home, create_region, create_service

FORGOTTEN = [
    select(Home),
    select(Home.name),
    select(func.count()).select_from(Home),
    select(func.count(Home.id)),
    select(Home.__table__),
    select(Region).where(exists().where(Home.id == Region.id)),
    select(select(Home.id).subquery()),
    select(Region).join(Home, Home.service_id == Region.id),
    update(Home).values(name="x"),
    delete(Home),
    select(Region.id).union(select(Home.id)),
]


@pytest.mark.parametrize("statement", FORGOTTEN, ids=str)
def test_a_query_that_forgot_its_viewer_does_not_run(app: Flask, statement: Executable) -> None:
    with pytest.raises(UnscopedQuery, match="home"):
        session().execute(statement)


def test_reading_by_key_past_the_viewer_does_not_run(app: Flask) -> None:
    key = create_home(create_service()).id
    session().expunge_all()
    with pytest.raises(UnscopedQuery):
        session().get(Home, key)


@pytest.mark.parametrize("statement", [select(Region.id), select(Home.id)], ids=str)
def test_what_is_asked_past_the_session_is_the_systems_own(app: Flask, statement: Select[uuid.UUID]) -> None:
    region = create_region()
    home = create_home(create_service(region=region))
    with pytest.raises(UnscopedQuery):
        asked_often(statement, {})
    viewer = Viewer(role=Role.MANAGER, service_id=home.service_id)
    with pytest.raises(UnscopedQuery):
        asked_often(covering(viewer, statement), {})
    found = [row[0] for row in asked_often(covering(Viewer.system(), statement), {})]
    assert set(found) & {region.id, home.id}


def test_covering_one_table_does_not_cover_another(app: Flask) -> None:
    viewer = Viewer(role=Role.MANAGER, service_id=new_id())
    with pytest.raises(UnscopedQuery, match="stay_night"):
        session().execute(visible(viewer, Stay).join(StayNight, StayNight.stay_id == Stay.id))


def test_what_is_reached_through_a_covered_row_may_be_named(app: Flask) -> None:
    viewer = Viewer(role=Role.MANAGER, service_id=new_id())
    statement = select(Stay.id, Home.name).join(Home, Home.id == Stay.host_id)
    assert session().execute(covering(viewer, statement, Stay, through=(Home,))).all() == []


def test_a_covered_query_runs(app: Flask) -> None:
    home = create_home(create_service())
    theirs, others = (Viewer(role=Role.MANAGER, service_id=one) for one in (home.service_id, new_id()))
    assert [found.id for found in session().scalars(visible(theirs, Home))] == [home.id]
    assert session().scalars(visible(others, Home)).all() == []


def test_the_system_sees_everything(app: Flask) -> None:
    home = create_home(create_service())
    statement = select(Home.id).execution_options(**{SEEN: EVERYTHING})
    assert session().scalars(statement).all() == [home.id]
    assert session().scalars(covering(Viewer.system(), select(Home.id), Home)).all() == [home.id]


def test_a_table_of_nobodys_is_free(app: Flask) -> None:
    region = create_region()
    assert session().scalars(select(Region.id)).all() == [region.id]


def test_plain_new_rows_are_free_but_rows_made_from_others_are_not(app: Flask) -> None:
    session().execute(insert(Region), [{"id": new_id(), "key": "north"}])
    with pytest.raises(UnscopedQuery):
        session().execute(insert(Region).from_select(["id", "key"], select(Home.id, Home.name)))


def test_every_table_with_people_homes_or_children_in_it_is_guarded_and_says_who_sees_it() -> None:
    open_tables = {"region", "audit_head", "heartbeat", "feed_circle", "feed_change"}
    for mapper in Base.registry.mappers:
        model = mapper.class_
        if model.__tablename__ in open_tables:
            continue
        assert model.__table__.info.get(GUARDED), f"{model.__name__} is not guarded"
        assert callable(getattr(model, "seen_by", None)), f"{model.__name__} does not say who sees it"


@pytest.mark.parametrize("role", list(Role))
def test_a_viewer_of_nothing_sees_nothing(app: Flask, role: Role) -> None:
    home = create_home(create_service())
    assert home.id is not None
    viewer = Viewer(role=role)
    for mapper in Base.registry.mappers:
        if hasattr(mapper.class_, "seen_by"):
            assert session().scalars(visible(viewer, mapper.class_)).all() == []
