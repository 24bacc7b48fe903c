"""Whose a conversation about an event is: everybody's whom the event is for, whether they have answered or not; and
the thanks afterwards as something that may worry somebody.

A series has one, which belongs to the event that it began as; see `first_of_series`.
"""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import select

from constellations.access import Viewer, covering, find
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.events.attendance.queries import who_came
from constellations.events.models import Event, Occurrence
from constellations.events.telling.queries import events_around, people_around
from messaging.declaration import Circle, Note
from messaging.rules import ConversationKind


def people_of_event(event_id: uuid.UUID) -> set[uuid.UUID]:
    """Everybody in the conversation of an event today."""
    return people_around(find(Viewer.system(), Event, event_id))


def titles_of_events(viewer: Viewer, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """What events are called that are for the viewer."""
    named = select(Event.id, Event.title).where(Event.id.in_(ids), Event.id.in_(events_around(viewer)))
    return {row[0]: row[1] for row in session().execute(covering(Viewer.system(), named))}


def service_of_event(viewer: Viewer, event_id: uuid.UUID) -> uuid.UUID:
    """Whose event it is, of one that a series began as; raises NotFound where it is not for the viewer."""
    mine = select(Event.service_id).where(
        Event.id == event_id, Event.follows_id.is_(None), Event.id.in_(events_around(viewer))
    )
    service_id = session().scalars(covering(Viewer.system(), mine)).one_or_none()
    if service_id is None:
        raise NotFound
    return service_id


def worrying_thanks(viewer: Viewer, occurrence_id: uuid.UUID) -> Note:
    """The thanks to those who came to one date of an event that the viewer sees, as a concern about them keeps them.

    Raises NotFound where there are none, they are hidden, or nobody is known to have written them.
    """
    at, came = find(viewer, Occurrence, occurrence_id), who_came(viewer, occurrence_id)
    if not came.thanks or came.thanked_by is None or came.thanked_at is None:
        raise NotFound
    service_id = find(viewer, Event, at.event_id).service_id
    return Note(service_id, came.thanked_by, (), came.thanked_at, came.thanks, f"/events/{at.id}")


CIRCLES = (Circle(ConversationKind.EVENT, events_around, people_of_event, titles_of_events, service_of_event),)
"""What a conversation here may belong to."""
