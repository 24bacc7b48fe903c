"""Services beside the demo service, with as much in them as the figures of a region count, and no people."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from constellations.access import Viewer, visible
from constellations.children.models import Child, ChildStatusFrom, Placement
from constellations.core.clock import Month
from constellations.core.database import Base, transaction
from constellations.core.ids import new_id, new_key
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle, EventKind
from constellations.models import Constellation, Home, HomeTerms, Membership, Service
from constellations.rules import ChildStatus, ConstellationKind, HomeRole, HomeStatus
from sleepovers.asks.models import Ask, AskChild
from sleepovers.demo.families import SERVICE
from sleepovers.models import Stay, StayNight
from sleepovers.rules import AskState, NightState, StayKind, StayState

NIGHTS_OF_STAY = 2
EVER, RECENT = dt.date(2024, 9, 1), dt.date(2026, 3, 2)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A service: how many constellations of how many homes, how many of these joined lately, and asks not met."""

    name: str
    constellations: int
    homes: int
    joined: int
    unmet_asks: int


NEIGHBOURS = (
    Neighbour("Brackenhill", 6, 8, 7, 9),
    Neighbour("Coldwell", 1, 8, 2, 1),
    Neighbour("Thornmere", 2, 7, 0, 3),
)


def let_neighbours_be_counted(viewer: Viewer) -> None:
    """Store the other services of the demo service's region, with a year behind them."""
    with transaction() as here:
        region_id = here.scalars(visible(viewer, Service).where(Service.key == SERVICE)).one().region_id
        for neighbour in NEIGHBOURS:
            service = Service(id=new_id(), key=neighbour.name, name=neighbour.name, region_id=region_id)
            here.add(service)
            here.flush()
            for number in range(neighbour.constellations):
                for rows in _constellation(service, neighbour, number, viewer.today):
                    here.add_all(rows)
                    here.flush()


def _constellation(service: Service, of: Neighbour, number: int, today: dt.date) -> Iterator[list[Base]]:
    """The rows of one constellation, those first to which the others belong."""
    name = f"{service.key} {number + 1}"
    group = Constellation(id=new_id(), key=name, name=name, service_id=service.id, kind=ConstellationKind.MOCKINGBIRD)
    homes = [
        Home(id=new_id(), key=f"{name}, home {n + 1}", name=f"{name}, home {n + 1}", service_id=service.id)
        for n in range(of.homes)
    ]
    child = Child(id=new_id(), key=new_key(), service_id=service.id, initials="AA", born=Month(2015, 3))
    yield [group, *homes, child]
    joined = of.joined - number * of.homes
    yield [
        ChildStatusFrom(child_id=child.id, status=ChildStatus.LOOKED_AFTER),
        Placement(child_id=child.id, home_id=homes[1].id),
        *(HomeTerms(home_id=home.id, beds=2, approved_children=3, status=HomeStatus.ACTIVE) for home in homes),
        *(
            Membership(
                home_id=home.id,
                constellation_id=group.id,
                role=HomeRole.SATELLITE if n else HomeRole.HUB,
                starts_on=RECENT if of.homes - joined <= n else EVER,
            )
            for n, home in enumerate(homes)
        ),
    ]
    unmet = of.unmet_asks // of.constellations + (number < of.unmet_asks % of.constellations)
    for back in range(1, 13):
        first = Month.of(today).shifted(-back).first + dt.timedelta(days=4)
        yield from _month(service, group, homes[0], child, first, is_unmet=back <= unmet)


def _month(
    service: Service, group: Constellation, hub: Home, child: Child, first: dt.date, is_unmet: bool
) -> Iterator[list[Base]]:
    """A gathering, and an ask with its stay, or with none."""
    nights = [first + dt.timedelta(days=n) for n in range(NIGHTS_OF_STAY)]
    journey = {"arrive_on": first, "depart_on": nights[-1] + dt.timedelta(days=1), "kind": StayKind.PLANNED}
    state = AskState.DECLINED if is_unmet else AskState.AGREED
    ask = Ask(id=new_id(), key=new_key(), service_id=service.id, state=state, **journey)
    times = {"starts_on": first, "starts_at": dt.time(14), "minutes": 180}
    of = {"service_id": service.id, "kind": EventKind.GATHERING, "circle": Circle.CONSTELLATIONS}
    event = Event(id=new_id(), title="Saturday together", **of, **times)
    yield [ask, event]
    yield [
        AskChild(ask_id=ask.id, child_id=child.id),
        EventConstellation(event_id=event.id, constellation_id=group.id),
        Occurrence(event_id=event.id, planned_on=first, **times),
    ]
    if not is_unmet:
        stay = Stay(id=new_id(), key=new_key(), service_id=service.id, child_id=child.id, host_id=hub.id, ask_id=ask.id)
        stay.state, stay.kind = StayState.HAPPENED, StayKind.PLANNED
        stay.arrive_on, stay.depart_on = first, first + dt.timedelta(days=NIGHTS_OF_STAY)
        yield [stay]
        happened = {"stay_id": stay.id, "home_id": hub.id, "state": NightState.HAPPENED}
        yield [StayNight(child_id=child.id, night=night, bed=1, **happened) for night in nights]
