"""People around two constellations who plan events, and what they see of them."""

import datetime as dt

from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import Activity
from constellations.core.database import session
from constellations.events.actions import Again, Plan, Wording
from constellations.events.changing.actions import Part
from constellations.events.changing.queries import seen_version
from constellations.events.changing.rules import Scope
from constellations.events.models import Event, Occurrence
from constellations.events.queries import occurrences_in
from constellations.events.rules import Circle, EventKind, Pattern, Repeats
from constellations.models import Constellation, Home, Service
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from tests.factories import create_constellation, create_home, create_person, create_service, join, together

FIRST = dt.date(2026, 10, 17)
PICNIC = Wording(EventKind.GATHERING, "Picnic")
TWO = dt.time(14)


class World:
    """Two constellations of a service, each with a hub and a satellite, and their staff."""

    def __init__(self) -> None:
        with together():
            self._make()
        self.hub, self.carer, self.elsewhere, self.liaison, self.finance, self.manager = (
            viewer_for(person) for person in self.people.values()
        )

    def _make(self) -> None:
        self.service = create_service()
        self.ours, self.theirs = (create_constellation(self.service) for _ in range(2))
        self.hub_home, self.home, self.far = (create_home(self.service) for _ in range(3))
        join(self.hub_home, self.ours, HomeRole.HUB)
        join(self.home, self.ours)
        join(self.far, self.theirs)
        self.people = {
            "hub": create_person(Role.HUB_CARER, home=self.hub_home),
            "carer": create_person(Role.SATELLITE_CARER, home=self.home),
            "elsewhere": create_person(Role.SATELLITE_CARER, home=self.far),
            "liaison": create_person(Role.LIAISON, self.service, constellations=(self.ours,)),
            "finance": create_person(Role.FINANCE, self.service),
            "manager": create_person(Role.MANAGER, self.service),
        }

    def told(self, name: str) -> list[str]:
        """What one of these people was told, by its words: all of it at the same moment."""
        session().rollback()
        asked = visible(Viewer.system(), Notice).where(Notice.person_id == self.people[name].id)
        return sorted(notice.words for notice in session().scalars(asked))

    def all_told(self) -> dict[str, int]:
        """How many notices each of these people has, of those who have any."""
        return {name: number for name in self.people if (number := len(self.told(name)))}


def viewer_of(
    role: Role, service: Service | None = None, home: Home | None = None, constellations: tuple[Constellation, ...] = ()
) -> Viewer:
    """Somebody more."""
    return viewer_for(create_person(role, service, home, constellations=constellations))


def plan(circle: Circle, *constellations: Constellation, home: Home | None = None, **dates: object) -> Plan:
    """A picnic from two to five."""
    pattern = Pattern(FIRST, **dates)  # type: ignore[arg-type]  # as the test says
    ids = tuple(one.id for one in constellations)
    return Plan(PICNIC, circle, pattern, TWO, 180, ids, home.id if home else None)


def saturdays(world: World, first: str = "2026-11-28", times: int = 4) -> Plan:
    """A picnic every Saturday from two to five."""
    pattern = Pattern(dt.date.fromisoformat(first), Repeats.WEEKLY, times=times)
    return Plan(PICNIC, Circle.CONSTELLATIONS, pattern, TWO, 180, (world.ours.id,))


def once(world: World, day: str = "2026-12-19") -> Plan:
    """A picnic on one day."""
    return Plan(PICNIC, Circle.CONSTELLATIONS, Pattern(dt.date.fromisoformat(day)), TWO, 180, (world.ours.id,))


def part(event: Event, number: int, scope: Scope = Scope.ALL) -> Part:
    """So much of an event, as somebody sees it now from one of its dates."""
    row = rows_of(event)[number]
    return Part(row.id, seen_version(event_now(event), row), scope)


def again(first: dt.date, starts_at: dt.time | None = TWO, wording: Wording = PICNIC, **dates: object) -> Again:
    """What an event becomes: three hours from a day on."""
    return Again(wording, Pattern(first, **dates), starts_at, 180)  # type: ignore[arg-type]  # as the test says


def days(event: Event) -> list[str]:
    """When the dates of an event are that are not called off."""
    return [row.starts_on.isoformat() for row in rows_of(event) if row.cancelled_at is None]


def seen(viewer: Viewer, first: dt.date = FIRST, days: int = 1) -> list[str]:
    """The dates that stand in somebody's calendar."""
    return [one.starts_on.isoformat() for one in occurrences_in(viewer, first, first + dt.timedelta(days=days))]


def rows_of(event: Event) -> list[Occurrence]:
    """The dates of an event as they are stored now, in the order of the series."""
    session().rollback()
    asked = visible(Viewer.system(), Occurrence).where(Occurrence.event_id == event.id)
    return list(session().scalars(asked.order_by(Occurrence.planned_on)))


def event_now(event: Event) -> Event:
    """An event as it is stored now."""
    session().rollback()
    return session().scalars(visible(Viewer.system(), Event).where(Event.id == event.id)).one()


def going_on_from(event: Event) -> Event:
    """The event that goes on from another one."""
    session().rollback()
    return session().scalars(visible(Viewer.system(), Event).where(Event.follows_id == event.id)).one()


def done() -> list[str]:
    """What was written into the activity log, by its words: all of it at the same moment."""
    session().rollback()
    return sorted(session().scalars(covering(Viewer.system(), select(Activity.action))))
