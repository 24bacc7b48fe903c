"""How a request about personal data goes, by when it is answered, and who may do what of it; plain values."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import Month
from constellations.core.errors import RuleBroken

KEPT_HOURS = 24
"""For how long a copy may be fetched once it is ready; then its file is removed."""

WAITS_ALONE = dt.timedelta(days=7)
"""How long the only manager of a service waits before they confirm what they asked for themselves."""

LONGEST_REASON = 200
"""Letters in which somebody says why somebody is held."""

SHORTEST_WORD = 3
"""Letters of a word that is looked for in what others wrote: shorter ones stand in everything."""

SHORTEST_INITIALS = 2
"""Letters of one that begins with a great letter, such as initials."""


class RequestKind(StrEnum):
    """What is asked for."""

    COPY = "copy"
    ERASURE = "erasure"


class RequestState(StrEnum):
    """How a request stands: a copy goes from asked to gone, an erasure from waiting to done.

    An erasure is done in part while a hold, or a concern, keeps rows that are theirs or name them.
    """

    ASKED = "asked"
    REVIEW = "review"
    READY = "ready"
    GONE = "gone"
    WAITING = "waiting"
    AGREED = "agreed"
    PARTLY = "partly"
    DONE = "done"
    WITHDRAWN = "withdrawn"


UNANSWERED = frozenset({RequestState.ASKED, RequestState.REVIEW, RequestState.WAITING, RequestState.AGREED})
"""The states in which somebody waits for an answer: a copy that may be fetched is one."""

MAY_BE_TAKEN_BACK = UNANSWERED | {RequestState.READY}
"""The states in which a request may be taken back."""

OPEN = MAY_BE_TAKEN_BACK | {RequestState.PARTLY}
"""The states in which something is still to happen."""

FOR_THE_JOB = frozenset({RequestState.ASKED, RequestState.AGREED})
"""The states in which a request waits for the job that makes copies and erases."""


class AskedAlready(RuleBroken):
    """The same was asked for, and is not answered yet."""

    def __init__(self) -> None:
        super().__init__("This was asked for already. Look at it in the list of requests.")


class NotReady(RuleBroken):
    """A copy that is not there to be fetched."""

    def __init__(self) -> None:
        super().__init__("There is no copy to fetch: it is not ready yet, or its 24 hours are over. Ask again for it.")


class IsHeld(RuleBroken):
    """Nothing is erased of who is held."""

    def __init__(self) -> None:
        super().__init__(
            "A legal hold keeps this: theirs, or that of somebody who lives, lived or stayed in the same home. "
            "Lift the hold first, if it need not stand any more."
        )


class NotLeftYet(RuleBroken):
    """Somebody who is here still works with what would be erased."""

    def __init__(self) -> None:
        super().__init__("They can still sign in. End their access first, then ask for the erasure.")


class LivesHere(RuleBroken):
    """A child who lives with a home is looked after by what would be erased."""

    def __init__(self) -> None:
        super().__init__("This child still lives with a home. Say first that it left, then ask for the erasure.")


class NotYours(RuleBroken):
    """What is decided about a manager, another one decides."""

    def __init__(self) -> None:
        super().__init__("This is about you, so another manager decides it.")


class AnotherConfirms(RuleBroken):
    """Two people stand behind an erasure, or one and a week."""

    def __init__(self) -> None:
        super().__init__("You asked for this, or your deputy did, so another manager confirms it.")


class WaitAWeek(RuleBroken):
    """The only manager waits, for nobody else looks at it."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            f"You are the only manager, so a week passes before you confirm this. Come back from {day:%d/%m/%Y} on."
        )


class NotWaiting(RuleBroken):
    """Somebody was quicker, or the job is at it."""

    def __init__(self) -> None:
        super().__init__("This request has gone on meanwhile. Open it again to see how it stands.")


class OthersLook(RuleBroken):
    """What a manager can look at, who runs the machine does not."""

    def __init__(self) -> None:
        super().__init__("Another manager of their service can look at it: it waits for them at People.")


class ShortWord(RuleBroken):
    """A word to look for that stands in everything."""

    about = "also"

    def __init__(self, word: str) -> None:
        super().__init__(
            f"Too short to be looked for: “{word}” stands in too much. Write three letters or more, or two with "
            "a great letter first, such as initials. Or leave it out."
        )


