"""Live messages: how many reach their listeners in a second, and how soon, beside a server that only broadcasts.

All servers are up at once and loaded one at a time in turn, each on one core, with the browsers and PostgreSQL on the
other. *bare* is Flask-SocketIO's own broadcast on gunicorn and gevent, without a database and without asking who
anybody is; *fan-out* the same with Roost's way of sending; *roost* is `roost serve` beside PostgreSQL, where every
message is authorised and committed before its sender hears that it is.
"""

import datetime as dt
import http.client
import json
import shutil
import statistics
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from app import create_app
from constellations import schema
from constellations.core.database import database, session, transaction
from constellations.core.settings import read_settings
from constellations.models import Constellation, Person, Service
from constellations.permissions import Role
from constellations.rules import HomeRole
from messaging.rules import ConversationKind
from tests import servers
from tests.benchmarks.test_bookings import OUTPUT, SECRET, is_up
from tests.client import client_of
from tests.factories import create_constellation, create_home, create_person, create_service, join
from tests.messaging.factories import create_conversation
from tests.processes import ROOST, ROOT, environment, process, wait_until

pytestmark = pytest.mark.benchmark

ROOMS, PEOPLE = 34, 30
ROUNDS = 5
UNDER_WAY = 2
"""Messages that are under way in each room at once: as fast as they are heard."""
STEADY = 4500 / PEOPLE
"""Messages a second over all rooms, that make 4,500 deliveries."""
WARM, SECONDS = 1, 3
SERVER_CORE, CLIENT_CORE = 0, 1
MOST_CLIENT = 0.6
"""A client that needs more of its core measures itself."""


@dataclass(frozen=True)
class Server:
    """A server at work: what the load client is told of each browser, and of which kind it is."""

    name: str
    kind: str
    browsers: str
    pid: int


@pytest.fixture
def load(tmp_path: Path) -> Path:
    """The load client, compiled."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("the load client needs a C compiler")
    program = tmp_path / "load"
    subprocess.run([compiler, "-O2", "-o", program, Path(__file__).with_name("load.c")], check=True)
    return program


@pytest.fixture
def at_work(tmp_path: Path, clock: time_machine.Traveller) -> Iterator[list[Server]]:
    """The three servers, each on one core."""
    clock.move_to(time_machine.escape_hatch.datetime.datetime.now(dt.UTC))
    with ExitStack() as running:
        yield [
            _broadcasting(tmp_path, running, "bare", with_fanout=False),
            _broadcasting(tmp_path, running, "fan-out", with_fanout=True),
            _roost(tmp_path, running),
        ]


def _broadcasting(folder: Path, running: ExitStack, name: str, with_fanout: bool) -> Server:
    port = servers.free_port()
    words = ["-m", "gunicorn", f"tests.broadcasting:app({with_fanout})", "--worker-class=gevent"]
    told = environment(folder, "sqlite://", PYTHONPATH=str(ROOT))
    more = [f"--bind=127.0.0.1:{port}", "--worker-connections=2000", "--no-control-socket", "--graceful-timeout=1"]
    served = running.enter_context(process([*words, *more], told, folder / name))
    wait_until(partial(answers, port, "/fanout"))
    rooms = "\n".join(f"{port} none=none r{room}" for room in range(ROOMS) for _ in range(PEOPLE))
    return Server(name, "bare", rooms, served.pid)


def _roost(folder: Path, running: ExitStack) -> Server:
    told = environment(folder, servers.fresh_postgres(), ROOST_ENV="test", SECRET_KEY=SECRET)
    port, app = servers.free_port(), create_app(read_settings(told))
    with app.app_context():
        schema.upgrade(database())
        service = create_service()
        browsers = []
        for _ in range(ROOMS):
            constellation = create_constellation(service)
            room = create_conversation(ConversationKind.EVERYONE, service, constellation)
            with transaction():
                people = people_of(service, constellation)
            browsers += [f"{port} {cookie_of(app, person)} {room.id}" for person in people]
        session().close()
        database().engine.dispose()
    served = running.enter_context(process([*ROOST, "serve", "--port", str(port)], told, folder / "roost"))
    wait_until(partial(is_up, port))
    return Server("roost", "roost", "\n".join(browsers), served.pid)


def people_of(service: Service, constellation: Constellation) -> list[Person]:
    """As many carers as talk in a room: ten homes of three."""
    people = []
    for number in range(PEOPLE // 3):
        home = create_home(service)
        role = Role.SATELLITE_CARER if number else Role.HUB_CARER
        join(home, constellation, HomeRole.SATELLITE if number else HomeRole.HUB)
        people += [create_person(role, home=home) for _ in range(3)]
    return people


def cookie_of(app: Flask, person: Person) -> str:
    """The cookie of a browser on which somebody is signed in."""
    cookie = client_of(app, person).get_cookie("roost")
    assert cookie is not None
    return f"roost={cookie.value}"


def answers(port: int, path: str) -> bool:
    """Whether a server answers there."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", path)
        return line.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        line.close()


