"""Events of which somebody may have to be reminded, and what each family said to them."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.events.answers.models import EventAnswer
from constellations.events.models import Event, Occurrence


def dates_between(
    viewer: Viewer, service_id: uuid.UUID | None, first: dt.date, last: dt.date
) -> Sequence[tuple[Occurrence, Event]]:
    """The dates of a service's events from one day to another, both included, that take place; in order."""
    asked = (
        select(Occurrence, Event)
        .join(Event, Event.id == Occurrence.event_id)
        .where(
            Event.service_id == service_id,
            Occurrence.starts_on.between(first, last),
            Occurrence.cancelled_at.is_(None),
            Event.cancelled_at.is_(None),
        )
        .order_by(Occurrence.starts_on, Occurrence.starts_at, Occurrence.id)
    )
    return session().execute(covering(viewer, asked, Event, through=(Occurrence,))).all()


def answers_to(viewer: Viewer, occurrence_id: uuid.UUID) -> dict[uuid.UUID, EventAnswer]:
    """What families said to one date of an event, by home."""
    asked = select(EventAnswer).where(EventAnswer.occurrence_id == occurrence_id)
    return {one.home_id: one for one in session().scalars(covering(viewer, asked, EventAnswer))}
