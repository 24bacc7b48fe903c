"""Pages of the handbook, their versions, and who has read which."""

import datetime as dt
import uuid

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    and_,
    false,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Person, by_home
from constellations.permissions import Permission


class HandbookPage(Base):
    """A page, by its number in the handbook of its service.

    `current` is the version that people read, nought before the first; `asked` the newest that asks to be read. What
    somebody writes stays a draft until it is published. A page that is withdrawn keeps its versions.
    """

    __tablename__ = "handbook_page"
    __table_args__ = (
        UniqueConstraint("service_id", "number"),
        CheckConstraint("asked <= current", name="asked"),
        CheckConstraint("(draft_title is null) = (draft_words is null)", name="draft"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    number: Mapped[int]
    current: Mapped[int] = mapped_column(default=0)
    asked: Mapped[int | None]
    draft_title: Mapped[str | None]
    draft_words: Mapped[str | None] = mapped_column(Text)
    draft_changed: Mapped[str] = mapped_column(default="")
    draft_asks: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """All of the service, once it is out; who keeps the handbook also drafts and what was withdrawn."""
        in_service = is_key(cls.service_id, viewer.service_id)
        if viewer.may(Permission.KEEP_HANDBOOK):
            return in_service
        return and_(in_service, cls.current > 0, cls.withdrawn_at.is_(None))


class HandbookVersion(Base):
    """What a page said from one day until the next version; never changed."""

    __tablename__ = "handbook_version"
    __table_args__ = ({"info": GUARDED_TABLE},)
    page_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("handbook_page.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    changed: Mapped[str]
    asks: Mapped[bool]
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its page."""
        return cls.page_id.in_(select(HandbookPage.id).where(HandbookPage.seen_by(viewer)))


class HandbookRead(Base):
    """One person's “I have read this”, of one version."""

    __tablename__ = "handbook_read"
    __table_args__ = (Index("ix_handbook_read_person", "person_id", "page_id"), {"info": GUARDED_TABLE})
    page_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("handbook_page.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own; staff also those of the carers whom they look after."""
        theirs: ColumnElement[bool] = false()
        if viewer.may(Permission.SEE_HANDBOOK_READERS):
            theirs = cls.person_id.in_(select(Person.id).where(by_home(Person.home_id, viewer)))
        return or_(is_key(cls.person_id, viewer.person_id), theirs)
