"""How long things are kept, what holds them, and what is asked of who changes that; plain values, no database."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from constellations.core.errors import RuleBroken
from messaging.rules import ABOUT_SOMETHING, BY_NAME, OF_CONSTELLATION, ConversationKind

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
