"""Who stands at the door of a stay card, and the card, its versions and its readers as they may know them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, and_, or_, select, type_coerce

from constellations.access import Viewer, covering
from constellations.children.models import Child
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.seals import KeyLost, unseal
from constellations.core.settings import current_settings
from constellations.core.words import moment_words
from constellations.models import Home, Person
from constellations.words import in_words
from sleepovers.cards import rules
from sleepovers.cards.models import CardConfirmed, CardVersion, CardView, StayCard, is_host_of, kept_by
from sleepovers.cards.rules import CardWords, ReadOnDay, Window
from sleepovers.models import Stay
from sleepovers.rules import StayState

MOST_READS = 500
"""Of the latest readings so many are looked at; older ones stay in the audit trail."""


@dataclass(frozen=True, slots=True)
class AtDoor:
    """A stay at whose card the viewer may look, as its keeper or as the host; of whom, and where."""

    stay: Stay
    initials: str
    host: str
    is_keeper: bool
    window: Window

    @property
    def is_open(self) -> bool:
        """Whether the host may read at this moment."""
        return clock.now() in self.window

    @property
    def is_near(self) -> bool:
        """Whether the host reads it now, or within three days."""
        return self.window.opens - rules.TOLD_AHEAD <= clock.now() < self.window.closes

    @property
    def has_closed(self) -> bool:
        """Whether the host could read once, and no more."""
        return clock.now() >= self.window.closes

    @property
    def may_confirm(self) -> bool:
        """Whether it is time to say that the card is still right."""
        return self.is_keeper and rules.may_confirm(
            self.stay.state, self.stay.arrive_on, self.stay.depart_on, clock.today()
        )


@dataclass(frozen=True, slots=True)
class Card:
    """One version of a card, opened; who wrote it, and when."""

    number: int
    words: CardWords
    written_by: str | None
    written_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who said that the card is right for a stay, and when."""

    who: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class StayCardPage:
    """A card as it is read for a stay; none where nobody has filled it in. `reads` are for its keepers."""

    door: AtDoor
    card: Card | None
    confirmed: Confirmation | None
    reads: Sequence[ReadOnDay] = ()


