"""Roost installed for a fault: a database of its own, perhaps Redis, servers that are killed, and people who talk."""

import http.client
import json
import os
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app import create_app
from constellations import schema
from constellations.access import Viewer, covering
from constellations.core.database import database, session, transaction
from constellations.core.settings import read_settings
from constellations.models import Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from messaging.models import Message
from messaging.rules import ConversationKind
from tests import servers
from tests.factories import create_constellation, create_home, create_person, create_service, join
from tests.live_line import cookie_of
from tests.messaging.factories import create_conversation
from tests.processes import ROOST, environment, process, wait_until

SECRET = "c41d7e9a05b83f62" * 2
STARTS_WITHIN = 300
"""Seconds that a server may take to start on a machine that is busy with something else."""


@dataclass
class Instance:
    """One `roost serve`: where it listens, and its process."""

    port: int
    running: subprocess.Popen[bytes]
    log: Path

    @property
    def worker(self) -> int:
        """The process that does the work: the one child of the server."""
        pid = self.running.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(children[0])

    @property
    def memory(self) -> int:
        """KiB that the worker has in memory, also of what it shares with the server that it was forked from."""
        words = Path(f"/proc/{self.worker}/smaps_rollup").read_text().split("\n")
        return sum(int(line.split()[1]) for line in words if line.startswith("Rss:"))

    def kill_worker(self) -> None:
        """End the worker at once, as a crash would; the server makes another."""
        os.kill(self.worker, signal.SIGKILL)

    def health(self, path: str = "/health/live") -> dict[str, object]:
        """What it says of itself; empty where it does not answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request("GET", path)
            answer = line.getresponse()
            found: dict[str, object] = json.loads(answer.read()) if answer.status == HTTPStatus.OK else {}
        except (OSError, http.client.HTTPException):
            return {}
        finally:
            line.close()
        return found

    def is_up(self) -> bool:
        """Whether it answers."""
        return bool(self.health())


@dataclass
class Installation:
    """A database with its tables, and what its servers are told; the application in this process too."""

    app: Flask
    told: dict[str, str]
    folder: Path
    redis: servers.RedisServer | None

    @property
    def kind(self) -> str:
        """By which its measurements are known."""
        return "PostgreSQL" if self.redis else "SQLite"

    @contextmanager
    def serving(self, port: int = 0, words: Sequence[str] = (*ROOST, "serve")) -> Iterator[Instance]:
        """Serve it, until the body ends."""
        port = port or servers.free_port()
        log = self.folder / f"log-{port}"
        with process([*words, "--port", str(port)], self.told, log) as running:
            instance = Instance(port, running, log)
            wait_until(instance.is_up, STARTS_WITHIN)
            yield instance


@contextmanager
def installed(kind: str, folder: Path, url: str = "", **more: str) -> Iterator[Installation]:
    """Roost on `sqlite`, or on `postgresql` with Redis beside it; nobody serves it yet.

    At a `url` of its own, where one is given, and told `more`.
    """
    with ExitStack() as open_until_the_end:
        redis = open_until_the_end.enter_context(servers.running_redis()) if kind == "postgresql" else None
        url = url or (servers.fresh_postgres() if redis else f"sqlite:///{folder / 'roost.db'}")
        more |= {"REDIS_URL": redis.url} if redis else {}
        told = environment(folder, url, ROOST_ENV="test", SECRET_KEY=SECRET, **more)
        app = create_app(read_settings(told))
        with app.app_context():
            schema.upgrade(database())
            yield Installation(app, told, folder, redis)
            session().close()
            database().engine.dispose()


@dataclass(frozen=True)
class Room:
    """A conversation of a constellation, and the people in it, each with the cookie of a browser."""

    conversation_id: uuid.UUID
    people: list[Person]
    cookies: list[str]

    def stored(self) -> list[tuple[int, str, str]]:
        """Number, name that the browser gave, and words of each message in the database, in order."""
        session().rollback()
        asked = select(Message.seq, Message.client_id, Message.body).where(
            Message.conversation_id == self.conversation_id
        )
        rows = session().execute(covering(Viewer.system(), asked.order_by(Message.seq)))
        return [(row[0], str(row[1]), row[2]) for row in rows]


def make_room(app: Flask, size: int) -> Room:
    """Make a room of so many carers; nothing is said yet."""
    service = create_service()
    constellation = create_constellation(service)
    conversation = create_conversation(ConversationKind.EVERYONE, service, constellation)
    with transaction():
        people = []
        for number in range(size):
            home = create_home(service)
            join(home, constellation, HomeRole.SATELLITE if number else HomeRole.HUB)
            people.append(create_person(Role.SATELLITE_CARER if number else Role.HUB_CARER, home=home))
    cookies = [cookie_of(app, person) for person in people]
    found = Room(conversation.id, people, cookies)
    # What the test has read is let go of, so that no server waits for it.
    session().rollback()
    return found


def seconds_since(began: float) -> float:
    """How long ago a moment of `time.monotonic` was."""
    return time.monotonic() - began
