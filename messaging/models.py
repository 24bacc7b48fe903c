"""Conversations, who is in them by name, and their messages with what became of each."""

import datetime as dt
import uuid

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    false,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Person
from messaging.declaration import circles
from messaging.nearness.queries import is_around, is_near, is_near_viewer
from messaging.nearness.rules import AS_STAFF, Bond
from messaging.rules import ConversationKind


class Conversation(Base):
    """What some people say to each other; `subject_id` is the constellation, stay, ask or event that it belongs to.

    Of two people it is made of both, so that they have one conversation and no second; a group has none.
    `last_seq` numbers its messages without a gap, `last_change` what was done to them afterwards. What came before
    `kept_from_seq` was removed for good (`keeping/removing`): from that number on nothing is lacking. Since `closed_at`
    nothing more is said in a group.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        CheckConstraint("(kind = 'group') = (subject_id is null)", name="belongs_to_something"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[ConversationKind] = mapped_column(word(ConversationKind, "kind"))
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    subject_id: Mapped[uuid.UUID | None]
    title: Mapped[str | None]
    last_seq: Mapped[int] = mapped_column(default=0)
    last_change: Mapped[int] = mapped_column(default=0)
    kept_from_seq: Mapped[int] = mapped_column(default=1, server_default="1")
    last_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By those who are in it at this moment, and nobody else: not even who sees the whole service."""
        is_kind = cls.kind
        listed = select(_ROW.conversation_id).where(is_key(_ROW.person_id, viewer.person_id), _ROW.left_at.is_(None))
        paired = listed.join(_OTHER, _is_other(_ROW)).join(_THEM, _THEM.id == _OTHER.person_id)
        near_hub = viewer.hub_of if viewer.is_carer else viewer.constellation_ids
        return and_(
            is_key(cls.service_id, viewer.service_id),
            or_(
                and_(is_kind == ConversationKind.EVERYONE, cls.subject_id.in_(viewer.constellation_ids)),
                and_(is_kind == ConversationKind.HUB_AND_LIAISON, cls.subject_id.in_(near_hub)),
                and_(is_kind == ConversationKind.DIRECT, cls.id.in_(paired.where(is_near_viewer(viewer, _THEM)))),
                and_(is_kind == ConversationKind.GROUP, cls.id.in_(listed.where(_ties_viewer(viewer)))),
                *(and_(is_kind == kind, cls.subject_id.in_(circle.seen(viewer))) for kind, circle in circles().items()),
            ),
        )


