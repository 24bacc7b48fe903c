"""Live messages: how many reach their listeners in a second, how soon, for what; beside servers that only broadcast.

All servers are up at once and loaded one at a time in turn, each on one core, with the browsers, PostgreSQL and Redis
on the other. What each server is, is said in `talking.py`.
"""

import datetime as dt
import json
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
import time_machine

from tests import servers
from tests.benchmarks.talking import Crowd, Server, broadcasting, one_round, roost
from tests.benchmarks.test_bookings import OUTPUT

pytestmark = pytest.mark.benchmark

MANY, FEW = Crowd(rooms=34, people=30), Crowd(rooms=20, people=10)
"""As many as one server is for beside PostgreSQL, and as an embedded database serves at once."""

ROUNDS = 5
STEADY = 4500 / MANY.people
"""Messages a second over all rooms, that make 4,500 deliveries."""

EMBEDDED = 30
"""The same for the few: each of two hundred people says something every seven seconds."""

MOST_CLIENT = 0.6
"""A client that needs more of its core measures itself."""

Rounds = list[dict[str, float]]


@pytest.fixture
def load(tmp_path: Path, clock: time_machine.Traveller) -> Path:
    """The load client, compiled; servers in processes of their own have the true time."""
    clock.move_to(time_machine.escape_hatch.datetime.datetime.now(dt.UTC))
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("the load client needs a C compiler")
    program = tmp_path / "load"
    subprocess.run([compiler, "-O2", "-o", program, Path(__file__).with_name("load.c")], check=True)
    return program


@pytest.fixture
def running() -> Iterator[ExitStack]:
    """What is running until the test is over."""
    with ExitStack() as until_the_end:
        yield until_the_end


def in_turn(load: Path, at_work: Sequence[Server], rate: float) -> dict[str, Rounds]:
    """So many rounds of each server, one after the other."""
    found: dict[str, Rounds] = {server.name: [] for server in at_work}
    for _round in range(ROUNDS):
        for server in at_work:
            found[server.name].append(one_round(load, server, rate))
    return found


def median_of(rounds: Sequence[dict[str, float]], what: str) -> float:
    """The round in the middle."""
    return statistics.median(each[what] for each in rounds)


def show(name: str, found: Mapping[str, Mapping[str, float]], capsys: pytest.CaptureFixture[str]) -> None:
    """Print a table, and keep it."""
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"{name}.json").write_text(json.dumps(found, indent=2))
    columns = list(next(iter(found.values())))
    lines = [("", *columns), *((one, *(f"{row[column]:.6g}" for column in columns)) for one, row in found.items())]
    with capsys.disabled():
        print("\n" + "\n".join("".join(f"{word:>18}" for word in line) for line in lines))  # noqa: T201  # a table to read


def had_room(found: Mapping[str, Mapping[str, float]]) -> bool:
    """Whether the client never measured itself."""
    return max(row["client_cpu"] for row in found.values()) < MOST_CLIENT


def test_messages_reach_a_thousand_people(
    load: Path, running: ExitStack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at_work = [
        broadcasting(running, tmp_path, "bare", MANY),
        broadcasting(running, tmp_path, "fan-out", MANY),
        roost(running, tmp_path, "roost", MANY, servers.fresh_postgres()),
    ]
    steady, most = in_turn(load, at_work, STEADY), in_turn(load, at_work, 0)
    bare = median_of(most["bare"], "deliveries")
    found = {
        server.name: {
            "deliveries": round(median_of(most[server.name], "deliveries")),
            "to_bare": median_of(most[server.name], "deliveries") / bare,
            "steady_p50": median_of(steady[server.name], "p50"),
            "steady_p95": median_of(steady[server.name], "p95"),
            "steady_deliveries": round(median_of(steady[server.name], "deliveries")),
            # Of the first round: what is let go of later goes back to the process, not to the machine.
            "kib_of_a_line": steady[server.name][0]["kib"] / steady[server.name][0]["opened"],
            "client_cpu": max(each["client_cpu"] for each in most[server.name] + steady[server.name]),
        }
        for server in at_work
    }
    show("messages", found, capsys)
    assert had_room(found), "nothing is measured"


def test_two_instances_take_little_more_for_a_message_than_one(
    load: Path, running: ExitStack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at_work = [
        roost(running, tmp_path, "one", MANY, servers.fresh_postgres()),
        roost(running, tmp_path, "two", MANY, servers.fresh_postgres(), instances=2),
    ]
    rounds = in_turn(load, at_work, STEADY)
    alone = median_of(rounds["one"], "cpu_per_delivery")
    found = {
        name: {
            "us_per_delivery": 1e6 * median_of(each, "cpu_per_delivery"),
            "to_one": median_of(each, "cpu_per_delivery") / alone,
            "deliveries": median_of(each, "deliveries"),
            "p95": median_of(each, "p95"),
            "client_cpu": max(one["client_cpu"] for one in each),
        }
        for name, each in rounds.items()
    }
    show("messages_of_two", found, capsys)
    assert had_room(found), "nothing is measured"


def test_messages_on_an_embedded_database_come_soon(
    load: Path, running: ExitStack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at_work = [
        broadcasting(running, tmp_path, "bare", FEW, workers="gthread"),
        roost(running, tmp_path, "roost", FEW, f"sqlite:///{tmp_path / 'roost.db'}"),
    ]
    rounds = in_turn(load, at_work, EMBEDDED)
    bare = median_of(rounds["bare"], "p95")
    found = {
        name: {
            "p50": median_of(each, "p50"),
            "p95": median_of(each, "p95"),
            "p95_to_bare": median_of(each, "p95") / bare,
            "deliveries": median_of(each, "deliveries"),
            "client_cpu": max(one["client_cpu"] for one in each),
        }
        for name, each in rounds.items()
    }
    show("messages_embedded", found, capsys)
    assert had_room(found), "nothing is measured"
