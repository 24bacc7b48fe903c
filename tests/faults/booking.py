"""Carers who ask one home for nights, and the browser of the carer there who agrees: booking under faults."""

import datetime as dt
import uuid
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import session
from constellations.models import Person
from constellations.permissions import Role
from constellations.rules import HomeRole, StayAuthority
from sleepovers.asks.models import Ask
from sleepovers.models import Stay, StayNight
from sleepovers.rules import AskState
from tests.factories import create_child, create_constellation, create_home, create_person, create_service, join
from tests.faults.posting import Answer, Browser
from tests.sleepovers.asks.asking import waiting_asks

ONE_NIGHT = dt.timedelta(days=1)


@dataclass(frozen=True)
class Bookings:
    """A host, the browser of its carer, and the asks that wait for an answer there.

    By its id: many threads press at once, and an object would be read again by each of them in the one session.
    """

    host_id: uuid.UUID
    carer: Person
    browser: Browser
    asks: list[uuid.UUID]

    def agree(self, port: int, ask_id: uuid.UUID) -> Answer:
        """Press the button."""
        return self.browser.send(port, f"/asks/{ask_id}/{self.host_id}/agree", version="1")


def is_booked(answer: Answer) -> bool:
    """Whether the answer leads to the stay that was agreed."""
    return "/stays/" in answer.location


def make_bookings(app: Flask, many: int, same_night: bool = False, beds: int = 2) -> Bookings:
    """So many families, each with a child for whom the host is asked: all for one night, or one after the other."""
    service = create_service()
    constellation = create_constellation(service)
    host = create_home(service, beds=beds)
    join(host, constellation, HomeRole.HUB)
    carer = create_person(Role.HUB_CARER, home=host)
    create_person(Role.LIAISON, service, constellations=(constellation,))
    first, wants = clock.today() + 7 * ONE_NIGHT, []
    for number in range(many):
        home = create_home(service)
        join(home, constellation)
        create_person(Role.SATELLITE_CARER, home=home)
        child = create_child(service, home, f"C{number}", authority=StayAuthority.DELEGATED)
        wants.append((child, first if same_night else first + number * ONE_NIGHT, [host]))
    asks = waiting_asks(wants)
    found = Bookings(host.id, carer, Browser(app, carer), asks)
    session().rollback()
    return found


@dataclass(frozen=True)
class Stored:
    """What the database holds: stays with their nights, and asks that were agreed."""

    stays: int
    nights: int
    agreed: int


def stored() -> Stored:
    """As it is now."""
    session().rollback()
    counts = (
        select(func.count()).select_from(Stay),
        select(func.count()).select_from(StayNight),
        select(func.count()).where(Ask.state == AskState.AGREED),
    )
    return Stored(*(session().scalar(covering(Viewer.system(), each)) or 0 for each in counts))
