"""A whole country of constellations, for measuring: 10,000 homes and a million nights over three years."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import insert
from sqlalchemy.orm import Session

from constellations.children.models import Child, ChildStatusFrom, Placement
from constellations.core.clock import Month
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Constellation, Home, Membership, Service
from constellations.rules import ChildStatus, ConstellationKind, HomeRole, StayAuthority
from sleepovers.models import Stay, StayNight
from sleepovers.policies.models import UpliftRate
from sleepovers.rules import NightState, StayKind, StayState

Row = dict[str, object]

NIGHTS = 1_000_000
SERVICES = 25
CONSTELLATIONS_EACH = 40
HOMES_EACH = 10
FIRST, LAST = Month(2023, 12), Month(2026, 11)
START, END = FIRST.first, LAST.end
ONE_DAY = dt.timedelta(days=1)
KINDS = (StayKind.PLANNED,) * 7 + (StayKind.EMERGENCY, StayKind.RESPITE, StayKind.OUTREACH)
STATUSES = (ChildStatus.LOOKED_AFTER,) * 8 + (ChildStatus.KINSHIP, ChildStatus.ADOPTED)
NOON = dt.datetime(2023, 12, 1, 12, tzinfo=dt.UTC)
IN_ORDER = (
    Service,
    UpliftRate,
    Constellation,
    Home,
    Membership,
    Child,
    Placement,
    ChildStatusFrom,
    Stay,
    StayNight,
)
CHUNK = 10_000


@dataclass
class Drawn:
    """The rows of the country by model, in the order in which they may be stored."""

    rows: dict[type[Base], list[Row]]
    number: int = 0

    def add(self, model: type[Base], **values: object) -> uuid.UUID:
        """Draw one row more, with an id of its own; gives the id."""
        key = new_id()
        self.rows[model].append({"id": key, **values})
        return key

    def key(self, letter: str) -> str:
        """A key that no other row has."""
        self.number += 1
        return f"{letter}{self.number}"


def store_country(session: Session) -> None:
    """Fill an empty database with the country."""
    drawn = draw_country(random.Random(16), NIGHTS)
    for model, rows in drawn.rows.items():
        ahead = iter(rows)
        while chunk := list(islice(ahead, CHUNK)):
            session.connection().execute(insert(model), chunk)
    session.commit()


def draw_country(chance: random.Random, nights: int) -> Drawn:
    """The same country for the same chance."""
    drawn = Drawn({model: [] for model in IN_ORDER})
    each = nights // (SERVICES * CONSTELLATIONS_EACH)
    for _ in range(SERVICES):
        key = drawn.key("S")
        service = drawn.add(Service, key=key, name=key, sleepover_word="sleepover", version=1)
        drawn.add(
            UpliftRate, service_id=service, valid_from=START, per_night_pence=4000, flat_pence=None, created_at=NOON
        )
        for _ in range(CONSTELLATIONS_EACH):
            draw_constellation(drawn, chance, service, each)
    return drawn


def draw_constellation(drawn: Drawn, chance: random.Random, service: uuid.UUID, nights: int) -> None:
    """One hub with nine satellites, a child in each, and their nights."""
    key = drawn.key("K")
    kind = ConstellationKind.MOCKINGBIRD
    constellation = drawn.add(Constellation, key=key, name=key, service_id=service, kind=kind, version=1)
    homes, children = [], []
    for number in range(HOMES_EACH):
        role = HomeRole.SATELLITE if number else HomeRole.HUB
        homes.append(draw_home(drawn, service, constellation, role))
        children.append(draw_child(drawn, service, homes[-1], chance.choice(STATUSES)))
    # Some hubs host nearly all that happens around them, others share it: a few come beyond sixteen.
    at_the_hub = chance.uniform(0.2, 0.7)
    for arrive, length in islice_nights(lengths(chance), nights):
        host = 0 if chance.random() < at_the_hub else chance.randrange(1, HOMES_EACH)
        child = children[(host + chance.randrange(1, HOMES_EACH)) % HOMES_EACH]
        draw_stay(drawn, (service, child, homes[host]), arrive, length, chance.choice(KINDS))


def draw_home(drawn: Drawn, service: uuid.UUID, constellation: uuid.UUID, role: HomeRole) -> uuid.UUID:
    """A home that has been a member all the time; gives its id."""
    key = drawn.key("H")
    home = drawn.add(Home, key=key, name=key, service_id=service, version=1)
    drawn.add(Membership, home_id=home, constellation_id=constellation, role=role, starts_on=START, ends_on=None)
    return home


def draw_child(drawn: Drawn, service: uuid.UUID, home: uuid.UUID, status: ChildStatus) -> uuid.UUID:
    """A child that has lived with the home all the time; gives its id."""
    child = drawn.add(
        Child,
        key=drawn.key("C"),
        service_id=service,
        initials="JB",
        born=Month(2015, 3),
        stay_authority=StayAuthority.DELEGATED,
        is_solo=False,
        version=1,
    )
    drawn.add(Placement, child_id=child, home_id=home, starts_on=START, ends_on=None)
    drawn.rows[ChildStatusFrom].append({"child_id": child, "starts_on": START, "ends_on": None, "status": status})
    return child


def lengths(chance: random.Random) -> Iterator[tuple[dt.date, int]]:
    """Stays of one to three nights, one after the other through the three years, now and then a day between."""
    day = START
    while True:
        length = chance.choice((1, 2, 3))
        yield day, length
        day += ONE_DAY * (length + (chance.random() < 0.15))
        if day >= END - ONE_DAY * 3:
            return


def islice_nights(stays: Iterator[tuple[dt.date, int]], nights: int) -> Iterator[tuple[dt.date, int]]:
    """As many of the stays as fill so many nights."""
    for arrive, length in stays:
        if nights <= 0:
            return
        yield arrive, min(length, nights)
        nights -= length


def draw_stay(
    drawn: Drawn, of: tuple[uuid.UUID, uuid.UUID, uuid.UUID], arrive: dt.date, length: int, kind: StayKind
) -> None:
    """A stay that happened, with its nights; `of` is the service, the child and the host."""
    service, child, host = of
    stay = drawn.add(
        Stay,
        key=drawn.key("T"),
        service_id=service,
        child_id=child,
        host_id=host,
        ask_id=None,
        kind=kind,
        state=StayState.HAPPENED,
        arrive_on=arrive,
        arrive_at=None,
        depart_on=arrive + ONE_DAY * length,
        depart_at=None,
        created_at=NOON,
        version=1,
    )
    nights = drawn.rows[StayNight]
    for number in range(length):
        nights.append(
            {
                "child_id": child,
                "night": arrive + ONE_DAY * number,
                "stay_id": stay,
                "home_id": host,
                "state": NightState.HAPPENED,
                "bed": 1,
                "over_capacity": False,
                "version": 1,
            }
        )
