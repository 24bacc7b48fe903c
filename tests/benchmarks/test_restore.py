"""What it takes to back up and put back a service with years of stays and messages: complete, and counted again."""

import json
import os
import random
import resource
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from constellations import schema
from constellations.access import covering
from constellations.activity.actions import append_links
from constellations.activity.rules import Change
from constellations.backup.actions import make_backup, restore_backup
from constellations.core import clock as core_clock
from constellations.core.database import Base, database, session, transaction
from constellations.core.ids import new_id
from constellations.models import Service
from constellations.permissions import Role
from messaging.models import Message
from messaging.rules import ConversationKind
from tests.benchmarks.country import CHUNK, draw_country
from tests.constellations.backup.place import PATH_WITH_PROGRAMS, SYSTEM, place, urls
from tests.factories import create_constellation, create_home, create_person, create_service, join
from tests.messaging.factories import create_concern, create_conversation, create_message, create_photo

pytestmark = pytest.mark.benchmark

OUTPUT = Path(__file__).parent.parent / "output"
STAYS = int(os.environ.get("ROOST_STAYS", "100000"))
MESSAGES = int(os.environ.get("ROOST_MESSAGES", "500000"))
LINKS = int(os.environ.get("ROOST_LINKS", "200000"))
NIGHTS_OF_A_STAY = 2.0
CONVERSATIONS, PHOTOS = 50, 200
MOST_HOURS = 1


@pytest.fixture
def clock() -> None:
    """Time goes on as it does: here it is what is measured."""


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each database, with its programs on the path."""
    monkeypatch.setenv("PATH", PATH_WITH_PROGRAMS)
    return str(request.param)


def in_chunks(model: type[Base], rows: Iterator[dict[str, object]]) -> None:
    """Store rows as fast as they can be."""
    while chunk := list(islice(rows, CHUNK)):
        with database().engine.execution_options(writing=True).begin() as connection:
            connection.execute(insert(model), chunk)


def fill() -> None:
    """Years of stays, and of what people said, with photos, sealed words and an audit chain."""
    drawn = draw_country(random.Random(16), int(STAYS * NIGHTS_OF_A_STAY))
    for model, rows in drawn.rows.items():
        in_chunks(model, iter(rows))
    service = create_service()
    constellation = create_constellation(service)
    home = create_home(service)
    join(home, constellation)
    person = create_person(Role.SATELLITE_CARER, home=home)
    for _ in range(CONVERSATIONS):
        in_chunks(Message, said(create_conversation(ConversationKind.EVERYONE, service, constellation).id, person.id))
        constellation = create_constellation(service)
    talk = create_conversation(ConversationKind.EVERYONE, service, constellation)
    for _ in range(PHOTOS):
        message = create_message(talk, person)
        create_photo(message)
        create_concern(message, person, constellation)
    chains = session().scalars(covering(SYSTEM, select(Service.id))).all()
    for chain in chains:
        with transaction():
            append_links(SYSTEM, chain, (Change("try", "home", None, ()) for _ in range(LINKS // len(chains))))


def said(conversation_id: uuid.UUID, sender_id: uuid.UUID) -> Iterator[dict[str, object]]:
    """The messages of one conversation."""
    at = core_clock.now()
    for seq in range(1, MESSAGES // CONVERSATIONS + 1):
        body = f"Lanterns by the river at {seq % 12}, bring boots, and JB says thank you for the tent. {seq}"
        yield {
            **{"conversation_id": conversation_id, "seq": seq, "id": new_id(), "client_id": new_id()},
            **{"sender_id": sender_id, "body": body, "created_at": at, "change": 0, "carries_poll": False},
        }


def timed(act: Callable[[], object]) -> float:
    """Seconds that it takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def quietly(_: str) -> None:
    """Say nothing of how far it has come."""


def test_years_of_a_service_are_put_back_complete(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures: dict[str, object] = {"database": kind}
    with place(tmp_path / "here", urls(kind, tmp_path / "here")) as here:
        schema.upgrade(database())
        figures["fill_s"] = timed(fill)
        began = time.perf_counter()
        backup, manifest = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
        figures["backup_s"] = time.perf_counter() - began
        size(here.app, figures)
    figures |= {
        "stays": manifest.contents.tables["stay"],
        "messages": manifest.contents.tables["message"],
        "links": manifest.contents.tables["audit_entry"],
        "rows": manifest.contents.rows,
        "files": len(manifest.files) - 1,
        "backup_mb": sum(facts.size for facts in manifest.files.values()) / 1e6,
    }
    with place(tmp_path / "there", urls(kind, tmp_path / "there")):
        began = time.perf_counter()
        lines = restore_backup(SYSTEM, backup, quietly)
        figures["restore_s"] = time.perf_counter() - began
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    show(figures, capsys)
    assert [line for line in lines if not line.is_good] == []
    assert manifest.contents.tables["stay"] >= 0.9 * STAYS
    assert manifest.contents.tables["message"] >= MESSAGES
    assert float(str(figures["restore_s"])) < MOST_HOURS * 3600


def size(app: Flask, figures: dict[str, object]) -> None:
    """How large the database is."""
    with app.app_context(), database().engine.connect() as connection:
        asked = "PRAGMA page_count" if database().is_sqlite else "SELECT pg_database_size(current_database())"
        found = connection.execute(text(asked)).scalar() or 0
        figures["database_mb"] = found * (4096 if database().is_sqlite else 1) / 1e6


def show(figures: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    """Print the figures, and keep them."""
    rounded = {name: round(value, 1) if isinstance(value, float) else value for name, value in figures.items()}
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"restore-{figures['database']}.json").write_text(json.dumps(rounded, indent=2))
    with capsys.disabled():
        for name, value in rounded.items():
            print(f"  {name:28} {value}")  # noqa: T201  # a benchmark speaks
