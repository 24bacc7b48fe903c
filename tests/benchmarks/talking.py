"""Servers with many live lines for the benchmark of messages, Roost and two that only broadcast; and one round of talk.

*bare* is Flask-SocketIO's own broadcast on gunicorn, without a database and without asking who anybody is; *fan-out*
the same with Roost's way of sending; *roost* is `roost serve`, where every message is authorised and committed before
its sender hears that it is.
"""

import http.client
import json
import os
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path

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
from tests.benchmarks.test_bookings import SECRET, is_up
from tests.client import client_of
from tests.factories import create_constellation, create_home, create_person, create_service, join
from tests.messaging.factories import create_conversation
from tests.processes import ROOST, ROOT, environment, process, wait_until

SERVER_CORE, CLIENT_CORE = 0, 1
UNDER_WAY = 2
"""Messages that are under way in each room at once: as fast as they are heard."""

WARM, SECONDS = 1, 3
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Crowd:
    """So many rooms, each with so many people."""

    rooms: int
    people: int


@dataclass(frozen=True)
class Server:
    """A server at work: what the load client is told of each browser, and what its processes took before they came."""

    name: str
    kind: str
    crowd: Crowd
    browsers: str
    pids: tuple[int, ...]
    kib: int


def broadcasting(running: ExitStack, folder: Path, name: str, crowd: Crowd, workers: str = "gevent") -> Server:
    """A server that only broadcasts, `bare` or with Roost's way of sending."""
    port = servers.free_port()
    words = ["-m", "gunicorn", f"tests.broadcasting:app({name == 'fan-out'})", f"--worker-class={workers}"]
    told = environment(folder, "sqlite://", PYTHONPATH=str(ROOT))
    more = [f"--bind=127.0.0.1:{port}", "--worker-connections=2000", "--no-control-socket", "--graceful-timeout=1"]
    many = ["--threads=250"] if workers == "gthread" else []
    served = running.enter_context(process([*words, *more, *many], told, folder / f"{name} {workers}"))
    wait_until(partial(answers, port, "/fanout"))
    rooms = "\n".join(f"{port} none=none r{room}" for room in range(crowd.rooms) for _ in range(crowd.people))
    return Server(name, "bare", crowd, rooms, (served.pid,), memory_of(served.pid))


def roost(running: ExitStack, folder: Path, name: str, crowd: Crowd, url: str, instances: int = 1) -> Server:
    """Roost on a database; with several instances there is Redis, and the people of each room are spread over all."""
    redis = running.enter_context(servers.running_redis()) if instances > 1 else None
    more = {"REDIS_URL": redis.url} if redis else {}
    told = environment(folder, url, ROOST_ENV="test", SECRET_KEY=SECRET, **more)
    ports = [servers.free_port() for _ in range(instances)]
    browsers = _people_talking(create_app(read_settings(told)), crowd, ports)
    served = []
    for port in ports:
        words = [*ROOST, "serve", "--port", str(port)]
        served.append(running.enter_context(process(words, told, folder / f"{name} {port}")).pid)
        wait_until(partial(is_up, port))
    return Server(name, "roost", crowd, "\n".join(browsers), tuple(served), sum(memory_of(pid) for pid in served))


def _people_talking(app: Flask, crowd: Crowd, ports: list[int]) -> list[str]:
    """A service with a constellation for each room; gives what the load client is told of each browser."""
    with app.app_context():
        schema.upgrade(database())
        service = create_service()
        browsers = []
        for _ in range(crowd.rooms):
            constellation = create_constellation(service)
            room = create_conversation(ConversationKind.EVERYONE, service, constellation)
            with transaction():
                people = people_of(service, constellation, crowd.people)
            places = [ports[number % len(ports)] for number in range(len(people))]
            cookies = [cookie_of(app, person) for person in people]
            browsers += [f"{port} {cookie} {room.id}" for port, cookie in zip(places, cookies, strict=True)]
        session().close()
        if not database().is_sqlite:
            # As a database that has been there for a day: it knows how large its tables are.
            with database().engine.begin() as connection:
                connection.exec_driver_sql("ANALYZE")
        database().engine.dispose()
    return browsers


def people_of(service: Service, constellation: Constellation, size: int) -> list[Person]:
    """As many carers as talk in a room, in homes of up to three."""
    people = []
    for number in range(0, size, 3):
        home = create_home(service)
        role = Role.SATELLITE_CARER if number else Role.HUB_CARER
        join(home, constellation, HomeRole.SATELLITE if number else HomeRole.HUB)
        people += [create_person(role, home=home) for _ in range(min(3, size - number))]
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
    """What the load client measures of a server in a few seconds, and what the server's processes took for it.

    `rate` is in messages a second over all rooms, nought for as fast as they are heard.
    """
    for pid in server.pids:
        pin(pid, SERVER_CORE)
    crowd = server.crowd
    words = [crowd.rooms, crowd.people, server.kind, UNDER_WAY, rate, WARM, SECONDS]
    here = ["taskset", "--cpu-list", str(CLIENT_CORE), str(load), *map(str, words)]
    found, said, pipe = {"cpu": 0.0, "kib": 0.0}, [], subprocess.PIPE
    with subprocess.Popen(here, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as client:
        to_client, from_client, aside = client.stdin, client.stdout, client.stderr
        assert to_client is not None
        assert from_client is not None
        to_client.write(server.browsers)
        to_client.close()
        for line in aside or ():
            said.append(line)
            if line == "open\n":
                found["cpu"] -= sum(cpu_of(pid) for pid in server.pids)
                found["kib"] = sum(memory_of(pid) for pid in server.pids) - server.kib
            elif line == "over\n":
                found["cpu"] += sum(cpu_of(pid) for pid in server.pids)
        found |= json.loads(from_client.read())
    assert found["opened"] == found["of"], (server.name, found, said)
    assert found["closed"] == 0, (server.name, found)
    assert found["acks_refused"] == 0, (server.name, found)
    return {**found, "cpu_per_delivery": found["cpu"] / SECONDS / max(found["deliveries"], 1)}


def pin(pid: int, core: int) -> None:
    """Keep a process, its threads and its children on one core."""
    subprocess.run(
        ["taskset", "--all-tasks", "--cpu-list", "--pid", str(core), str(pid)], capture_output=True, check=True
    )
    for child in children_of(pid):
        pin(child, core)


def memory_of(pid: int) -> int:
    """KiB that a process and its children have for themselves alone."""
    words = Path(f"/proc/{pid}/smaps_rollup").read_text().split("\n")
    own = sum(int(line.split()[1]) for line in words if line.startswith("Private_"))
    return own + sum(memory_of(child) for child in children_of(pid))


def cpu_of(pid: int) -> float:
    """Seconds of processor time that a process and its children have taken."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS + sum(cpu_of(child) for child in children_of(pid))


def children_of(pid: int) -> list[int]:
    """The processes that a process began and that are still there."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
