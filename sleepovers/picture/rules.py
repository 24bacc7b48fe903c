"""What ties the homes of a constellation, how strongly, and which family stands apart: pure values, the day passed in.

A tie is counted in days: those on which two homes had something to do with each other. Nothing is weighed or scored.
"""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations, pairwise

from constellations.rules import HomeRole, Span

GRACE_DAYS = 21
"""So long after it joined, or came back, nobody says of a family that it stands apart."""

MOST_AT_ONE_TABLE = 4
"""Families who write in one conversation on one day and still talk with each other; more are an assembly."""

_DAY = dt.timedelta(days=1)


class Period(StrEnum):
    """How far back ties are looked at."""

    SIXTY_DAYS = "60-days"
    YEAR = "12-months"

    @property
    def days(self) -> int:
        """How many days it has, today among them."""
        return 60 if self is Period.SIXTY_DAYS else 365

    def first(self, today: dt.date) -> dt.date:
        """Its first day."""
        return today - (self.days - 1) * _DAY


def period_of(text: str | None) -> Period:
    """Read which period an address asks for; the shorter one where it is none."""
    return Period(text) if text in set(Period) else Period.SIXTY_DAYS


class Together(StrEnum):
    """What two homes may do together."""

    NIGHT = "night"
    BY_DAY = "by_day"
    EVENT = "event"
    TALK = "talk"


class Strength(StrEnum):
    """On how many days two homes had to do with each other, in three steps."""

    SELDOM = "seldom"
    SOMETIMES = "sometimes"
    OFTEN = "often"


FROM_DAYS: Mapping[Period, Mapping[Strength, int]] = {
    Period.SIXTY_DAYS: {Strength.OFTEN: 8, Strength.SOMETIMES: 3},
    Period.YEAR: {Strength.OFTEN: 36, Strength.SOMETIMES: 12},
}
"""From how many days on a tie is of each step; below the lowest it is seldom."""


class Standing(StrEnum):
    """How a satellite is tied to the others."""

    TIED = "tied"
    ONLY_HUB = "only_hub"
    NO_TIE = "no_tie"
    NEW = "new"


APART = (Standing.NO_TIE, Standing.ONLY_HUB)
"""Those who are drawn apart and named to staff."""


class Sight(StrEnum):
    """How much of the ties somebody reads: staff all, a hub what it reads elsewhere too, others their own."""

    ALL = "all"
    HUB = "hub"
    OWN = "own"


Pair = tuple[uuid.UUID, uuid.UUID]
"""Two homes, the lower key first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A home's place in the constellation during some days."""

    home_id: uuid.UUID
    home: str
    role: HomeRole
    days: Span


@dataclass(frozen=True, slots=True)
class HubChange:
    """A day on which another home became the hub; `before` is none where there was no hub."""

    day: dt.date
    home: str
    before: str | None


@dataclass(frozen=True, slots=True)
class Roster:
    """Every home that belonged to a constellation, and when."""

    places: tuple[Place, ...]

    @property
    def names(self) -> dict[uuid.UUID, str]:
        """What each home is called."""
        return {place.home_id: place.home for place in self.places}

    def role_on(self, home_id: uuid.UUID, day: dt.date) -> HomeRole | None:
        """What a home was on a day; none where it did not belong to the constellation."""
        roles = {place.role for place in self.places if place.home_id == home_id and day in place.days}
        return HomeRole.HUB if HomeRole.HUB in roles else next(iter(roles), None)

    def on(self, day: dt.date) -> dict[uuid.UUID, HomeRole]:
        """The homes of a day, by name, with what they are."""
        here = sorted((place.home.casefold(), place.home_id) for place in self.places if day in place.days)
        return {home_id: role for _, home_id in here if (role := self.role_on(home_id, day))}

    def within(self, first: dt.date, last: dt.date) -> dict[uuid.UUID, str]:
        """The homes that belonged to it on one of some days (the last included), by name."""
        days = Span(first, last + _DAY)
        here = {place.home_id: place.home for place in self.places if place.days.overlaps(days)}
        return dict(sorted(here.items(), key=lambda item: (item[1].casefold(), item[0])))

    def joined_on(self, home_id: uuid.UUID, day: dt.date) -> dt.date | None:
        """Since when a home has belonged to it without a gap, in whatever role; none where it does not on that day."""
        theirs = [place.days for place in self.places if place.home_id == home_id and place.days.starts_on <= day]
        since = None
        for span in sorted(theirs, key=lambda one: one.starts_on, reverse=True):
            if day in span or (since is not None and span.ends_on is not None and span.ends_on >= since):
                since = span.starts_on
        return since

    def left_on(self, home_id: uuid.UUID, today: dt.date) -> dt.date | None:
        """The day from which a home did not belong to it any more; none where it does today."""
        ends = [place.days.ends_on for place in self.places if place.home_id == home_id]
        if self.role_on(home_id, today):
            return None
        return max((end for end in ends if end is not None and end <= today), default=None)

    def hub_changes(self, first: dt.date, last: dt.date) -> tuple[HubChange, ...]:
        """When another home became the hub between two days (both included), in order."""
        hubs = sorted(
            (place for place in self.places if place.role is HomeRole.HUB), key=lambda place: place.days.starts_on
        )
        return tuple(
            HubChange(after.days.starts_on, after.home, before.home)
            for before, after in pairwise(hubs)
            if first <= after.days.starts_on <= last and before.home_id != after.home_id
        )


