"""How far an emergency has climbed, and how long a service lets each rung wait."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core.columns import word
from constellations.core.database import Base
from sleepovers.asks.models import Ask
from sleepovers.emergencies.rules import LONGEST_WAIT, SHORTEST_WAIT, Rung, Waits


class Ladder(Base):
    """Where an emergency stands: its rung, since when, and when the next is due (none on the last).

    `family_id` is the home that the children lived with when it was sent. Whoever changes a ladder holds its ask.
    """

    __tablename__ = "ladder"
    __table_args__ = ({"info": GUARDED_TABLE},)
    ask_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ask.id"), primary_key=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), index=True)
    rung: Mapped[Rung] = mapped_column(word(Rung, "rung"))
    since: Mapped[dt.datetime]
    next_at: Mapped[dt.datetime | None]
    asked_again_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its ask."""
        return cls.ask_id.in_(select(Ask.id).where(Ask.seen_by(viewer)))


class LadderWaits(Base):
    """The minutes that a service lets each rung wait; with no row those of `rules.Waits`."""

    __tablename__ = "ladder_waits"
    __table_args__ = (
        *(
            CheckConstraint(f"{rung} between {SHORTEST_WAIT} and {LONGEST_WAIT}", name=rung)
            for rung in ("hub", "known", "everyone")
        ),
        {"info": GUARDED_TABLE},
    )
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    hub: Mapped[int]
    known: Mapped[int]
    everyone: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By everybody in the service: how long somebody waits is no secret."""
        return is_key(cls.service_id, viewer.service_id)

    @property
    def waits(self) -> Waits:
        """The same as the plain value that the rules take."""
        return Waits(self.hub, self.known, self.everyone)