def one_round(load: Path, server: Server, rate: float) -> dict[str, float]:
    """What the load client measures of a server in a few seconds."""
    pin(server.pid, SERVER_CORE)
    words = [str(load), str(ROOMS), str(PEOPLE), server.kind, str(UNDER_WAY), str(rate), str(WARM), str(SECONDS)]
    here = ["taskset", "--cpu-list", str(CLIENT_CORE)]
    done = subprocess.run(here + words, input=server.browsers, capture_output=True, text=True, check=False)
    found: dict[str, float] = json.loads(done.stdout)
    assert found["opened"] == found["of"], (server.name, found, done.stderr)
    assert found["closed"] == 0, (server.name, found)
    assert found["acks_refused"] == 0, (server.name, found)
    return found


def pin(pid: int, core: int) -> None:
    """Keep a process, its threads and its children on one core."""
    subprocess.run(
        ["taskset", "--all-tasks", "--cpu-list", "--pid", str(core), str(pid)], capture_output=True, check=True
    )
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        pin(int(child), core)


def memory_of(pid: int) -> int:
    """KiB that a process and its children have for themselves alone."""
    words = Path(f"/proc/{pid}/smaps_rollup").read_text().split("\n")
    own = sum(int(line.split()[1]) for line in words if line.startswith("Private_"))
    return own + sum(memory_of(int(child)) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def median_of(rounds: Sequence[dict[str, float]], what: str) -> float:
    """The round in the middle."""
    return statistics.median(each[what] for each in rounds)


def test_messages_reach_a_thousand_people(
    load: Path, at_work: list[Server], capsys: pytest.CaptureFixture[str]
) -> None:
    most, steady = defaultdict(list), defaultdict(list)
    for _round in range(ROUNDS):
        for server in at_work:
            most[server.name].append(one_round(load, server, 0))
    for _round in range(ROUNDS):
        for server in at_work:
            steady[server.name].append(one_round(load, server, STEADY))
    found = {
        server.name: {
            "deliveries": round(median_of(most[server.name], "deliveries")),
            "to_bare": round(median_of(most[server.name], "deliveries") / median_of(most["bare"], "deliveries"), 2),
            "steady_p50": median_of(steady[server.name], "p50"),
            "steady_p95": median_of(steady[server.name], "p95"),
            "steady_deliveries": round(median_of(steady[server.name], "deliveries")),
            "client_cpu": max(each["client_cpu"] for each in most[server.name] + steady[server.name]),
        }
        for server in at_work
    }
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / "messages.json").write_text(json.dumps(found, indent=2))
    columns = list(next(iter(found.values())))
    with capsys.disabled():
        lines = [("", *columns), *((name, *(str(row[column]) for column in columns)) for name, row in found.items())]
        print("\n" + "\n".join("".join(f"{word:>18}" for word in line) for line in lines))  # noqa: T201  # a table to read
    assert max(row["client_cpu"] for row in found.values()) < MOST_CLIENT, "the client had no room: nothing is measured"
