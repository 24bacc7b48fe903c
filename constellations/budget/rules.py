"""Financial years, what is left of a budget, and what may be written down: pure values, no clock of their own."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from constellations.core.errors import Conflict, RuleBroken
from constellations.core.words import full_day_words

FIRST_YEAR = 2015
"""The first constellations in England are hardly older."""

LARGEST_PENCE = 10_000_000
"""A hundred thousand pounds: beyond it somebody slipped on the keys."""

MOST_PEOPLE = 500
LONGEST_WORDS = 120

_APRIL = 4
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, order=True, slots=True)
class FinancialYear:
    """The year from 1 April to 31 March, by the year in which it begins."""

    begins: int

    @classmethod
    def of(cls, day: dt.date) -> "FinancialYear":
        """The financial year in which a day falls."""
        return cls(day.year if day.month >= _APRIL else day.year - 1)

    @property
    def first(self) -> dt.date:
        """1 April."""
        return dt.date(self.begins, _APRIL, 1)

    @property
    def end(self) -> dt.date:
        """The day after 31 March."""
        return dt.date(self.begins + 1, _APRIL, 1)

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day < self.end

    def __str__(self) -> str:
        return f"{self.begins}/{(self.begins + 1) % 100:02d}"


@dataclass(frozen=True, slots=True)
class Spent:
    """One line of what was spent: pence, and how many people came where somebody counted."""

    pence: int
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """How a year's budget stands: what was decided, what was spent, and how much of the year is over (of a hundred)."""

    decided: int
    spent: int
    elapsed: int

    @property
    def left(self) -> int:
        """What nobody has spent; below nothing where more was spent than decided."""
        return self.decided - self.spent

    @property
    def spent_share(self) -> int | None:
        """Of a hundred pounds so many are spent; none where nothing was decided."""
        return round(100 * self.spent / self.decided) if self.decided else None


class AmountOutOfRange(RuleBroken):
    """Nothing, or more than anybody means."""

    about = "amount"

    def __init__(self) -> None:
        most = f"{LARGEST_PENCE // 100:,}"
        super().__init__(gettext("Enter an amount from £0.01 to £%(most)s.", most=most))


class NoSuchDay(RuleBroken):
    """A day to come, or one long ago."""

    about = "spent_on"

    def __init__(self, today: dt.date) -> None:
        words = gettext(
            "Choose a day from %(first)s to today, %(today)s.",
            first=full_day_words(FinancialYear(FIRST_YEAR).first),
            today=full_day_words(today),
        )
        super().__init__(words)


class NotItsEvent(RuleBroken):
    """An event of another constellation, or one of long ago."""

    about = "occurrence"

    def __init__(self) -> None:
        super().__init__(gettext("Choose an event of this constellation from the list, or none."))


class NoSuchDecision(RuleBroken):
    """A decision is of today or before, and of a year within reach."""

    about = "decided_on"

    def __init__(self) -> None:
        super().__init__(
            gettext("Choose the day of the decision: today or before, at most a year before the year begins.")
        )


class WordsMissing(RuleBroken):
    """Who reads it later must know what it was."""

    def __init__(self, about: str) -> None:
        self.about = about
        super().__init__(gettext("Say it in a few words: at most %(most)s letters.", most=LONGEST_WORDS))


class PeopleOutOfRange(RuleBroken):
    """Nobody, or more than any outing has."""

    about = "people"

    def __init__(self) -> None:
        super().__init__(gettext("Enter how many came, from 1 to %(most)s, or leave it empty.", most=MOST_PEOPLE))


class BelowNothing(RuleBroken):
    """A budget is not less than nothing."""

    about = "amount"

    def __init__(self) -> None:
        super().__init__(gettext("That would take away more than was decided. Take away less."))


class TakenBackAlready(Conflict):
    """Somebody took the line back before."""

    def __init__(self) -> None:
        super().__init__(gettext("This line was taken back already. Nothing more is needed."))


def must_be_sound_spend(
    pence: int, spent_on: dt.date, what: str, receipt: str, people: int | None, today: dt.date
) -> None:
    """Raise AmountOutOfRange, NoSuchDay, WordsMissing or PeopleOutOfRange for a line that nobody can mean."""
    if not 1 <= pence <= LARGEST_PENCE:
        raise AmountOutOfRange
    if not FinancialYear(FIRST_YEAR).first <= spent_on <= today:
        raise NoSuchDay(today)
    for about, words in (("what", what), ("receipt", receipt)):
        if not 1 <= len(words) <= LONGEST_WORDS:
            raise WordsMissing(about)
    if people is not None and not 1 <= people <= MOST_PEOPLE:
        raise PeopleOutOfRange


def must_be_sound_decision(
    pence: int, decided_on: dt.date, year: FinancialYear, reason: str, before: int, today: dt.date
) -> None:
    """Raise AmountOutOfRange, NoSuchDecision, WordsMissing or BelowNothing for a decision that nobody can mean.

    `pence` is added to what was decided `before`; below nothing it takes away.
    """
    if not 1 <= abs(pence) <= LARGEST_PENCE:
        raise AmountOutOfRange
    reach = range(FIRST_YEAR, FinancialYear.of(today).begins + 2)
    if decided_on > today or year.begins not in reach or decided_on < year.first.replace(year=year.begins - 1):
        raise NoSuchDecision
    if not 1 <= len(reason) <= LONGEST_WORDS:
        raise WordsMissing("reason")
    if before + pence < 0:
        raise BelowNothing


def year_of(text: str | None, today: dt.date) -> FinancialYear:
    """Read the year of an address by the year in which it begins; this one where it names none within reach."""
    this = FinancialYear.of(today)
    if text is None or _YEAR.fullmatch(text) is None or not FIRST_YEAR <= int(text) <= this.begins + 1:
        return this
    return FinancialYear(int(text))


def years_beside(year: FinancialYear, today: dt.date) -> tuple[FinancialYear | None, FinancialYear | None]:
    """The year before and the year after, where they are within reach."""
    this = FinancialYear.of(today)
    before, after = FinancialYear(year.begins - 1), FinancialYear(year.begins + 1)
    return before if before.begins >= FIRST_YEAR else None, after if after.begins <= this.begins + 1 else None


def elapsed(year: FinancialYear, today: dt.date) -> int:
    """How much of a year is over, of a hundred; today is not over yet."""
    days, over = (year.end - year.first).days, (today - year.first).days
    return round(100 * min(max(over, 0), days) / days)


def balance(decided: Iterable[int], spent: Iterable[Spent], year: FinancialYear, today: dt.date) -> Balance:
    """How a year stands, from its decisions and its lines in pence."""
    return Balance(sum(decided), sum(line.pence for line in spent), elapsed(year, today))


def cost_per_person(lines: Iterable[Spent]) -> int | None:
    """What it cost for each person who came, in whole pence; lines without a number are left out, none is none."""
    counted = [(line.pence, line.people) for line in lines if line.people]
    people = sum(number for _, number in counted)
    return round(sum(pence for pence, _ in counted) / people) if people else None
