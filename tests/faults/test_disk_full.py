"""No room on the disk while people talk, send photos and book, and while jobs and the log are written."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import pytest
from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.core.database import database, session, transaction
from constellations.models import Service
from constellations.permissions import Role
from tests.factories import create_person
from tests.faults.booking import is_booked, make_bookings, stored
from tests.faults.figures import note
from tests.faults.installation import Room, installed, make_room
from tests.faults.posting import Answer, Browser
from tests.photos import jpeg
from tests.processes import wait_until

SIZE = "24m"
PHOTO = jpeg(600, 400)

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.getuid() != 0, reason="only root can make a disk that is full: run this one as root"),
]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], capture_output=True)
    if made.returncode:
        pytest.skip("this machine lets nobody mount a disk in memory")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Fill the disk to the last byte; there is room again after the body."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    try:
        yield
    finally:
        filler.unlink()


def allow_photos() -> None:
    """Let all services send photos."""
    with transaction() as here:
        here.execute(covering(Viewer.system(), update(Service).values(photos_allowed=True)))
    session().rollback()


def empty_the_log(file: Path) -> None:
    """Let what SQLite appends to be empty, so that the next thing needs room."""
    session().rollback()
    database().engine.dispose()
    with sqlite3.connect(file) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()


def with_photo(browser: Browser, port: int, room: Room) -> Answer:
    """Send a photo, on the page that works without a script."""
    where = f"/conversations/{room.conversation_id}/messages"
    return browser.send_file(port, where, "garden.jpg", PHOTO, body="Look.", consent="y")


def test_on_a_full_disk_people_are_told_and_read_on_and_afterwards_all_works(disk: Path) -> None:
    with installed("sqlite", disk) as here:
        room, bookings = make_room(here.app, 3), make_bookings(here.app, 2)
        manager = Browser(here.app, create_person(Role.MANAGER, Service(id=room.people[0].service_id)))
        allow_photos()
        browser = Browser(here.app, room.people[0])
        with here.serving() as server:
            assert browser.post(server.port, room, "Before.").status == HTTPStatus.OK
            empty_the_log(disk / "roost.db")
            with full(disk):
                log = server.log.stat().st_size
                refused = {
                    "message": browser.post(server.port, room, "Not stored."),
                    "photo": with_photo(browser, server.port, room),
                    "booking": bookings.agree(server.port, bookings.asks[0]),
                    "job": manager.send(server.port, "/jobs/run", name="flag_uplifts"),
                }
                read = [browser.get(server.port, path) for path in ("/", "/conversations", "/nights", "/notices")]
                assert server.is_up()
                assert server.log.stat().st_size - log < 4096, "nothing could be logged either"
            wait_until(lambda: browser.post(server.port, room, "After.").status == HTTPStatus.OK)
            assert with_photo(browser, server.port, room).status == HTTPStatus.FOUND
            assert is_booked(bookings.agree(server.port, bookings.asks[0]))
            assert manager.send(server.port, "/jobs/run", name="flag_uplifts").status == HTTPStatus.FOUND
            wait_until(lambda: server.log.stat().st_size > log)
        assert {name: answer.status for name, answer in refused.items() if name != "photo"} == dict.fromkeys(
            ("message", "booking", "job"), HTTPStatus.INSUFFICIENT_STORAGE
        )
        assert refused["photo"].status in (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.INSUFFICIENT_STORAGE)
        assert {answer.status for answer in read} <= {HTTPStatus.OK, HTTPStatus.FOUND}, "reading works"
        said = [body for _, _, body in room.stored()]
        assert said[0] == "Before."
        assert "Not stored." not in said
        now = stored()
        assert now.stays == now.nights == now.agreed == 1
        with sqlite3.connect(disk / "roost.db") as other:
            assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        other.close()
    statuses = ", ".join(f"{name} {answer.status}" for name, answer in refused.items())
    note(11, on="SQLite", answers=statuses, pages_read=len(read), slowest=max(each.seconds for each in read))


def test_where_files_find_no_room_beside_a_database_server_people_talk_on(disk: Path) -> None:
    with installed("postgresql", disk) as here:
        room = make_room(here.app, 3)
        allow_photos()
        browser = Browser(here.app, room.people[0])
        with here.serving() as server:
            assert browser.post(server.port, room, "Before.").status == HTTPStatus.OK
            with full(disk):
                photo, talk = with_photo(browser, server.port, room), browser.post(server.port, room, "Meanwhile.")
            assert with_photo(browser, server.port, room).status == HTTPStatus.FOUND
        said = [body for _, _, body in room.stored()]
    assert (photo.status, talk.status) == (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.OK)
    assert said == ["Before.", "Meanwhile.", "Look."]
    note(11, of="files and log alone", on="PostgreSQL", photo=f"{photo.status}", message=f"{talk.status}")
