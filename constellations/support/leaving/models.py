"""What staff say of homes that left, in every version; and whether a placement that ended was planned to."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.children.models import Placement
from constellations.core import clock
from constellations.core.columns import Words, word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_home
from constellations.permissions import Permission
from constellations.support.leaving.rules import Reason, Scope


class Leaving(Base):
    """Why a home left on a day of the register; `version` counts how often it was said, and each time is kept."""

    __tablename__ = "leaving"
    __table_args__ = (UniqueConstraint("home_id", "departed_on"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    departed_on: Mapped[dt.date]
    scope: Mapped[Scope] = mapped_column(word(Scope, "scope"))
    left_on: Mapped[dt.date]
    reasons: Mapped[frozenset[Reason]] = mapped_column(Words(Reason))
    version: Mapped[int] = mapped_column(default=1)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Those who may say why, of homes that they look after or looked after; nobody else, carers least of all."""
        return by_home(cls.home_id, viewer) if viewer.may(Permission.SAY_WHY_LEFT) else false()


class LeavingVersion(Base):
    """What was said of a home that left, from one moment until the next version."""

    __tablename__ = "leaving_version"
    __table_args__ = ({"info": GUARDED_TABLE},)
    leaving_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("leaving.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scope: Mapped[Scope] = mapped_column(word(Scope, "scope"))
    left_on: Mapped[dt.date]
    reasons: Mapped[frozenset[Reason]] = mapped_column(Words(Reason))
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As what it is a version of."""
        return cls.leaving_id.in_(select(Leaving.id).where(Leaving.seen_by(viewer)))


class PlacementEnding(Base):
    """Whether the end of a placement was planned, as staff say."""

    __tablename__ = "placement_ending"
    __table_args__ = ({"info": GUARDED_TABLE},)
    placement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("placement.id", ondelete="CASCADE"), primary_key=True)
    is_planned: Mapped[bool]
    said_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Those who may say so, as the placement."""
        if not viewer.may(Permission.SAY_WHY_LEFT):
            return false()
        return cls.placement_id.in_(select(Placement.id).where(Placement.seen_by(viewer)))
