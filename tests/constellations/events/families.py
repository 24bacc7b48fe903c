"""Two families, their hub, a constellation next door, and an event of theirs: what tests of answers begin with."""

import datetime as dt
import uuid

from constellations.access import Viewer, visible
from constellations.children.models import Child
from constellations.core.database import session
from constellations.events.actions import Plan, Wording, plan_event
from constellations.events.answers.actions import Reply, answer_event
from constellations.events.answers.models import EventAnswer
from constellations.events.answers.rules import Coming
from constellations.events.models import Occurrence
from constellations.events.rules import Circle, EventKind, Pattern, Repeats
from constellations.models import Home, Membership, Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from tests.factories import (
    changed,
    create_child,
    create_constellation,
    create_home,
    create_person,
    create_service,
    join,
    together,
)
from tests.registers import rows

FIRST = dt.date(2026, 12, 19)
"""A Saturday, four weeks after the day of all tests."""


class Families:
    """Moira's hub, the Patels with two carers and three children, the Okafors with one of each; the Hills next door."""

    def __init__(self) -> None:
        with together():
            self._make()

    def _make(self) -> None:
        self.service = create_service()
        self.ours, self.theirs = (create_constellation(self.service) for _ in range(2))
        self.hub, self.patel, self.okafor, self.hill = (
            create_home(self.service, name) for name in ("Moira", "Patel", "Okafor", "Hill")
        )
        join(self.hub, self.ours, HomeRole.HUB)
        join(self.patel, self.ours)
        join(self.okafor, self.ours)
        join(self.hill, self.theirs, HomeRole.HUB)
        self.moira = create_person(Role.HUB_CARER, home=self.hub, name="Moira Kelly")
        self.anita = create_person(Role.SATELLITE_CARER, home=self.patel, name="Anita Patel")
        self.raj = create_person(Role.SATELLITE_CARER, home=self.patel, name="Raj Patel")
        self.grace = create_person(Role.SATELLITE_CARER, home=self.okafor, name="Grace Okafor")
        self.sue = create_person(Role.HUB_CARER, home=self.hill, name="Sue Hill")
        self.liaison = create_person(Role.LIAISON, self.service, constellations=(self.ours,), name="Lee Quinn")
        self.manager = create_person(Role.MANAGER, self.service, name="Max Stone")
        self.finance = create_person(Role.FINANCE, self.service, name="Fay Coin")
        self.jb, self.ak, self.tw = (create_child(self.service, self.patel, one) for one in ("JB", "AK", "TW"))
        self.sd = create_child(self.service, self.okafor, "SD")
        self.zz = create_child(self.service, self.hill, "ZZ")

    def event(  # what differs from one test to the next
        self,
        capacity: int | None = None,
        kind: EventKind = EventKind.GATHERING,
        times: int = 1,
        host: Home | None = None,
        circle: Circle = Circle.CONSTELLATIONS,
        both: bool = False,
        first: dt.date = FIRST,
        whole_days: bool = False,
    ) -> uuid.UUID:
        """The first date of a gathering from two to five, planned by the manager."""
        repeats = {"repeats": Repeats.WEEKLY, "times": times} if times > 1 else {}
        ids = (self.ours.id, self.theirs.id) if both else (self.ours.id,)
        plan = Plan(
            Wording(kind, "Saturday together", capacity=capacity),
            circle,
            Pattern(first, **repeats),  # type: ignore[arg-type]  # as they are named
            None if whole_days else dt.time(14),
            2880 if whole_days else 180,
            ids if circle is Circle.CONSTELLATIONS else (),
            home_id=self.patel.id if circle is Circle.HOME else None,
            host_id=host.id if host else None,
        )
        return self.dates_of(plan_event(sees(self.manager), plan).id)[0]

    def moves_next_door(self, home: Home, on: dt.date) -> Person:
        """A home goes on in the other constellation; gives its liaison worker, Ada."""
        asked = visible(sees(self.manager), Membership).where(Membership.home_id == home.id)
        changed(session().scalars(asked).one(), ends_on=on)
        join(home, self.theirs, starts_on=on)
        return create_person(Role.LIAISON, self.service, constellations=(self.theirs,), name="Ada Reed")

    def dates_of(self, event_id: uuid.UUID) -> list[uuid.UUID]:
        """The dates of an event, in order."""
        found = rows(Occurrence.starts_on, Occurrence.id, Occurrence.event_id)
        return [row[1] for row in sorted(found) if row[2] == event_id]

    def series_of(self, occurrence_id: uuid.UUID) -> list[uuid.UUID]:
        """All dates of the series that one is of."""
        event_ids = [row[1] for row in rows(Occurrence.id, Occurrence.event_id) if row[0] == occurrence_id]
        return self.dates_of(event_ids[0])


def sees(person: Person) -> Viewer:
    """Somebody as a viewer of today."""
    return viewer_for(person)


def say(person: Person, occurrence_id: uuid.UUID, said: Coming = Coming.GOING, *guests: Person | Child) -> EventAnswer:
    """Somebody's word to an event; without guests all of the family."""
    keys = [one.id for one in guests] or None
    return answer_event(sees(person), occurrence_id, Reply(said, keys))


def said_of(occurrence_id: uuid.UUID) -> dict[str, tuple[str, int, int, bool]]:
    """What is stored, by home: the word, adults, children, and whether they wait."""
    homes: dict[uuid.UUID, str] = dict(rows(Home.id, Home.name))
    columns = (EventAnswer.occurrence_id, EventAnswer.home_id, EventAnswer.said)
    found = rows(*columns, EventAnswer.adults, EventAnswer.children, EventAnswer.waits_since)
    return {
        homes[home_id]: (said.value, adults, children, since is not None)
        for at, home_id, said, adults, children, since in found
        if at == occurrence_id
    }
