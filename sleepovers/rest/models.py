"""From when on a service looks after a home that could do with a rest."""

import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.models import by_service
from sleepovers.rest.rules import Levels
from sleepovers.uplift import Basis


class RestLevels(Base):
    """What a service has set; one that has no row keeps to the usual levels."""

    __tablename__ = "rest_levels"
    __table_args__ = (
        CheckConstraint("first_nights between 1 and 200 and second_nights between 1 and 200", name="nights"),
        CheckConstraint("second_nights > first_nights", name="second_after_first"),
        CheckConstraint("weekends between 2 and 26", name="weekends"),
        CheckConstraint("stay_first > 0 and stay_second > stay_first", name="nights_of_a_stay"),
        {"info": GUARDED_TABLE},
    )
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    first_nights: Mapped[int]
    second_nights: Mapped[int]
    weekends: Mapped[int]
    basis: Mapped[Basis] = mapped_column(word(Basis, "basis"))
    stay_first: Mapped[int]
    stay_second: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By all of the service."""
        return by_service(cls.service_id, viewer)

    @property
    def levels(self) -> Levels:
        """The same as the plain value that the rules take."""
        return Levels(
            first_nights=self.first_nights,
            second_nights=self.second_nights,
            weekends=self.weekends,
            basis=self.basis,
            stay_first=self.stay_first,
            stay_second=self.stay_second,
        )
