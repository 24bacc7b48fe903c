"""Dated policies and rates of a service; their history stays as it was."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, column, extract
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.columns import Words, word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_service
from constellations.rules import ChildStatus, HomeRole
from sleepovers.rules import StayKind
from sleepovers.uplift import Basis, Policy, Rate, Shape


class UpliftPolicy(Base):
    """What a service counts, and beyond how many nights, from the 1st of a month on."""

    __tablename__ = "uplift_policy"
    __table_args__ = (
        UniqueConstraint("service_id", "valid_from"),
        CheckConstraint(extract("day", column("valid_from")) == 1, name="from_a_first"),
        CheckConstraint("threshold between 0 and 200", name="threshold"),
        CheckConstraint(
            "eligible_roles <> '' and counted_kinds <> '' and counted_statuses <> ''", name="counts_something"
        ),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    valid_from: Mapped[dt.date]
    threshold: Mapped[int]
    basis: Mapped[Basis] = mapped_column(word(Basis, "basis"))
    shape: Mapped[Shape] = mapped_column(word(Shape, "shape"))
    eligible_roles: Mapped[frozenset[HomeRole]] = mapped_column(Words(HomeRole))
    counted_kinds: Mapped[frozenset[StayKind]] = mapped_column(Words(StayKind))
    counted_statuses: Mapped[frozenset[ChildStatus]] = mapped_column(Words(ChildStatus))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By all of the service, since it is the rule of everyone's count."""
        return by_service(cls.service_id, viewer)

    @property
    def terms(self) -> Policy:
        """The same as the plain value that the rules take."""
        return Policy(
            valid_from=self.valid_from,
            threshold=self.threshold,
            basis=self.basis,
            shape=self.shape,
            eligible_roles=self.eligible_roles,
            counted_kinds=self.counted_kinds,
            counted_statuses=self.counted_statuses,
        )


class UpliftRate(Base):
    """What a service pays from a date on, in pence; a newer rate replaces the whole of the older."""

    __tablename__ = "uplift_rate"
    __table_args__ = (
        UniqueConstraint("service_id", "valid_from"),
        CheckConstraint("per_night_pence is not null or flat_pence is not null", name="sets_something"),
        CheckConstraint("per_night_pence >= 0", name="per_night_pence"),
        CheckConstraint("flat_pence >= 0", name="flat_pence"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    valid_from: Mapped[dt.date]
    per_night_pence: Mapped[int | None]
    flat_pence: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By all of the service, as its policy."""
        return by_service(cls.service_id, viewer)

    @property
    def terms(self) -> Rate:
        """The same as the plain value that the rules take."""
        return Rate(self.valid_from, self.per_night_pence, self.flat_pence)
