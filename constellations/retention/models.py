"""The homes of a service that are in no constellation, as numbers that somebody entered."""

import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_service
from constellations.retention.years import YearKind


class OutsideHomes(Base):
    """How many of them there were at the start of a year, joined and left; `begins` is the year in which it begins."""

    __tablename__ = "outside_homes"
    __table_args__ = (
        UniqueConstraint("service_id", "kind", "begins"),
        CheckConstraint("at_start >= 0 and joined >= 0 and gone >= 0", name="counts"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    kind: Mapped[YearKind] = mapped_column(word(YearKind, "kind"))
    begins: Mapped[int]
    at_start: Mapped[int]
    joined: Mapped[int]
    gone: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By service; a regional viewer those of the region."""
        return by_service(cls.service_id, viewer)
