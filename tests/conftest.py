"""The ground of all tests: a frozen clock, no way out to the network, and the servers put away at the end."""

import datetime as dt
import fcntl
import gc
import os
import shutil
import socket
import time
import zlib
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from app import create_app
from constellations import schema
from constellations.core.database import Base, database
from constellations.core.settings import read_settings
from constellations.core.throttle import EXTENSION as THROTTLE
from constellations.core.throttle import Throttle
from messaging.telling.sockets import init_unread
from sleepovers.demo.cli import demo as demo_command
from tests import servers
from tests.constellations.events.families import Families
from tests.live_line import served
from tests.messaging.talking import Talk, make_talk
from tests.samples import World, make_world
from tests.sleepovers.households import Households, make_households
from tests.tampering import AS_ALWAYS, OTHER_TRIGGERS_ONLY, empty_between_tests

# What is imported and collected stays: to look through it for garbage again and again took half of the collecting.
gc.disable()

# How long one example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# A Sunday morning in the last week of a month, in winter: London shows the same hour.
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)

# A zone as far from London as can be: what asks the machine for the day gets the wrong one, and is found.
os.environ["TZ"] = "Pacific/Auckland"
time.tzset()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is 22 November 2026, 09:00 in London, until `clock.move_to("2026-12-01T03:00Z")` or `clock.shift(…)`."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to reach, or look up, anything but this machine."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_here(self: socket.socket, address: tuple[str, int] | str) -> None:
        assert isinstance(address, str) or is_this_machine(address[0]), f"a test tried to reach {address}"
        connect(self, address)

    def look_up_here(host: str | None, port: str | int | None, *rest: int, **more: int) -> Sequence[object]:
        assert host is None or is_this_machine(host), f"a test tried to reach {host}"
        return look_up(host, port, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", connect_here)
    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)


def is_this_machine(host: str) -> bool:
    """Whether a host is this machine's own loopback."""
    return host in ("", "localhost", "::1") or host.startswith("127.")


# The tests of rules and of access alone, by the names of their files: they reach every branch of what is beyond doubt.
FOLLOWED = ("test_rules", "test_uplift", "test_refusals", "test_permissions", "test_access", "test_guard", "test_reach")

# What these walk, other tests walk too, step by step: to follow them again only takes time.
NOT_FOLLOWED = (
    *("test_machine", "test_against_naive_counter", "test_uplift_against_naive_counter", "test_races", "test_demo"),
    *("test_authorisation", "test_forgery", "test_looking", "test_planted", "test_odd_input", "test_odd_events"),
)

# What these ask grows with the settings of the proof, so that it asks them again; browsers look in more ways there.
MORE_IN_PROOF = (
    *("test_odd_events", "test_odd_input", "test_against_naive_counter", "test_uplift_against_naive_counter"),
)

# What these ask is what a page, a command or a sheet of the register says: it is the same on both databases where the
# tests of queries, actions, races, locks and migrations have found both to answer alike.
ONE_DATABASE_DOES = (
    *("test_views", "test_authorisation", "test_forgery", "test_odd_input", "test_panels", "test_fixed_queries"),
    *("test_cli", "test_sockets", "test_sign_in", "test_links", "test_devices", "test_copies", "test_demo"),
    *("test_problems", "test_keys", "test_files", "test_warnings", "test_people", "test_region", "test_asks"),
    *("test_history", "test_overtaken", "test_access", "test_live", "test_seen", "test_window", "test_choosing"),
)

# What these ask, each database answers in its own way: what is locked, waited for, searched, counted and migrated.
BOTH_ARE_ASKED = (
    *("test_races", "test_machine", "test_database", "test_together", "test_leases", "test_scheduler", "test_jobs"),
    *("test_queries", "test_search", "test_updates", "test_migrations", "test_schema", "test_tripwire", "test_doors"),
    *("test_against_naive_counter", "test_raising", "test_removing", "test_names"),
)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let it be the tests' own day already while they are loaded: a viewer that one of them keeps is of that day."""
    with time_machine.travel(NOW, tick=True):
        return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Say what runs in the proof only, what runs there again, and measure coverage where it finds something.

    A test that is followed takes far longer: so that is on SQLite, not on PostgreSQL too; and in `make test`, which
    asks of rules and access alone, in their own tests.
    """
    beyond_doubt = Path(getattr(config.option, "cov_config", "")).name == "beyond_doubt.toml"
    for item in items:
        if beyond_doubt and not item.path.name.startswith(FOLLOWED):
            item.add_marker("no_cover")
        if item.get_closest_marker("faults"):
            item.add_marker("proof")
        if item.path.stem in MORE_IN_PROOF or item.get_closest_marker("browser"):
            item.add_marker("more")
        on = getattr(item, "callspec", None)
        installed = on.params.get("installed") if on is not None else None
        walked_elsewhere = item.path.stem in NOT_FOLLOWED or item.get_closest_marker("browser")
        if installed == "postgresql" or walked_elsewhere:
            item.add_marker("no_cover")
        if installed is not None and installed != _database_of(item) and item.path.stem not in BOTH_ARE_ASKED:
            item.add_marker("proof")


def _database_of(item: pytest.Item) -> str:
    """On which database a test runs where one is enough: of those that write, always the same quarter on PostgreSQL."""
    if item.get_closest_marker("page_alone") or item.path.stem in (*ONE_DATABASE_DOES, *FOLLOWED):
        return "sqlite"
    name = item.nodeid.replace("postgresql", "").replace("sqlite", "")
    return "sqlite" if zlib.crc32(name.encode()) % 4 else "postgresql"


def pytest_collection_finish() -> None:
    """Look for garbage from now on, and not among what was collected."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """Stop the PostgreSQL of the run."""
    servers.stop_postgres()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Roost on an empty database of each kind, made once for each worker."""
    folder = tmp_path_factory.mktemp(request.param)
    url = f"sqlite:///{folder / 'roost.db'}" if request.param == "sqlite" else servers.fresh_postgres()
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(folder), "DATABASE_URL": url}))
    # Compiled once for all databases and all workers of a run.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(tmp_path_factory.getbasetemp().parent), "%s.template")
    # In a test it is told at once how much is unread, so that nothing comes when it is over.
    init_unread(app, rest_seconds=0)
    with app.app_context():
        engine = database().engine
        if request.param == "sqlite":
            # As on the PostgreSQL of the tests: what is kept safe against a power cut only costs time here.
            event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        Base.metadata.create_all(engine)
        empty_between_tests(engine)
    yield app
    engine.dispose()


