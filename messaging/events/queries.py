"""Whose a conversation about an event is: everybody's whom the event is for, whether they have answered or not.

A series has one, which belongs to the event that it began as; see `first_of_series`.
"""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import select

from constellations.access import Viewer, covering, find
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.events.models import Event
from constellations.events.telling.queries import events_around, people_around
from messaging.declaration import Circle
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


CIRCLES = (Circle(ConversationKind.EVENT, events_around, people_of_event, titles_of_events, service_of_event),)
"""What a conversation here may belong to."""
