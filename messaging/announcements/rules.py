"""What an announcement is, when it goes out, and what may still be done with it; plain values, no database."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import LONDON, london
from constellations.core.errors import Conflict, RuleBroken
from messaging.rules import READ_BEFORE_JOINING

LONGEST_TITLE = 120

MOST_AHEAD = dt.timedelta(days=366)
"""How far ahead an announcement may be written: what is planned for later is likely a slip of the finger."""


class Standing(StrEnum):
    """What became of an announcement: written for later, gone out, or taken back."""

    PLANNED = "planned"
    OUT = "out"
    WITHDRAWN = "withdrawn"


class NoHeading(RuleBroken):
    """An announcement without a title."""

    about = "title"

    def __init__(self) -> None:
        super().__init__("Give the announcement a title.")


class HeadingTooLong(RuleBroken):
    """A title of more than a line or two."""

    about = "title"

    def __init__(self) -> None:
        super().__init__(f"Use a shorter title: at most {LONGEST_TITLE} letters.")


class GoneBy(RuleBroken):
    """A moment to go out at that has passed."""

    about = "day"

    def __init__(self) -> None:
        super().__init__("That moment has passed. Choose a later one, or let it go out now.")


class TooFarAhead(RuleBroken):
    """A moment to go out at in more than a year."""

    about = "day"

    def __init__(self) -> None:
        super().__init__("That is more than a year ahead. Choose an earlier day.")


class NotTheAuthor(RuleBroken):
    """Somebody else's announcement."""

    def __init__(self) -> None:
        super().__init__("Only who wrote an announcement can change it, and only they or staff can take it back.")


class WritesThereNoMore(RuleBroken):
    """One's own announcement, to people to whom one may not write any more."""

    def __init__(self) -> None:
        super().__init__("You do not write to these people any more. You can still withdraw what you wrote.")


class Answered(RuleBroken):
    """Somebody has said “Got it” to the words as they stand."""

    def __init__(self) -> None:
        super().__init__("Somebody has said “Got it”, so the words stand. Withdraw it, and write another one.")


class ReadAgain(Conflict):
    """The words were changed while somebody read them."""

    def __init__(self) -> None:
        super().__init__("The words were changed while you read them. Open it again, then say “Got it”.")


class Withdrawn(Conflict):
    """The announcement has been withdrawn meanwhile."""

    def __init__(self) -> None:
        super().__init__("This announcement was withdrawn. There is nothing to do.")


class NotOutYet(Conflict):
    """The announcement waits for its moment."""

    def __init__(self) -> None:
        super().__init__("This announcement has not gone out yet.")


class RemindedToday(RuleBroken):
    """A reminder goes out once a day at most."""

    def __init__(self) -> None:
        super().__init__("They were reminded today. You can remind them again tomorrow.")


class NobodyToRemind(RuleBroken):
    """All have answered."""

    def __init__(self) -> None:
        super().__init__("Everybody has said “Got it”. There is nobody to remind.")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of those who may read an announcement have said “Got it”."""

    answered: int
    readers: int

    @property
    def waiting(self) -> int:
        """How many have not."""
        return self.readers - self.answered


def heading(title: str) -> str:
    """A title as it is kept: one line; raises NoHeading, HeadingTooLong."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in title).split())
    if not line:
        raise NoHeading
    if len(line) > LONGEST_TITLE:
        raise HeadingTooLong
    return line


def instant_of(day: dt.date, wall: dt.time) -> dt.datetime:
    """When a London wall shows a time on a day, in UTC: in autumn the first time, in spring an hour on if skipped."""
    return dt.datetime.combine(day, wall, LONDON).astimezone(dt.UTC)


def must_be_ahead(goes_out_at: dt.datetime | None, now: dt.datetime) -> None:
    """Raise GoneBy or TooFarAhead for a moment at which nothing can go out; none is now."""
    if goes_out_at is None:
        return
    if goes_out_at <= now:
        raise GoneBy
    if goes_out_at - now > MOST_AHEAD:
        raise TooFarAhead


def standing_of(sent_at: dt.datetime | None, withdrawn_at: dt.datetime | None) -> Standing:
    """What became of an announcement."""
    if withdrawn_at is not None:
        return Standing.WITHDRAWN
    return Standing.PLANNED if sent_at is None else Standing.OUT


def joiners_until(sent_at: dt.datetime) -> dt.date:
    """The last day in London on which somebody may join and still read what went out; as of messages of everyone."""
    return london(sent_at).date() + READ_BEFORE_JOINING


def must_be_out(standing: Standing) -> None:
    """Raise NotOutYet or Withdrawn unless an announcement is there to be read."""
    if standing is Standing.PLANNED:
        raise NotOutYet
    if standing is Standing.WITHDRAWN:
        raise Withdrawn


def must_be_changeable(standing: Standing, is_own: bool, is_answered: bool) -> None:
    """Raise NotTheAuthor, Withdrawn or Answered where the words of an announcement stand."""
    if not is_own:
        raise NotTheAuthor
    if standing is Standing.WITHDRAWN:
        raise Withdrawn
    if is_answered:
        raise Answered


def must_be_due(reminded_on: dt.date | None, today: dt.date, missing: int) -> None:
    """Raise NobodyToRemind or RemindedToday where no reminder may go out."""
    if not missing:
        raise NobodyToRemind
    if reminded_on is not None and reminded_on >= today:
        raise RemindedToday
