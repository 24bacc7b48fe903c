"""What a service asks of its constellations, in dated rows; the items of its own; and what was answered to them."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.columns import Words
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Constellation, Dated, by_service, half_open
from sleepovers.fidelity.rules import Item, Terms


class FidelityTerms(Dated, Base):
    """What a service asks for from a day on; `number` counts how often it was changed. With no row, the usual."""

    __tablename__ = "fidelity_terms"
    __table_args__ = (
        half_open(),
        CheckConstraint("smallest between 1 and 40 and largest between 1 and 40", name="sizes"),
        CheckConstraint("smallest <= largest", name="smallest"),
        CheckConstraint("hive_largest between 1 and 60", name="hive_largest"),
        CheckConstraint("beds between 0 and 20", name="beds"),
        CheckConstraint("months between 1 and 12", name="months"),
        UniqueConstraint("service_id", "starts_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    number: Mapped[int]
    smallest: Mapped[int]
    largest: Mapped[int]
    hive_largest: Mapped[int]
    beds: Mapped[int]
    months: Mapped[int]
    off: Mapped[frozenset[Item]] = mapped_column(Words(Item))
    set_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By all of the service: what is asked of them is no secret."""
        return by_service(cls.service_id, viewer)

    @property
    def terms(self) -> Terms:
        """The same as the plain value that the rules take."""
        return Terms(self.smallest, self.largest, self.hive_largest, self.beds, self.months, self.off)


class FidelityItem(Dated, Base):
    """An item that a service added to its checklist; an answer to it holds for so many months."""

    __tablename__ = "fidelity_item"
    __table_args__ = (
        half_open(),
        CheckConstraint("months between 1 and 24", name="months"),
        Index("ix_fidelity_item_service", "service_id", "ends_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    words: Mapped[str]
    months: Mapped[int]
    added_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By all of the service."""
        return by_service(cls.service_id, viewer)


class FidelityAnswer(Base):
    """What somebody said of an own item and a constellation; of several the one of the latest day counts."""

    __tablename__ = "fidelity_answer"
    __table_args__ = (
        Index("ix_fidelity_answer_latest", "constellation_id", "item_id", "answered_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fidelity_item.id"))
    constellation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("constellation.id"))
    answered_on: Mapped[dt.date]
    is_met: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its constellation."""
        return cls.constellation_id.in_(select(Constellation.id).where(Constellation.seen_by(viewer)))
