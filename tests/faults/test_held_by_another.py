"""Another process writes to the embedded database for ten seconds: who reads does not wait, who writes is told."""

import sqlite3
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path

import pytest

from constellations.core.ids import new_id
from tests.faults.figures import PATIENCE, note
from tests.faults.installation import Installation, installed, make_room, seconds_since
from tests.faults.posting import Browser
from tests.processes import wait_until

pytestmark = pytest.mark.faults

HELD_SECONDS, TOLD_SECONDS = 10, 5
WRITERS = 6


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Installation]:
    """Roost on SQLite."""
    with installed("sqlite", tmp_path) as here:
        yield here


def hold(file: Path, over: threading.Event) -> None:
    """Hold the database as another program does that writes for a long time."""
    other = sqlite3.connect(file, isolation_level=None, timeout=30)
    other.execute("BEGIN IMMEDIATE")
    over.wait(HELD_SECONDS)
    other.execute("ROLLBACK")
    other.close()


def test_who_reads_does_not_wait_and_who_writes_is_told_and_loses_nothing(embedded: Installation) -> None:
    room = make_room(embedded.app, WRITERS + 1)
    browsers = [Browser(embedded.app, person, TOLD_SECONDS * PATIENCE) for person in room.people]
    reader, writers = browsers[0], browsers[1:]
    names = [str(new_id()) for _ in writers]
    with embedded.serving() as server, ThreadPoolExecutor(WRITERS) as together:
        assert reader.get(server.port, "/conversations").status == HTTPStatus.OK
        over = threading.Event()
        holder = threading.Thread(target=hold, args=(embedded.folder / "roost.db", over))
        holder.start()
        time.sleep(0.5)
        began = time.monotonic()
        asked = [
            together.submit(writer.post, server.port, room, "Once.", name)
            for writer, name in zip(writers, names, strict=True)
        ]
        reads = []
        while holder.is_alive():
            reads += [reader.get(server.port, path) for path in ("/conversations", "/notices", "/")]
            time.sleep(0.2)
        told = [each.result() for each in asked]
        freed = seconds_since(began)
        pairs = list(zip(writers, names, strict=True))
        wait_until(lambda: all(w.post(server.port, room, "Once.", n).status == HTTPStatus.OK for w, n in pairs))
    over.set()
    holder.join()
    assert {answer.status for answer in reads} == {HTTPStatus.OK}
    assert HTTPStatus.SERVICE_UNAVAILABLE in {answer.status for answer in told}
    assert {answer.status for answer in told} <= {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
    assert sorted(name for _, name, _ in room.stored()) == sorted(names), "sent again, each is there once"
    busy = [answer.seconds for answer in told if answer.status == HTTPStatus.SERVICE_UNAVAILABLE]
    p95 = statistics.quantiles([answer.seconds for answer in reads], n=20)[-1]
    note(10, on=embedded.kind, p95_of_a_page=p95, told_after=max(busy), held=freed)
