"""Asking a poll in a conversation, answering it, closing it, and choosing the day."""

import datetime as dt
import uuid

from flask_babel import gettext, ngettext
from sqlalchemy import delete, select

from constellations.access import Viewer, covering
from constellations.accounts.actions import own_id
from constellations.activity.actions import record, record_of_day
from constellations.core import clock
from constellations.core.database import after_commit, session, transaction
from constellations.core.errors import NotFound
from constellations.core.words import full_day_words
from constellations.jobs.rules import JobResult
from constellations.permissions import Permission
from messaging.conversations.queries import held_conversation
from messaging.messages.actions import held_message, note_changed
from messaging.models import Conversation, Message
from messaging.polls import rules
from messaging.polls.models import Poll, PollAnswer, Vote
from messaging.polls.queries import poll_of
from messaging.polls.rules import Asking, PollKind, Says
from messaging.posting.actions import Written, post_message
from messaging.posting.queries import sent_before
from messaging.telling.sockets import votes_told


def ask_poll(viewer: Viewer, conversation_id: uuid.UUID, written: Written, asking: Asking) -> Message:
    """Ask a question with answers to choose from; sent again, gives what was stored the first time.

    Raises what `post_message` raises, TooFewAnswers, TooManyAnswers, AnswerTooLong, DayNotAhead, ClosesTooSoon.
    """
    viewer.must(Permission.TALK)
    asked = rules.checked(asking, viewer.today)
    with transaction() as here:
        held_conversation(viewer, conversation_id)
        # A poll hangs on no message that was there before: it may carry none, and be where nobody writes any more.
        is_again = sent_before({(own_id(viewer), written.client_id)})
        message = post_message(viewer, conversation_id, written)
        if is_again:
            return message
        message.carries_poll = True
        kept = {"several": asked.several, "by_name": asked.by_name, "closes_on": asked.closes_on}
        here.add(Poll(message_id=message.id, kind=asked.kind, **kept))
        here.flush()
        offered = [{"words": answer} for answer in asked.answers] + [{"day": day} for day in asked.days]
        here.add_all(PollAnswer(message_id=message.id, number=n, **one) for n, one in enumerate(offered, 1))
        record(viewer, "asked_poll", conversation_id)
        return message


def vote(viewer: Viewer, message_id: uuid.UUID, number: int, says: Says | None) -> Message:
    """Answer a poll, or with none take that answer back; where one answer is chosen, in place of another.

    Raises NotAnAnswer, PollClosed, Removed, NotFound.
    """
    viewer.must(Permission.TALK)
    with transaction() as here:
        conversation, message, poll = _held_poll(viewer, message_id)
        if viewer.person_id is None:
            raise NotFound
        if not rules.is_open(poll.closed_at is not None, poll.closes_on, viewer.today):
            raise rules.PollClosed
        rules.must_be_sayable(poll.kind, says)
        if number not in _answers(message.id):
            raise rules.NotAnAnswer
        gone = delete(Vote).where(Vote.message_id == message.id, Vote.person_id == viewer.person_id)
        if poll.several or says is None:
            gone = gone.where(Vote.number == number)
        here.execute(covering(Viewer.system(), gone))
        if says is not None:
            here.add(Vote(message_id=message.id, number=number, person_id=viewer.person_id, says=says))
        record_of_day(viewer, "voted", conversation.id, service_id=conversation.service_id)
        note_changed("voted", conversation, message)
        after_commit(lambda: votes_told(viewer, conversation.id, message.id))
        return message


def close_poll(viewer: Viewer, message_id: uuid.UUID) -> None:
    """Let nobody answer any more; twice is once. For who asked. Raises NotWhoAsked, Removed, NotFound."""
    viewer.must(Permission.TALK)
    with transaction():
        conversation, message, poll = _own_poll(viewer, message_id)
        if poll.closed_at is None:
            poll.closed_at = clock.now()
            record(viewer, "closed_poll", conversation.id, service_id=conversation.service_id)
            note_changed("message_edited", conversation, message)


def choose_day(viewer: Viewer, message_id: uuid.UUID, number: int) -> None:
    """Choose one of the days, which closes the poll and is said in the conversation; twice is once.

    For who asked. Raises NotWhoAsked, NotAnAnswer, Removed, NotFound.
    """
    viewer.must(Permission.TALK)
    with transaction():
        conversation, message, poll = _own_poll(viewer, message_id)
        day = _answers(message.id).get(number)
        if poll.kind is not PollKind.DAYS or day is None:
            raise rules.NotAnAnswer
        if poll.chosen == number:
            return
        poll.chosen, poll.closed_at = number, poll.closed_at or clock.now()
        record(viewer, "chose_day", conversation.id, service_id=conversation.service_id)
        note_changed("message_edited", conversation, message)
        words = gettext("The day is chosen: %(day)s.", day=full_day_words(day))
        again = uuid.uuid5(message.id, f"{number} {message.change}")
        post_message(viewer, conversation.id, Written(again, words, message.id, sure=True))


def close_polls_at_end(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # of all services at once
    since: dt.date,  # noqa: ARG001  # however long ago its last day was, a poll that is still open closes now
    until: dt.date,
) -> JobResult:
    """Close the polls whose last day is over, so that everybody's page says so; each in a transaction of its own."""
    over = select(Poll.message_id).where(Poll.closed_at.is_(None), Poll.closes_on < until)
    gone = select(Message.id).where(Message.removed_at.is_not(None))
    found = session().scalars(covering(viewer, over.where(Poll.message_id.not_in(gone)).order_by(Poll.message_id)))
    closed = [_close_at_end(viewer, message_id) for message_id in found.all()]
    return JobResult(sum(closed), ngettext("%(num)s poll closed.", "%(num)s polls closed.", sum(closed)))


def _close_at_end(viewer: Viewer, message_id: uuid.UUID) -> bool:
    with transaction():
        conversation, message, poll = _held_poll(viewer, message_id)
        if poll.closed_at is not None:
            return False
        poll.closed_at = clock.now()
        note_changed("message_edited", conversation, message)
        return True


def _held_poll(viewer: Viewer, message_id: uuid.UUID) -> tuple[Conversation, Message, Poll]:
    """A poll that the viewer may read, with its conversation held; raises NotFound for a message that carries none."""
    conversation, message = held_message(viewer, message_id)
    poll = poll_of(message.id)
    if poll is None:
        raise NotFound
    return conversation, message, poll


def _own_poll(viewer: Viewer, message_id: uuid.UUID) -> tuple[Conversation, Message, Poll]:
    conversation, message, poll = _held_poll(viewer, message_id)
    if message.sender_id != viewer.person_id:
        raise rules.NotWhoAsked
    return conversation, message, poll


def _answers(message_id: uuid.UUID) -> dict[int, dt.date | None]:
    """The numbers of what a poll offers, and their days where they are days."""
    asked = select(PollAnswer.number, PollAnswer.day).where(PollAnswer.message_id == message_id)
    return {row[0]: row[1] for row in session().execute(covering(Viewer.system(), asked))}
