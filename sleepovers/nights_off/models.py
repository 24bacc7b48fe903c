"""Dated policies of nights off; their history stays as it was."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.columns import Words, word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_service
from sleepovers.nights_off.rules import Entitlement, Unit
from sleepovers.rules import StayKind


class NightsOffPolicy(Base):
    """How many nights or days off a service gives each home in a year, from a date on."""

    __tablename__ = "nights_off_policy"
    __table_args__ = (
        UniqueConstraint("service_id", "valid_from"),
        CheckConstraint("amount between 1 and 366", name="amount"),
        CheckConstraint("year_month between 1 and 12 and year_day between 1 and 31", name="year_start"),
        CheckConstraint("short_nights between 0 and 27", name="short_nights"),
        CheckConstraint("used_by <> ''", name="used_by_something"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    valid_from: Mapped[dt.date]
    unit: Mapped[Unit] = mapped_column(word(Unit, "unit"))
    amount: Mapped[int]
    year_month: Mapped[int]
    year_day: Mapped[int]
    pro_rata: Mapped[bool]
    used_by: Mapped[frozenset[StayKind]] = mapped_column(Words(StayKind))
    short_nights: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By all of the service, since it is the rule of everyone's nights off."""
        return by_service(cls.service_id, viewer)

    @property
    def terms(self) -> Entitlement:
        """The same as the plain value that the rules take."""
        return Entitlement(
            valid_from=self.valid_from,
            unit=self.unit,
            amount=self.amount,
            year_month=self.year_month,
            year_day=self.year_day,
            pro_rata=self.pro_rata,
            used_by=self.used_by,
            short_nights=self.short_nights,
        )