@dataclass(frozen=True, slots=True)
class ChildCardPage:
    """A card as its keepers have it: with who read it, and when it was written."""

    child_id: uuid.UUID
    initials: str
    card: Card | None
    written: Sequence[tuple[int, str | None, dt.datetime]]
    reads: Sequence[ReadOnDay]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether there is a card for a stay, and whether somebody has said that it is right for it."""

    door: AtDoor
    is_filled: bool
    is_confirmed: bool

    @property
    def may_read(self) -> bool:
        """Whether the viewer may read it at this moment."""
        return self.door.is_keeper or self.door.is_open

    @property
    def waits(self) -> bool:
        """Whether the viewer should fill it in, or say that it is right."""
        return self.door.may_confirm and not self.is_confirmed


def at_door(viewer: Viewer, stay_id: uuid.UUID) -> AtDoor:
    """A stay, for those who may read its card at this moment.

    Raises OpensLater and ClosedAgain for its host at another hour; NotFound for everybody else, whether or not there is
    a card, and for a child that is still to be named.
    """
    found = _doors(viewer, Stay.id == stay_id)
    if not found:
        raise NotFound
    door = found[0]
    if not door.is_keeper and clock.now() < door.window.opens:
        raise rules.OpensLater(moment_words(door.window.opens))
    if not door.is_keeper and not door.is_open:
        raise rules.ClosedAgain(moment_words(door.window.closes))
    return door


def cards_near(viewer: Viewer) -> list[Standing]:
    """How the cards stand of the stays of these days whose keeper or host a carer is, the next first; three queries."""
    since, until = viewer.today - rules.CLOSES_AFTER, viewer.today + rules.ASKED_AHEAD
    near = and_(Stay.depart_on >= since, Stay.arrive_on <= until, Stay.state != StayState.CANCELLED)
    return _standings(_doors(viewer, near))


def _doors(viewer: Viewer, which: ColumnElement[bool]) -> list[AtDoor]:
    mine = Stay.id.in_(select(Stay.id).where(kept_by(Stay.child_id, viewer)))
    asked = (
        select(Stay, Child.initials, Home.name, mine.label("kept"))
        .join(Child, Child.id == Stay.child_id)
        .join(Home, Home.id == Stay.host_id)
        .where(which, or_(mine, is_host_of(viewer)), Child.is_unnamed.is_(False))
        .order_by(Stay.arrive_on, Stay.id)
    )
    rows = session().execute(covering(Viewer.system(), asked))
    return [
        AtDoor(stay, initials, host, bool(kept), rules.window_of(stay.arrive, stay.depart))
        for stay, initials, host, kept in rows
    ]


def card_for_stay(viewer: Viewer, stay_id: uuid.UUID) -> StayCardPage:
    """The card of the child of a stay; raises as `at_door` does, and CardLocked."""
    door = at_door(viewer, stay_id)
    card = card_of(viewer, door.stay.child_id)
    confirmed = _confirmations(viewer, [door]).get(stay_id) if card else None
    return StayCardPage(door, card, confirmed, _reads(viewer, door.stay.child_id) if door.is_keeper else ())


def card_for_keepers(viewer: Viewer, child_id: uuid.UUID) -> ChildCardPage:
    """The card of a child, for those who keep it; raises NotFound for all others, and CardLocked."""
    initials = kept_child(viewer, child_id).initials
    card = card_of(viewer, child_id)
    return ChildCardPage(child_id, initials, card, _written(viewer, child_id), _reads(viewer, child_id))


def kept_child(viewer: Viewer, child_id: uuid.UUID) -> Child:
    """A child whose card the viewer keeps; raises NotFound."""
    asked = select(Child).where(Child.id == child_id, kept_by(Child.id, viewer), Child.is_unnamed.is_(False))
    child = session().scalars(covering(Viewer.system(), asked)).one_or_none()
    if child is None:
        raise NotFound
    return child


def card_of(viewer: Viewer, child_id: uuid.UUID, number: int | None = None) -> Card | None:
    """A version of a card, the one that holds unless a number is given, opened; none where there is no such one.

    Raises CardLocked where no key opens it.
    """
    asked = (
        select(CardVersion.number, type_coerce(CardVersion.words, Text), Person.name, CardVersion.written_at)
        .outerjoin(Person, Person.id == CardVersion.written_by)
        .where(CardVersion.child_id == child_id)
        .order_by(CardVersion.number.desc())
    )
    asked = asked.where(CardVersion.number == number) if number is not None else asked
    row = session().execute(covering(viewer, asked, CardVersion, through=(Person,)).limit(1)).first()
    if row is None:
        return None
    words = opened(row[1])
    if words is None:
        raise rules.CardLocked
    return Card(row[0], CardWords.read(words), row[2], row[3])


def opened(sealed: str) -> str | None:
    """Sealed words, opened; none where no key does."""
    try:
        return unseal(sealed, current_settings().field_keys)
    except KeyLost:
        return None


def card_at(viewer: Viewer, stay_id: uuid.UUID) -> Standing | None:
    """How the card of a stay stands, at whatever hour, for those who are at its door some time; none for others."""
    doors = [door for door in _doors(viewer, Stay.id == stay_id) if rules.may_be_hosted(door.stay.state)]
    return _standings(doors)[0] if doors else None


def _standings(doors: Sequence[AtDoor]) -> list[Standing]:
    children = {door.stay.child_id for door in doors}
    filled = select(StayCard.child_id).where(StayCard.child_id.in_(children))
    there = set(session().scalars(covering(Viewer.system(), filled))) if doors else set()
    confirmed = _confirmations(Viewer.system(), doors) if doors else {}
    return [Standing(door, door.stay.child_id in there, door.stay.id in confirmed) for door in doors]


def _confirmations(viewer: Viewer, doors: Sequence[AtDoor]) -> dict[uuid.UUID, Confirmation]:
    """Who said of which stay that the card, as it is now, is right for it; the first to say so."""
    asked = (
        select(CardConfirmed.stay_id, CardConfirmed.child_id, Person.name, CardConfirmed.at)
        .join(StayCard, and_(StayCard.child_id == CardConfirmed.child_id, StayCard.number == CardConfirmed.number))
        .outerjoin(Person, Person.id == CardConfirmed.person_id)
        .where(CardConfirmed.stay_id.in_([door.stay.id for door in doors]))
    )
    rows = session().execute(covering(viewer, asked, CardConfirmed, StayCard, through=(Person,)))
    child_of = {door.stay.id: door.stay.child_id for door in doors}
    return {stay_id: Confirmation(who, at) for stay_id, child_id, who, at in rows if child_of[stay_id] == child_id}


def _written(viewer: Viewer, child_id: uuid.UUID) -> Sequence[tuple[int, str | None, dt.datetime]]:
    asked = (
        select(CardVersion.number, Person.name, CardVersion.written_at)
        .outerjoin(Person, Person.id == CardVersion.written_by)
        .where(CardVersion.child_id == child_id)
        .order_by(CardVersion.number.desc())
    )
    rows = session().execute(covering(viewer, asked, CardVersion, through=(Person,)))
    return [(number, who, at) for number, who, at in rows]


def _reads(viewer: Viewer, child_id: uuid.UUID) -> Sequence[ReadOnDay]:
    asked = (
        select(CardView.shown, CardView.at, Person.name, Person.role, Home.name)
        .join(Person, Person.id == CardView.person_id)
        .outerjoin(Home, Home.id == Person.home_id)
        .where(CardView.child_id == child_id)
        .order_by(CardView.at.desc())
        .limit(MOST_READS)
    )
    rows = session().execute(covering(viewer, asked, CardView, through=(Person, Home)))
    return rules.reads_by_day(
        rules.Reading(who, home or in_words(role), shown, at) for shown, at, who, role, home in rows
    )
