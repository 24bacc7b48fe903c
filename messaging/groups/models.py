"""Support groups, which have a conversation as every group has, and invitations to them."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, and_, or_, select, true
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.database import Base
from messaging.groups.rules import takes_over
from messaging.models import Conversation


class SupportGroup(Base):
    """A group of people of a service, whatever their constellations; its name and words are its conversation's."""

    __tablename__ = "support_group"
    __table_args__ = ({"info": GUARDED_TABLE},)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    theme: Mapped[str]
    is_open: Mapped[bool]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """That it is there: everybody of the service where it is open, else who is in it or invited, and managers."""
        mine = select(Conversation.id).where(Conversation.seen_by(viewer))
        invited = select(GroupInvitation.conversation_id).where(GroupInvitation.is_pending(viewer))
        looks_after = true() if takes_over(viewer.role) else cls.is_open
        theirs = or_(looks_after, cls.conversation_id.in_(mine), cls.conversation_id.in_(invited))
        return and_(is_key(cls.service_id, viewer.service_id), theirs)


class GroupInvitation(Base):
    """Somebody who was invited to a support group, and since when they have answered."""

    __tablename__ = "group_invitation"
    __table_args__ = ({"info": GUARDED_TABLE},)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("support_group.conversation_id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    invited_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever is invited, and who is in the group."""
        mine = select(Conversation.id).where(Conversation.seen_by(viewer))
        return or_(is_key(cls.person_id, viewer.person_id), cls.conversation_id.in_(mine))

    @classmethod
    def is_pending(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whether it waits for the viewer's answer."""
        return and_(is_key(cls.person_id, viewer.person_id), cls.answered_at.is_(None))
