"""Who a concern goes to, how long it may wait, and what is asked of who reads what is not theirs; plain values."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from enum import StrEnum

from constellations.core.errors import Conflict, RuleBroken
from constellations.permissions import ROLE_PERMISSIONS, Permission

LONGEST_WORDS = 2000
"""Letters of a concern, or of a note to it."""

LONGEST_REASON = 200

ACKNOWLEDGE_WITHIN = dt.timedelta(hours=24)
"""How soon a service says that it has seen a concern."""

ACKNOWLEDGE_DANGER_WITHIN = dt.timedelta(hours=1)
"""The same where somebody is in danger: whoever was alerted at once may be asleep, or away."""

LOOK_FOR = dt.timedelta(hours=1)
"""How long somebody reads, with one reason, a conversation that they are not in."""

READING_ROLES = frozenset(role for role, may in ROLE_PERMISSIONS.items() if Permission.READ_CONCERNS in may)
"""Whom a service may name as a reader of concerns."""


class About(StrEnum):
    """Whether a concern is about somebody who would else read it, or hear of it."""

    NOBODY = "nobody"
    LIAISON = "liaison"
    HUB_CARER = "hub_carer"


class Route(StrEnum):
    """The way that a concern takes: to those whom the service has named, or to managers or liaison workers alone."""

    NAMED = "named"
    MANAGERS = "managers"
    LIAISON = "liaison"


class NoteKind(StrEnum):
    """Which notes somebody may worry about, beside messages."""

    HANDOVER = "handover"
    ASK = "ask"
    THANKS = "thanks"


class Outcome(StrEnum):
    """How a concern ended."""

    NOTHING_MORE = "nothing_more"
    TALKED = "talked"
    PASSED_ON = "passed_on"


class Standing(StrEnum):
    """How a concern stands."""

    WAITING = "waiting"
    LATE = "late"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


ROUTES: Mapping[About, tuple[Route, ...]] = {
    About.NOBODY: (Route.NAMED, Route.MANAGERS, Route.LIAISON),
    About.LIAISON: (Route.MANAGERS,),
    About.HUB_CARER: (Route.LIAISON, Route.MANAGERS),
}
"""The ways to try, in this order, until one leads to somebody."""


class NoWords(RuleBroken):
    """A concern, or a note, without words."""

    about = "words"

    def __init__(self) -> None:
        super().__init__("Write in a few words what it is.")


class WordsTooLong(RuleBroken):
    """More words than a concern takes."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(f"That is too long: at most {LONGEST_WORDS} letters. The most important first.")


class NobodyReadsIt(RuleBroken):
    """A concern that nobody could read."""

    def __init__(self) -> None:
        super().__init__(
            "There is nobody in Roost who may read this, so nothing was sent. Phone your service, or its number out of "
            "hours."
        )


class ClosedAlready(Conflict):
    """Somebody else has closed the concern meanwhile."""

    def __init__(self) -> None:
        super().__init__("This concern is closed. Whoever still worries can raise another one.")


class NoReason(RuleBroken):
    """Somebody wants to read what is not theirs, and does not say why."""

    about = "reason"

    def __init__(self) -> None:
        super().__init__("Say why you read this conversation. Everybody in it will see your reason.")


class ReasonTooLong(RuleBroken):
    """A reason that is a letter."""

    about = "reason"

    def __init__(self) -> None:
        super().__init__(f"Say it more shortly: at most {LONGEST_REASON} letters.")


class LookOver(RuleBroken):
    """The hour of a look is over."""

    def __init__(self) -> None:
        super().__init__("The hour for which you gave a reason is over. Give a reason again, then read on.")


class NotAReader(RuleBroken):
    """Somebody who cannot be a reader of concerns."""

    about = "people"

    def __init__(self) -> None:
        super().__init__("Choose among the liaison workers and managers of your service.")


def route_of(about: About, reached: Mapping[Route, Collection[uuid.UUID]]) -> Route:
    """The first way that leads to somebody; raises NobodyReadsIt where none does."""
    for route in ROUTES[about]:
        if reached.get(route):
            return route
    raise NobodyReadsIt


def written_words(words: str) -> str:
    """Words as they are kept; raises NoWords, WordsTooLong."""
    kept = "".join(letter for letter in words.replace("\r\n", "\n") if letter == "\n" or letter.isprintable()).strip()
    if not kept:
        raise NoWords
    if len(kept) > LONGEST_WORDS:
        raise WordsTooLong
    return kept


def given_reason(reason: str) -> str:
    """A reason as everybody reads it, on one line; raises NoReason, ReasonTooLong."""
    kept = " ".join("".join(letter if letter.isprintable() else " " for letter in reason).split())
    if not kept:
        raise NoReason
    if len(kept) > LONGEST_REASON:
        raise ReasonTooLong
    return kept


def acknowledged_within(in_danger: bool) -> dt.timedelta:
    """How long a concern may wait until somebody acknowledges it."""
    return ACKNOWLEDGE_DANGER_WITHIN if in_danger else ACKNOWLEDGE_WITHIN


def is_due_to_wake(raised_at: dt.datetime, woken_at: dt.datetime | None, in_danger: bool, now: dt.datetime) -> bool:
    """Whether somebody is to be woken for a concern that nobody has acknowledged: when it is late, and again as long
    after they were woken last.
    """
    return now - (woken_at or raised_at) > acknowledged_within(in_danger)


def standing(
    raised_at: dt.datetime,
    acknowledged_at: dt.datetime | None,
    closed_at: dt.datetime | None,
    now: dt.datetime,
    in_danger: bool = False,
) -> Standing:
    """How a concern stands: one that nobody has acknowledged is late after a day, or in danger after an hour."""
    if closed_at is not None:
        return Standing.CLOSED
    if acknowledged_at is not None:
        return Standing.ACKNOWLEDGED
    return Standing.LATE if now - raised_at > acknowledged_within(in_danger) else Standing.WAITING


def is_open_look(looked_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a reason that was given at this moment still holds."""
    return now - looked_at <= LOOK_FOR
