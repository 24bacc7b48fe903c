"""What is too old: which conversations have something to lose, how much would go, and what goes next."""

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.keeping.rules import Cut
from constellations.keeping.whose.queries import people_affected
from messaging.announcements.models import Announcement, GotIt
from messaging.attachments.models import Attachment
from messaging.keeping.queries import is_held
from messaging.keeping.rules import CONVERSATIONS, Kept
from messaging.models import Conversation, EarlierWords, Mention, Message, Reaction
from messaging.polls.models import Poll
from messaging.rules import OF_CONSTELLATION
from messaging.safeguarding.models import Concern

SYSTEM = Viewer.system


def too_old(service_id: uuid.UUID | None, kept: Kept, since: dt.datetime) -> list[uuid.UUID]:
    """The conversations of a kind whose oldest message is from before a moment, and which nothing holds."""
    oldest = and_(Message.conversation_id == Conversation.id, Message.seq == Conversation.kept_from_seq)
    asked = select(Conversation.id).join(Message, oldest).where(_may_go(service_id), Message.created_at < since)
    return _ids(asked.where(Conversation.kind.in_(CONVERSATIONS[kept])).order_by(Conversation.id))


def with_old_words(service_id: uuid.UUID | None, since: dt.datetime) -> list[uuid.UUID]:
    """The conversations that have earlier words, or removed messages with something left, from before a moment."""
    asked = select(Conversation.id).join(Message, Message.conversation_id == Conversation.id)
    return _ids(asked.where(_may_go(service_id), has_old_words(since)).distinct().order_by(Conversation.id))


def has_old_words(since: dt.datetime) -> ColumnElement[bool]:
    """Whether a message has earlier words from before a moment, or was removed before it and has something left."""
    left = (exists().where(model.message_id == Message.id) for model in (Reaction, Mention, Poll, Attachment))
    earlier = exists().where(EarlierWords.message_id == Message.id, EarlierWords.until < since)
    return or_(earlier, and_(Message.removed_at < since, Message.seq >= _kept_from(), or_(*left)))


def next_messages(conversation: Conversation, since: dt.datetime, most: int) -> list[tuple[uuid.UUID, int]]:
    """The oldest messages that go, with their numbers, held until the commit: all before the first that is kept.

    Who raises a concern about one of them at this moment has done so before, or comes too late.
    """
    here = and_(Message.conversation_id == conversation.id, Message.seq >= conversation.kept_from_seq)
    stays = select(func.min(Message.seq)).where(here, Message.created_at >= since)
    first_kept = session().scalar(covering(SYSTEM(), stays)) or conversation.last_seq + 1
    gone = select(Message.id, Message.seq).where(here, Message.seq < first_kept).order_by(Message.seq).limit(most)
    return [(row[0], row[1]) for row in session().execute(covering(SYSTEM(), gone.with_for_update()))]


def next_old_words(conversation: Conversation, since: dt.datetime, most: int) -> list[uuid.UUID]:
    """The next messages with earlier words that go, held until the commit."""
    here = select(Message.id).where(Message.conversation_id == conversation.id, has_old_words(since))
    return _ids(here.order_by(Message.seq).limit(most).with_for_update())


def next_announcements(service_id: uuid.UUID | None, since: dt.datetime, most: int) -> list[uuid.UUID]:
    """The next announcements that go, held until the commit."""
    asked = select(Announcement.id).where(_old_announcement(service_id, since))
    return _ids(asked.order_by(Announcement.id).limit(most).with_for_update())


def is_held_now(conversation_id: uuid.UUID) -> bool:
    """Whether something holds a conversation at this moment."""
    return bool(session().scalar(covering(SYSTEM(), select(is_held(conversation_id)))))


def messages_too_old(kept: Kept, cut: Cut) -> int:
    """How many messages of a kind of conversation would go from a service."""
    there = and_(Message.created_at < cut.begins, Conversation.kind.in_(CONVERSATIONS[kept]))
    return _count(_messages(cut.service_id).where(there, Message.seq >= Conversation.kept_from_seq))


def announcements_too_old(cut: Cut) -> int:
    """How many announcements would go from a service."""
    return _count(select(Announcement.id).where(_old_announcement(cut.service_id, cut.begins)))


def earlier_words_too_old(cut: Cut) -> int:
    """How many earlier wordings of messages would go from a service."""
    of_service = EarlierWords.message_id.in_(_messages(cut.service_id))
    return _count(select(EarlierWords.number).where(EarlierWords.until < cut.begins, of_service))


def named_by_concern(message_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of some messages about which somebody has ever raised a concern."""
    named = select(Concern.message_id).where(Concern.message_id.in_(message_ids))
    return set(session().scalars(covering(SYSTEM(), named)))


def _messages(service_id: uuid.UUID | None) -> Select[uuid.UUID]:
    """Selects the messages of a service that nothing holds."""
    joined = select(Message.id).join(Conversation, Conversation.id == Message.conversation_id)
    return joined.where(_may_go(service_id))


def _may_go(service_id: uuid.UUID | None) -> ColumnElement[bool]:
    return and_(Conversation.service_id == service_id, ~is_held(Conversation.id))


def _old_announcement(service_id: uuid.UUID | None, since: dt.datetime) -> ColumnElement[bool]:
    """Whether an announcement went out, or was called off, before a moment, and no conversation of its people is held.

    One that waits for its moment stays. One to the whole service is held with any of its constellations, and any with
    who wrote it or has answered it, as what is said in a conversation is.
    """
    held = select(Conversation.subject_id).where(
        Conversation.service_id == service_id, Conversation.kind.in_(OF_CONSTELLATION), is_held(Conversation.id)
    )
    answered = select(GotIt.announcement_id).where(GotIt.person_id.in_(people_affected()))
    is_theirs = and_(Announcement.constellation_id.is_not(None), Announcement.constellation_id.not_in(held))
    return and_(
        Announcement.service_id == service_id,
        func.coalesce(Announcement.sent_at, Announcement.withdrawn_at) < since,
        Announcement.author_id.not_in(people_affected()),
        Announcement.id.not_in(answered),
        or_(is_theirs, and_(Announcement.constellation_id.is_(None), ~held.exists())),
    )


def _kept_from() -> ColumnElement[int]:
    floor = select(Conversation.kept_from_seq).where(Conversation.id == Message.conversation_id)
    return floor.correlate(Message).scalar_subquery()


def _ids(asked: Select[uuid.UUID]) -> list[uuid.UUID]:
    return list(session().scalars(covering(SYSTEM(), asked)))


def _count(asked: Select[uuid.UUID] | Select[int]) -> int:
    counted = select(func.count()).select_from(asked.subquery())
    return session().scalar(covering(SYSTEM(), counted)) or 0
