"""Calendar feeds: over HTTP beside Radicale with the same calendar, in process beside `icalendar` alone.

Radicale has read its items before, as after some days of work. Both servers are up at once and asked in turn on
connections that stay open, by one client on the same machine. The calendar has one series of ten weeks in ten entries,
letters beyond ASCII, and words that have to be escaped and folded.
"""

import datetime as dt
import gc
import http.client
import json
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, text, update

from app import create_app
from constellations import schema
from constellations.access import Viewer, covering
from constellations.core import clock as london
from constellations.core.database import database, session, transaction
from constellations.core.ids import new_id
from constellations.core.settings import read_settings
from constellations.events.feeds import EVENT_FEED, derived_events
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle, EventKind, Pattern, Repeats, dates_of
from constellations.feeds.declaration import init_feeds, sources
from constellations.feeds.entries.actions import write_entries
from constellations.feeds.ics import Stamp, calendar, rendered
from constellations.feeds.keeping.actions import put_right
from constellations.feeds.rules import Detail, Wording
from constellations.feeds.serving.joining.queries import joined
from constellations.feeds.serving.queries import feed_at, feed_now
from constellations.models import Constellation, Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from tests import servers
from tests.benchmarks.radicale_server import listens, serve_radicale
from tests.benchmarks.test_bookings import OUTPUT, SECRET, is_up
from tests.constellations.feeds.standing import address_of
from tests.factories import create_constellation, create_home, create_person, create_service, join
from tests.processes import ROOST, environment, process, wait_until

pytestmark = pytest.mark.benchmark

SYSTEM = Viewer.system()
SERVED, WHOLE, ROUNDS = 1_000, 10_000, 5
LEAST = {"sqlite": 40, "postgresql": 20}
"""So many times faster than Radicale; beside PostgreSQL each look-up is a way to another process and back."""

WORDS = "Gŵyl y gaeaf; tea, cake \\ 🦉 and whatever else there is. " * 4


@dataclass(frozen=True)
class Place:
    """A Roost with a constellation, one of its carers, and another constellation of the same service."""

    app: Flask
    name: str
    told: dict[str, str]
    folder: Path
    constellation: Constellation
    other: Constellation
    carer: Person


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, clock: time_machine.Traveller) -> Iterator[Place]:
    """Roost on each database, with nothing planned yet."""
    # The server's process has the true time.
    clock.move_to(time_machine.escape_hatch.datetime.datetime.now(dt.UTC))
    url = f"sqlite:///{tmp_path / 'roost.db'}" if request.param == "sqlite" else servers.fresh_postgres()
    told = environment(tmp_path, url, ROOST_ENV="test", SECRET_KEY=SECRET)
    app = create_app(read_settings(told))
    with app.app_context():
        schema.upgrade(database())
        service = create_service()
        ours, other = create_constellation(service), create_constellation(service)
        home = create_home(service)
        join(home, ours, HomeRole.HUB)
        carer = create_person(Role.HUB_CARER, home=home)
        yield Place(app, request.param, told, tmp_path, ours, other, carer)
        session().close()
        database().engine.dispose()


def plan_many(constellation: Constellation, many: int) -> list[uuid.UUID]:
    """So many events of a constellation within the coming year, every tenth a series, written down in feeds."""
    first, ids = london.today(), [new_id() for _ in range(many)]
    with transaction() as here:
        for number, event_id in enumerate(ids):
            on = first + dt.timedelta(days=number % 280)
            again = {"repeats": Repeats.WEEKLY, "times": 10} if number % 10 == 0 else {"repeats": Repeats.NEVER}
            at = {"starts_on": on, "starts_at": dt.time(14), "minutes": 180}
            of = {"kind": EventKind.GATHERING, "circle": Circle.CONSTELLATIONS, "service_id": constellation.service_id}
            said = {"title": f"Gathering {number}", "place": "Neuadd y Dref", "words": WORDS}
            here.execute(insert(Event), [{"id": event_id, **of, **said, **at, **again}])
            here.execute(insert(EventConstellation), [{"event_id": event_id, "constellation_id": constellation.id}])
            days = dates_of(Pattern(on, again["repeats"], times=again.get("times")))  # type: ignore[arg-type]  # as above
            dates = [{"event_id": event_id, "planned_on": day, **at, "starts_on": day} for day in days]
            here.execute(insert(Occurrence), dates)
    put_right(SYSTEM, constellation.service_id)
    if not database().is_sqlite:
        with database().engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    return ids


