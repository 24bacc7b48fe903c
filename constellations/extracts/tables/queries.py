"""The rows of the pseudonymised tables of homes and of events: no name, no initials, no place, no words."""

import uuid
from collections.abc import Iterator

from sqlalchemy import and_, func, select

from constellations.access import Viewer, covering
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import session
from constellations.engagement.signs.queries import signs_by_month
from constellations.events.answers.models import EventAnswer, asked_on_its_day
from constellations.events.answers.rules import Coming
from constellations.events.attendance.models import Attendance
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle
from constellations.extracts.rules import Mask, month_or_none
from constellations.models import Constellation, Home, HomeTerms, Membership, holds_on

MONTHS_OF_SIGNS = 24
"""As far back as signs of life are told, this month included."""


def homes(viewer: Viewer, service_id: uuid.UUID, mask: Mask) -> Iterator[tuple[object, ...]]:
    """A row for each membership that a home has or had; what it is ready for is that of today."""
    rows = (
        select(
            Membership.home_id,
            Membership.constellation_id,
            Constellation.kind,
            Membership.role,
            Membership.starts_on,
            Membership.ends_on,
            HomeTerms.beds,
            HomeTerms.status,
        )
        .join(Constellation, Constellation.id == Membership.constellation_id)
        .outerjoin(HomeTerms, and_(HomeTerms.home_id == Membership.home_id, holds_on(HomeTerms, viewer.today)))
        .where(Constellation.service_id == service_id)
        .order_by(Membership.id)
    )
    for home, constellation, kind, role, since, until, beds, status in session().execute(
        covering(viewer, rows, Constellation, through=(Membership, HomeTerms))
    ):
        joined, left = month_or_none(since, ALWAYS), month_or_none(until, ALWAYS)
        yield mask.of(home), mask.of(constellation), kind, role, joined, left, beds, status


def events(viewer: Viewer, service_id: uuid.UUID, mask: Mask) -> Iterator[tuple[object, ...]]:
    """A row for each date of what is for constellations, and each of these; of one family's time none."""
    going = (
        select(func.count())
        .where(EventAnswer.occurrence_id == Occurrence.id, EventAnswer.said == Coming.GOING)
        .where(EventAnswer.waits_since.is_(None), asked_on_its_day(EventAnswer.home_id))
        .scalar_subquery()
    )
    came = select(func.count()).where(Attendance.occurrence_id == Occurrence.id).scalar_subquery()
    rows = (
        select(
            Occurrence.id,
            EventConstellation.constellation_id,
            Event.kind,
            Occurrence.starts_on,
            Occurrence.minutes,
            Occurrence.cancelled_at.is_not(None),
            going,
            came,
        )
        .join(Event, Event.id == Occurrence.event_id)
        .join(EventConstellation, EventConstellation.event_id == Event.id)
        .where(Event.service_id == service_id, Event.circle == Circle.CONSTELLATIONS)
        .order_by(Occurrence.starts_on, Occurrence.id, EventConstellation.constellation_id)
    )
    beside = (Occurrence, EventConstellation, EventAnswer, Attendance, HomeTerms, Membership)
    for event, constellation, *rest in session().execute(covering(viewer, rows, Event, through=beside)):
        yield mask.of(event), mask.of(constellation), *rest


def signs(viewer: Viewer, service_id: uuid.UUID, mask: Mask) -> Iterator[tuple[object, ...]]:
    """A row for each home, month and kind of sign of life of which there was any."""
    theirs = select(Home.id).where(Home.service_id == service_id).order_by(Home.id)
    keys = session().scalars(covering(viewer, theirs, Home)).all()
    last = Month.of(viewer.today)
    counted = signs_by_month(viewer, keys, last.shifted(1 - MONTHS_OF_SIGNS), last)
    for key in keys:
        for month, kinds in counted[key].items():
            for sign, number in sorted(kinds.items()):
                yield mask.of(key), str(month), sign, number
