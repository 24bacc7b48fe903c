"""Putting the day that a poll found into the calendar."""

import uuid

from constellations.access import Viewer
from constellations.activity.actions import record
from constellations.core.database import transaction
from constellations.events.actions import Plan, plan_event
from constellations.events.queries import first_date_of
from constellations.permissions import Permission
from messaging.messages.actions import held_message
from messaging.polls.calendar.queries import chosen_day
from messaging.polls.queries import poll_of
from messaging.polls.rules import InTheCalendarAlready


def put_into_calendar(viewer: Viewer, message_id: uuid.UUID, plan: Plan) -> uuid.UUID:
    """Plan the event for which a poll found a day; gives its date.

    Raises NoDayChosen, InTheCalendarAlready, NotFound, and as planning does.
    """
    viewer.must(Permission.TALK)
    with transaction():
        conversation, message = held_message(viewer, message_id)
        if chosen_day(viewer, message.id).is_planned:
            raise InTheCalendarAlready
        event = plan_event(viewer, plan)
        poll = poll_of(message.id)
        at = first_date_of(viewer, event.id)
        if poll is not None:
            poll.occurrence_id = at
        record(viewer, "put_day_into_calendar", conversation.id, service_id=conversation.service_id)
        return at