class ConversationMember(Base):
    """Somebody who is, or was, in a direct conversation or a group.

    In a group they are in it through a `bond`; without one, never. Of two people it is asked whether they are near.
    Who `leads` a support group looks after it; whom somebody took out is not let in again but by invitation.
    """

    __tablename__ = "conversation_member"
    __table_args__ = (
        CheckConstraint("(bond = 'constellation') = (through is not null)", name="through_a_constellation"),
        Index("ix_conversation_member_person", "person_id", "left_at"),
        {"info": GUARDED_TABLE},
    )
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    joined_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    left_at: Mapped[dt.datetime | None]
    bond: Mapped[Bond | None] = mapped_column(word(Bond, "bond"))
    through: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("constellation.id"))
    leads: Mapped[bool] = mapped_column(default=False)
    removed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its conversation."""
        return _in_conversation(cls.conversation_id, viewer)


_ROW, _OTHER, _THEM = aliased(ConversationMember), aliased(ConversationMember), aliased(Person)


class Message(Base):
    """Something that was said; its place is its number, and who sends it twice with one `client_id` has said it once.

    Removed, its words are gone from here and kept for safeguarding readers among the earlier words. Hidden, they are
    still here and shown to nobody but those readers, until a concern is closed.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("id"),
        UniqueConstraint("sender_id", "client_id"),
        Index("ix_message_change", "conversation_id", "change"),
        # Whoever removes a message must find what answers it; of most messages nothing stands in it.
        Index(
            "ix_message_reply_to",
            "reply_to",
            sqlite_where=literal_column("reply_to IS NOT NULL"),
            postgresql_where=literal_column("reply_to IS NOT NULL"),
        ),
        CheckConstraint("seq > 0", name="seq"),
        {"info": GUARDED_TABLE},
    )
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[uuid.UUID] = mapped_column(default=new_id)
    client_id: Mapped[uuid.UUID]
    sender_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str]
    reply_to: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("message.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[dt.datetime | None]
    removed_at: Mapped[dt.datetime | None]
    removed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    pinned_at: Mapped[dt.datetime | None]
    pinned_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    hidden_at: Mapped[dt.datetime | None]
    change: Mapped[int] = mapped_column(default=0)
    carries_poll: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its conversation; how far back is a further condition of the queries."""
        return _in_conversation(cls.conversation_id, viewer)


class EarlierWords(Base):
    """What a message said before it was changed or removed; kept for safeguarding readers."""

    __tablename__ = "message_earlier_words"
    __table_args__ = ({"info": GUARDED_TABLE},)
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("message.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str]
    until: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:  # noqa: ARG003  # nobody is nobody, whoever asks
        """Nobody; a look with a reason (`safeguarding/looks`) asks as the system."""
        return false()


class Reaction(Base):
    """One person's picture under one message."""

    __tablename__ = "message_reaction"
    __table_args__ = ({"info": GUARDED_TABLE},)
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("message.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    emoji: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its message."""
        return cls.message_id.in_(select(Message.id).where(Message.seen_by(viewer)))


class Mention(Base):
    """Somebody whom a message names after an @."""

    __tablename__ = "message_mention"
    __table_args__ = (Index("ix_message_mention_person", "person_id"), {"info": GUARDED_TABLE})
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("message.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its message."""
        return cls.message_id.in_(select(Message.id).where(Message.seen_by(viewer)))


class ReadMark(Base):
    """How far a person has read a conversation: the number of the last message."""

    __tablename__ = "conversation_read"
    __table_args__ = ({"info": GUARDED_TABLE},)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seq: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its conversation."""
        return _in_conversation(cls.conversation_id, viewer)


def is_paired(today: dt.date) -> ColumnElement[bool]:
    """Whether a person, listed in the row of a direct conversation, is near the other one; a statement names both.

    Who reads asks the same with what is known of the viewer (`Conversation.seen_by`); a test compares the answers.
    """
    pair = select(_OTHER.person_id).join(_THEM, _THEM.id == _OTHER.person_id)
    near = pair.where(_is_other(ConversationMember), is_near(Person, _THEM, today))
    return near.correlate(ConversationMember, Person).exists()


def is_tied(today: dt.date) -> ColumnElement[bool]:
    """Whether what ties a person to the group in whose row they are listed still holds; a statement names both."""
    row = ConversationMember
    as_staff = (and_(row.bond == bond, Person.role == role) for role, bond in AS_STAFF.items())
    around = and_(row.bond == Bond.CONSTELLATION, is_around(row.through, Person, today))
    return or_(around, row.bond == Bond.SERVICE, *as_staff)


def _ties_viewer(viewer: Viewer) -> ColumnElement[bool]:
    """The same of the viewer, in their own row."""
    around = and_(_ROW.bond == Bond.CONSTELLATION, _ROW.through.in_(viewer.constellation_ids))
    as_staff = [_ROW.bond == bond for role, bond in AS_STAFF.items() if role is viewer.own_role]
    return or_(around, _ROW.bond == Bond.SERVICE, *as_staff)


def _is_other(row: type[ConversationMember]) -> ColumnElement[bool]:
    same = _OTHER.conversation_id == row.conversation_id
    return and_(same, _OTHER.person_id != row.person_id, _OTHER.left_at.is_(None))


def _in_conversation(column: Mapped[uuid.UUID], viewer: Viewer) -> ColumnElement[bool]:
    return column.in_(select(Conversation.id).where(Conversation.seen_by(viewer)))
