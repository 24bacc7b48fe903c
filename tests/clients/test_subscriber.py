"""vdirsyncer as a subscriber over real HTTP: what did not change it leaves alone, and it follows whatever happens."""

import datetime as dt
import http.client
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar

from app import create_app
from constellations import schema
from constellations.access import Viewer
from constellations.core import clock as london
from constellations.core.database import database, session
from constellations.core.settings import read_settings
from constellations.feeds.keeping.actions import put_right
from constellations.feeds.rules import Detail
from sleepovers.stays.course.actions import call_off_stay
from sleepovers.stays.moving.actions import MoveWish, ask_to_move
from tests import servers
from tests.benchmarks.test_bookings import is_up
from tests.constellations.feeds.standing import address_of
from tests.factories import create_event
from tests.processes import ROOST, environment, process, wait_until
from tests.sleepovers.asks.asking import agree, ask_for, make_trusted_households, stays_from
from tests.sleepovers.households import Households, sees, stored_stay

SECRET = "8f2a6c0d4e1b9375" * 2


@dataclass(frozen=True)
class Served:
    """A served Roost, the households in it, and where a subscriber keeps what it has."""

    app: Flask
    homes: Households
    port: int
    folder: Path


@pytest.fixture
def served(tmp_path: Path, clock: time_machine.Traveller) -> Iterator[Served]:
    """Roost as it is served in production, on a file, at the true time."""
    clock.move_to(time_machine.escape_hatch.datetime.datetime.now(dt.UTC))
    told = environment(tmp_path, f"sqlite:///{tmp_path / 'roost.db'}", ROOST_ENV="test", SECRET_KEY=SECRET)
    app, port = create_app(read_settings(told)), servers.free_port()
    with app.app_context():
        schema.upgrade(database())
        homes = make_trusted_households()
        create_event(homes.constellation, str(london.today() + dt.timedelta(days=20)))
        put_right(Viewer.system(), homes.service.id)
        session().close()
        with process([*ROOST, "serve", "--port", str(port)], told, tmp_path / "log"):
            wait_until(partial(is_up, port))
            yield Served(app, homes, port, tmp_path)
        database().engine.dispose()


def subscribe(served: Served, path: str) -> Path:
    """Tell vdirsyncer of an address; gives the folder in which it keeps each entry as a file."""
    kept = served.folder / "kept"
    kept.mkdir()
    (served.folder / "vdirsyncer").write_text(
        f"""[general]
status_path = "{served.folder / "status"}"
[pair calendar]
a = "roost"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage roost]
type = "http"
url = "http://127.0.0.1:{served.port}{path}"
[storage here]
type = "filesystem"
path = "{kept}"
fileext = ".ics"
"""
    )
    run(served, "discover")
    return kept


def run(served: Served, word: str) -> str:
    """Run vdirsyncer; gives what it says."""
    words = [sys.executable, "-m", "vdirsyncer", "-c", str(served.folder / "vdirsyncer"), word]
    done = subprocess.run(words, capture_output=True, timeout=60, check=False, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def titles(kept: Path) -> list[tuple[str, str]]:
    """What the subscriber has: titles, and how each stands."""
    events = [event for file in kept.iterdir() for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")]
    return sorted((str(event["summary"]), str(event["status"])) for event in events)


def links(kept: Path) -> set[str]:
    """Where the entries that the subscriber has lead to; it gives them names of its own, by what they say."""
    events = [event for file in kept.iterdir() for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")]
    return {str(event["url"]) for event in events}


@pytest.mark.proof
def test_a_subscriber_follows_a_stay_from_yes_to_no(served: Served) -> None:
    homes, on = served.homes, "CONFIRMED"
    kept = subscribe(served, address_of(homes.anita, Detail.FULL))
    run(served, "sync")
    meeting = ("Saturday together", on)
    assert titles(kept) == [meeting]
    before = {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in kept.iterdir()}
    assert "Copying" not in run(served, "sync")
    assert {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in kept.iterdir()} == before

    arrive = london.today() + dt.timedelta(days=5)
    ask_id = ask_for(homes, arrive=str(arrive), depart=str(arrive + dt.timedelta(days=2)))
    agree(ask_id, homes.hub, homes.moira)
    stay = stays_from(ask_id)[0]
    run(served, "sync")
    assert titles(kept) == [meeting, ("Sleepover: JB (Patel) at Moira", on)]
    lasting = links(kept)

    ask_to_move(sees(homes.liaison), MoveWish(stay.id, stored_stay(stay).version, to_home_id=homes.okafor.id))
    run(served, "sync")
    assert titles(kept) == [meeting, ("Sleepover: JB (Patel) at Okafor", on)]

    call_off_stay(sees(homes.anita), stay.id, stored_stay(stay).version, "Ill.")
    run(served, "sync")
    assert titles(kept) == [("Called off: Sleepover: JB (Patel) at Okafor", "CANCELLED"), meeting]
    assert links(kept) == lasting, "it is the same stay all along"
    assert_served_as_the_standard_says(served)


def assert_served_as_the_standard_says(served: Served) -> None:
    """The production server sends what the application says: one connection, each way of asking."""
    path = address_of(served.homes.moira)
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)

    def ask(method: str, **headers: str) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Ask once more on the same connection."""
        line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        return answer.status, answer.read(), answer.headers

    status, body, headers = ask("GET")
    assert (status, body[:15]) == (200, b"BEGIN:VCALENDAR")
    assert ask("HEAD")[2]["Content-Length"] == str(len(body))
    assert ask("GET", If_None_Match=headers["ETag"])[:2] == (304, b"")
    assert ask("GET", If_Modified_Since=headers["Last-Modified"])[:2] == (304, b"")
    assert ask("GET", Accept_Encoding="gzip")[2]["Content-Encoding"] == "gzip"
    line.close()
    secret = path.split("/")[-1].removesuffix(".ics")
    assert secret not in (served.folder / "log").read_text()
