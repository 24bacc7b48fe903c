"""When a register may be kept, what stands in it, and whom it thanks: plain values, the moment passed in."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext

from constellations.core.errors import Conflict, RuleBroken
from constellations.events.answers.rules import MOST_OTHERS

LONGEST_THANKS = 1000
"""Letters of the note afterwards."""


@dataclass(frozen=True, slots=True)
class FamilyCame:
    """Who came of one family: those who are known by their keys, and how many others."""

    home_id: uuid.UUID
    guests: frozenset[uuid.UUID] = frozenset()
    more_adults: int = 0
    more_children: int = 0


class NotBegun(RuleBroken):
    """Nobody has come yet."""

    def __init__(self) -> None:
        super().__init__(gettext("This has not begun yet. Keep the register from its beginning on."))


class DidNotTakePlace(Conflict):
    """Nobody came to what was called off."""

    def __init__(self) -> None:
        super().__init__(gettext("This was called off, so it has no register."))


class NobodyOf(RuleBroken):
    """A family that came, with nobody of it."""

    about = "homes"

    def __init__(self, home: str) -> None:
        super().__init__(gettext("Say who came of %(home)s. If nobody came, take the tick from the family.", home=home))


class TooManyOf(RuleBroken):
    """A number of others of one family that is none, or a slip of the finger; `beside` is where it was typed."""

    def __init__(self, home: str, beside: str) -> None:
        words = gettext("Enter how many others came with %(home)s: a number from 0 to %(most)s.")
        super().__init__(words % {"home": home, "most": MOST_OTHERS})
        self.about = beside


class RegisterOvertaken(Conflict):
    """Two people keep one register."""

    def __init__(self) -> None:
        super().__init__(gettext("Somebody else saved this register meanwhile. Open it again; nothing was changed."))


class NoRegister(Conflict):
    """There is nothing to take back."""

    def __init__(self) -> None:
        super().__init__(gettext("No register is saved here, so there is nothing to take back."))


class NobodyToThank(RuleBroken):
    """Thanks before it is known who came."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(gettext("Save the register first, so that Roost knows whom to thank."))


class NoThanks(RuleBroken):
    """An empty note."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(gettext("Write a line or two to those who came."))


class ThanksTooLong(RuleBroken):
    """More than anybody reads on a phone."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(gettext("Say it in fewer words: at most 1,000 letters."))


class ThanksHidden(RuleBroken):
    """Thanks that worry somebody, and are looked at or gone for good, written again."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(gettext("The note is hidden, so it cannot be written again. Talk to who came instead."))


def must_have_begun(begins: dt.datetime, now: dt.datetime, *, is_called_off: bool) -> None:
    """Raise DidNotTakePlace, or NotBegun where an event is still to begin; both are instants."""
    if is_called_off:
        raise DidNotTakePlace
    if now < begins:
        raise NotBegun


def must_be_somebody(home: str, heads: int) -> None:
    """Raise NobodyOf where nobody stands behind a family that came."""
    if heads < 1:
        raise NobodyOf(home)


def tidy_thanks(words: str) -> str:
    """The note without space around it; raises NoThanks, ThanksTooLong."""
    tidy = words.strip()
    if not tidy:
        raise NoThanks
    if len(tidy) > LONGEST_THANKS:
        raise ThanksTooLong
    return tidy


def changed(
    before: Collection[uuid.UUID], after: Collection[uuid.UUID]
) -> tuple[frozenset[uuid.UUID], frozenset[uuid.UUID]]:
    """Who is new in a register that is saved again, and who does not stand in it any more."""
    was, now_is = frozenset(before), frozenset(after)
    return now_is - was, was - now_is
