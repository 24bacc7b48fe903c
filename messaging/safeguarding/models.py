"""Concerns and the notes to them, who is named to read them, and who of the staff read which conversation."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.core.sealed import Sealed
from constellations.models import Person
from constellations.permissions import Permission, Role
from messaging.models import Conversation
from messaging.safeguarding.rules import READING_ROLES, About, NoteKind, Outcome, Route


class SafeguardingReader(Base):
    """Somebody whom a service has named to read concerns; where nobody is named, liaison workers and managers do."""

    __tablename__ = "safeguarding_reader"
    __table_args__ = ({"info": GUARDED_TABLE},)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    named_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    named_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Everybody of the service: who reads a concern is no secret."""
        return is_key(cls.service_id, viewer.service_id)


class Concern(Base):
    """What worries somebody about a message or a note; the words are sealed, and opened apart (`opening/`), for keys
    get lost.

    Of a note its words stay here as they were, `noted_at`, with the children it is about (ConcernChild): the note
    itself is removed in weeks. `author_id` wrote the message or note, and never reads the concern; `route` is the way
    that it took to its readers. Since `woken_at`, for nobody had acknowledged it in time, the managers of the service
    read it too. While `hidden_at` says so, what it is about is hidden; of a note it still does where that was removed
    for good.
    """

    __tablename__ = "concern"
    __table_args__ = (
        Index("ix_concern_service", "service_id", "raised_at"),
        Index("ix_concern_message", "message_id"),
        Index("ix_concern_note", "note_id"),
        CheckConstraint(
            "(message_id is null) = (note_id is not null) and (note_id is null) = (note_kind is null) "
            "and (note_id is null) = (note_words is null) and (note_id is null) = (noted_at is null)",
            name="about_a_message_or_a_note",
        ),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    constellation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("constellation.id"))
    message_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("message.id"))
    note_kind: Mapped[NoteKind | None] = mapped_column(word(NoteKind, "note_kind"))
    note_id: Mapped[uuid.UUID | None]
    noted_at: Mapped[dt.datetime | None]
    note_words: Mapped[str | None] = mapped_column(Sealed, deferred=True)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    raised_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    words: Mapped[str] = mapped_column(Sealed, deferred=True)
    about: Mapped[About] = mapped_column(word(About, "about"))
    route: Mapped[Route] = mapped_column(word(Route, "route"))
    in_danger: Mapped[bool] = mapped_column(default=False)
    acknowledged_at: Mapped[dt.datetime | None]
    acknowledged_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    woken_at: Mapped[dt.datetime | None]
    hidden_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome, "outcome"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Its readers, and who raised it: of what these may know of it, the queries make a page of its own."""
        return or_(cls.read_by(viewer), is_key(cls.raised_by, viewer.person_id))

    @classmethod
    def read_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whether the viewer is a reader: named or by role, as its route says, and never who wrote the message.

        A manager's deputy reads what a manager does, but for what managers alone read or is about a liaison worker:
        it may be about them.
        """
        if viewer.person_id is None or not viewer.may(Permission.READ_CONCERNS):
            return false()
        theirs, is_late = cls.constellation_id.in_(viewer.constellation_ids), cls.woken_at.is_not(None)
        named = select(SafeguardingReader.person_id).where(is_named_of(cls.service_id))
        managers, liaison = cls.route == Route.MANAGERS, and_(cls.route == Route.LIAISON, theirs)
        by_role = and_(cls.route == Route.NAMED, ~named.correlate(cls).exists())
        by_name = and_(
            cls.route == Route.NAMED, named.where(is_key(Person.id, viewer.person_id)).correlate(cls).exists()
        )
        by_manager = {
            viewer.role: or_(by_role, and_(is_late, cls.about != About.LIAISON)),
            viewer.own_role: or_(by_role, managers, is_late),
        }
        return and_(
            is_key(cls.service_id, viewer.service_id),
            cls.author_id != viewer.person_id,
            or_(
                by_name,
                by_manager.get(Role.MANAGER, false()),
                or_(and_(by_role, theirs), liaison) if Role.LIAISON in viewer.roles else false(),
            ),
        )


class ConcernChild(Base):
    """A child whom the note is about that a concern is about; of a message its conversation says whom."""

    __tablename__ = "concern_child"
    __table_args__ = ({"info": GUARDED_TABLE},)
    concern_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"), primary_key=True, index=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its concern."""
        return cls.concern_id.in_(select(Concern.id).where(Concern.seen_by(viewer)))


class ConcernNote(Base):
    """What a reader wrote down to a concern, sealed; who raised it does not read that."""

    __tablename__ = "concern_note"
    __table_args__ = (Index("ix_concern_note_concern", "concern_id", "at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    concern_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("concern.id"))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    words: Mapped[str] = mapped_column(Sealed, deferred=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The readers of the concern."""
        return cls.concern_id.in_(select(Concern.id).where(Concern.read_by(viewer)))


class Look(Base):
    """Somebody of the staff read a conversation that they are not in, and why; everybody in it sees that.

    `is_copy` where they took a copy of it with them.
    """

    __tablename__ = "conversation_look"
    __table_args__ = (Index("ix_conversation_look_conversation", "conversation_id", "at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversation.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    concern_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("concern.id"))
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    reason: Mapped[str]
    is_copy: Mapped[bool] = mapped_column(default=False, server_default=false())

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Who looked, and everybody in the conversation."""
        mine = select(Conversation.id).where(Conversation.seen_by(viewer))
        return or_(is_key(cls.person_id, viewer.person_id), cls.conversation_id.in_(mine))


def is_named_of(service_id: Mapped[uuid.UUID] | ColumnElement[uuid.UUID]) -> ColumnElement[bool]:
    """Whether a row of readers, beside its person, names somebody of a service who is there and may read concerns."""
    return and_(
        SafeguardingReader.person_id == Person.id,
        SafeguardingReader.service_id == service_id,
        Person.service_id == service_id,
        Person.left_at.is_(None),
        Person.role.in_(READING_ROLES),
    )
