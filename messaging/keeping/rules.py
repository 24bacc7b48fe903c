"""How long things are kept, what holds them, and what is asked of who changes that; plain values, no database."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from constellations.core.clock import LONDON, months_before
from constellations.core.errors import RuleBroken
from messaging.rules import ABOUT_SOMETHING, BY_NAME, OF_CONSTELLATION, ConversationKind

MOST_MONTHS = 600
"""Fifty years; who wants to keep something longer keeps it for ever."""

LONGEST_REASON = 200
"""Letters in which somebody says why a conversation is held, or why a copy is taken of a person's words."""

CLOSED_CONCERN_HOLDS = dt.timedelta(days=365)
"""How long after it was closed a concern still holds its conversation: whoever worries still may come back to it."""


class Kept(StrEnum):
    """A kind of record that a service keeps for a time of its own."""

    CONSTELLATION = "constellation"
    ABOUT = "about"
    PEOPLE = "people"
    EARLIER = "earlier"


CONVERSATIONS: Mapping[Kept, frozenset[ConversationKind]] = {
    Kept.CONSTELLATION: OF_CONSTELLATION,
    Kept.ABOUT: ABOUT_SOMETHING,
    Kept.PEOPLE: BY_NAME,
}
"""Which conversations each kind of record is; the earlier words of changed and removed messages are of all of them."""


class Gone(StrEnum):
    """What the daily job removes, as it counts it."""

    MESSAGES = "messages"
    EARLIER = "earlier"
    REACTIONS = "reactions"
    MENTIONS = "mentions"
    POLLS = "polls"
    VOTES = "votes"
    FILES = "files"
    ANNOUNCEMENTS = "announcements"
    GOT_IT = "got_it"


class MonthsOutOfReach(RuleBroken):
    """A number of months that cannot be meant."""

    def __init__(self) -> None:
        super().__init__(f"Enter a number of months from 1 to {MOST_MONTHS}, or nothing to keep it for ever.")


class WouldGo(RuleBroken):
    """A shorter time would remove something this very night."""

    about = "sure"

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} would be removed tonight, for good. If that is meant, tick the box below. "
            "If not, choose a longer time."
        )


class NoHoldReason(RuleBroken):
    """A conversation is to be held, and nobody says why."""

    about = "reason"

    def __init__(self) -> None:
        super().__init__("Say why this conversation is held. The other managers of the service read it.")


class NoCopyReason(RuleBroken):
    """A copy of somebody's words is wanted, and nobody says why."""

    about = "reason"

    def __init__(self) -> None:
        super().__init__("Say why you take this copy. The person whose words they are reads it.")


class LongReason(RuleBroken):
    """A reason that is a letter."""

    about = "reason"

    def __init__(self) -> None:
        super().__init__(f"Say it in fewer words: at most {LONGEST_REASON} letters.")


class CopyOver(RuleBroken):
    """The hour in which a copy may be fetched is over."""

    def __init__(self) -> None:
        super().__init__("The hour for which you gave a reason is over. Give a reason again, then take the copy.")


@dataclass(frozen=True, slots=True)
class KeptFor:
    """For how many months each kind of record is kept; none is for ever, as all are at first."""

    constellation: int | None = None
    about: int | None = None
    people: int | None = None
    earlier: int | None = None

    def months(self, kept: Kept) -> int | None:
        """Of one kind."""
        found: int | None = getattr(self, kept.value)
        return found

    def checked(self) -> "KeptFor":
        """The same; raises MonthsOutOfReach."""
        chosen = (getattr(self, field.name) for field in fields(self))
        if any(months is not None and not 1 <= months <= MOST_MONTHS for months in chosen):
            raise MonthsOutOfReach
        return self

    def since(self, kept: Kept, today: dt.date) -> dt.datetime | None:
        """The moment before which something of a kind is too old on a day; none where it is kept for ever."""
        months = self.months(kept)
        return None if months is None else kept_since(today, months)

    def __str__(self) -> str:
        return ", ".join(f"{kept.value} {self.months(kept) or 'for ever'}" for kept in Kept)


def kept_since(today: dt.date, months: int) -> dt.datetime:
    """When in London the day began from which on something is kept: the same day, so many months ago."""
    return dt.datetime.combine(months_before(today, months), dt.time(), LONDON)


def concerns_hold_since(now: dt.datetime) -> dt.datetime:
    """A concern that was closed after this moment still holds its conversation."""
    return now - CLOSED_CONCERN_HOLDS


def hold_reason(reason: str) -> str:
    """Why a conversation is held, on one line; raises NoHoldReason, LongReason."""
    return _reason(reason, NoHoldReason)


def copy_reason(reason: str) -> str:
    """Why a copy of somebody's words is taken, on one line; raises NoCopyReason, LongReason."""
    return _reason(reason, NoCopyReason)


def _reason(reason: str, missing: type[NoHoldReason | NoCopyReason]) -> str:
    kept = " ".join("".join(letter if letter.isprintable() else " " for letter in reason).split())
    if not kept:
        raise missing
    if len(kept) > LONGEST_REASON:
        raise LongReason
    return kept
