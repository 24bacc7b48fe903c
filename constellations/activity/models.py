"""Two logs: activity, which shows who takes part, and audit, a chain in which nothing can be altered unseen."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.append_only import BACKWARDS, keep_as_written
from constellations.core.columns import HASH
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_service

NO_SERVICE = uuid.UUID(int=0)
"""The chain of what belongs to no service: regional viewers, the installation itself."""


class Activity(Base):
    """One thing that somebody did, for dashboards and returns; never what was said.

    `at` is when it was written down, `happened_on` the day in London on which it was. It `is_own` where somebody of
    that home did it, not where staff or another home did something for it or with it.
    """

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_service_at", "service_id", "at"),
        Index("ix_activity_home_day", "home_id", "happened_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    home_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("home.id"))
    action: Mapped[str]
    subject_id: Mapped[uuid.UUID | None]
    happened_on: Mapped[dt.date] = mapped_column(default=clock.today)
    is_own: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own doing; staff that of their service."""
        if viewer.is_staff:
            return by_service(cls.service_id, viewer)
        return is_key(cls.person_id, viewer.person_id)


class AuditEntry(Base):
    """One link of a service's chain: ids and the names of fields, no values, so that erasure stays possible."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_id"), {"info": GUARDED_TABLE})
    chain: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime]
    person_id: Mapped[uuid.UUID | None]
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[uuid.UUID | None]
    fields: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(HASH)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Staff, of their service."""
        return by_service(cls.chain, viewer) if viewer.is_staff else is_key(cls.person_id, viewer.person_id)


class AuditHead(Base):
    """The last link of each chain."""

    __tablename__ = "audit_head"
    chain: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(HASH)


# Not only Roost's own code leaves the trail alone: the database refuses whoever writes as Roost.
keep_as_written(AuditEntry)
keep_as_written(AuditHead, BACKWARDS)
