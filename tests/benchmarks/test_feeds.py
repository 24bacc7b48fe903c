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
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

import pytest
import time_machine

from constellations.core.clock import now
from constellations.core.database import session
from constellations.events.feeds import derived_events
from constellations.feeds.declaration import init_feeds, sources
from constellations.feeds.ics import Stamp, calendar, rendered
from constellations.feeds.rules import Wording
from constellations.feeds.serving.queries import feed_at, feed_now
from tests import servers
from tests.benchmarks.planned import Place, a_place, change_one, fetched, secret_in
from tests.benchmarks.radicale_server import listens, serve_radicale
from tests.benchmarks.test_bookings import OUTPUT, is_up
from tests.processes import ROOST, process, wait_until

pytestmark = pytest.mark.benchmark

SERVED, WHOLE, ROUNDS = 1_000, 10_000, 5
AIMS = {"warm": 40, "unchanged": 40, "cold": 20, "after_change": 100, "beside others": 1}
"""So many times faster than Radicale, or than the library; a machine that is busy shows less, so nothing is judged."""

Headers = dict[str, str]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, clock: time_machine.Traveller) -> Iterator[Place]:
    """Roost on each database, with nothing planned yet, at the time that the server's process has too."""
    clock.move_to(time_machine.escape_hatch.datetime.datetime.now(dt.UTC))
    with a_place(request.param, tmp_path) as made:
        yield made


def took(act: Callable[[], object]) -> float:
    """How many milliseconds something takes, without what Python throws away meanwhile."""
    gc.collect()
    gc.disable()
    began = time.perf_counter()
    act()
    spent = time.perf_counter() - began
    gc.enable()
    return spent * 1000


def in_turn(rounds: int, **acts: Callable[[], float]) -> dict[str, float]:
    """What each of some acts takes, measured in turn so that all of them meet the same machine: the median, in ms."""
    found: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            found[name].append(act())
    return {name: statistics.median(each) for name, each in found.items()}


def told_of(
    name: str, place: Place, ms: Mapping[str, float], ratios: Mapping[str, float], capsys: pytest.CaptureFixture[str]
) -> None:
    """Print what was measured beside what is aimed at, and keep it."""
    found: dict[str, object] = {"database": place.name} | {f"{what}_ms": round(each, 2) for what, each in ms.items()}
    found |= {f"{what} (aim {AIMS[what]})": round(each, 1) for what, each in ratios.items()}
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"feeds-{name}-{place.name}.json").write_text(json.dumps(found, indent=2))
    with capsys.disabled():
        print("\n" + "\n".join(f"{what:28} {value}" for what, value in found.items()))  # noqa: T201  # a table to read


def often(line: http.client.HTTPConnection, path: str, headers: Headers, times: int) -> float:
    """What asking takes on a connection that is open already: the one in the middle of so many times."""
    ask(line, path, headers)
    return statistics.median(took(partial(ask, line, path, headers)) for _ in range(times))


def ask(
    line: http.client.HTTPConnection, path: str, headers: Headers, method: str = "GET", body: bytes | None = None
) -> tuple[int, bytes, str]:
    """Ask on a connection that stays open; gives status, body and tag."""
    try:
        line.request(method, path, body, headers)
        answer = line.getresponse()
    except http.client.RemoteDisconnected:
        # It was silent for so long that the server hung up: this machine was busy with something else.
        line.close()
        line.request(method, path, body, headers)
        answer = line.getresponse()
    return answer.status, answer.read(), str(answer.getheader("ETag"))


def test_a_feed_over_http_beside_radicale(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.plan(SERVED)
    path, theirs, user = place.path(), "/a/calendar/", {"Authorization": "Basic YTph"}
    here, there = servers.free_port(), servers.free_port()
    session().close()
    with (
        process([*ROOST, "serve", "--port", str(here)], place.told, place.folder / "log"),
        process(serve_radicale(place.folder, there), place.told, place.folder / "log-radicale"),
        ExitStack() as lines,
    ):
        wait_until(partial(is_up, here), 300)
        wait_until(partial(listens, there), 300)
        roost = lines.enter_context(closing(http.client.HTTPConnection("127.0.0.1", here, timeout=60)))
        radicale = lines.enter_context(closing(http.client.HTTPConnection("127.0.0.1", there, timeout=1200)))
        _, body, tag = ask(roost, path, {})
        known, sent = {"If-None-Match": tag}, user | {"Content-Type": "text/calendar"}
        assert ask(radicale, theirs, sent, "PUT", body)[0] == 201
        for text in (body, ask(radicale, theirs, user)[1]):
            assert text.count(b"BEGIN:VEVENT") == SERVED
        assert ask(roost, path, known)[0] == 304
        ms = in_turn(
            ROUNDS,
            radicale=partial(often, radicale, theirs, user, 3),
            warm=partial(often, roost, path, {}, 20),
            unchanged=partial(often, roost, path, known, 20),
        )
    told_of("http", place, ms, {name: ms["radicale"] / ms[name] for name in ("warm", "unchanged")}, capsys)


def test_a_feed_in_process_beside_the_library_alone(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    ids, path, stamp = place.plan(WHOLE), place.path(), Stamp(0, now())
    parts = (ids[start : start + 500] for start in range(0, WHOLE, 500))
    entries = [one.wordings[Wording.WORDS] for some in parts for one in derived_events(some)]

    def by_library() -> bytes:
        """The whole calendar, each entry made anew."""
        return calendar("Roost", [rendered(one, stamp) for one in entries], "https://roost.example")

    def cold() -> bytes:
        """The whole feed, with nothing kept ready."""
        init_feeds(place.app, sources())
        return fetched(path)

    assert cold().count(b"BEGIN:VEVENT") == by_library().count(b"BEGIN:VEVENT") == WHOLE
    ms = in_turn(
        ROUNDS,
        library=partial(took, by_library),
        cold=partial(took, cold),
        change=partial(took, partial(change_one, ids[7])),
        after_change=partial(took, partial(fetched, path)),
        unchanged=partial(took, lambda: feed_now(feed_at(secret_in(path), "here")).tag),
    )
    told_of("in-process", place, ms, {name: ms["library"] / ms[name] for name in ("cold", "after_change")}, capsys)


def test_a_change_costs_no_more_where_others_have_ten_times_as_many(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, path = place.plan(100), place.path()

    def change_and_fetch() -> None:
        """One title changes, and one's own feed of a hundred entries is fetched."""
        change_one(mine[7])
        assert fetched(path).count(b"BEGIN:VEVENT") == 100

    ms: dict[str, float] = {}
    for others in (900, 9_000):
        place.plan(others, for_others=True)
        change_and_fetch()
        ms |= in_turn(15, **{f"beside_{others}": partial(took, change_and_fetch)})
    told_of("others", place, ms, {"beside others": ms["beside_9000"] / ms["beside_900"]}, capsys)
