"""Months of nights made in a word: a hub, its constellation, and so many nights that happened there."""

import datetime as dt
from dataclasses import dataclass
from itertools import count

from constellations.core.clock import Month
from constellations.models import Constellation, Home, Person, Service
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.models import Stay
from sleepovers.rules import StayState
from tests.factories import (
    create_child,
    create_constellation,
    create_home,
    create_person,
    create_service,
    create_stay,
    join,
)

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)

_numbers = count(1)


@dataclass(frozen=True)
class Around:
    """A constellation and those whom its hub's count concerns."""

    service: Service
    constellation: Constellation
    hub: Home
    satellite: Home
    carer: Person
    neighbour: Person
    liaison: Person
    manager: Person
    finance: Person


def create_around(service: Service | None = None, key: str = "") -> Around:
    """A hub with a carer, a satellite with another, a liaison worker, a manager and somebody in finance."""
    service = service or create_service()
    constellation = create_constellation(service)
    hub, satellite = create_home(service, key=key or f"hub-{next(_numbers)}"), create_home(service)
    join(hub, constellation, HomeRole.HUB)
    join(satellite, constellation)
    return Around(
        service=service,
        constellation=constellation,
        hub=hub,
        satellite=satellite,
        carer=create_person(Role.HUB_CARER, home=hub),
        neighbour=create_person(Role.SATELLITE_CARER, home=satellite),
        liaison=create_person(Role.LIAISON, service, constellations=(constellation,)),
        manager=create_person(Role.MANAGER, service),
        finance=create_person(Role.FINANCE, service),
    )


def host(home: Home, nights: int, month: Month = OCTOBER, state: StayState = StayState.HAPPENED) -> list[Stay]:
    """Let so many nights happen in a home from the 1st on, every child two weeks at most."""
    stays = []
    for first in range(0, nights, 14):
        number = min(14, nights - first)
        child = create_child(Service(id=home.service_id), initials=f"{'ABCDEFGH'[first // 14]}K")
        arrive = month.first
        stays.append(create_stay(child, home, str(arrive), str(arrive + dt.timedelta(days=number)), state))
    return stays
