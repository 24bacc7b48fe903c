"""What a service wants of the hub, and the hub's word on one home of one ask."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_service
from sleepovers.asks.hub.rules import AskingRule, HubCause
from sleepovers.asks.models import Ask
from sleepovers.asks.rules import AgreementState


class AskingRules(Base):
    """When the hub of a service has to agree, and what is a habit; with no row, the hub need not and nothing is."""

    __tablename__ = "asking_rules"
    __table_args__ = (
        CheckConstraint("short_notice_hours between 1 and 336", name="short_notice_hours"),
        CheckConstraint("settled_after between 1 and 20", name="settled_after"),
        {"info": GUARDED_TABLE},
    )
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    short_notice_hours: Mapped[int | None]
    first_stay: Mapped[bool] = mapped_column(default=False)
    settled_after: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By all of the service, who ask by it."""
        return by_service(cls.service_id, viewer)

    @property
    def rule(self) -> AskingRule:
        """The same as the plain value that the rules take."""
        return AskingRule(self.short_notice_hours, self.first_stay, self.settled_after)


class HubWord(Base):
    """The hub's word on one home that was asked: without its yes that home cannot agree."""

    __tablename__ = "hub_word"
    __table_args__ = (UniqueConstraint("ask_id", "home_id"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    ask_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ask.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), index=True)
    cause: Mapped[HubCause] = mapped_column(word(HubCause, "cause"))
    state: Mapped[AgreementState] = mapped_column(word(AgreementState, "state"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    settled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its ask."""
        return cls.ask_id.in_(select(Ask.id).where(Ask.seen_by(viewer)))
