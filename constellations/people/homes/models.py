"""The homes of people, as they are stored."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index, select, true
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.database import Base
from constellations.models import Dated, Person, half_open


class PersonHome(Dated, Base):
    """A home in which somebody fosters, or did: until the day on which they went to another one, or to another role.

    Of somebody who leaves, the last one goes on, as `Person.home_id` does.
    """

    __tablename__ = "person_home"
    __table_args__ = (half_open(), Index("ix_person_home_home", "home_id"), {"info": GUARDED_TABLE})
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), primary_key=True)
    starts_on: Mapped[dt.date] = mapped_column(primary_key=True, default=clock.ALWAYS)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As the person."""
        if viewer.is_system:
            return true()
        return cls.person_id.in_(select(Person.id).where(Person.seen_by(viewer)))
