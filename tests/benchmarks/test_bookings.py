"""Bookings per second over HTTP: twenty carers who agree to asks at once, against one who agrees to one after another.

The server is the one of production, in processes of its own: threads beside SQLite; gevent beside PostgreSQL, once in a
single process and once in two, one for each core, as a grown installation runs it. Every writer has an own home and an
own child, so that nobody is refused: what is measured is how they wait for each other.
"""

import datetime as dt
import http.client
import json
import secrets
import statistics
import threading
import time
import urllib.parse
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from app import create_app
from constellations import schema
from constellations.core import clock
from constellations.core.database import database, session
from constellations.core.settings import read_settings
from constellations.models import Home
from constellations.permissions import Role
from constellations.rules import HomeRole, StayAuthority
from sleepovers.models import Stay
from tests import servers
from tests.client import client_of
from tests.factories import create_child, create_constellation, create_home, create_person, create_service, join
from tests.processes import ROOST, environment, process, wait_until
from tests.registers import rows
from tests.sleepovers.asks.asking import waiting_asks

pytestmark = pytest.mark.benchmark

OUTPUT = Path(__file__).parent.parent / "output"
SECRET = "8f2a6c0d4e1b9375" * 2
WRITERS, ROUNDS, ALONE, EACH = 20, 5, 30, 4
"""In each round one writer books `ALONE` times, then each of the writers `EACH` times."""


@dataclass
class Writer:
    """A carer on a browser that is signed in, with the asks that still wait for the own home."""

    home_id: uuid.UUID
    cookie: str
    token: str
    asks: list[uuid.UUID] = field(default_factory=list)


@dataclass(frozen=True)
class Served:
    """A served Roost, its port, and who will write to it."""

    app: Flask
    name: str
    ports: tuple[int, ...]
    writers: list[Writer]

    def port_of(self, writer: Writer) -> int:
        """Where a writer's browser is served: people are spread over the processes."""
        return self.ports[self.writers.index(writer) % len(self.ports)]


@dataclass
class Measured:
    """What each round gave, in bookings per second, how long each booking took, and what was answered otherwise."""

    rates: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """The round in the middle."""
        return statistics.median(self.rates)

    def milliseconds(self, percent: int) -> float:
        """How long the slowest of so many in a hundred took."""
        return statistics.quantiles(self.seconds, n=100)[percent - 1] * 1000


@pytest.fixture(params=["sqlite", "postgresql", "postgresql-2"])
def served(request: pytest.FixtureRequest, tmp_path: Path, clock: time_machine.Traveller) -> Iterator[Served]:
    """Roost on each database, served by `roost serve`, with twenty homes and their asks."""
    # The server's process has the true time, and takes no sign-in from another.
    clock.move_to(time_machine.escape_hatch.datetime.datetime.now(dt.UTC))
    url = f"sqlite:///{tmp_path / 'roost.db'}" if request.param == "sqlite" else servers.fresh_postgres()
    told = environment(tmp_path, url, ROOST_ENV="test", SECRET_KEY=SECRET)
    processes = 2 if request.param.endswith("-2") else 1
    app, ports = create_app(read_settings(told)), [servers.free_port() for _ in range(processes)]
    with app.app_context():
        schema.upgrade(database())
        writers = make_writers(app)
        session().close()
        with ExitStack() as running:
            for port in ports:
                running.enter_context(process([*ROOST, "serve", "--port", str(port)], told, tmp_path / f"log-{port}"))
                wait_until(partial(is_up, port))
            yield Served(app, request.param, tuple(ports), writers)
        database().engine.dispose()


