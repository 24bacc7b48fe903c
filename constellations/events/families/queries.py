"""Who lives in a family, and which families an event is for."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select

from constellations.access import Viewer, covering
from constellations.children.queries import children_of
from constellations.core.database import session
from constellations.events.models import Event, EventConstellation
from constellations.events.rules import Circle
from constellations.models import Home, HomeTerms, Membership, Person, holds_on
from constellations.permissions import CARERS
from constellations.rules import HomeStatus


@dataclass(frozen=True, slots=True)
class Somebody:
    """A carer by name, or a child by initials."""

    key: uuid.UUID
    label: str


@dataclass(frozen=True, slots=True)
class Household:
    """Who lives in a home today, as far as the viewer may read of it."""

    adults: tuple[Somebody, ...] = ()
    children: tuple[Somebody, ...] = ()

    @property
    def keys(self) -> frozenset[uuid.UUID]:
        """All of them."""
        return frozenset(one.key for one in (*self.adults, *self.children))

    def with_others(self, others: "Household") -> "Household":
        """These, and after them whoever else is among the others."""
        known = self.keys
        return Household(
            (*self.adults, *(one for one in others.adults if one.key not in known)),
            (*self.children, *(one for one in others.children if one.key not in known)),
        )


def households(viewer: Viewer, homes: Collection[uuid.UUID]) -> dict[uuid.UUID, Household]:
    """Who lives in some homes today, by home: carers by name, children by initials; two queries."""
    asked = select(Person.home_id, Person.id, Person.name).where(
        Person.home_id.in_(homes), Person.role.in_(CARERS), Person.left_at.is_(None)
    )
    adults: dict[uuid.UUID, list[Somebody]] = defaultdict(list)
    for home_id, key, name in session().execute(covering(viewer, asked.order_by(Person.name, Person.id), Person)):
        if home_id is not None:
            adults[home_id].append(Somebody(key, name))
    children = children_of(viewer, homes)
    return {
        home_id: Household(
            tuple(adults.get(home_id, ())),
            tuple(Somebody(one.child_id, one.initials) for one in children.get(home_id, ())),
        )
        for home_id in homes
    }


def homes_asked(viewer: Viewer, event: Event, day: dt.date) -> dict[uuid.UUID, str]:
    """The families that an event is for today, and still on a day, as far as the viewer sees them, by name."""
    if event.circle is Circle.HOME:
        theirs = Home.id == event.home_id
    elif event.circle is Circle.SERVICE:
        left = select(HomeTerms.home_id).where(HomeTerms.status == HomeStatus.LEFT, holds_on(HomeTerms, day))
        theirs = and_(Home.service_id == event.service_id, Home.id.not_in(left))
    else:
        its = select(EventConstellation.constellation_id).where(EventConstellation.event_id == event.id)
        members = select(Membership.home_id).where(Membership.constellation_id.in_(its))
        # By one membership today and maybe another then: a home that becomes the hub in between is there all along.
        theirs = and_(*(Home.id.in_(members.where(holds_on(Membership, one))) for one in (viewer.today, day)))
    asked = select(Home.id, Home.name).where(theirs).order_by(Home.name, Home.id)
    return {
        row[0]: row[1]
        for row in session().execute(covering(viewer, asked, Home, through=(HomeTerms, Membership, EventConstellation)))
    }


Named = tuple[uuid.UUID, uuid.UUID | None, str | None, uuid.UUID | None, str | None]
"""To what somebody belongs, a carer's key and name, or a child's key and initials."""


def named_by(rows: Iterable[tuple[uuid.UUID | None, uuid.UUID | None]]) -> frozenset[uuid.UUID]:
    """Those whom rows name: each a carer's key, or a child's."""
    return frozenset(key for row in rows for key in row if key is not None)


def gathered(rows: Iterable[Named]) -> Mapping[uuid.UUID, Household]:
    """Those whom rows name, by what they belong to."""
    adults: dict[uuid.UUID, list[Somebody]] = defaultdict(list)
    children: dict[uuid.UUID, list[Somebody]] = defaultdict(list)
    for whose, person_id, name, child_id, initials in rows:
        if person_id is not None:
            adults[whose].append(Somebody(person_id, name or ""))
        if child_id is not None:
            children[whose].append(Somebody(child_id, initials or ""))
    keys = dict.fromkeys((*adults, *children))
    return {key: Household(tuple(adults.get(key, ())), tuple(children.get(key, ()))) for key in keys}
