"""Requests about personal data, and the legal holds of people and children."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.core.sealed import Sealed
from constellations.permissions import Permission
from constellations.rights.rules import RequestKind, RequestState, Subject

ONE_SUBJECT = "(person_id is null) <> (child_id is null)"


class DataRequest(Base):
    """Somebody asked for a copy of what Roost holds about a person or a child, or that it is erased.

    `progress` is how much of a copy is made, in hundredths; `key` is under which its file lies, until `until`.
    `withheld` rows are not in it, so a manager looks at that before it is made, or who runs the machine, of whom no row
    says who it was; of an erasure, a hold keeps them. `also` are further words by which an erasure finds somebody in
    what others wrote; they are gone once it is done, and so are `needles`, all that is looked for again in what a hold
    kept.
    """

    __tablename__ = "data_request"
    __table_args__ = (
        CheckConstraint(ONE_SUBJECT, name="about_somebody"),
        CheckConstraint("progress between 0 and 100", name="progress"),
        CheckConstraint("confirmed_by is null or confirmed_at is not null", name="confirmed"),
        Index("ix_data_request_service", "service_id", "asked_at"),
        Index("ix_data_request_person", "person_id"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    kind: Mapped[RequestKind] = mapped_column(word(RequestKind, "kind"))
    state: Mapped[RequestState] = mapped_column(word(RequestState, "state"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    child_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("child.id"))
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    due_on: Mapped[dt.date]
    also: Mapped[str] = mapped_column(default="")
    needles: Mapped[str | None] = mapped_column(Sealed, deferred=True)
    progress: Mapped[int] = mapped_column(default=0)
    withheld: Mapped[int] = mapped_column(default=0)
    key: Mapped[str | None]
    bytes: Mapped[int | None]
    until: Mapped[dt.datetime | None]
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    fetched_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The managers of the service; and of copies, the person whom they are about."""
        own = and_(cls.kind == RequestKind.COPY, is_key(cls.person_id, viewer.person_id))
        if not viewer.may(Permission.ANSWER_RIGHTS):
            return own
        return or_(is_key(cls.service_id, viewer.service_id), own)

    @property
    def subject(self) -> Subject:
        """Whom it is about."""
        return Subject(self.person_id, self.child_id)

    @property
    def by_another(self) -> bool:
        """Whether somebody else than whom it is about asked, be it their deputy."""
        return self.asked_by != self.person_id


class SubjectHold(Base):
    """Nothing about a person or a child is erased, nor removed for its age, from its giving until its lifting."""

    __tablename__ = "subject_hold"
    __table_args__ = (
        CheckConstraint(ONE_SUBJECT, name="about_somebody"),
        CheckConstraint("(lifted_at is null) = (lifted_by is null)", name="lifted"),
        Index("ix_subject_hold_person", "person_id", "lifted_at"),
        Index("ix_subject_hold_child", "child_id", "lifted_at"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    child_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("child.id"))
    reason: Mapped[str]
    given_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    given_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[dt.datetime | None]
    lifted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The managers of the service; not whom it is about, nor who stands in for them."""
        if not viewer.may(Permission.ANSWER_RIGHTS):
            return false()
        of_others = or_(cls.person_id.is_(None), cls.person_id.not_in(viewer.names))
        return and_(is_key(cls.service_id, viewer.service_id), of_others)
