"""What is read for the landing list, against the same aggregates as bare SQL; and the roll-up of a day more.

The bare statement gives the last day of each home and kind from the same roll-up and the same tail, as somebody would
write it by hand; another gives it from the log alone, as it was before there was a roll-up. `ROOST_SIGNS` is the number
of rows of the log (5 million unless said otherwise).
"""

import datetime as dt
import gc
import json
import os
import statistics
import time
import uuid
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from app import create_app
from constellations.access import Viewer, find
from constellations.core.clock import Month
from constellations.core.database import Base, database, session
from constellations.core.settings import read_settings
from constellations.engagement.signs.actions import roll_up_signs
from constellations.engagement.signs.declaration import declared
from constellations.engagement.signs.queries import last_signs, signs_by_month
from constellations.models import Person
from constellations.queries import viewer_for
from tests import servers
from tests.benchmarks.signs import Place, store_log, store_place
from tests.queries import count_queries

OUTPUT = Path(__file__).parent.parent / "output"
ROWS = int(os.environ.get("ROOST_SIGNS", "5000000"))
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
YEAR, DAY = dt.timedelta(days=365), dt.timedelta(days=1)
YEARS = 3
ROUNDS = 9
MOST = 3

ROLLED_UP = """
select home_id, sign, max(day) from (
    select home_id, sign, last_on as day from sign_month where count > 0 and {homes}
    union all
    select home_id, case action {kinds} end, happened_on from activity
    where service_id = {service} and at >= {mark} and action in ({actions}) and {homes}) told
group by home_id, sign
"""

LOG_ALONE = """
select home_id, case action {kinds} end, max(happened_on) from activity
where service_id = {service} and action in ({actions}) and {homes}
group by 1, 2
"""

pytestmark = pytest.mark.benchmark


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def roost(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Roost with no log yet."""
    folder = tmp_path_factory.mktemp("engagement")
    url = f"sqlite:///{folder / 'roost.db'}" if request.param == "sqlite" else servers.fresh_postgres()
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(folder), "DATABASE_URL": url}))
    with app.app_context():
        Base.metadata.create_all(database().engine)
        yield app
        gc.unfreeze()
        session().close()
        database().engine.dispose()


def roll_up(place: Place) -> tuple[float, int]:
    """Roll the service up; gives the milliseconds that it took, and how many signs were new."""
    began = time.perf_counter()
    found = roll_up_signs(Viewer.system(), place.service.id, NOW.date(), NOW.date()).found
    return (time.perf_counter() - began) * 1000, found


def bare(statement: str, place: Place, homes: Collection[uuid.UUID]) -> Callable[[], int]:
    """A statement by hand for these homes; gives how many last days there are."""
    adds = {action: sign for action, (sign, _) in declared().adds.items()}

    def literal(key: uuid.UUID) -> str:
        return f"x'{key.hex}'" if database().is_sqlite else f"'{key}'"

    written = statement.format(
        homes=f"home_id in ({', '.join(map(literal, homes))})",
        kinds=" ".join(f"when '{action}' then '{sign.value}'" for action, sign in adds.items()),
        actions=", ".join(f"'{action}'" for action in adds),
        service=literal(place.service.id),
        mark="(select read_until from sign_mark)",
    )
    return lambda: len(session().connection().exec_driver_sql(written.replace("%", "%%")).fetchall())


def medians(*things: Callable[[], int]) -> tuple[list[float], list[int]]:
    """Time each in turn, round after round, so that a slow moment of the machine falls on all alike."""
    taken: list[list[float]] = [[] for _ in things]
    gave = [0 for _ in things]
    for _ in range(ROUNDS):
        for number, thing in enumerate(things):
            began = time.perf_counter()
            gave[number] = thing()
            taken[number].append((time.perf_counter() - began) * 1000)
            session().rollback()
    return [statistics.median(each) for each in taken], gave


def test_reading_and_rolling_up_signs(
    roost: Flask, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    place = store_place()
    found: dict[str, Any] = {"database": database().engine.dialect.name, "rows": ROWS}
    begins = NOW - YEARS * YEAR
    store_log(begins, begins + YEAR, ROWS // YEARS)
    for name, at in (("year_1", begins + YEAR), ("year_3", NOW)):
        if at == NOW:
            store_log(begins + YEAR, NOW, ROWS - ROWS // YEARS)
        clock.move_to(at - DAY)
        found[f"up_to_{name}_ms"], found[f"up_to_{name}_signs"] = roll_up(place)
        clock.move_to(at)
        found[f"day_more_at_{name}_ms"], found[f"day_more_at_{name}_signs"] = roll_up(place)
    # The tail of a whole day: as it is just before the next run.
    clock.move_to(NOW + DAY)
    store_log(NOW, NOW + DAY, max(ROWS // YEARS // 365, 1))
    # What made the log is not for the reading to walk through, whenever Python looks for garbage.
    session().expunge_all()
    gc.collect()
    gc.freeze()
    for name, person_id, homes in (
        ("liaison", place.liaison_id, place.of_liaison),
        ("manager", place.manager_id, place.homes),
    ):
        found |= _read(name, viewer_for(find(Viewer.system(), Person, person_id)), place, homes)
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"engagement-{found['database']}.json").write_text(json.dumps(found, indent=2))
    with capsys.disabled():
        told = ((what, round(value, 2) if isinstance(value, float) else value) for what, value in found.items())
        print("\n" + "\n".join(f"{what:28} {value}" for what, value in told))  # noqa: T201  # a table to read
    assert found["liaison_queries"] == found["manager_queries"]
    assert found["day_more_at_year_3_signs"] > 0


def _read(name: str, viewer: Viewer, place: Place, keys: list[uuid.UUID]) -> dict[str, object]:
    months = Month.of(viewer.today).shifted(-11), Month.of(viewer.today)

    def landing() -> int:
        return sum(len(signs) for signs in last_signs(viewer, keys).values())

    def strip() -> int:
        return sum(len(each) for each in signs_by_month(viewer, keys, *months).values())

    by_hand, of_log = bare(ROLLED_UP, place, keys), bare(LOG_ALONE, place, keys)
    with count_queries(database().engine) as sent:
        landing()
    (ours, theirs, log, year), gave = medians(landing, by_hand, of_log, strip)
    assert gave[0] == gave[1] == gave[2]
    return {
        f"{name}_queries": len(sent),
        f"{name}_last_signs_ms": ours,
        f"{name}_bare_ms": theirs,
        f"{name}_ratio": ours / theirs,
        f"{name}_at_most_{MOST}": ours <= MOST * theirs,
        f"{name}_log_alone_ms": log,
        f"{name}_twelve_months_ms": year,
    }
