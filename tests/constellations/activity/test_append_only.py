"""The database itself leaves the audit trail as it was written, whoever asks with Roost's own rights."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import create_app
from constellations import schema
from constellations.access import Viewer
from constellations.activity.actions import audit
from constellations.activity.queries import first_broken_link
from constellations.activity.rules import Change
from constellations.core.append_only import REFUSED
from constellations.core.database import database, session, transaction
from constellations.core.settings import read_settings
from tests import servers

SYSTEM = Viewer.system()

REFUSED_ON_BOTH = (
    "UPDATE audit_entry SET action = 'looked' WHERE seq = 2",
    "UPDATE audit_entry SET person_id = NULL",
    "UPDATE audit_entry SET seq = 9 WHERE seq = 3",
    "DELETE FROM audit_entry WHERE seq = 3",
    "DELETE FROM audit_entry",
    "DELETE FROM audit_head",
    "UPDATE audit_head SET seq = 2",
    "UPDATE audit_head SET hash = 'x'",
)
REFUSED_ON = {
    "sqlite": ("INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 1",),
    "postgresql": (
        "TRUNCATE audit_entry",
        "TRUNCATE audit_head",
        "INSERT INTO audit_entry SELECT * FROM audit_entry ON CONFLICT (chain, seq) DO UPDATE SET action = 'looked'",
    ),
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Roost on a database made by `roost init`, with three links in the installation's own trail."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    url = f"sqlite:///{folder / 'roost.db'}" if request.param == "sqlite" else servers.fresh_postgres()
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(folder), "DATABASE_URL": url}))
    with app.app_context():
        schema.upgrade(database())
        for number in range(3):
            with transaction():
                audit(SYSTEM, Change("began", "service", uuid.UUID(int=number)))
        yield app
        session().close()
        database().engine.dispose()


def refusal_of(statement: str) -> str:
    """What the database says to it, where nobody reads meanwhile."""
    session().rollback()
    with pytest.raises(IntegrityError) as refused, database().engine.begin() as connection:
        connection.execute(text(statement))
    return str(refused.value.orig)


def test_no_link_is_changed_or_removed_and_no_head_set_back(written: Flask) -> None:
    for statement in (*REFUSED_ON_BOTH, *REFUSED_ON[database().engine.dialect.name]):
        assert REFUSED in refusal_of(statement), statement
    assert first_broken_link(SYSTEM, None) is None


def test_links_are_added_all_the_same(written: Flask) -> None:
    with transaction():
        audit(SYSTEM, Change("ended", "service", None))
    assert first_broken_link(SYSTEM, None) is None
    with database().engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM audit_entry WHERE action = 'ended'")).scalar_one()
    assert found == 1
