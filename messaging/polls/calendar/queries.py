"""A poll whose day is chosen, as who plans an event sees it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.events.models import Occurrence
from constellations.permissions import Permission
from messaging.messages.queries import message_of
from messaging.models import Conversation, Message
from messaging.polls.models import PollAnswer
from messaging.polls.queries import poll_of
from messaging.polls.rules import NoDayChosen
from messaging.rules import ConversationKind


@dataclass(frozen=True, slots=True)
class ChosenDay:
    """What a poll asked, the day that was chosen, and the constellation in whose conversation that was.

    `occurrence_id` is what stands in the calendar for it already, where the viewer sees that; `is_planned` whether
    something does; where nothing does they may plan it.
    """

    question: str
    day: dt.date
    constellation_id: uuid.UUID | None
    is_planned: bool
    occurrence_id: uuid.UUID | None
    may_plan: bool


def chosen_day(viewer: Viewer, message_id: uuid.UUID) -> ChosenDay:
    """The day that was chosen in a poll that the viewer reads; raises NoDayChosen, NotFound."""
    message = message_of(viewer, message_id)
    if not message.carries_poll:
        raise NotFound
    found = day_chosen_in(viewer, message)
    if found is None:
        raise NoDayChosen
    return found


def day_chosen_in(viewer: Viewer, message: Message) -> ChosenDay | None:
    """The day that was chosen in the poll of a message that the viewer reads; none where there is none."""
    poll = poll_of(message.id) if message.carries_poll and message.removed_at is None else None
    if poll is None or poll.chosen is None:
        return None
    answer = select(PollAnswer.day).where(PollAnswer.message_id == message.id, PollAnswer.number == poll.chosen)
    day = session().scalars(covering(Viewer.system(), answer)).one()
    conversation = find(viewer, Conversation, message.conversation_id)
    if day is None:
        return None
    return ChosenDay(
        question=" ".join(message.body.split()),
        day=day,
        constellation_id=conversation.subject_id if conversation.kind is ConversationKind.EVERYONE else None,
        is_planned=poll.occurrence_id is not None,
        occurrence_id=_seen(viewer, poll.occurrence_id),
        may_plan=poll.occurrence_id is None and _plans_for_others(viewer),
    )


def _plans_for_others(viewer: Viewer) -> bool:
    """Whether the viewer plans for more than the own family, which no poll is about."""
    return viewer.may(Permission.PLAN_EVENTS) and (viewer.is_staff or bool(viewer.hub_or_cover_of))


def _seen(viewer: Viewer, occurrence_id: uuid.UUID | None) -> uuid.UUID | None:
    if occurrence_id is None:
        return None
    found = session().scalars(visible(viewer, Occurrence).where(Occurrence.id == occurrence_id)).one_or_none()
    return found.id if found else None
