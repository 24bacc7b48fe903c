"""What stands on a stay card, when its host may read it, when it is confirmed: plain values, without a clock."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from itertools import groupby

from constellations.core.clock import LONDON, london
from constellations.core.errors import RuleBroken
from sleepovers.rules import Moment, StayState

OPENS_BEFORE = dt.timedelta(days=1)
"""How long before the child comes its host may read the card; on a London wall, so a clock change moves nothing."""

CLOSES_AFTER = dt.timedelta(days=2)
"""How long after the child has gone home."""

ASKED_AHEAD = dt.timedelta(days=7)
"""How long before a stay its card is confirmed: what was right in spring may be wrong in autumn."""

TOLD_AHEAD = dt.timedelta(days=3)
"""How long before it opens the home page of a host speaks of a card."""

LONGEST_ANSWER = 1500
"""Letters of one part of a card: what somebody reads at eleven at night, and no file."""

LONGEST_CALLED = 40

MOST_VERSIONS = 999_999
"""More than any card is written, and no more than a number is read from."""

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CardWords:
    """What a card says, part by part; a part of which there is nothing to say is empty."""

    called: str = ""
    routine: str = ""
    food: str = ""
    medication: str = ""
    night: str = ""
    no_contact: str = ""
    missing: str = ""
    authority: str = ""
    phones: str = ""

    @classmethod
    def read(cls, text: str) -> "CardWords":
        """The words of a card that was written down; a part that a later Roost added is left out."""
        written = json.loads(text)
        return cls(**{part: str(written.get(part, "")) for part in PARTS})

    @property
    def written(self) -> str:
        """The words as they are sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def said(self) -> tuple[str, ...]:
        """The parts of which something is said."""
        return tuple(part for part in PARTS if getattr(self, part))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said at all."""
        return not self.said

    def differing(self, other: "CardWords") -> tuple[str, ...]:
        """The parts that say something else on another card, in order."""
        return tuple(part for part in PARTS if getattr(self, part) != getattr(other, part))


PARTS: tuple[str, ...] = tuple(each.name for each in fields(CardWords))
"""The parts of a card, in the order in which a host needs them."""


class Shown(StrEnum):
    """What of a child somebody has read."""

    CARD = "card"
    EARLIER = "earlier"
    HANDOVER = "handover"


class EmptyCard(RuleBroken):
    """A card with nothing on it would look like one that was filled in."""

    about = "routine"

    def __init__(self) -> None:
        super().__init__("There is nothing on the card yet. Write down at least one thing that the host needs to know.")


class ChangedMeanwhile(RuleBroken):
    """Somebody else has changed the card; what was typed is kept, and nothing of theirs is lost unseen."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this card while you were writing. What is on it now stands beside your words. Take "
            "over what you need, then save."
        )


class CardLocked(RuleBroken):
    """No key opens the words: the card is neither shown nor written over."""

    def __init__(self) -> None:
        super().__init__(
            "Roost cannot open this card: the key that locks it is missing. Nothing on it was changed or lost. Phone "
            "the child’s home, or your liaison worker, and tell whoever looks after Roost."
        )


class OpensLater(RuleBroken):
    """It is too early for the host."""

    def __init__(self, when: str) -> None:
        super().__init__(f"You can read this from {when} on, a day before the sleepover.")


class ClosedAgain(RuleBroken):
    """It is too late for the host."""

    def __init__(self, when: str) -> None:
        super().__init__(f"This was closed on {when}, two days after the sleepover. The child’s own home can help you.")


class NothingToConfirm(RuleBroken):
    """There is no card that could be right, or the stay is not near enough."""

    def __init__(self) -> None:
        super().__init__(
            "A stay card is confirmed in the week before a sleepover and while it lasts. Is there one yet? Fill it in "
            "first."
        )


@dataclass(frozen=True, slots=True)
class Window:
    """From when, and until when, the host of a stay may read; half-open instants."""

    opens: dt.datetime
    closes: dt.datetime

    def __contains__(self, instant: dt.datetime) -> bool:
        return self.opens <= instant < self.closes


def window_of(arrive: Moment, depart: Moment) -> Window:
    """When the host of a stay may read its card: from 24 hours before to 48 hours after, as a London wall counts them.

    Without a time a day counts from its first minute to its last. Of a wall time that comes twice, or never, the host
    has the longer.
    """
    first = dt.datetime.combine(arrive.on, arrive.at or dt.time())
    last = dt.datetime.combine(depart.on, depart.at) if depart.at else dt.datetime.combine(depart.on + _DAY, dt.time())
    return Window(min(_instants(first - OPENS_BEFORE)), max(_instants(last + CLOSES_AFTER)))


def _instants(wall: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The instants that a wall time can stand for."""
    there = wall.replace(tzinfo=LONDON)
    return there.replace(fold=0).astimezone(dt.UTC), there.replace(fold=1).astimezone(dt.UTC)


def may_be_hosted(state: StayState) -> bool:
    """Whether a stay has a host who needs the card: not one that was called off, or to which nobody came."""
    return state is not StayState.CANCELLED


def may_confirm(state: StayState, arrive_on: dt.date, depart_on: dt.date, today: dt.date) -> bool:
    """Whether it is time to say that a card is still right for a stay: from a week before it until it is over."""
    return may_be_hosted(state) and arrive_on - ASKED_AHEAD <= today <= depart_on


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody read something once: who, of which home or in which role, what, and when."""

    who: str
    of: str
    shown: Shown
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ReadOnDay:
    """What one person read on one London day: how often, and when last."""

    who: str
    of: str
    shown: Shown
    last_at: dt.datetime
    times: int


def reads_by_day(readings: Iterable[Reading]) -> Sequence[ReadOnDay]:
    """Readings as the child's carers see them: one line for a person, a day and what was read, the latest first."""

    def line(one: Reading) -> tuple[dt.date, str, str, Shown]:
        """What makes several readings one line."""
        return london(one.at).date(), one.who, one.of, one.shown

    groups = [list(group) for _line, group in groupby(sorted(readings, key=line), key=line)]
    lines = [ReadOnDay(g[0].who, g[0].of, g[0].shown, max(one.at for one in g), len(g)) for g in groups]
    return sorted(lines, key=lambda one: one.last_at, reverse=True)