def took(act: Callable[[], object]) -> float:
    """How many milliseconds something takes, without what Python throws away meanwhile."""
    gc.collect()
    gc.disable()
    began = time.perf_counter()
    act()
    spent = time.perf_counter() - began
    gc.enable()
    return spent * 1000


def told_of(name: str, found: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    """Print what was measured, and keep it."""
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"feeds-{name}.json").write_text(json.dumps(found, indent=2))
    with capsys.disabled():
        print("\n" + "\n".join(f"{what:28} {value}" for what, value in found.items()))  # noqa: T201  # a table to read


def often(ask_once: Callable[[], tuple[int, bytes, str]], line: http.client.HTTPConnection, times: int) -> float:
    """What asking takes on a connection that is open already: the one in the middle of so many times."""
    line.close()
    ask_once()
    found: list[float] = []
    while len(found) < times:
        began = time.perf_counter()
        try:
            ask_once()
        except http.client.RemoteDisconnected:
            # It was silent for so long that the server hung up: this machine was busy with something else.
            line.close()
            ask_once()
        else:
            found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def ask(line: http.client.HTTPConnection, path: str, **headers: str) -> tuple[int, bytes, str]:
    """Ask on a connection that stays open."""
    line.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = line.getresponse()
    return answer.status, answer.read(), str(answer.getheader("ETag"))


