"""The steps of the migrations lead to exactly the tables that the models describe."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from app import create_app
from constellations import schema
from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import Base, Database, session
from constellations.core.ids import new_id
from constellations.core.search import compared_on, is_of_index
from constellations.core.settings import read_settings
from constellations.feeds.keeping.actions import put_right
from constellations.permissions import Role
from messaging.safeguarding.models import Concern, ConcernChild
from messaging.safeguarding.rules import About, NoteKind, Route
from tests import servers
from tests.factories import (
    create_ask,
    create_child,
    create_constellation,
    create_event,
    create_home,
    create_person,
    create_service,
    stored,
)

Facts = dict[str, dict[str, list[str]]]


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Database, Database]]:
    """One database made by the steps, and one made from the models."""
    on_file = request.param == "sqlite"
    urls = [f"sqlite:///{tmp_path / name}" if on_file else servers.fresh_postgres() for name in ("steps", "models")]
    by_steps, from_models = (Database(url.replace("postgresql://", "postgresql+psycopg://")) for url in urls)
    schema.upgrade(by_steps)
    Base.metadata.create_all(from_models.engine)
    yield by_steps, from_models
    for database, url in zip((by_steps, from_models), urls, strict=True):
        database.engine.dispose()
        if not on_file:
            servers.drop_postgres(url)


def _facts(database: Database) -> Facts:
    """Everything that the database says of each table, in an order of its own."""
    found = inspect(database.engine)
    return {
        table: {
            "columns": sorted(f"{one['name']} {one['type']} {one['nullable']}" for one in found.get_columns(table)),
            "key": [str(found.get_pk_constraint(table))],
            "foreign keys": sorted(map(str, found.get_foreign_keys(table))),
            "unique": sorted(str((one["name"], one["column_names"])) for one in found.get_unique_constraints(table)),
            "checks": sorted(f"{one['name']} {one['sqltext']}" for one in found.get_check_constraints(table)),
            "indexes": sorted(
                str((one["name"], one["column_names"], one["unique"])) for one in found.get_indexes(table)
            ),
        }
        for table in found.get_table_names()
        if table != "alembic_version" and not is_of_index(table)
    }


TRIGGERS = "SELECT sql FROM sqlite_master WHERE sql LIKE '%message_words_index%' OR type = 'trigger'"
TRIGGERS_OF_POSTGRESQL = """
SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT prosrc FROM pg_proc WHERE proname LIKE '%_stays'
"""


def _in_no_model(database: Database) -> list[str]:
    """How SQLite was told to keep its indexes of words, and both to keep rows: tables and triggers of no model."""
    rows = _asked(database, TRIGGERS if database.is_sqlite else TRIGGERS_OF_POSTGRESQL)
    return sorted(str(row[0]) for row in rows)


def test_the_steps_lead_to_the_tables_of_the_models(two: tuple[Database, Database]) -> None:
    by_steps, from_models = map(_facts, two)
    assert set(by_steps) == set(Base.metadata.tables)
    assert by_steps == from_models
    assert _in_no_model(two[0]) == _in_no_model(two[1])
    assert any("audit_entry_not_removed" in each for each in _in_no_model(two[0]))
    assert_alembic_finds_nothing_to_add(two[0])


def assert_alembic_finds_nothing_to_add(by_steps: Database) -> None:
    """Who writes the next step with its help gets that step alone."""
    with by_steps.engine.connect() as connection:
        options = {"compare_type": True, "include_object": compared_on(by_steps.is_sqlite)}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_every_step_goes_back_and_forth(two: tuple[Database, Database]) -> None:
    before = _facts(two[0])
    schema.downgrade(two[0], "base")
    assert _facts(two[0]) == {}
    assert _in_no_model(two[0]) == []
    schema.upgrade(two[0])
    assert _facts(two[0]) == before


def test_entries_of_feeds_become_bytes_and_are_written_anew(two: tuple[Database, Database], tmp_path: Path) -> None:
    url = two[0].url.render_as_string(hide_password=False)
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path), "DATABASE_URL": url}))
    with app.app_context():
        service = create_service()
        create_event(create_constellation(service), title="Gŵyl 🦉")
        put_right(Viewer.system(), service.id)
        session().close()
        app.extensions["roost_database"].engine.dispose()
    before = ScriptDirectory.from_config(schema.configuration(two[0])).get_revision("0033_feeds_bytes").down_revision
    schema.downgrade(two[0], str(before))
    old = _asked(two[0], "SELECT text FROM feed_entry WHERE wording = 'words'")
    assert "SUMMARY:Gŵyl 🦉\r\n" in str(old[0][0])
    schema.upgrade(two[0])
    new = _asked(two[0], "SELECT text FROM feed_entry WHERE wording = 'words'")
    assert [row[0] for row in new] == [str(old[0][0]).encode()]
    assert len(_asked(two[0], "SELECT service_id FROM feed_debt")) == 1


def test_dates_that_came_from_a_calendar_file_are_known_by_their_day(
    two: tuple[Database, Database], tmp_path: Path
) -> None:
    url = two[0].url.render_as_string(hide_password=False)
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path), "DATABASE_URL": url}))
    with app.app_context():
        constellation = create_constellation(create_service())
        for day in ("2026-12-05", "2026-12-06"):
            create_event(constellation, day)
        session().close()
        app.extensions["roost_database"].engine.dispose()
    with two[0].engine.begin() as connection:
        connection.execute(text("UPDATE event SET uid = 'x@train' WHERE starts_on = '2026-12-05'"))
    before = ScriptDirectory.from_config(schema.configuration(two[0])).get_revision("0041_series").down_revision
    schema.downgrade(two[0], str(before))
    schema.upgrade(two[0])
    found = _asked(two[0], "SELECT planned_on, known_as FROM occurrence ORDER BY planned_on")
    assert [tuple(map(str, row)) for row in found] == [("2026-12-05", "2026-12-05"), ("2026-12-06", "None")]


def test_the_home_of_before_is_one_of_all_homes_and_the_last_one_again_on_the_way_back(
    two: tuple[Database, Database], tmp_path: Path
) -> None:
    url = two[0].url.render_as_string(hide_password=False)
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path), "DATABASE_URL": url}))
    with app.app_context():
        service = create_service()
        create_person(Role.HUB_CARER, home=create_home(service, "Now"))
        create_home(service, "Before")
        session().close()
        app.extensions["roost_database"].engine.dispose()
    last = ScriptDirectory.from_config(schema.configuration(two[0])).get_revision("0043_homes_and_erasures")
    schema.downgrade(two[0], str(last.down_revision))
    with two[0].engine.begin() as connection:
        connection.execute(text("UPDATE person SET former_home_id = (SELECT id FROM home WHERE name = 'Before')"))
    schema.upgrade(two[0])
    homes = "SELECT home.name, CAST(starts_on AS TEXT), ends_on IS NULL FROM person_home JOIN home ON id = home_id"
    found = [(*row[:2], bool(row[2])) for row in _asked(two[0], f"{homes} ORDER BY home.name")]
    assert found == [("Before", "1900-01-01", False), ("Now", "1900-01-01", True)]
    schema.downgrade(two[0], str(last.down_revision))
    assert _asked(two[0], "SELECT home.name FROM home JOIN person ON home.id = former_home_id") == [("Before",)]


def test_whom_a_concern_about_a_note_is_of_goes_along_both_ways_and_what_has_no_place_goes(
    two: tuple[Database, Database], tmp_path: Path
) -> None:
    url = two[0].url.render_as_string(hide_password=False)
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path), "DATABASE_URL": url}))
    with app.app_context():
        service = create_service()
        home = create_home(service)
        child = create_child(service, home, "JB")
        ask = create_ask((child,), (home,), "2026-11-27", "2026-11-28")
        who = create_person(Role.SATELLITE_CARER, home=home).id
        said = {"service_id": service.id, "author_id": who, "raised_by": who, "words": "Why?", "note_words": "So."}
        how = {"about": About.NOBODY, "route": Route.NAMED, "noted_at": clock.now()}
        for kind in (NoteKind.HANDOVER, NoteKind.ASK):
            concern = Concern(id=new_id(), note_kind=kind, note_id=ask.words_id, **said, **how)
            stored(concern)
            stored(ConcernChild(concern_id=concern.id, child_id=child.id))
        session().close()
        app.extensions["roost_database"].engine.dispose()
    schema.downgrade(two[0], "0045_worrying_notes")
    before = "SELECT note_kind, child.initials FROM concern JOIN child ON child.id = concern.child_id"
    assert _asked(two[0], before) == [("handover", "JB")]
    assert _asked(two[0], "SELECT count(*) FROM concern") == [(1,)]
    schema.upgrade(two[0])
    after = "SELECT child.initials FROM concern_child JOIN child ON child.id = child_id"
    assert _asked(two[0], after) == [("JB",)]
    assert _asked(two[0], "SELECT count(*) FROM ask WHERE words_id = id") == [(1,)]


@pytest.mark.proof
def test_what_a_service_chose_before_stands_on_the_schedule_and_goes_back(
    two: tuple[Database, Database], tmp_path: Path
) -> None:
    url = two[0].url.render_as_string(hide_password=False)
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path), "DATABASE_URL": url}))
    with app.app_context():
        create_service()
        session().close()
        app.extensions["roost_database"].engine.dispose()
    before = ScriptDirectory.from_config(schema.configuration(two[0])).get_revision("0037_retention").down_revision
    schema.downgrade(two[0], str(before))
    with two[0].engine.begin() as connection:
        connection.execute(text("INSERT INTO retention SELECT id, 24, NULL, 6, NULL, 3 FROM service"))
        connection.execute(text("INSERT INTO event_retention SELECT id, 12, NULL, 3, 1 FROM service"))
    schema.upgrade(two[0])
    chosen = {row[0]: row[1] for row in _asked(two[0], "SELECT kind, amount FROM how_long")}
    assert chosen == {
        **{"talk_constellation": 24, "talk_about": None, "talk_people": 6, "talk_earlier": None},
        **{"event_answers": 12, "event_registers": None, "diets": 3},
    }
    schema.downgrade(two[0], str(before))
    assert _asked(two[0], "SELECT constellation, about, people, earlier FROM retention") == [(24, None, 6, None)]
    assert _asked(two[0], "SELECT answers, registers, diet FROM event_retention") == [(12, None, 3)]


def _asked(database: Database, question: str) -> list[tuple[object, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]
