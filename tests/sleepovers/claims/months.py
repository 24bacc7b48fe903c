"""Months of nights made in a word: a hub, its constellation, and so many nights that happened there."""

import datetime as dt
from dataclasses import dataclass
from itertools import count

from constellations.access import Viewer, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Constellation, Home, Person, Service
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.claims.models import Claim, ClosedMonth
from sleepovers.models import Stay
from sleepovers.payments.snapshot import working_kept
from sleepovers.policies.models import UpliftRate
from sleepovers.rules import StayState
from sleepovers.uplift import DEFAULT_POLICY, ClaimStatus, count_month
from tests.factories import (
    create_child,
    create_constellation,
    create_home,
    create_person,
    create_service,
    create_stay,
    join,
    stored,
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


def set_rate(service: Service, pence: int = 4000) -> None:
    """Let every night beyond bring so much since April."""
    stored(UpliftRate(service_id=service.id, valid_from=dt.date(2026, 4, 1), per_night_pence=pence))


def stand(claim: Claim, status: ClaimStatus) -> Claim:
    """Let a claim stand at a status with all that the tables ask of it, without the acts that lead there."""
    closed = visible(Viewer.system(), ClosedMonth).where(
        ClosedMonth.service_id == claim.service_id, ClosedMonth.month == claim.month
    )
    if status not in (ClaimStatus.FLAGGED, ClaimStatus.CHECKED, ClaimStatus.VOID):
        if session().scalars(closed).first() is None:
            stored(ClosedMonth(service_id=claim.service_id, month=claim.month))
        claim.approved_by = create_person(Role.MANAGER, Service(id=claim.service_id)).id
        claim.closed, claim.snapshot_sha256 = claim.month, "0" * 64
        kept = working_kept(count_month([], DEFAULT_POLICY, []), DEFAULT_POLICY, [], [])
        claim.snapshot, claim.working = claim.snapshot or {}, claim.working or dict(kept)
        claim.amount_pence, claim.amount_reason = claim.amount_pence or 0, None
    claim.checked_by = create_person(Role.LIAISON, Service(id=claim.service_id)).id
    claim.status = status
    return claim
