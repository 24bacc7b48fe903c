"""When a home has left, and what may be said of it: plain values, the day passed in."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import gettext

from constellations.core.clock import ALWAYS
from constellations.core.errors import RuleBroken
from constellations.rules import Span

WAITS_FOR = dt.timedelta(days=366)
"""How long staff are asked why a home left; what is longer ago may still be said, and nobody is asked any more."""

FURTHEST = dt.timedelta(days=92)
"""How far the day that staff say may be from the register's: a home gives notice before, and its papers come after."""

SAME = dt.timedelta(days=31)
"""The register may be put right by as much, and what was said of a home that left is still of the same leaving."""


class Scope(StrEnum):
    """What a home has left: the constellation alone, or fostering with this service."""

    CONSTELLATION = "constellation"
    FOSTERING = "fostering"


class Reason(StrEnum):
    """Why a home left, as staff write it down; nothing here says what anybody is thought to have done."""

    RETIRED = "retired"
    MOVED = "moved"
    HEALTH = "health"
    PLACEMENT_ENDED = "placement_ended"
    PERMANENCE = "permanence"
    LACK_OF_SUPPORT = "lack_of_support"
    MONEY = "money"
    OTHER_AGENCY = "other_agency"
    SERVICE_DECISION = "service_decision"
    OTHER = "other"


class NoReason(RuleBroken):
    """At least one: `other` is one too."""

    about = "reasons"

    def __init__(self) -> None:
        super().__init__(gettext("Choose at least one reason. “Another reason” is one too."))


class DayTooFarOff(RuleBroken):
    """Either the day is a slip of the finger, or the register is wrong."""

    about = "left_on"

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "That is more than three months from the day in the register. Correct this day, or the register first."
            )
        )


class HasNotLeft(RuleBroken):
    """Why somebody left can be said of who has left."""

    def __init__(self, home: str) -> None:
        super().__init__(
            gettext(
                "As far as the register knows, %(home)s has not left. "
                "End its membership, or change how it stands, first.",
                home=home,
            )
        )


class StillThere(RuleBroken):
    """Whether an ending was planned can be said of what has ended."""

    def __init__(self) -> None:
        super().__init__(gettext("This child still lives there. Nothing has ended."))


@dataclass(frozen=True, slots=True)
class Spell:
    """The days on which a home is a member of a constellation."""

    home_id: uuid.UUID
    constellation_id: uuid.UUID
    span: Span


@dataclass(frozen=True, slots=True)
class Departure:
    """That a home has left, as the register knows: from which day, what, and which constellations it was in."""

    home_id: uuid.UUID
    on: dt.date
    scope: Scope
    constellation_ids: frozenset[uuid.UUID]


@dataclass(frozen=True, slots=True)
class LeavingWords:
    """What staff say of a home that left: reasons, the day, and what it left."""

    scope: Scope
    left_on: dt.date
    reasons: frozenset[Reason] = field(default_factory=frozenset)

    def __str__(self) -> str:
        return ", ".join((self.scope, str(self.left_on), *sorted(self.reasons)))


def departures(spells: Iterable[Spell], left: Mapping[uuid.UUID, Sequence[Span]], today: dt.date) -> list[Departure]:
    """Every home that has left, the latest first; `left` are the days on which a home stands as left, by home.

    Who goes on in another constellation on that day, or in another role, has not left; nor has who is in a second one.
    """
    by_home: defaultdict[uuid.UUID, list[Spell]] = defaultdict(list)
    for spell in spells:
        by_home[spell.home_id].append(spell)
    found = [
        one for home_id in by_home.keys() | left.keys() for one in _of_home(home_id, by_home[home_id], left, today)
    ]
    return sorted(found, key=lambda one: (one.on, one.home_id), reverse=True)


def _of_home(
    home_id: uuid.UUID, spells: Sequence[Spell], left: Mapping[uuid.UUID, Sequence[Span]], today: dt.date
) -> list[Departure]:
    spans = left.get(home_id, ())
    ended: defaultdict[dt.date, set[uuid.UUID]] = defaultdict(set)
    for spell in spells:
        day = spell.span.ends_on
        if day is not None and day <= today and not any(day in other.span for other in spells):
            ended[day].add(spell.constellation_id)
    ends = {span.ends_on for span in spans}
    for span in spans:
        # One that stands as left since ever has no day of its own, and one that goes on being left has none again.
        if span.starts_on != ALWAYS and span.starts_on <= today and span.starts_on not in ends:
            ended.setdefault(span.starts_on, set())
    return [
        Departure(
            home_id,
            day,
            Scope.FOSTERING if any(day in span for span in spans) else Scope.CONSTELLATION,
            frozenset(constellations),
        )
        for day, constellations in ended.items()
    ]


def waits(departure: Departure, today: dt.date) -> bool:
    """Whether staff are asked why a home left, of which nothing is said yet: for a year."""
    return departure.on > today - WAITS_FOR


def same_leaving(days: Iterable[dt.date], on: dt.date) -> dt.date | None:
    """The day, of those of which something is said, that stands for a departure: the nearest, within SAME."""
    near = [day for day in days if abs(day - on) <= SAME]
    return min(near, key=lambda day: (abs(day - on), day), default=None)


def check_leaving(words: LeavingWords, departed_on: dt.date) -> None:
    """Raise NoReason or DayTooFarOff for what cannot be said of a home that left on a day of the register."""
    if not words.reasons:
        raise NoReason
    if abs(words.left_on - departed_on) > FURTHEST:
        raise DayTooFarOff


def check_ended(ends_on: dt.date | None, today: dt.date) -> None:
    """Raise StillThere for a placement that has not ended."""
    if ends_on is None or ends_on > today:
        raise StillThere
