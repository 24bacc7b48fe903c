"""What a service may ask for, and how its own items stand, which people answer. Pure values, the day passed in."""

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from constellations.core.clock import Month
from constellations.core.errors import Conflict, RuleBroken
from sleepovers.fidelity.rules import AHEAD, Standing, Terms

MOST_OWN = 12
"""Items that a service may add: a list that is longer is not looked at."""

LONGEST_MONTHS = 24
"""For so long an answer may hold at most."""


class SizesTheWrongWayRound(RuleBroken):
    """The smallest is more than the largest."""

    about = "largest"

    def __init__(self) -> None:
        super().__init__(gettext("The largest size is less than the smallest. Correct one of them."))


class TooManyOwn(RuleBroken):
    """The list is full."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(
            gettext("Your list has %(num)s items of its own. End one before you add another.", num=MOST_OWN)
        )


class AskedAlready(RuleBroken):
    """The same item stands there."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(gettext("This item is on the list already."))


class AnswerToCome(RuleBroken):
    """Nobody can say today how something stands tomorrow."""

    about = "answered_on"

    def __init__(self) -> None:
        super().__init__(gettext("That day is still to come. Enter today or an earlier day."))


class AskedNoMore(Conflict):
    """The item was ended meanwhile."""

    def __init__(self) -> None:
        super().__init__(gettext("This item is not on the list any more. Nothing was stored."))


class AnsweredMeanwhile(Conflict):
    """Somebody else answered since the page was opened."""

    def __init__(self) -> None:
        super().__init__(gettext("Somebody else has answered this meanwhile. Open the page again to read it first."))


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody said of an item: from which day it holds, whether it is met, and why."""

    answered_on: dt.date
    is_met: bool
    note: str = ""
    who: str | None = None


def must_be_sound(terms: Terms) -> None:
    """Raise SizesTheWrongWayRound where no number of satellites can do."""
    if terms.smallest > terms.largest:
        raise SizesTheWrongWayRound


def must_fit(words: str, others: list[str]) -> None:
    """Raise TooManyOwn, or AskedAlready, where an item cannot be added to those that stand there."""
    if words.casefold() in (other.casefold() for other in others):
        raise AskedAlready
    if len(others) >= MOST_OWN:
        raise TooManyOwn


def must_be_over(answered_on: dt.date, today: dt.date) -> None:
    """Raise AnswerToCome for a day to come."""
    if answered_on > today:
        raise AnswerToCome


def must_be_asked(ends_on: dt.date | None) -> None:
    """Raise AskedNoMore of an item that has an end."""
    if ends_on is not None:
        raise AskedNoMore


def must_have_seen_all(seen: int, answers: Sequence[Answered]) -> None:
    """Raise AnsweredMeanwhile where there are other answers than those that were on the page."""
    if seen != len(answers):
        raise AnsweredMeanwhile


def holds_until(answered_on: dt.date, months: int) -> dt.date:
    """The first day on which an answer holds no longer: the same day so many months later, or the month's last."""
    month = Month.of(answered_on).shifted(months)
    last = calendar.monthrange(month.year, month.number)[1]
    return dt.date(month.year, month.number, min(answered_on.day, last))


def own_standing(answer: Answered | None, months: int, today: dt.date) -> tuple[Standing, dt.date | None]:
    """How an own item stands, and the day on which its answer runs out, or did."""
    if answer is None:
        return Standing.NOT_MET, None
    until = holds_until(answer.answered_on, months)
    if not answer.is_met or until <= today:
        return Standing.NOT_MET, until
    return (Standing.AMBER if until <= today + AHEAD[-1] else Standing.MET), until