def is_up(port: int) -> bool:
    """Whether it answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", "/health/live")
        return line.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        line.close()


def make_writers(app: Flask) -> list[Writer]:
    """Twenty homes of one constellation; each has asks for a child of the next, for a night of its own each."""
    service = create_service()
    constellation = create_constellation(service)
    homes = [create_home(service) for _ in range(WRITERS)]
    for number, home in enumerate(homes):
        join(home, constellation, HomeRole.SATELLITE if number else HomeRole.HUB)
    create_person(Role.LIAISON, service, constellations=(constellation,))
    writers = []
    for number, home in enumerate(homes):
        role = Role.SATELLITE_CARER if number else Role.HUB_CARER
        writer = Writer(home.id, *signed_in(app, role, home))
        child = create_child(service, homes[number - 1], f"C{number}", authority=StayAuthority.DELEGATED)
        many = ROUNDS * (EACH if number else ALONE + EACH)
        first = clock.today() + dt.timedelta(days=7)
        writer.asks = waiting_asks([(child, first + n * dt.timedelta(days=1), [home]) for n in range(many)])
        writers.append(writer)
    return writers


def signed_in(app: Flask, role: Role, home: Home) -> tuple[str, str]:
    """The cookie of a carer's browser, and a token that its forms carry."""
    client, raw = client_of(app, create_person(role, home=home)), secrets.token_hex(16)
    with client.session_transaction() as kept:
        kept["csrf_token"] = raw
    cookie = client.get_cookie("roost")
    assert cookie is not None
    return f"roost={cookie.value}", str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(raw))


def book(served: Served, writer: Writer, bookings: int, found: Measured, line: threading.Barrier) -> None:
    """Agree to one ask after another, on a connection that stays open."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port_of(writer), timeout=60)
    form = urllib.parse.urlencode({"csrf_token": writer.token, "version": "1"})
    headers = {"Cookie": writer.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    asks = [writer.asks.pop() for _ in range(bookings)]
    line.wait(60)
    for ask_id in asks:
        began = time.perf_counter()
        connection.request("POST", f"/asks/{ask_id}/{writer.home_id}/agree", form, headers)
        answer = connection.getresponse()
        answer.read()
        found.seconds.append(time.perf_counter() - began)
        if answer.status != HTTPStatus.FOUND or "/stays/" not in str(answer.getheader("Location")):
            found.errors[f"{answer.status} {answer.reason}"] += 1
    connection.close()


def one_round(served: Served, writers: Sequence[Writer], bookings: int, found: Measured) -> None:
    """Let some writers book so many times each, all from one starting line."""
    line = threading.Barrier(len(writers) + 1)
    threads = [threading.Thread(target=book, args=(served, each, bookings, found, line)) for each in writers]
    for thread in threads:
        thread.start()
    line.wait(60)
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    found.rates.append(len(writers) * bookings / (time.perf_counter() - began))


def test_bookings_of_twenty_writers_against_one(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    alone, together = Measured(), Measured()
    for _round in range(ROUNDS):
        one_round(served, served.writers[:1], ALONE, alone)
        one_round(served, served.writers, EACH, together)
    found = {
        "database": served.name,
        "processes": len(served.ports),
        "writers": WRITERS,
        "alone_per_second": round(alone.rate, 1),
        "together_per_second": round(together.rate, 1),
        "ratio": round(together.rate / alone.rate, 2),
        "alone_p50_ms": round(alone.milliseconds(50), 1),
        "alone_p99_ms": round(alone.milliseconds(99), 1),
        "together_p50_ms": round(together.milliseconds(50), 1),
        "together_p99_ms": round(together.milliseconds(99), 1),
        "p99_to_p50": round(together.milliseconds(99) / together.milliseconds(50), 2),
        "errors_shown": dict(alone.errors + together.errors),
        "bookings": len(alone.seconds) + len(together.seconds),
        "rounds": ROUNDS,
    }
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"bookings-{served.name}.json").write_text(json.dumps(found, indent=2))
    with capsys.disabled():
        print("\n" + "\n".join(f"{what:20} {value}" for what, value in found.items()))  # noqa: T201  # a table to read
    assert found["errors_shown"] == {}
    assert len(rows(Stay.id)) == found["bookings"]
