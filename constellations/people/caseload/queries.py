"""What a liaison worker may hand over and to whom, what it changes, and which constellations nobody looks after."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.models import Constellation, LiaisonAssignment, Person, holds_on
from constellations.people.caseload.rules import nobody_from
from constellations.people.queries import person_page
from constellations.permissions import Permission, Role
from constellations.rules import Span


@dataclass(frozen=True, slots=True)
class Caseload:
    """Somebody with the constellations that they look after today or later, and the others who could, by id."""

    person: Person
    constellations: dict[str, str]
    others: dict[str, str]


@dataclass(frozen=True, slots=True)
class After:
    """Who looks after a constellation from a day on; `besides` are others than who hands over and who takes over."""

    constellation: str
    besides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unlooked:
    """A constellation that nobody looks after, from a day on."""

    constellation_id: uuid.UUID
    constellation: str
    since: dt.date
    is_now: bool


def caseload_of(viewer: Viewer, person_id: uuid.UUID) -> Caseload:
    """What somebody looks after, not as cover; raises NotFound."""
    person = person_page(viewer, person_id).person
    theirs = (
        select(Constellation.id, Constellation.name)
        .join(LiaisonAssignment, LiaisonAssignment.constellation_id == Constellation.id)
        .where(
            LiaisonAssignment.person_id == person.id,
            LiaisonAssignment.is_cover.is_(False),
            or_(LiaisonAssignment.ends_on.is_(None), LiaisonAssignment.ends_on > viewer.today),
        )
        .order_by(Constellation.name)
    )
    others = visible(viewer, Person).where(
        Person.service_id == person.service_id,
        Person.role == Role.LIAISON,
        Person.left_at.is_(None),
        Person.id != person.id,
    )
    rows = session().execute(covering(viewer, theirs, Constellation, through=(LiaisonAssignment,)))
    return Caseload(
        person=person,
        constellations={str(key): name for key, name in rows},
        others={str(one.id): one.name for one in session().scalars(others.order_by(Person.name))},
    )


def after_handing_over(
    viewer: Viewer, constellation_ids: Collection[uuid.UUID], without: Collection[uuid.UUID], day: dt.date
) -> list[After]:
    """Who else looks after these constellations on a day, by name."""
    named = select(Constellation.id, Constellation.name).where(Constellation.id.in_(constellation_ids))
    besides = (
        select(LiaisonAssignment.constellation_id, Person.name)
        .join(Person, Person.id == LiaisonAssignment.person_id)
        .where(
            LiaisonAssignment.constellation_id.in_(constellation_ids),
            LiaisonAssignment.person_id.not_in(without),
            holds_on(LiaisonAssignment, day),
            Person.left_at.is_(None),
        )
        .order_by(Person.name)
    )
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for key, name in session().execute(covering(viewer, besides, LiaisonAssignment, through=(Person,))):
        found[key].append(name)
    rows = session().execute(covering(viewer, named.order_by(Constellation.name), Constellation))
    return [After(name, tuple(found[key])) for key, name in rows]


def without_liaison(viewer: Viewer, but: uuid.UUID | None = None) -> list[Unlooked]:
    """The open constellations of which nobody looks after, now or within four weeks, by day and name; one query.

    `but` is somebody who is thought away: what nobody would look after once they have left.
    """
    viewer.must(Permission.INVITE_PEOPLE)
    here = LiaisonAssignment
    asked = (
        select(Constellation.id, Constellation.name, here.starts_on, here.ends_on, Person.id)
        .outerjoin(here, here.constellation_id == Constellation.id)
        .outerjoin(Person, (Person.id == here.person_id) & Person.left_at.is_(None) & (Person.role == Role.LIAISON))
        .where(or_(Constellation.closed_on.is_(None), Constellation.closed_on > viewer.today))
    )
    names: dict[uuid.UUID, str] = {}
    spans: dict[uuid.UUID, list[Span]] = defaultdict(list)
    rows = session().execute(covering(viewer, asked, Constellation, through=(here, Person)))
    for key, name, starts_on, ends_on, person_id in rows:
        names[key] = name
        if person_id not in (None, but):
            spans[key].append(Span(starts_on, ends_on))
    days = {key: nobody_from(spans[key], viewer.today) for key in names}
    found = [Unlooked(key, names[key], day, day <= viewer.today) for key, day in days.items() if day is not None]
    return sorted(found, key=lambda one: (one.since, one.constellation))


def left_alone_by(viewer: Viewer, person_id: uuid.UUID) -> list[Unlooked]:
    """The constellations that nobody would look after once somebody has left, and somebody does now."""
    before = {one.constellation_id for one in without_liaison(viewer)}
    return [one for one in without_liaison(viewer, but=person_id) if one.constellation_id not in before]


def number_without_liaison(viewer: Viewer) -> int:
    """How many constellations nobody looks after; none for those who give nobody any."""
    return len(without_liaison(viewer)) if viewer.may(Permission.INVITE_PEOPLE) else 0
