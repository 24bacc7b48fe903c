"""What loading a region costs beside a bare insert of the same rows, in time, in memory, and for others who write."""

import json
import os
import statistics
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, Table, delete, insert, select, update

from app import create_app
from constellations.access import Viewer
from constellations.core.database import Base, database, transaction
from constellations.core.errors import Busy
from constellations.core.settings import read_settings
from constellations.models import Service
from constellations.register.actions import load_register
from tests import servers
from tests.region import Size, write_region
from tests.tampering import unlocked

pytestmark = pytest.mark.benchmark

OUTPUT = Path(__file__).parent.parent / "output"
STAYS, ALL_STAYS, ROUNDS = 20_000, 100_000, 5
FEW, MANY = 20_000, 60_000
BATCH = 5_000
COMPARED = ("stay", "stay_night", "audit_entry")
MOST_TIMES, MOST_BYTES, LONGEST_WAIT = 4.0, 200, 10.0

Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Measured:
    """Seconds that an import took and a bare insert of its rows, round by round."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return statistics.median(one / other for one, other in zip(self.ours, self.bare, strict=True))


@dataclass
class Waits:
    """How long somebody else waited until each write was in, and how often they were told to try again meanwhile."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0


@pytest.fixture
def clock() -> None:
    """Time goes on as it does: here it is what is measured."""


