"""A conversation with what is said in it, and one message with what may be done, as their reader may know them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from constellations.access import Viewer, covering, is_key
from constellations.core import clock
from constellations.core.database import session
from messaging.attachments.queries import may_send
from messaging.attachments.rules import MaySend
from messaging.conversations.queries import ConversationLine, conversation_line, read_until
from messaging.groups.settling.queries import Settled, settled
from messaging.messages.queries import (
    PAGE,
    MessageShown,
    Numbers,
    last_numbers,
    message_of,
    messages_before,
    messages_in,
    pinned_messages,
    shown,
)
from messaging.models import Conversation, Message, ReadMark
from messaging.people.queries import people_of
from messaging.polls.calendar.queries import ChosenDay, day_chosen_in
from messaging.polls.queries import own_votes
from messaging.polls.rules import Says
from messaging.receipts.queries import Seen, seen_by, seen_last
from messaging.rules import EDIT_FOR, MOST_FOR_SEEN_BY, ConversationKind, place_of
from messaging.safeguarding.looks.queries import LookShown, looks_at
from messaging.safeguarding.raising.queries import Raised, raised_about
from messaging.safeguarding.subjects.queries import message_subject


@dataclass(frozen=True, slots=True)
class NewBefore:
    """How many messages that are not on a page are new before it, and the way to the first of them."""

    number: int
    path: str


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """A conversation as it is read: some of its messages in order, what is pinned, and what one answers.

    `first_unread` is the number of the first of these that the viewer has not read, none where all are read; `looks`
    are those of staff who read it from outside, by the number of the message above which each stands, 0 for the end.
    `mine` is what the viewer has answered to polls; `group` how it stands with it, where it is one.
    """

    line: ConversationLine
    messages: list[MessageShown]
    has_earlier: bool
    pinned: list[MessageShown]
    answered: MessageShown | None
    numbers: Numbers
    first_unread: int | None
    new_before: NewBefore | None
    people: int
    looks: Mapping[int, list[LookShown]]
    may_send: MaySend
    mine: dict[uuid.UUID, dict[int, Says]]
    seen: Seen | None
    group: Settled | None

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is said here: in a closed group, or in a constellation that has closed."""
        return self.has_closed or (self.group is not None and self.group.closed_at is not None)

    @property
    def has_closed(self) -> bool:
        """Whether its constellation has closed."""
        return self.line.closes_on is not None and self.line.closes_on <= clock.today()

    @property
    def tells_seen(self) -> bool:
        """Whether so few are in it that one is told who has seen what one said."""
        return self.people <= MOST_FOR_SEEN_BY

    @property
    def later(self) -> bool:
        """Whether more was said after these: then the page is one to read, and nothing of it is live."""
        return bool(self.messages) and self.messages[-1].seq < self.numbers.seq

    @property
    def after_these(self) -> int | None:
        """Before which number the next page ends; none where that is the newest."""
        ends = self.messages[-1].seq + PAGE + 1
        return ends if ends <= self.numbers.seq else None

    @property
    def begins_late(self) -> bool:
        """Whether what was said before these was removed for good, because the service keeps it no longer."""
        return not self.has_earlier and self.numbers.kept_from > 1

    @property
    def earlier(self) -> int | None:
        """Before which number there is more; none at the beginning."""
        return self.messages[0].seq if self.has_earlier else None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One message, and what its reader may do with it; `chosen` is the day that its poll found."""

    message: MessageShown
    line: ConversationLine
    is_own: bool
    may_edit: bool
    may_remove: bool
    raised: tuple[Raised, ...]
    mine: dict[uuid.UUID, dict[int, Says]]
    seen_by: tuple[str, ...]
    chosen: ChosenDay | None


def conversation_page(
    viewer: Viewer, conversation_id: uuid.UUID, before: int | None = None, answered: uuid.UUID | None = None
) -> ConversationPage:
    """A conversation to be read and written in; raises NotFound."""
    # Before the messages: what is said meanwhile may come twice, but is never counted and not shown.
    numbers = last_numbers(viewer, conversation_id)
    line = conversation_line(viewer, conversation_id)
    # One more than is shown, to know whether there is an earlier page.
    found = messages_before(viewer, conversation_id, before, PAGE + 1)
    messages = found[-PAGE:]
    has_earlier = len(found) > PAGE
    read = _read_up_to(viewer, conversation_id) if line.unread else numbers.seq
    unread = [one.seq for one in messages if one.seq > read and one.sender_id != viewer.person_id and not one.removed]
    return ConversationPage(
        line=line,
        messages=messages,
        has_earlier=has_earlier,
        pinned=pinned_messages(viewer, conversation_id) if before is None else [],
        answered=_answered(viewer, conversation_id, answered),
        numbers=numbers,
        first_unread=unread[0] if unread else None,
        new_before=_new_before(viewer, conversation_id, read, unread[0]) if unread and has_earlier else None,
        people=len(people_of(viewer, conversation_id)),
        looks=looks_at(viewer, conversation_id, messages, has_earlier, before),
        may_send=may_send(viewer),
        mine=own_votes(viewer, [one.message_id for one in messages if one.poll]),
        seen=seen_last(viewer, conversation_id),
        group=settled(viewer, conversation_id) if line.kind is ConversationKind.GROUP else None,
    )


def page_around(viewer: Viewer, conversation_id: uuid.UUID, seq: int) -> int | None:
    """Before which number a page ends that has a message in its middle; none where it is among the newest.

    Raises NotFound.
    """
    return seq + PAGE // 2 if seq <= last_numbers(viewer, conversation_id).seq - PAGE else None


def message_page(viewer: Viewer, message_id: uuid.UUID) -> MessagePage:
    """One message; raises NotFound alike for not there and not theirs."""
    found = message_of(viewer, message_id)
    is_own = found.sender_id == viewer.person_id
    is_there = found.removed_at is None and found.hidden_at is None
    return MessagePage(
        message=shown([found])[0],
        line=conversation_line(viewer, found.conversation_id),
        is_own=is_own,
        may_edit=is_own and is_there and clock.now() - found.created_at <= EDIT_FOR,
        may_remove=is_there and (is_own or viewer.is_staff),
        raised=raised_about(viewer, message_subject(viewer, found.id)),
        mine=own_votes(viewer, [found.id] if found.carries_poll else []),
        seen_by=seen_by(viewer, found) if is_there else (),
        chosen=day_chosen_in(viewer, found),
    )


def _answered(viewer: Viewer, conversation_id: uuid.UUID, answered: uuid.UUID | None) -> MessageShown | None:
    """The message that one is about to answer, where it is one of this conversation's and still there."""
    if answered is None:
        return None
    found = session().scalars(messages_in(viewer, conversation_id).where(Message.id == answered)).one_or_none()
    return None if found is None or found.removed_at or found.hidden_at else shown([found])[0]


def _read_up_to(viewer: Viewer, conversation_id: uuid.UUID) -> int:
    mark = and_(ReadMark.conversation_id == Conversation.id, is_key(ReadMark.person_id, viewer.person_id))
    asked = select(read_until(Conversation.id)).select_from(Conversation).outerjoin(ReadMark, mark)
    mine = covering(viewer, asked.where(Conversation.id == conversation_id), Conversation, through=(ReadMark, Message))
    return session().execute(mine).scalar_one()


def _new_before(viewer: Viewer, conversation_id: uuid.UUID, read: int, seq: int) -> NewBefore | None:
    """What is new after one number and before another, none where nothing is."""
    of_others = messages_in(viewer, conversation_id).where(
        Message.seq > read, Message.seq < seq, Message.sender_id != viewer.person_id, Message.removed_at.is_(None)
    )
    counted = of_others.with_only_columns(Message.id, Message.seq, func.count().over()).order_by(Message.seq).limit(1)
    row = session().execute(counted).one_or_none()
    return NewBefore(row[2], place_of(conversation_id, row[1], row[0])) if row else None
