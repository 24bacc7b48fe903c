"""What was decided on a constellation's activity budget, and what was spent of it."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Key, Viewer
from constellations.budget.rules import Spent
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_constellation


class BudgetDecision(Base):
    """One decision on a financial year's budget, in pence: the first sets it, later ones add to it or take away.

    `year` is the year in which it begins.
    """

    __tablename__ = "budget_decision"
    __table_args__ = (
        CheckConstraint("amount_pence <> 0", name="amount_pence"),
        Index("ix_budget_decision_year", "constellation_id", "year"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    constellation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("constellation.id"))
    year: Mapped[int]
    decided_on: Mapped[dt.date]
    amount_pence: Mapped[int]
    reason: Mapped[str]
    entered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By the hub, and by staff as the constellation."""
        return _by_hub_or_staff(cls.constellation_id, cls.service_id, viewer)


class BudgetSpend(Base):
    """One thing that was paid for; `receipt` says where its receipt is. Taken back it stays, and is not counted.

    `occurrence_id` is the date of the event that it was for, where it was for one.
    """

    __tablename__ = "budget_spend"
    __table_args__ = (
        CheckConstraint("amount_pence > 0", name="amount_pence"),
        CheckConstraint("people > 0", name="people"),
        Index("ix_budget_spend_day", "constellation_id", "spent_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    constellation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("constellation.id"))
    spent_on: Mapped[dt.date]
    amount_pence: Mapped[int]
    what: Mapped[str]
    receipt: Mapped[str]
    people: Mapped[int | None]
    occurrence_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("occurrence.id"), index=True)
    entered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    taken_back_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By the hub, and by staff as the constellation."""
        return _by_hub_or_staff(cls.constellation_id, cls.service_id, viewer)

    @property
    def spent(self) -> Spent:
        """The same as the plain value that the rules take."""
        return Spent(self.amount_pence, self.people)


def _by_hub_or_staff(constellation: Key, service: Key, viewer: Viewer) -> ColumnElement[bool]:
    if viewer.is_carer:
        return constellation.in_(viewer.hub_of)
    return by_constellation(constellation, service, viewer)
