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
from constellations.models import Person
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
    service_id: uuid.UUID
    constellation_id: uuid.UUID
    other_id: uuid.UUID
    carer: Person

    def path(self) -> str:
        """A new address at which the carer's calendar fetches everything, in full words."""
        return address_of(self.carer, Detail.FULL)

    def plan(self, many: int, for_others: bool = False) -> list[uuid.UUID]:
        """So many events of the constellation, or of the other one, within the coming year; every tenth is a series."""
        return _plan_many(self.service_id, self.other_id if for_others else self.constellation_id, many)


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
        yield Place(app, name, told, folder, service.id, ours.id, other.id, carer)
        session().close()
        database().engine.dispose()


def _plan_many(service_id: uuid.UUID, constellation_id: uuid.UUID, many: int) -> list[uuid.UUID]:
    """Store them, and write them down in feeds."""
    ids = [new_id() for _ in range(many)]
    with transaction():
        for number, event_id in enumerate(ids):
            _plan(service_id, constellation_id, number, event_id)
    put_right(SYSTEM, service_id)
    if not database().is_sqlite:
        with database().engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    return ids


def _plan(service_id: uuid.UUID, constellation_id: uuid.UUID, number: int, event_id: uuid.UUID) -> None:
    repeats, times = (Repeats.WEEKLY, 10) if number % 10 == 0 else (Repeats.NEVER, None)
    on = clock.today() + dt.timedelta(days=number % 280)
    at = {"starts_at": dt.time(14), "minutes": 180}
    event = {
        "id": event_id,
        "service_id": service_id,
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
    theirs = {"event_id": event_id, "constellation_id": constellation_id}
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
