"""A conversation as staff with a reason read it: with what was changed, removed or hidden; and who has looked."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, is_key
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Constellation, Person
from constellations.permissions import Permission, Role
from messaging.messages.queries import PAGE, MessageShown, messages_in, shown
from messaging.models import Conversation, ConversationMember, EarlierWords, Message
from messaging.people.queries import people_in
from messaging.rules import OF_CONSTELLATION, ConversationKind
from messaging.safeguarding.concerns.queries import concern_read
from messaging.safeguarding.models import Concern, Look
from messaging.safeguarding.rules import LOOK_FOR, LookOver, is_open_look
from messaging.safeguarding.subjects.queries import message_of_concern
from messaging.window.queries import within_window

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class LookShown:
    """The line that everybody in a conversation reads: who read it, when, and why."""

    name: str
    role: Role
    at: dt.datetime
    reason: str
    is_copy: bool

    @property
    def on(self) -> dt.date:
        """The day in London."""
        return clock.london(self.at).date()


@dataclass(frozen=True, slots=True)
class Looked:
    """The conversation that somebody is about to read, or reads."""

    conversation_id: uuid.UUID
    kind: ConversationKind
    title: str | None
    constellation: str | None
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A message with all its words: those of now, none where it was removed, and the earlier ones in order."""

    message: MessageShown
    words: str | None
    earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookPage:
    """A page of a conversation for who has given a reason, until the hour is over.

    `earlier` is before which number there is more, none at the beginning.
    """

    look_id: uuid.UUID
    concern_id: uuid.UUID | None
    about_message: uuid.UUID | None
    reason: str
    until: dt.datetime
    looked: Looked
    messages: list[Whole]
    earlier: int | None


def looks_at(
    viewer: Viewer,
    conversation_id: uuid.UUID,
    messages: Sequence[MessageShown],
    has_earlier: bool,
    before: int | None = None,
) -> Mapping[int, list[LookShown]]:
    """Who has looked, beside a page of messages: by the number of the message above which it stands, 0 for the end.

    What is older than the page stands on an earlier one, and of what was before the viewer's own time they read no
    reason, as they read no message.
    """
    asked = select(Look, Person.name, Person.role).join(Person, Person.id == Look.person_id)
    asked = asked.where(Look.conversation_id == conversation_id).order_by(Look.at)
    if has_earlier:
        asked = asked.where(Look.at >= messages[0].at)
    if before is not None:
        later = select(Message.created_at).where(Message.conversation_id == conversation_id, Message.seq == before)
        asked = asked.where(Look.at < later.scalar_subquery())
    found = session().execute(covering(viewer, asked, Look, through=(Person, Message))).all()
    theirs = _in_their_time(viewer, [row[0].id for row in found])
    placed: dict[int, list[LookShown]] = defaultdict(list)
    for look, name, role in found:
        if look.id not in theirs:
            continue
        above = next((one.seq for one in messages if one.at > look.at), 0)
        placed[above].append(LookShown(name, role, look.at, look.reason, look.is_copy))
    return placed


def _in_their_time(viewer: Viewer, look_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of some looks the viewer may know of; nothing is asked where nobody has looked, as nearly everywhere."""
    if not look_ids:
        return set()
    asked = select(Look.id).join(Conversation, Conversation.id == Look.conversation_id)
    narrowed = asked.where(Look.id.in_(look_ids), within_window(viewer, Look.at))
    return set(session().scalars(covering(viewer, narrowed, Conversation, through=(Look, ConversationMember))))


def conversation_of_service(viewer: Viewer, conversation_id: uuid.UUID) -> Looked:
    """A conversation of the viewer's service, whether they are in it or not; raises NotFound."""
    viewer.must(Permission.LOOK_INTO_TALK)
    theirs = select(Conversation).where(
        Conversation.id == conversation_id, is_key(Conversation.service_id, viewer.service_id)
    )
    found = session().scalars(covering(SYSTEM(), theirs)).one_or_none()
    if found is None:
        raise NotFound
    return _looked(found)


def conversation_of_concern(viewer: Viewer, concern_id: uuid.UUID) -> Looked:
    """The conversation in which the message of a concern stands, of which the viewer is a reader.

    Raises NotFound, also where it is about a note.
    """
    message = message_of_concern(concern_read(viewer, concern_id))
    if message is None:
        raise NotFound
    return _looked(find(SYSTEM(), Conversation, message.conversation_id))


def look_page(viewer: Viewer, look_id: uuid.UUID, before: int | None = None) -> LookPage:
    """A page of what the viewer has given a reason for; raises LookOver after an hour, NotFound where it is not theirs.

    Whoever is no reader of the concern any more, or no manager, reads nothing, hour or not.
    """
    look, concern = open_look(viewer, look_id)
    found = _whole(look.conversation_id, before)
    messages = found[-PAGE:]
    return LookPage(
        look_id=look.id,
        concern_id=look.concern_id,
        about_message=concern.message_id if concern else None,
        reason=look.reason,
        until=look.at + LOOK_FOR,
        looked=_looked(find(SYSTEM(), Conversation, look.conversation_id)),
        messages=messages,
        earlier=messages[0].message.seq if len(found) > PAGE else None,
    )


def open_look(viewer: Viewer, look_id: uuid.UUID) -> tuple[Look, Concern | None]:
    """A look of the viewer's own, and the concern from which it began; raises LookOver, NotFound, as above."""
    own = select(Look).where(Look.id == look_id, is_key(Look.person_id, viewer.person_id))
    look = session().scalars(covering(viewer, own, Look)).one_or_none()
    if look is None:
        raise NotFound
    concern = concern_read(viewer, look.concern_id) if look.concern_id else None
    if concern is None:
        conversation_of_service(viewer, look.conversation_id)
    if not is_open_look(look.at, clock.now()):
        raise LookOver
    return look, concern


def _looked(conversation: Conversation) -> Looked:
    constellation = None
    if conversation.kind in OF_CONSTELLATION and conversation.subject_id:
        constellation = find(SYSTEM(), Constellation, conversation.subject_id).name
    return Looked(
        conversation_id=conversation.id,
        kind=conversation.kind,
        title=conversation.title,
        constellation=constellation,
        people=tuple(sorted(person.name for person in people_in(conversation).values())),
    )


def _whole(conversation_id: uuid.UUID, before: int | None) -> list[Whole]:
    """The last page before a number, or of all, and one message more where there is an earlier one."""
    asked = messages_in(SYSTEM(), conversation_id)
    if before is not None:
        asked = asked.where(Message.seq < before)
    return whole(list(reversed(session().scalars(asked.order_by(Message.seq.desc()).limit(PAGE + 1)).all())))


def whole(rows: Sequence[Message]) -> list[Whole]:
    """Messages with all their words; whether somebody may read those is asked before."""
    earlier = _earlier([row.id for row in rows])
    return [
        Whole(message, None if row.removed_at else row.body, earlier[row.id])
        for row, message in zip(rows, shown(rows), strict=True)
    ]


def _earlier(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    kept = select(EarlierWords).where(EarlierWords.message_id.in_(ids)).order_by(EarlierWords.number)
    found: dict[uuid.UUID, tuple[str, ...]] = defaultdict(tuple)
    for row in session().scalars(covering(SYSTEM(), kept)):
        found[row.message_id] += (row.body,)
    return found