@pytest.fixture(params=["sqlite", "postgresql"])
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Roost on an empty database of its own."""
    url = f"sqlite:///{tmp_path / 'roost.db'}" if request.param == "sqlite" else servers.fresh_postgres()
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path), "DATABASE_URL": url}))
    with app.app_context():
        Base.metadata.create_all(database().engine)
        yield app
        database().engine.dispose()


def empty(engine: Engine, *names: str) -> None:
    """Empty tables, and what hangs on their rows; all where none is named."""
    tables = [table for table in reversed(Base.metadata.sorted_tables) if not names or table.name in names]
    with engine.execution_options(writing=True).begin() as connection, unlocked(connection):
        if engine.dialect.name == "postgresql":
            # Row by row it would look for what hangs on each of a hundred thousand.
            connection.exec_driver_sql(f"TRUNCATE {', '.join(table.name for table in tables)} CASCADE")
            return
        for table in tables:
            connection.execute(delete(table))


def copied(engine: Engine) -> Rows:
    """The stays, nights and links that the import has stored."""
    with engine.connect() as connection:
        tables = {name: Base.metadata.tables[name] for name in COMPARED}
        return {name: [dict(row._mapping) for row in connection.execute(select(t))] for name, t in tables.items()}


def insert_bare(engine: Engine, rows: Rows) -> float:
    """Seconds of a plain bulk insert in one transaction, batch by batch."""
    started = time.perf_counter()
    with engine.execution_options(writing=True).begin() as connection:
        for name, of_table in rows.items():
            table: Table = Base.metadata.tables[name]
            for n in range(0, len(of_table), BATCH):
                connection.execute(insert(table), of_table[n : n + BATCH])
    return time.perf_counter() - started


@contextmanager
def another_writer(app: Flask) -> Iterator[Waits]:
    """Somebody else who writes all the time; who is refused because Roost is busy tries again, and waits on."""
    done, waits = threading.Event(), Waits()

    def write() -> None:
        with app.app_context():
            while not done.is_set():
                started = time.perf_counter()
                while not written():
                    waits.refused += 1
                waits.seconds.append(time.perf_counter() - started)
                done.wait(0.02)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield waits
    finally:
        done.set()
        writer.join()


def written() -> bool:
    """Change every service; false where Roost was busy."""
    try:
        with transaction() as here:
            here.connection().execute(update(Service).values(sleepover_word="sleepover"))
    except Busy:
        return False
    return True


def keep(name: str, figures: dict[str, object]) -> None:
    """Print figures as a table, and keep them as JSON."""
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"import-{name}.json").write_text(json.dumps(figures, indent=2))
    print(f"\n{name}")  # noqa: T201  # a benchmark speaks
    for words, figure in figures.items():
        print(f"  {words:58} {figure}")  # noqa: T201  # a benchmark speaks


def load(folder: Path) -> float:
    """Seconds that it takes to load a region."""
    started = time.perf_counter()
    outcome = load_register(Viewer.system(), folder)
    assert outcome.stored, outcome.problems[:3]
    return time.perf_counter() - started


def insert_again(engine: Engine) -> tuple[Rows, float]:
    """The rows that were loaded, and the seconds of a bare insert of the same."""
    rows = copied(engine)
    empty(engine, "night_change", *COMPARED)
    return rows, insert_bare(engine, rows)


def region(folder: Path, stays: int) -> Path:
    """The files of a region with so many stays."""
    folder.mkdir()
    write_region(folder, Size(stays=stays))
    return folder


def test_a_region_is_loaded_within_four_times_a_bare_insert(installed: Flask, tmp_path: Path) -> None:
    engine, rounds, whole = database().engine, Measured(), Measured()
    folder = region(tmp_path / "rounds", STAYS)
    for _ in range(ROUNDS):
        empty(engine)
        rounds.ours.append(load(folder))
        rounds.bare.append(insert_again(engine)[1])
    empty(engine)
    # The services are there already, or nobody could write anything in them meanwhile.
    load(region(tmp_path / "first", 1))
    folder = region(tmp_path / "whole", ALL_STAYS)
    with another_writer(installed) as waits:
        whole.ours.append(load(folder))
    rows, seconds = insert_again(engine)
    whole.bare.append(seconds)
    figures: dict[str, object] = {
        f"ratio at {STAYS} stays, median of {ROUNDS} rounds": round(rounds.ratio, 2),
        "  ours, median seconds": round(statistics.median(rounds.ours), 2),
        "  bare insert, median seconds": round(statistics.median(rounds.bare), 2),
        f"ratio at {ALL_STAYS} stays, one round": round(whole.ratio, 2),
        "  ours, seconds": round(whole.ours[0], 2),
        "  bare insert, seconds": round(whole.bare[0], 2),
        "  nights": len(rows["stay_night"]),
        "  links of the audit trail": len(rows["audit_entry"]),
        f"both at most {MOST_TIMES}": max(rounds.ratio, whole.ratio) <= MOST_TIMES,
        "  longest wait of another writer, seconds": round(max(waits.seconds), 2),
        f"  less than {LONGEST_WAIT}": max(waits.seconds) < LONGEST_WAIT,
        "  times they were told that Roost is busy": waits.refused,
        "load of the machine, processors": f"{os.getloadavg()[0]:.1f}, {os.cpu_count()}",
    }
    keep(engine.dialect.name, figures)
    assert len(rows["stay_night"]) > ALL_STAYS


def peak(app: Flask, folder: Path, stays: int) -> int:
    """The most bytes that Python held while a region of so many stays was loaded."""
    empty(database().engine)
    folder.mkdir()
    write_region(folder, Size(constellations=20, stays=stays))
    tracemalloc.start()
    try:
        assert load_register(Viewer.system(), folder).stored
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_rows(installed: Flask, tmp_path: Path) -> None:
    peak(installed, tmp_path / "warm", 2_000)
    few, many = (peak(installed, tmp_path / str(n), n) for n in (FEW, MANY))
    per_row = (many - few) / (MANY - FEW)
    name = f"memory-{database().engine.dialect.name}"
    figures: dict[str, object] = {
        f"peak with {FEW} stays, MB": round(few / 1e6, 2),
        f"peak with {MANY} stays, MB": round(many / 1e6, 2),
        "bytes for each further row, at most 200": round(per_row, 1),
    }
    keep(name, figures)
    assert per_row <= MOST_BYTES
