"""What families say to an event, whom of them they bring, and what they eat."""

import datetime as dt
import uuid

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Select,
    UniqueConstraint,
    and_,
    false,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Key, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.events.answers.rules import COMES, Coming
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle
from constellations.models import HomeTerms, Membership, by_home, holds_on
from constellations.permissions import Role
from constellations.rules import HomeStatus

DIET_KNOWN_FOR = dt.timedelta(days=7)
"""After an event its host reads for so long what the families that came eat."""


def hosted_by(viewer: Viewer) -> ColumnElement[bool]:
    """Of events that the viewer sees, those that they host: at home, as hub or its cover; liaison and managers all."""
    if not viewer.is_carer:
        return false() if viewer.role in (Role.FINANCE, Role.REGIONAL) else true()
    around = select(EventConstellation.event_id).where(EventConstellation.constellation_id.in_(viewer.hub_or_cover_of))
    return or_(is_key(Event.host_id, viewer.home_id), Event.id.in_(around))


def guests_shown(home: Key, occurrence: Key, viewer: Viewer) -> ColumnElement[bool]:
    """Rows of children who come with a home: that home's own, its hub's, those of the host at home, and of staff.

    Where it takes place at home, or for the worker who planned it, those of all who come, of whichever constellation;
    a hub beside that, and a liaison worker, only those of their own constellations.
    """
    if viewer.role in (Role.FINANCE, Role.REGIONAL):
        return false()
    if viewer.sees_whole_service:
        return by_home(home, viewer)
    its = _its(viewer)
    if not viewer.is_carer:
        theirs = occurrence.in_(its.where(is_key(Event.planned_by, viewer.person_id)))
        return or_(by_home(home, viewer), theirs)
    around = select(Membership.home_id).where(
        Membership.constellation_id.in_(viewer.hub_of), holds_on(Membership, viewer.today)
    )
    at_home = occurrence.in_(its.where(is_key(Event.host_id, viewer.home_id)))
    return or_(is_key(home, viewer.home_id), home.in_(around), at_home)


def carers_shown(home: Key, occurrence: Key, viewer: Viewer) -> ColumnElement[bool]:
    """Rows of carers who come with a home: whoever hosts reads all their names."""
    return or_(guests_shown(home, occurrence, viewer), occurrence.in_(_its(viewer).where(hosted_by(viewer))))


def asked_on_its_day(home: Key | uuid.UUID | None) -> ColumnElement[bool]:
    """Whether a home is among the families that an event is for on one of its dates: of `Event` and `Occurrence`.

    A family that has left by then is not, whatever it said before: it takes nobody's place.
    """
    member = select(Membership.id).where(
        Membership.home_id == home,
        Membership.constellation_id == EventConstellation.constellation_id,
        EventConstellation.event_id == Event.id,
        holds_on(Membership, Occurrence.starts_on),
    )
    left = select(HomeTerms.home_id).where(
        HomeTerms.home_id == home, HomeTerms.status == HomeStatus.LEFT, holds_on(HomeTerms, Occurrence.starts_on)
    )
    is_here = ~left.correlate_except(HomeTerms).exists()
    is_member = member.correlate_except(Membership, EventConstellation).exists()
    return or_(and_(Event.circle == Circle.SERVICE, is_here), is_member)


def _its(viewer: Viewer) -> Select[uuid.UUID]:
    return select(Occurrence.id).join(Event, Event.id == Occurrence.event_id).where(Event.seen_by(viewer))


class EventAnswer(Base):
    """One family's word to one date of an event, and how many of them it is about.

    Of `adults` and `children`, `more_adults` and `more_children` are those of whom Roost knows no more. `waits_since`
    is set while a family that goes has no place yet. `for_day` and `for_time` are when the event was to begin when
    they answered.
    """

    __tablename__ = "event_answer"
    __table_args__ = (
        UniqueConstraint("occurrence_id", "home_id"),
        CheckConstraint("adults >= more_adults and more_adults >= 0", name="adults"),
        CheckConstraint("children >= more_children and more_children >= 0", name="children"),
        CheckConstraint("waits_since is null or said = 'going'", name="waits"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    occurrence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("occurrence.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), index=True)
    said: Mapped[Coming] = mapped_column(word(Coming, "said"))
    adults: Mapped[int]
    children: Mapped[int]
    more_adults: Mapped[int] = mapped_column(default=0)
    more_children: Mapped[int] = mapped_column(default=0)
    waits_since: Mapped[dt.datetime | None] = mapped_column(index=True)
    for_day: Mapped[dt.date]
    for_time: Mapped[dt.time | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its event: families and how many, never who."""
        return cls.occurrence_id.in_(select(Occurrence.id).where(Occurrence.seen_by(viewer)))

    @property
    def heads(self) -> int:
        """How many people."""
        return self.adults + self.children

    @property
    def is_seated(self) -> bool:
        """Whether they go and have their places."""
        return self.said is Coming.GOING and self.waits_since is None


class EventGuest(Base):
    """Somebody who comes with a family: a carer, or a child who lives there."""

    __tablename__ = "event_guest"
    __table_args__ = (
        CheckConstraint("(person_id is null) != (child_id is null)", name="one"),
        UniqueConstraint("answer_id", "person_id"),
        UniqueConstraint("answer_id", "child_id"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event_answer.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    child_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("child.id"), index=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The family itself, hosts and staff."""
        of = EventAnswer.home_id, EventAnswer.occurrence_id
        children = select(EventAnswer.id).where(guests_shown(*of, viewer))
        carers = select(EventAnswer.id).where(carers_shown(*of, viewer))
        return or_(cls.answer_id.in_(children), cls.person_id.is_not(None) & cls.answer_id.in_(carers))


class HomeDiet(Base):
    """What a family eats and what it does not, as it said with its last answer."""

    __tablename__ = "home_diet"
    __table_args__ = ({"info": GUARDED_TABLE},)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), primary_key=True)
    words: Mapped[str]
    said_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The family itself, staff, and whoever hosts an event that it comes to, until a week afterwards."""
        if viewer.role in (Role.FINANCE, Role.REGIONAL):
            return false()
        if viewer.sees_whole_service:
            return by_home(cls.home_id, viewer)
        hosts = hosted_by(viewer) if viewer.is_carer else is_key(Event.planned_by, viewer.person_id)
        comes = (
            select(EventAnswer.home_id)
            .join(Occurrence, Occurrence.id == EventAnswer.occurrence_id)
            .join(Event, Event.id == Occurrence.event_id)
            .where(
                and_(Event.seen_by(viewer), hosts),
                EventAnswer.said.in_(COMES),
                asked_on_its_day(EventAnswer.home_id),
                Occurrence.starts_on > viewer.today - DIET_KNOWN_FOR,
            )
        )
        own = is_key(cls.home_id, viewer.home_id) if viewer.is_carer else by_home(cls.home_id, viewer)
        return or_(own, cls.home_id.in_(comes))
