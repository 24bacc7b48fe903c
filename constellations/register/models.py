"""What was loaded: each import of a service, how many rows it added and changed, and its warnings."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_service


class ImportRun(Base):
    """One import, as far as it concerned one service; `person_id` is none where it was loaded by command."""

    __tablename__ = "import_run"
    __table_args__ = (Index("ix_import_run_service_at", "service_id", "at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By service."""
        return by_service(cls.service_id, viewer)


class ImportCount(Base):
    """How many rows of one file an import added, changed and left as they were."""

    __tablename__ = "import_count"
    __table_args__ = ({"info": GUARDED_TABLE},)
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("import_run.id"), primary_key=True)
    file: Mapped[str] = mapped_column(primary_key=True)
    added: Mapped[int]
    changed: Mapped[int]
    same: Mapped[int]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its import."""
        return cls.run_id.in_(select(ImportRun.id).where(ImportRun.seen_by(viewer)))


class ImportWarning(Base):
    """One thing of an import that was worth a second look, in the order in which it was said."""

    __tablename__ = "import_warning"
    __table_args__ = ({"info": GUARDED_TABLE},)
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("import_run.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    file: Mapped[str]
    row: Mapped[int]
    words: Mapped[str]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its import."""
        return cls.run_id.in_(select(ImportRun.id).where(ImportRun.seen_by(viewer)))