@pytest.fixture
def app(installed: Flask) -> Iterator[Flask]:
    """Roost with nothing stored, and a context in which the test may read and act."""
    with installed.app_context():
        _empty(installed)
        _count_anew(installed)
        yield installed


@pytest.fixture
def kept_app(installed: Flask) -> Iterator[Flask]:
    """Roost with the small world of `tests/samples.py`, for tests that change nothing: made once for many of them."""
    with installed.app_context():
        if KEPT_WORLD not in installed.extensions:
            _empty(installed)
            installed.extensions[KEPT_WORLD] = make_world()
        _count_anew(installed)
        yield installed


@pytest.fixture
def kept_world(kept_app: Flask) -> World:
    """That world."""
    world: World = kept_app.extensions[KEPT_WORLD]
    return world


KEPT_WORLD = "kept_world"
SAID = "said.txt"
"""What `roost demo` printed when it filled the demo service of the tests, in its folder."""


@pytest.fixture
def homes(app: Flask) -> Households:
    """A hub with two beds, two satellites with a child each, and their liaison worker."""
    return make_households()


@pytest.fixture
def families(app: Flask) -> Families:
    """A hub and two satellites that go to gatherings, and a constellation next door."""
    return Families()


@pytest.fixture
def talk(app: Flask) -> Talk:
    """Both conversations that the constellation of `homes` always has."""
    return make_talk()


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """Roost, served with live lines; its port."""
    with served(app) as port:
        yield port


def roost_in(folder: Path) -> Flask:
    """Roost with an embedded database in a folder."""
    url = f"sqlite:///{folder / 'roost.db'}"
    return create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(folder), "DATABASE_URL": url}))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Roost that `roost demo` filled on 22 November 2026; made by whichever worker is first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            began = folder.with_suffix(".began")
            began.mkdir()
            with time_machine.travel(NOW, tick=False):
                app = roost_in(began)
                with app.app_context():
                    schema.upgrade(database())
                    filled = CliRunner().invoke(demo_command(lambda: app))
                    assert filled.exit_code == 0, filled.output
                    database().engine.dispose()
                (began / SAID).write_text(filled.output)
            began.rename(folder)
    return folder


@pytest.fixture
def demo_app(demo: Path, tmp_path: Path) -> Iterator[Flask]:
    """Roost with a copy of the demo service, of this test alone."""
    folder = tmp_path / "roost"
    shutil.copytree(demo, folder)
    app = roost_in(folder)
    with app.app_context():
        yield app
        engine = database().engine
    engine.dispose()


def _count_anew(app: Flask) -> None:
    """The clock stands still and people are the same in many tests: what one did is not counted in another."""
    app.extensions[THROTTLE] = Throttle(None)


def _empty(app: Flask) -> None:
    app.extensions.pop(KEPT_WORLD, None)
    with database().engine.begin() as connection:
        # Few of the many tables hold anything after a test, and thousands of tests would wait for the others.
        filled = {name for (name,) in connection.exec_driver_sql(FILLED)}
        emptied = [f'DELETE FROM "{name}"' for name in TABLES if name in filled]  # noqa: S608  # names of ours
        # PostgreSQL takes them all in one breath.
        at_once = "; ".join([OTHER_TRIGGERS_ONLY, *emptied, AS_ALWAYS])
        for statement in emptied if database().is_sqlite else [at_once] * bool(emptied):
            connection.exec_driver_sql(statement)


TABLES = [table.name for table in reversed(Base.metadata.sorted_tables)]
FILLED = " union all ".join(f"select '{name}' where exists (select 1 from \"{name}\")" for name in TABLES)  # noqa: S608  # names of ours
