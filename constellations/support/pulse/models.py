"""A carer's word for a month."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, exists, false, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core.clock import Month
from constellations.core.columns import MonthColumn, word
from constellations.core.database import Base
from constellations.models import Membership, Person, holds_on
from constellations.permissions import Role
from constellations.support.pairs.models import Pair
from constellations.support.pulse.rules import PulseWord, Sharing, first_read


class PulseAnswer(Base):
    """How a month is for one carer; `shared_on` is the day on which they chose who reads it."""

    __tablename__ = "pulse_answer"
    __table_args__ = ({"info": GUARDED_TABLE},)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    month: Mapped[Month] = mapped_column(MonthColumn, primary_key=True)
    said: Mapped[PulseWord] = mapped_column(word(PulseWord, "said"))
    shared_with: Mapped[Sharing] = mapped_column(word(Sharing, "shared_with"), default=Sharing.NOBODY)
    shared_on: Mapped[dt.date | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own; what is shared, of this month and the one before.

        A buddy or mentor reads what was shared since they were one; a liaison worker that of homes looked after today.
        """
        # Whoever stands in for a manager still reads what was shared with them as a liaison worker, and no more.
        if viewer.own_role is Role.LIAISON:
            homes = select(Membership.home_id).where(
                Membership.constellation_id.in_(viewer.constellation_ids), holds_on(Membership, viewer.today)
            )
            theirs = select(Person.id).where(Person.home_id.in_(homes))
            shared = (cls.shared_with == Sharing.LIAISON) & cls.person_id.in_(theirs)
        elif viewer.is_carer:
            helped = exists().where(
                Pair.carer_id == cls.person_id,
                is_key(Pair.helper_id, viewer.person_id),
                Pair.starts_on <= cls.shared_on,
                holds_on(Pair, viewer.today),
            )
            shared = (cls.shared_with == Sharing.PAIR) & helped
        else:
            return false()
        return is_key(cls.person_id, viewer.person_id) | (shared & (cls.month >= first_read(viewer.today)))
