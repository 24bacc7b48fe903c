"""Who stands in for whom, today and later, and who could."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, find, visible
from constellations.core.clock import london
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.deputies.models import Deputy
from constellations.deputies.rules import DEPUTIES, StandIn, stood_in_on
from constellations.models import Person
from constellations.permissions import Permission
from constellations.rules import Span

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DeputyLine:
    """Somebody who stands in for somebody, from a first to a last day."""

    deputy_id: uuid.UUID
    deputy: str
    for_name: str
    first: dt.date
    last: dt.date
    is_now: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class DeputyPage:
    """Somebody with those who stand in for them from today on, and who could, by id."""

    person: Person
    lines: tuple[DeputyLine, ...]
    choices: dict[str, str]
    is_own: bool
    may_name: bool


def deputy_page(viewer: Viewer, person_id: uuid.UUID) -> DeputyPage:
    """Who stands in for somebody: oneself, or for managers and finance anybody of the service; raises NotFound."""
    person = find(viewer, Person, person_id)
    if not (viewer.sees_whole_service or viewer.person_id == person.id):
        raise NotFound
    return DeputyPage(
        person=person,
        lines=deputies_ahead(viewer, or_(Deputy.for_id == person.id, Deputy.person_id == person.id)),
        choices=_choices(viewer, person),
        is_own=viewer.person_id == person.id,
        may_name=may_name_for(viewer, person.id),
    )


def may_name_for(viewer: Viewer, person_id: uuid.UUID) -> bool:
    """Whether the viewer may say who stands in for somebody: for oneself, or as a manager who is one."""
    own = viewer.person_id == person_id and viewer.may(Permission.NAME_DEPUTY)
    return own or (viewer.may(Permission.INVITE_PEOPLE) and viewer.acts_as_own)


def deputies_ahead(viewer: Viewer, which: ColumnElement[bool] | None = None) -> tuple[DeputyLine, ...]:
    """Who stands in for whom in the viewer's service, today and later, in the order of the days."""
    deputy, other = aliased(Person), aliased(Person)
    asked = (
        select(Deputy, deputy.name, other.name)
        .join(deputy, deputy.id == Deputy.person_id)
        .join(other, other.id == Deputy.for_id)
        .where(Deputy.ends_on > viewer.today)
        .order_by(Deputy.starts_on, Deputy.id)
    )
    if which is not None:
        asked = asked.where(which)
    return tuple(
        DeputyLine(
            deputy_id=row.id,
            deputy=name,
            for_name=for_name,
            first=row.starts_on,
            last=row.ends_on - _DAY,
            is_now=row.starts_on <= viewer.today,
            may_end=may_name_for(viewer, row.for_id) or row.person_id == viewer.person_id,
        )
        for row, name, for_name in session().execute(covering(viewer, asked, Deputy, through=(Person,)))
    )


def stand_ins(viewer: Viewer, *which: ColumnElement[bool]) -> Sequence[StandIn]:
    """Those who stand in, by names and days: facts, for who names another one."""
    deputy, other = aliased(Person), aliased(Person)
    asked = (
        select(deputy.name, other.name, Deputy.starts_on, Deputy.ends_on)
        .select_from(Deputy)
        .join(deputy, deputy.id == Deputy.person_id)
        .join(other, other.id == Deputy.for_id)
        .where(*which)
    )
    rows = session().execute(covering(viewer, asked, Deputy, through=(Person,)))
    return [StandIn(name, for_name, Span(starts_on, ends_on)) for name, for_name, starts_on, ends_on in rows]


Act = tuple[uuid.UUID, dt.datetime]
"""Who did something, and when."""


def acted_as(acts: Collection[Act]) -> Mapping[Act, frozenset[uuid.UUID]]:
    """Under whose names each was done: their own, and of those whose deputy they were; as `Viewer.names` says of now.

    What takes two people takes one more than these, on whichever side of it the deputy is.
    """
    asked = select(Deputy.person_id, Deputy.for_id, Deputy.starts_on, Deputy.ends_on).where(
        Deputy.person_id.in_({person_id for person_id, _ in acts})
    )
    rows = session().execute(covering(Viewer.system(), asked)).all() if acts else []
    return {
        (person_id, at): frozenset(
            {person_id}
            | {
                for_id
                for deputy_id, for_id, starts_on, ends_on in rows
                if deputy_id == person_id and stood_in_on(london(at).date(), starts_on, ends_on)
            }
        )
        for person_id, at in acts
    }


def names_at(person_id: uuid.UUID, at: dt.datetime) -> frozenset[uuid.UUID]:
    """The same of one act."""
    return acted_as([(person_id, at)])[person_id, at]


def _choices(viewer: Viewer, person: Person) -> dict[str, str]:
    roles: Collection[str] = DEPUTIES.get(person.role, frozenset())
    asked = visible(viewer, Person).where(
        Person.service_id == person.service_id,
        Person.role.in_(roles),
        Person.left_at.is_(None),
        Person.id != person.id,
    )
    return {str(row.id): row.name for row in session().scalars(asked.order_by(Person.name))}
