"""Half an hour of mixed load on each set-up: nobody is shown an error, and the server's memory stays where it was.

People read pages, post, book and fetch their calendars; phones come and go. `ROOST_SOAK_MINUTES` sets another time.
"""

import datetime as dt
import itertools
import json
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask

from constellations.core.database import session
from constellations.feeds.addresses.actions import Wish, make_address
from constellations.feeds.rules import Content
from constellations.queries import viewer_for
from tests.faults.booking import Bookings, make_bookings
from tests.faults.figures import OUTPUT
from tests.faults.installation import Instance, Room, installed, make_room
from tests.faults.phones import Phone
from tests.faults.posting import Answer, Browser
from tests.processes import ROOST, process, wait_until
from tests.soak.memory import Sample, grows_by, memory_below

pytestmark = pytest.mark.soak

MINUTES = float(os.environ.get("ROOST_SOAK_MINUTES", "30"))
WARM = 0.3
"""The part of the time after which a server has loaded what it needs and filled its pools."""

MOST_KIB_A_MINUTE = 256
"""By how much memory may grow after that: ten times as much as pages that are filled for the first time account for,
and a tenth of what one connection, line or request that is never let go of would cost under this load."""

PEOPLE = 12
KINDS = ("page", "post", "book", "feed", "phone")
PATHS = ("/", "/conversations", "/notices", "/nights", "/calendar", "/me")
LAST_SECONDS = 120
"""Before the end; whoever had no answer since was left alone by the server."""

SHOWN = {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.NOT_MODIFIED}


@dataclass
class Load:
    """Who does what until it is over, and whatever was no good answer; when the last answer of each kind came."""

    port: int
    over: threading.Event = field(default_factory=threading.Event)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    last: dict[str, float] = field(default_factory=dict)

    def again(self, name: str, rest: float, act: Callable[[], Answer | None]) -> threading.Thread:
        """Do something again and again, with a rest between."""

        def go_on() -> None:
            while not self.over.wait(rest * random.uniform(0.5, 1.5)):
                try:
                    answer = act()
                except Exception as failure:  # noqa: BLE001  # whatever it was, somebody was shown no page
                    self.wrong[f"{name} {type(failure).__name__}"] += 1
                    continue
                self.answers[name] += 1
                self.last[name] = time.monotonic()
                if answer is not None and answer.status not in SHOWN:
                    self.wrong[f"{name} {answer.status}"] += 1

        thread = threading.Thread(target=go_on, name=name, daemon=True)
        thread.start()
        return thread


def feeds_of(room: Room) -> list[str]:
    """The path of a calendar of each person."""
    paths = []
    for person in room.people:
        made = make_address(viewer_for(person), Wish("Phone", {Content.EVENTS}))
        paths.append(f"/feeds/{made.secret}.ics")
    session().rollback()
    return paths


def people_at_work(app: Flask, load: Load, room: Room, bookings: Bookings) -> list[threading.Thread]:
    """Everybody, on threads of their own."""
    browsers = [Browser(app, person) for person in room.people]
    paths, asks = itertools.cycle(PATHS), iter(bookings.asks)
    tokens = feeds_of(room)

    def book() -> Answer | None:
        ask = next(asks, None)
        return bookings.agree(load.port, ask) if ask else None

    acts: Sequence[tuple[str, float, Callable[[], Answer | None]]] = (
        *(("page", 0.4, lambda b=each: b.get(load.port, next(paths), "text/html")) for each in browsers[:6]),
        *(("post", 2.0, lambda b=each: b.post(load.port, room, "Good evening all.")) for each in browsers[:3]),
        ("book", 5.0, book),
        *(("feed", 3.0, lambda t=each: browsers[0].get(load.port, t, "text/calendar")) for each in tokens[:2]),
        *(("phone", 6.0, lambda c=each: come_and_go(load.port, c, room)) for each in room.cookies[6:]),
    )
    return [load.again(*act) for act in acts]


def come_and_go(port: int, cookie: str, room: Room) -> None:
    """Open a conversation on a phone, say something, stay a while, and go without a word.

    Fails where what was said does not arrive.
    """
    phone = Phone(port, cookie, str(room.conversation_id))
    phone.start()
    try:
        name = phone.write("I am there.")
        wait_until(lambda: name in phone.acked)
        time.sleep(random.uniform(2, 8))
    finally:
        phone.stop()


def watched(server: Instance, others: Sequence[int], minutes: float) -> list[Sample]:
    """The memory of the server and of the process that runs the jobs, once a minute at least."""
    began, found = time.monotonic(), []
    every = min(60.0, minutes * 60 / 20)
    while (passed := (time.monotonic() - began) / 60) < minutes:
        pids = {"server": server.running.pid, **dict(zip(("jobs",), others, strict=False))}
        found.append(Sample(passed, {name: memory_below(pid) for name, pid in pids.items()}))
        time.sleep(every)
    return found


def kept(kind: str, samples: Sequence[Sample], slopes: dict[str, float], load: Load) -> None:
    """Print what was measured, and keep it."""
    began = dt.datetime.now(dt.UTC).isoformat(timespec="minutes")
    of_each = {name: [sample.kib[name] for sample in samples] for name in slopes}
    said = {"at": began, "minutes": MINUTES, "kib_a_minute": slopes, "kib": of_each, "done": dict(load.answers)}
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"soak-{kind}.json").write_text(json.dumps(said, indent=2))
    for name, slope in slopes.items():
        first, last = of_each[name][int(len(samples) * WARM)], of_each[name][-1]
        print(f"\n{kind}, {name}: {first} KiB after warming up, {last} at the end, {slope:+.1f} KiB a minute")  # noqa: T201  # measured
    print(f"{kind}: {dict(load.answers)}, wrong: {dict(load.wrong)}")  # noqa: T201  # the same


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_under_mixed_load_memory_stays_flat_and_nobody_is_shown_an_error(kind: str, tmp_path: Path) -> None:
    with installed(kind, tmp_path) as here, ExitStack() as running:
        room, bookings = make_room(here.app, PEOPLE), make_bookings(here.app, 60)
        server = running.enter_context(here.serving())
        words = [*ROOST, "jobs"]
        jobs = [] if kind == "sqlite" else [running.enter_context(process(words, here.told, tmp_path / "jobs")).pid]
        load = Load(server.port)
        threads = people_at_work(here.app, load, room, bookings)
        samples = watched(server, jobs, MINUTES)
        idle = {name: time.monotonic() - load.last.get(name, 0) for name in KINDS}
        alive = [thread.is_alive() for thread in threads]
        load.over.set()
        for thread in threads:
            thread.join(60)
        wait_until(server.is_up)
    settled = samples[int(len(samples) * WARM) :]
    slopes = {name: grows_by(settled, name) for name in samples[0].kib}
    kept(kind, samples, slopes, load)
    assert load.wrong == Counter(), "nobody is shown an error"
    assert all(alive), "everybody was at work to the end"
    assert max(idle.values()) < LAST_SECONDS, f"answers came to the end: {idle}"
    assert max(slopes.values()) < MOST_KIB_A_MINUTE


@pytest.fixture(autouse=True)
def clock() -> None:
    """The machine's own time: servers in processes of their own know no other."""
