"""The month's count of a country, measured against one bare statement on the same database.

The bare statement joins membership, kind and status and gives every hub's number, as somebody would write it by hand;
it knows no dates counted once, no rate, no night beyond. PostgreSQL has looked at its tables first, as it does by
itself on every server; SQLite has not, as Roost never makes it.
"""

import gc
import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.core.database import Base, database, session
from constellations.core.settings import read_settings
from sleepovers.counting.nights.queries import worked_counts
from sleepovers.counting.queries import homes_near_threshold, month_counts
from sleepovers.policies.queries import policies_in_force
from tests import servers
from tests.benchmarks.country import CONSTELLATIONS_EACH, HOMES_EACH, NIGHTS, SERVICES, store_country

OUTPUT = Path(__file__).parent.parent / "output"
MONTH = Month(2026, 10)
ROUNDS = 9
MOST = 3
EVERYTHING = Viewer.system()

BARE = """
SELECT n.home_id, count(*)
FROM stay_night n
JOIN stay s ON s.id = n.stay_id
JOIN membership m ON m.home_id = n.home_id AND m.role = 'hub'
    AND m.starts_on <= n.night AND (m.ends_on IS NULL OR m.ends_on > n.night)
JOIN child_status c ON c.child_id = n.child_id
    AND c.starts_on <= n.night AND (c.ends_on IS NULL OR c.ends_on > n.night)
WHERE n.night >= '2026-10-01' AND n.night < '2026-11-01' AND n.state = 'happened'
    AND s.kind IN ('planned', 'emergency', 'respite') AND c.status IN ('looked_after', 'kinship', 'short_break')
GROUP BY n.home_id
"""

pytestmark = pytest.mark.benchmark


@dataclass(frozen=True)
class Measured:
    """What one thing took in each round, in milliseconds, and what it gave in the last."""

    rounds: list[float]
    gave: int

    @property
    def median(self) -> float:
        """The round in the middle."""
        return statistics.median(self.rounds)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def country(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Roost with a whole country in it, made once."""
    folder = tmp_path_factory.mktemp("country")
    url = f"sqlite:///{folder / 'roost.db'}" if request.param == "sqlite" else servers.fresh_postgres()
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(folder), "DATABASE_URL": url}))
    with app.app_context():
        Base.metadata.create_all(database().engine)
        store_country(session())
        # What made the country is not for the count to walk through, whenever Python looks for garbage.
        gc.collect()
        gc.freeze()
        if request.param == "postgresql":
            with database().engine.begin() as connection:
                connection.execute(text("ANALYZE"))
        yield app
        gc.unfreeze()
        session().close()
        database().engine.dispose()


def bare() -> int:
    """One statement, its rows fetched."""
    return sum(row[1] for row in session().connection().exec_driver_sql(BARE))


def count() -> int:
    """What flagging counts: who is due, each with its whole working and amount."""
    services = policies_in_force(EVERYTHING, MONTH)
    near = homes_near_threshold(EVERYTHING, MONTH, services)
    due = {home.home_id: home.by for home in near if home.counted > home.by.policy.threshold}
    return len(worked_counts(EVERYTHING, MONTH, due))


def report() -> int:
    """What the report counts: every home that hosted."""
    return len(month_counts(EVERYTHING, MONTH, policies_in_force(EVERYTHING, MONTH)))


def measured(*things: Callable[[], int]) -> list[Measured]:
    """Time each in turn, round after round, so that a slow moment of the machine falls on all alike."""
    taken: list[list[float]] = [[] for _ in things]
    gave = [0 for _ in things]
    for _ in range(ROUNDS):
        for number, thing in enumerate(things):
            began = time.perf_counter()
            gave[number] = thing()
            taken[number].append((time.perf_counter() - began) * 1000)
    return [Measured(*each) for each in zip(taken, gave, strict=True)]


def test_the_months_count_against_a_bare_statement(country: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    name = database().engine.dialect.name
    the_bare, the_count, the_report = measured(bare, count, report)
    found = {
        "database": name,
        "homes": SERVICES * CONSTELLATIONS_EACH * HOMES_EACH,
        "nights": NIGHTS,
        "homes_due": the_count.gave,
        "homes_in_report": the_report.gave,
        "bare_ms": round(the_bare.median, 1),
        "count_ms": round(the_count.median, 1),
        "report_ms": round(the_report.median, 1),
        "count_ratio": round(the_count.median / the_bare.median, 2),
        f"at_most_{MOST}": the_count.median <= MOST * the_bare.median,
        "report_ratio": round(the_report.median / the_bare.median, 2),
        "rounds": ROUNDS,
    }
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"count-{name}.json").write_text(json.dumps(found, indent=2))
    with capsys.disabled():
        print("\n" + "\n".join(f"{what:16} {value}" for what, value in found.items()))  # noqa: T201  # a table to read
    assert the_count.gave > 50
    assert the_bare.gave > 5000