class NoHoldReason(RuleBroken):
    """Somebody is to be held, and nobody says why."""

    about = "reason"

    def __init__(self) -> None:
        super().__init__("Say why they are held. The other managers of the service read it.")


class LongHoldReason(RuleBroken):
    """A reason that is a letter."""

    about = "reason"

    def __init__(self) -> None:
        super().__init__(f"Say it in fewer words: at most {LONGEST_REASON} letters.")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a request is about: a person or a child, never both."""

    person_id: uuid.UUID | None = None
    child_id: uuid.UUID | None = None

    @property
    def is_child(self) -> bool:
        """Whether it is a child."""
        return self.child_id is not None

    @property
    def key(self) -> uuid.UUID:
        """The id, whichever it is; raises ValueError where there is none."""
        key = self.person_id or self.child_id
        if key is None:
            raise ValueError("a request is about somebody")
        return key

    @property
    def table(self) -> str:
        """The table in which they stand."""
        return "child" if self.is_child else "person"


@dataclass(frozen=True, slots=True)
class Confirming:
    """What decides whether somebody may confirm an erasure: under whose names it was asked, and when.

    `others` are the managers beside these.
    """

    asked_as: frozenset[uuid.UUID]
    asked_at: dt.datetime
    others: int
    about: uuid.UUID | None = None


def due_on(asked_on: dt.date) -> dt.date:
    """By which day a request is answered: one month after it was asked (UK GDPR, article 12(3)).

    The same day of the next month; its last, where it has no such day (ICO, "How long do we have to comply?").
    """
    days = Month.of(asked_on).shifted(1).days
    return days[min(asked_on.day, len(days)) - 1]


def must_confirm(confirming: Confirming, names: Collection[uuid.UUID], now: dt.datetime) -> None:
    """Raise NotYours, AnotherConfirms or WaitAWeek where somebody may not confirm an erasure at this moment.

    `names` are all under whose name they act: their own, and of those whose deputy they are.
    """
    if confirming.about in names:
        raise NotYours
    if confirming.asked_as.isdisjoint(names):
        return
    if confirming.others:
        raise AnotherConfirms
    from_then_on = confirming.asked_at + WAITS_ALONE
    if now < from_then_on:
        raise WaitAWeek(from_then_on.date())


def fetched_until(ready_at: dt.datetime) -> dt.datetime:
    """The moment from which a copy is gone."""
    return ready_at + dt.timedelta(hours=KEPT_HOURS)


def pseudonym(key: uuid.UUID, word: str) -> str:
    """What somebody is called who was erased: always the same word for one key, such as `former carer 4F2A`."""
    return f"former {word} {key.hex[-4:].upper()}"


def erased_address(key: uuid.UUID) -> str:
    """The mail address of somebody who was erased: nobody has it, and no other row does (RFC 2606, section 2)."""
    return f"{key.hex}@erased.invalid"


def words_to_look_for(name: str, others: frozenset[str]) -> tuple[str, ...]:
    """The words of a name by which nobody else is called, and which are long enough to mean them."""
    return tuple(word for word in name.split() if len(word) >= SHORTEST_WORD and word.casefold() not in others)


def is_too_short(word: str) -> bool:
    """Whether a word stands in everything; two letters are enough where the first one is great, as in initials."""
    return len(word) < (SHORTEST_INITIALS if word[:1].isupper() else SHORTEST_WORD)


def listed(text: str) -> tuple[str, ...]:
    """What was typed between commas, once each; raises ShortWord for one that stands in everything."""
    words = tuple(dict.fromkeys(word for word in (" ".join(one.split()) for one in text.split(",")) if word))
    for word in words:
        if is_too_short(word):
            raise ShortWord(word)
    return words


def hold_reason(reason: str) -> str:
    """Why somebody is held, on one line; raises NoHoldReason, LongHoldReason."""
    kept = " ".join("".join(letter if letter.isprintable() else " " for letter in reason).split())
    if not kept:
        raise NoHoldReason
    if len(kept) > LONGEST_REASON:
        raise LongHoldReason
    return kept