def test_a_feed_over_http_beside_radicale(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    plan_many(place.constellation, SERVED)
    path, here, there = address_of(place.carer, Detail.FULL), servers.free_port(), servers.free_port()
    session().close()
    with (
        process([*ROOST, "serve", "--port", str(here)], place.told, place.folder / "log"),
        process(serve_radicale(place.folder, there), place.told, place.folder / "log-radicale"),
    ):
        wait_until(partial(is_up, here), 300)
        wait_until(partial(listens, there), 300)
        roost = http.client.HTTPConnection("127.0.0.1", here, timeout=60)
        radicale = http.client.HTTPConnection("127.0.0.1", there, timeout=1200)
        _, body, tag = ask(roost, path)
        assert body.count(b"BEGIN:VEVENT") == SERVED
        sent = {"Content-Type": "text/calendar", "Authorization": "Basic YTph"}
        radicale.request("PUT", "/a/calendar/", body, sent)
        stored = radicale.getresponse()
        assert stored.status == 201, stored.read()
        stored.read()
        theirs = partial(ask, radicale, "/a/calendar/", Authorization="Basic YTph")
        assert theirs()[1].count(b"BEGIN:VEVENT") == SERVED
        rounds: dict[str, list[float]] = {"radicale": [], "warm": [], "unchanged": []}
        for _ in range(ROUNDS):
            rounds["radicale"].append(often(theirs, radicale, 3))
            rounds["warm"].append(often(partial(ask, roost, path), roost, 20))
            known = partial(ask, roost, path, If_None_Match=tag)
            rounds["unchanged"].append(often(known, roost, 20))
            assert known()[0] == 304
        roost.close()
        radicale.close()
    ms = {name: statistics.median(each) for name, each in rounds.items()}
    ratios = {name: ms["radicale"] / ms[name] for name in ("warm", "unchanged")}
    found = {
        "database": place.name,
        "entries": SERVED,
        "bytes": len(body),
        "radicale_warm_ms": round(ms["radicale"], 2),
        "roost_warm_ms": round(ms["warm"], 2),
        "roost_304_ms": round(ms["unchanged"], 2),
        "warm_ratio": round(ratios["warm"], 1),
        "unchanged_ratio": round(ratios["unchanged"], 1),
        "rounds": ROUNDS,
    }
    told_of(f"http-{place.name}", found, capsys)
    assert min(ratios.values()) >= LEAST[place.name]


def test_a_feed_in_process_beside_the_library_alone(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    ids = plan_many(place.constellation, WHOLE)
    secret = address_of(place.carer, Detail.FULL).split("/")[-1].removesuffix(".ics")
    stamp = Stamp(0, london.now())
    parts = (ids[start : start + 500] for start in range(0, WHOLE, 500))
    entries = [one.wordings[Wording.WORDS] for some in parts for one in derived_events(some)]

    def by_library() -> bytes:
        """The whole calendar, each entry made anew."""
        return calendar("Roost", [rendered(one, stamp) for one in entries])

    def cold() -> bytes:
        """The whole feed, with nothing kept ready."""
        init_feeds(place.app, sources())
        return after()

    def after() -> bytes:
        """The feed as this process goes on from what it knows."""
        session().rollback()
        session().expunge_all()
        feed = feed_at(secret, "here")
        return joined(feed, feed_now(feed))

    def change() -> None:
        """One title changes, and the feed is fetched."""
        with transaction() as here:
            title = f"Gathering at {time.perf_counter()}"
            changed = update(Event).where(Event.id == ids[7]).values(title=title, version=Event.version + 1)
            here.execute(covering(SYSTEM, changed), execution_options={"synchronize_session": False})
            assert write_entries(EVENT_FEED, [ids[7]]) == 1

    assert cold().count(b"BEGIN:VEVENT") == WHOLE
    rounds: dict[str, list[float]] = {"library": [], "cold": [], "change": [], "after_change": [], "unchanged": []}
    for _ in range(ROUNDS):
        rounds["library"].append(took(by_library))
        rounds["cold"].append(took(cold))
        rounds["change"].append(took(change))
        rounds["after_change"].append(took(after))
        rounds["unchanged"].append(took(lambda: feed_now(feed_at(secret, "here")).tag))
    ms = {name: statistics.median(each) for name, each in rounds.items()}
    found = {
        "database": place.name,
        "entries": WHOLE,
        "bytes": len(by_library()),
        **{f"{name}_ms": round(each, 2) for name, each in ms.items()},
        "cold_ratio": round(ms["library"] / ms["cold"], 1),
        "after_change_ratio": round(ms["library"] / ms["after_change"], 1),
        "rounds": ROUNDS,
    }
    told_of(f"in-process-{place.name}", found, capsys)
    assert ms["library"] / ms["cold"] >= 20
    assert ms["library"] / ms["after_change"] >= 100


def test_a_change_costs_no_more_where_others_have_ten_times_as_many(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = plan_many(place.constellation, 100)
    secret = address_of(place.carer, Detail.FULL).split("/")[-1].removesuffix(".ics")

    def change_and_fetch() -> None:
        """One title changes, and one's own feed of a hundred entries is fetched."""
        with transaction() as here:
            title = f"Gathering at {time.perf_counter()}"
            changed = update(Event).where(Event.id == mine[7]).values(title=title, version=Event.version + 1)
            here.execute(covering(SYSTEM, changed), execution_options={"synchronize_session": False})
            write_entries(EVENT_FEED, [mine[7]])
        feed = feed_at(secret, "here")
        assert joined(feed, feed_now(feed)).count(b"BEGIN:VEVENT") == 100

    medians = []
    for others in (900, 9_000):
        plan_many(place.other, others)
        change_and_fetch()
        medians.append(statistics.median(took(change_and_fetch) for _ in range(15)))
    found: dict[str, object] = {
        "database": place.name,
        "others_1000_ms": round(medians[0], 2),
        "others_10000_ms": round(medians[1], 2),
        "ratio": round(medians[1] / medians[0], 2),
    }
    told_of(f"others-{place.name}", found, capsys)
    assert medians[1] / medians[0] < 1.5
