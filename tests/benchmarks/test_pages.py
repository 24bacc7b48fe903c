"""Pages over HTTP, beside the plainest page of the same server: `/health/live`, which asks nobody for anything.

The server is that of production, on one core, with PostgreSQL and the clients on the other; pages are asked in turn, so
that all of them meet the same machine.
"""

import datetime as dt
import json
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import time_machine

from app import create_app
from constellations import schema
from constellations.core.database import database, session
from constellations.core.settings import read_settings
from constellations.permissions import Role
from constellations.rules import HomeRole
from tests import servers
from tests.benchmarks.asking import Asked, ask_together
from tests.benchmarks.talking import SERVER_CORE, cookie_of, pin
from tests.benchmarks.test_bookings import OUTPUT, SECRET, is_up
from tests.client import client_of
from tests.factories import create_constellation, create_home, create_person, create_service, join
from tests.processes import ROOST, environment, process, wait_until
from tests.queries import count_queries

pytestmark = pytest.mark.benchmark

PLAIN, PAGE = "/health/live", "/notices"
OTHERS = ("/conversations", "/me")
ROUNDS, SECONDS, CLIENTS = 7, 2, 4
QUERIES = 3
LEAST, MOST = 1 / 3, 5
"""The least that a page with three queries gives of the plain page, and the most that its p99 is of its p50."""


@dataclass(frozen=True)
class Served:
    """A served Roost, and the cookie of a carer; how many queries each page asks."""

    name: str
    port: int
    cookie: str
    queries: dict[str, int]


@pytest.fixture(params=["postgresql", "sqlite"])
def served(request: pytest.FixtureRequest, tmp_path: Path, clock: time_machine.Traveller) -> Iterator[Served]:
    """Roost on each database, served by `roost serve`, with one carer signed in."""
    clock.move_to(time_machine.escape_hatch.datetime.datetime.now(dt.UTC))
    url = f"sqlite:///{tmp_path / 'roost.db'}" if request.param == "sqlite" else servers.fresh_postgres()
    told = environment(tmp_path, url, ROOST_ENV="test", SECRET_KEY=SECRET)
    app, port = create_app(read_settings(told)), servers.free_port()
    with app.app_context():
        schema.upgrade(database())
        service = create_service()
        home = create_home(service)
        join(home, create_constellation(service), HomeRole.HUB)
        carer = create_person(Role.HUB_CARER, home=home)
        client, queries = client_of(app, carer), {}
        for path in (PAGE, *OTHERS):
            client.get(path)
            with count_queries(database().engine) as asked:
                assert client.get(path).status_code == 200
            queries[path] = len(asked)
        cookie = cookie_of(app, carer)
        session().close()
        with process([*ROOST, "serve", "--port", str(port)], told, tmp_path / "log") as server:
            wait_until(partial(is_up, port))
            pin(server.pid, SERVER_CORE)
            yield Served(request.param, port, cookie, queries)
        database().engine.dispose()


def in_turn(served: Served) -> dict[str, list[Asked]]:
    """Some rounds of each page, after one that warms the server up."""
    found: dict[str, list[Asked]] = {path: [] for path in (PLAIN, PAGE, *OTHERS)}
    for number in range(ROUNDS + 1):
        for path, rounds in found.items():
            asked = ask_together(served.port, path, served.cookie, CLIENTS, SECONDS)
            if number:
                rounds.append(asked)
    return found


def test_a_page_with_three_queries_beside_the_plainest_page(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    rounds = in_turn(served)
    plain = statistics.median(each.per_second for each in rounds[PLAIN])
    found = {
        path: {
            "per_second": statistics.median(each.per_second for each in rounds[path]),
            # Of neighbours in time, so that a machine that slows down slows both.
            "to_plain": statistics.median(
                a.per_second / b.per_second for a, b in zip(rounds[path], rounds[PLAIN], strict=True)
            ),
            "p50_ms": statistics.median(each.ms(50) for each in rounds[path]),
            "p99_to_p50": statistics.median(each.ms(99) / each.ms(50) for each in rounds[path]),
            "queries": served.queries.get(path, 0),
        }
        for path in rounds
    }
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"pages-{served.name}.json").write_text(json.dumps(found, indent=2))
    with capsys.disabled():
        aims = f"aims: {LEAST:.2f} to the plain one, p99 at most {MOST} times p50 on PostgreSQL"
        print(f"\n{served.name}: the plainest page {plain:.0f} a second, {CLIENTS} clients; {aims}")  # noqa: T201  # a table to read
        for path, row in found.items():
            print(f"{path:28}" + "".join(f"{name} {value:<10.3g}" for name, value in row.items()))  # noqa: T201  # the same
    assert found[PAGE]["queries"] >= QUERIES, "it is a page that asks"
