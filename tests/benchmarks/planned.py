"""A Roost whose calendar is full: what feeds are measured with."""

import datetime as dt
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, text, update

from app import create_app
from constellations import schema
from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import database, session, transaction
from constellations.core.ids import new_id
from constellations.core.settings import read_settings
from constellations.events.feeds import EVENT_FEED
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle, EventKind, Pattern, Repeats, dates_of
from constellations.feeds.entries.actions import write_entries
from constellations.feeds.keeping.actions import put_right
from constellations.feeds.rules import Detail
from constellations.feeds.serving.joining.queries import joined
from constellations.feeds.serving.queries import feed_at, feed_now
from constellations.models import Constellation, Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from tests import servers
from tests.benchmarks.test_bookings import SECRET
from tests.constellations.feeds.standing import address_of
from tests.factories import create_constellation, create_home, create_person, create_service, join
from tests.processes import environment

SYSTEM = Viewer.system()
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

    def path(self) -> str:
        """A new address at which the carer's calendar fetches everything, in full words."""
        return address_of(self.carer, Detail.FULL)


@contextmanager
def a_place(name: str, folder: Path) -> Iterator[Place]:
    """Roost on a database, with nothing planned yet."""
    url = f"sqlite:///{folder / 'roost.db'}" if name == "sqlite" else servers.fresh_postgres()
    told = environment(folder, url, ROOST_ENV="test", SECRET_KEY=SECRET)
    app = create_app(read_settings(told))
    with app.app_context():
        schema.upgrade(database())
        service = create_service()
        ours, other = create_constellation(service), create_constellation(service)
        home = create_home(service)
        join(home, ours, HomeRole.HUB)
        carer = create_person(Role.HUB_CARER, home=home)
        yield Place(app, name, told, folder, ours, other, carer)
        session().close()
        database().engine.dispose()


def plan_many(constellation: Constellation, many: int) -> list[uuid.UUID]:
    """So many events of a constellation within the coming year, every tenth a series, written down in feeds."""
    ids = [new_id() for _ in range(many)]
    with transaction():
        for number, event_id in enumerate(ids):
            _plan(constellation, number, event_id)
    put_right(SYSTEM, constellation.service_id)
    if not database().is_sqlite:
        with database().engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    return ids


def _plan(constellation: Constellation, number: int, event_id: uuid.UUID) -> None:
    repeats, times = (Repeats.WEEKLY, 10) if number % 10 == 0 else (Repeats.NEVER, None)
    on = clock.today() + dt.timedelta(days=number % 280)
    at = {"starts_at": dt.time(14), "minutes": 180}
    event = {
        "id": event_id,
        "service_id": constellation.service_id,
        "kind": EventKind.GATHERING,
        "circle": Circle.CONSTELLATIONS,
        "title": f"Gathering {number}",
        "place": "Neuadd y Dref",
        "words": WORDS,
        "starts_on": on,
        "repeats": repeats,
        "times": times,
    }
    session().execute(insert(Event), [event | at])
    theirs = {"event_id": event_id, "constellation_id": constellation.id}
    session().execute(insert(EventConstellation), [theirs])
    days = dates_of(Pattern(on, repeats, times=times))
    session().execute(insert(Occurrence), [{"event_id": event_id, "planned_on": d, "starts_on": d} | at for d in days])


def change_one(event_id: uuid.UUID) -> None:
    """Give an event another title, as an action does."""
    title = f"Gathering at {time.perf_counter()}"
    with transaction() as here:
        changed = update(Event).where(Event.id == event_id).values(title=title, version=Event.version + 1)
        here.execute(covering(SYSTEM, changed), execution_options={"synchronize_session": False})
        assert write_entries(EVENT_FEED, [event_id]) == 1


def fetched(path: str) -> bytes:
    """What stands at an address, as this process goes on from what it knows."""
    session().rollback()
    session().expunge_all()
    feed = feed_at(secret_in(path), "here")
    return joined(feed, feed_now(feed))


def secret_in(path: str) -> str:
    """The secret of an address."""
    return path.rpartition("/")[2].removesuffix(".ics")