@dataclass(frozen=True, slots=True)
class Occasion:
    """What some homes did together on a day: a child's night, a visit by day, an event, or a conversation."""

    kind: Together
    day: dt.date
    homes: frozenset[uuid.UUID]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads of ties: how much, and of which home they are."""

    sight: Sight
    home_id: uuid.UUID | None = None

    def reads(self, kind: Together, pair: Pair) -> bool:
        """Whether something that two homes did together is told.

        One's own is. A hub reads nights and events of all homes elsewhere too; who talks with whom it does not.
        """
        if self.sight is Sight.ALL or self.home_id in pair:
            return True
        return self.sight is Sight.HUB and kind is not Together.TALK


def sight_of(is_staff: bool, is_hub: bool) -> Sight:
    """How much of the ties of a constellation somebody reads."""
    if is_staff:
        return Sight.ALL
    return Sight.HUB if is_hub else Sight.OWN


@dataclass(slots=True)
class Tie:
    """What two homes had to do with each other: how often, and on which days.

    Of talk each day counts once, however many conversations there were. `is_of_satellites` says that neither was the
    hub on one of the days.
    """

    counts: Counter[Together] = field(default_factory=Counter)
    days: set[dt.date] = field(default_factory=set)
    talked_on: set[dt.date] = field(default_factory=set)
    is_of_satellites: bool = False

    def add(self, kind: Together, day: dt.date, is_of_satellites: bool) -> None:
        """One occasion more."""
        if kind is not Together.TALK or day not in self.talked_on:
            self.counts[kind] += 1
        if kind is Together.TALK:
            self.talked_on.add(day)
        self.days.add(day)
        self.is_of_satellites = self.is_of_satellites or is_of_satellites

    def strength(self, period: Period) -> Strength:
        """Of which step it is."""
        steps = FROM_DAYS[period].items()
        return next((step for step, days in steps if len(self.days) >= days), Strength.SELDOM)


Ties = Mapping[Pair, Tie]


def ties_of(occasions: Iterable[Occasion], roster: Roster, reader: Reader) -> Ties:
    """What ties each two homes, where both belonged to the constellation on the day.

    A conversation in which more families wrote on that day than sit at one table ties nobody.
    """
    found: defaultdict[Pair, Tie] = defaultdict(Tie)
    for one in occasions:
        here = {home_id: role for home_id in one.homes if (role := roster.role_on(home_id, one.day))}
        if one.kind is Together.TALK and len(here) > MOST_AT_ONE_TABLE:
            continue
        for first, second in combinations(sorted(here), 2):
            if reader.reads(one.kind, (first, second)):
                found[first, second].add(one.kind, one.day, HomeRole.HUB not in (here[first], here[second]))
    return dict(found)


def talks(written: Iterable[tuple[uuid.UUID, dt.date, uuid.UUID]]) -> list[Occasion]:
    """The occasions on which homes talked: those that wrote in one conversation on one day.

    Given are a conversation, a London date, and the home of who wrote then.
    """
    tables: defaultdict[tuple[uuid.UUID, dt.date], set[uuid.UUID]] = defaultdict(set)
    for conversation_id, day, home_id in written:
        tables[conversation_id, day].add(home_id)
    return [Occasion(Together.TALK, day, frozenset(homes)) for (_, day), homes in tables.items()]


def standings(ties: Ties, roster: Roster, today: dt.date) -> dict[uuid.UUID, Standing]:
    """How each satellite of today is tied, by name; with all ties, for who sees a part would call others lonely."""
    satellites = [home_id for home_id, role in roster.on(today).items() if role is HomeRole.SATELLITE]
    return {home_id: _standing(home_id, ties, roster, today, len(satellites)) for home_id in satellites}


def _standing(home_id: uuid.UUID, ties: Ties, roster: Roster, today: dt.date, satellites: int) -> Standing:
    theirs = [tie for pair, tie in ties.items() if home_id in pair]
    if any(tie.is_of_satellites for tie in theirs) or (theirs and satellites == 1):
        return Standing.TIED
    joined = roster.joined_on(home_id, today)
    if joined is not None and (today - joined).days < GRACE_DAYS:
        return Standing.NEW
    return Standing.ONLY_HUB if theirs else Standing.NO_TIE


def of_standing(found: Mapping[uuid.UUID, Standing], wanted: Collection[Standing]) -> Sequence[uuid.UUID]:
    """The homes that stand so, in their order."""
    return [home_id for home_id, standing in found.items() if standing in wanted]
