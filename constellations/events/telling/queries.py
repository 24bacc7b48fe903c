"""Whom an event is for: as a condition for who looks, and as people who are told."""

import uuid
from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, or_, select

from constellations.access import Viewer, covering, is_key
from constellations.core.database import session
from constellations.events.answers.models import EventAnswer, asked_on_its_day
from constellations.events.answers.rules import COMES
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle
from constellations.models import LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import CARERS, Role


def events_around(viewer: Viewer) -> Select[uuid.UUID]:
    """The events that are for the viewer: as carer of a home of today, as liaison worker of today, as of the service.

    Narrower than what stands in a calendar: who only sees the whole service is not one whom it is for.
    """
    ours = select(EventConstellation.event_id).where(EventConstellation.constellation_id.in_(viewer.constellation_ids))
    circles = (
        and_(Event.circle == Circle.CONSTELLATIONS, Event.id.in_(ours)),
        Event.circle == Circle.SERVICE,
        and_(Event.circle == Circle.HOME, _is_family(viewer)),
    )
    return select(Event.id).where(is_key(Event.service_id, viewer.service_id), or_(*circles))


def people_around(event: Event) -> set[uuid.UUID]:
    """The same from the other side: everybody whom an event is for today."""
    everything = Viewer.system()
    if event.circle is Circle.SERVICE:
        here = select(Person.id).where(Person.service_id == event.service_id, Person.role != Role.REGIONAL)
        return set(session().scalars(covering(everything, here.where(Person.left_at.is_(None)))))
    near = _constellations_of(event, everything)
    homes = select(Membership.home_id).where(
        Membership.constellation_id.in_(near), holds_on(Membership, everything.today)
    )
    workers = select(LiaisonAssignment.person_id).where(
        LiaisonAssignment.constellation_id.in_(near), holds_on(LiaisonAssignment, everything.today)
    )
    is_home = is_key(Person.home_id, event.home_id) if event.circle is Circle.HOME else Person.home_id.in_(homes)
    is_theirs = or_(and_(Person.role.in_(CARERS), is_home), and_(Person.role == Role.LIAISON, Person.id.in_(workers)))
    people = select(Person.id).where(is_theirs, Person.left_at.is_(None))
    return set(session().scalars(covering(everything, people)))


def people_expected(occurrence_ids: Collection[uuid.UUID], *, has_moved: bool = False) -> set[uuid.UUID]:
    """The carers of the families that said of some dates that they come, or maybe.

    Who has left by then is not expected; where the dates have moved that may be why, so these count as well.
    """
    said = EventAnswer.occurrence_id.in_(occurrence_ids) & EventAnswer.said.in_(COMES)
    people = (
        select(Person.id)
        .join(EventAnswer, EventAnswer.home_id == Person.home_id)
        .join(Occurrence, Occurrence.id == EventAnswer.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
        .where(said, Person.role.in_(CARERS))
    )
    people = people if has_moved else people.where(asked_on_its_day(EventAnswer.home_id))
    return set(session().scalars(covering(Viewer.system(), people)))


def _is_family(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.is_carer:
        return is_key(Event.home_id, viewer.home_id)
    members = select(Membership.home_id).where(
        Membership.constellation_id.in_(viewer.constellation_ids), holds_on(Membership, viewer.today)
    )
    return Event.home_id.in_(members)


def _constellations_of(event: Event, everything: Viewer) -> Select[uuid.UUID]:
    if event.circle is Circle.HOME:
        return select(Membership.constellation_id).where(
            is_key(Membership.home_id, event.home_id), holds_on(Membership, everything.today)
        )
    return select(EventConstellation.constellation_id).where(EventConstellation.event_id == event.id)
