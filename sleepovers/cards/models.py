"""Stay cards and every version of them, who confirmed and who read them; hand-over notes and what is in the bag."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, ForeignKeyConstraint, Index, and_, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Key, Viewer, is_key
from constellations.children.models import Child, Placement
from constellations.core import clock
from constellations.core.columns import HASH, word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.core.sealed import Sealed
from constellations.models import Membership, holds_on
from constellations.permissions import Role
from sleepovers.cards.handover.rules import Way
from sleepovers.cards.rules import CLOSES_AFTER, OPENS_BEFORE, Shown
from sleepovers.models import Stay
from sleepovers.rules import StayState

_DAY = dt.timedelta(days=1)


class StayCard(Base):
    """The card of a child: which version holds, and the keyed hash of what the child likes to be called."""

    __tablename__ = "stay_card"
    __table_args__ = ({"info": GUARDED_TABLE},)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"), primary_key=True)
    number: Mapped[int]
    called_mark: Mapped[str | None] = mapped_column(HASH, index=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Its keepers, and around a stay the host of it."""
        return or_(kept_by(cls.child_id, viewer), hosted_by(cls.child_id, viewer))


class CardVersion(Base):
    """What a card said from one writing to the next, sealed; never changed and never removed by a later one."""

    __tablename__ = "stay_card_version"
    __table_args__ = ({"info": GUARDED_TABLE},)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stay_card.child_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Sealed)
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its card; the host is shown the version that holds alone."""
        return or_(kept_by(cls.child_id, viewer), hosted_by(cls.child_id, viewer))


class CardConfirmed(Base):
    """Somebody's word that a version of a card is right for a stay."""

    __tablename__ = "stay_card_confirmed"
    __table_args__ = (
        ForeignKeyConstraint(["child_id", "number"], ["stay_card_version.child_id", "stay_card_version.number"]),
        {"info": GUARDED_TABLE},
    )
    stay_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stay.id"), primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its card."""
        return or_(kept_by(cls.child_id, viewer), hosted_by(cls.child_id, viewer))


class CardView(Base):
    """That somebody read a card, or the hand-over of a stay; `number` is 0 where there was no card."""

    __tablename__ = "stay_card_view"
    __table_args__ = (Index("ix_stay_card_view_child", "child_id", "at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"))
    stay_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stay.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]
    shown: Mapped[Shown] = mapped_column(word(Shown, "shown"))
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The keepers of the card alone."""
        return kept_by(cls.child_id, viewer)


class HandoverNote(Base):
    """What one home tells the other when the child comes, or goes home; sealed."""

    __tablename__ = "handover_note"
    __table_args__ = (Index("ix_handover_note_stay", "stay_id", "at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    stay_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stay.id"))
    way: Mapped[Way] = mapped_column(word(Way, "way"))
    words: Mapped[str] = mapped_column(Sealed)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As the card of the child."""
        return _at_the_door(cls.stay_id, viewer)


class PackedThing(Base):
    """A thing that goes with the child, sealed: ticked on its way there, and on its way home.

    One that is `only_home` was not brought along: a drawing, a letter from school.
    """

    __tablename__ = "packed_thing"
    __table_args__ = (Index("ix_packed_thing_stay", "stay_id", "added_at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    stay_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stay.id"))
    words: Mapped[str] = mapped_column(Sealed)
    only_home: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    added_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    there_at: Mapped[dt.datetime | None]
    there_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    home_at: Mapped[dt.datetime | None]
    home_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As the card of the child."""
        return _at_the_door(cls.stay_id, viewer)


def kept_by(child: Key, viewer: Viewer) -> ColumnElement[bool]:
    """Children whose card the viewer keeps: carers those who live with them today, staff those in their charge today.

    Staff in charge are the liaison workers of the constellations of the child's home, and the managers of its service.
    """
    placed = select(Placement.child_id).where(holds_on(Placement, viewer.today))
    if viewer.is_carer:
        return child.in_(placed.where(is_key(Placement.home_id, viewer.home_id)))
    if viewer.role is Role.MANAGER:
        return child.in_(select(Child.id).where(is_key(Child.service_id, viewer.service_id)))
    if viewer.role is Role.LIAISON:
        near = Membership.constellation_id.in_(viewer.constellation_ids) & holds_on(Membership, viewer.today)
        return child.in_(placed.join(Membership, Membership.home_id == Placement.home_id).where(near))
    return false()


def hosted_by(child: Key, viewer: Viewer) -> ColumnElement[bool]:
    """Children who stay with the viewer around these days."""
    return child.in_(select(Stay.child_id).where(hosted_stays(viewer)))


def hosted_stays(viewer: Viewer) -> ColumnElement[bool]:
    """The stays whose host the viewer is, by days: the hours are kept by `rules.window_of`, which no database knows."""
    return and_(
        is_host_of(viewer),
        Stay.arrive_on <= viewer.today + OPENS_BEFORE,
        Stay.depart_on >= viewer.today - CLOSES_AFTER - _DAY,
    )


def is_host_of(viewer: Viewer) -> ColumnElement[bool]:
    """The stays whose host the viewer is, whenever they are; of one that was called off nobody is."""
    if not viewer.is_carer:
        return false()
    return and_(is_key(Stay.host_id, viewer.home_id), Stay.state != StayState.CANCELLED)


def _at_the_door(stay: Key, viewer: Viewer) -> ColumnElement[bool]:
    return stay.in_(select(Stay.id).where(or_(kept_by(Stay.child_id, viewer), hosted_stays(viewer))))
