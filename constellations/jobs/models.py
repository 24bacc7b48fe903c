"""The ledger: every run of every job, also those that found nothing to do."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index, or_
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.jobs.rules import Outcome
from constellations.models import by_service

JOBS_BEAT = "jobs"
"""The heartbeat of the process that leads the jobs."""

BACKUP_BEAT = "backup"
"""When the newest backup was made."""


class JobRun(Base):
    """One run of a job: for one service, or for the installation."""

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_name", "name", "service_id", "outcome", "until"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service.id"))
    started_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    outcome: Mapped[Outcome] = mapped_column(word(Outcome, "outcome"))
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    found: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(default="")

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Those of one's service, and those of the installation."""
        return or_(cls.service_id.is_(None), by_service(cls.service_id, viewer))


class Heartbeat(Base):
    """When something that must not stop was last so: the process that runs the jobs, the newest backup."""

    __tablename__ = "heartbeat"
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
