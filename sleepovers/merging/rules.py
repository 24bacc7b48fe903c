"""When two records of one child or home may become one, and what becomes of their rows: plain values, no database."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from constellations.core.clock import Month
from constellations.core.errors import Conflict, RuleBroken
from constellations.core.words import day_words, full_day_words, listed_words, month_words
from constellations.rules import Span

MOST_NAMED = 12
"""So many nights are named; of more, how many."""


class TheSame(RuleBroken):
    """A record is no double of itself."""

    about = "other"

    def __init__(self) -> None:
        super().__init__("That is this one. Choose the other one.")


class NotADouble(RuleBroken):
    """Somebody said that they are two."""

    about = "other"

    def __init__(self, words: str) -> None:
        super().__init__(f"{words} So they are two children. If that is wrong, take it back first.")


class StillUnnamed(RuleBroken):
    """A child that is still to be named stands for somebody: that is said on the page of the sleepover."""

    about = "other"

    def __init__(self) -> None:
        super().__init__("One of them is still to be named. Say who it is on the page of the sleepover.")


class NightsMeet(RuleBroken):
    """One child sleeps in one bed on a night: a person has to say which is true."""

    about = "other"

    def __init__(self, meetings: Sequence[tuple[dt.date, str, str]]) -> None:
        named = [_meeting_words(*one) for one in meetings[:MOST_NAMED]]
        super().__init__(
            f"Both slept somewhere on the same night: {listed_words([*named, *_more(meetings)])}. "
            "Say first which is true: on the page of the sleepover that was not, correct what happened."
        )


class BedsMeet(RuleBroken):
    """A bed has one child on a night."""

    about = "other"

    def __init__(self, nights: Sequence[dt.date]) -> None:
        named = [day_words(night) for night in nights[:MOST_NAMED]]
        super().__init__(
            f"In both homes a child slept in the same bed on {listed_words([*named, *_more(nights)])}. "
            "Correct first what happened on those nights."
        )


class InTwoPlaces(RuleBroken):
    """What holds for one place at a time would hold for two."""

    about = "other"

    def __init__(self, one: str, other: str, day: dt.date) -> None:
        super().__init__(f"On {full_day_words(day)} it would be {one} and {other} at once. Correct one of them first.")


class SleepsAtHome(RuleBroken):
    """A child has a sleepover elsewhere, never where it lives."""

    about = "other"

    def __init__(self, nights: Sequence[dt.date]) -> None:
        named = [day_words(night) for night in nights[:MOST_NAMED]]
        super().__init__(
            f"Between these two homes there are sleepovers: {listed_words([*named, *_more(nights)])}. "
            "A child has none where it lives. Call them off or correct them first."
        )


class SleptWhereItLives(RuleBroken):
    """The one slept where the other lived: of one child that is no sleepover, and no night that counts."""

    about = "other"

    def __init__(self, nights: Sequence[dt.date]) -> None:
        named = [day_words(night) for night in nights[:MOST_NAMED]]
        super().__init__(
            f"One of them has a sleepover where the other lived then: {listed_words([*named, *_more(nights)])}. "
            "A child has none where it lives. Call it off or correct it first, or say where the child lived."
        )


class AskedBoth(RuleBroken):
    """Both were asked, and one answer is still to come."""

    about = "other"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Both homes are asked about the same sleepover ({number}). Wait until it is answered, or withdraw the ask."
        )


class AlreadyPaidFor(RuleBroken):
    """What was approved stands as it is."""

    about = "other"

    def __init__(self, home: str, month: Month) -> None:
        super().__init__(
            f"The uplift of {home} for {month_words(month)} is approved. Keep that home, and merge the other into it."
        )


class StandsInTheWay(RuleBroken):
    """Both have a row of which there can be one, and nobody knows which is right."""

    about = "other"

    def __init__(self, table: str) -> None:
        super().__init__(f"Both have the same entry in {table.replace('_', ' ')}. Correct one of them first.")


class ClosedMonthDiffers(RuleBroken):
    """What a closed month counted stays."""

    about = "other"

    def __init__(self, month: Month, home: str, before: int, after: int) -> None:
        super().__init__(
            f"{month_words(month)} is closed. {home} counted {before} nights in it, and would count {after}. "
            "What was counted in a closed month stays: these two cannot be merged."
        )


class MergedMeanwhile(Conflict):
    """Somebody changed one of the two since what would happen was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else has changed one of the two since you looked. Nothing of yours was stored. Look again."
        )


def _meeting_words(night: dt.date, one: str, other: str) -> str:
    return f"{day_words(night)} at {one}" + (" twice" if one == other else f" and at {other}")


def _more(everything: Sequence[object]) -> list[str]:
    more = len(everything) - MOST_NAMED
    return [f"{more} more"] if more > 0 else []


@dataclass(frozen=True, slots=True)
class Place:
    """A dated row by its key: where somebody is, such as a home, or a constellation in a role; `words` say it."""

    key: uuid.UUID
    where: object
    span: Span
    words: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """The dated rows of two as those of one: which rows go, and which have other days than before."""

    gone: frozenset[uuid.UUID]
    changed: Mapping[uuid.UUID, Span]


def joined(kept: Iterable[Place], double: Iterable[Place], is_one_at_a_time: bool) -> Joined:
    """Let the days of two be those of one; the same place on overlapping days is one row that holds on all of them.

    With `is_one_at_a_time` raise InTwoPlaces where different places would overlap; else only rows of the same place.
    """
    rows = {place.key: place for place in kept}
    before = dict(rows)
    gone: set[uuid.UUID] = set()
    for one in sorted(double, key=lambda place: place.span.starts_on):
        before[one.key] = one
        same = [row for row in rows.values() if row.where == one.where and row.span.overlaps(one.span)]
        into = min(same, key=lambda place: place.span.starts_on, default=one)
        span = one.span
        for row in same:
            span = _both(span, row.span)
            del rows[row.key]
        rows[into.key] = Place(into.key, into.where, span, into.words)
        gone |= {row.key for row in (*same, one)} - {into.key}
    if is_one_at_a_time:
        _must_be_apart(rows.values())
    changed = {key: row.span for key, row in rows.items() if row.span != before[key].span}
    return Joined(frozenset(gone), changed)


def _both(one: Span, other: Span) -> Span:
    ends = None if one.ends_on is None or other.ends_on is None else max(one.ends_on, other.ends_on)
    return Span(min(one.starts_on, other.starts_on), ends)


def _must_be_apart(rows: Iterable[Place]) -> None:
    in_order = sorted(rows, key=lambda place: place.span.starts_on)
    for earlier, later in zip(in_order, in_order[1:], strict=False):
        if earlier.span.overlaps(later.span):
            raise InTwoPlaces(earlier.words, later.words, later.span.starts_on)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a home counts in a month: child-nights, and the nights that count for the uplift."""

    child_nights: int = 0
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A home's month that is counted otherwise once two are one."""

    home: str
    month: Month
    before: Counted
    after: Counted


Counts = Mapping[tuple[uuid.UUID, Month], Counted]
"""What each home counts in each month."""


def differences(before: Counts, after: Counts, homes: Mapping[uuid.UUID, str]) -> list[Difference]:
    """The months of homes, by their names, that are counted otherwise, the oldest first."""
    places = {place for place in (*before, *after) if before.get(place, Counted()) != after.get(place, Counted())}
    found = (
        Difference(homes[home], month, before.get((home, month), Counted()), after.get((home, month), Counted()))
        for home, month in places
    )
    return sorted(found, key=lambda one: (one.month, one.home))


def must_leave_closed(found: Iterable[Difference], closed: Iterable[Month]) -> None:
    """Raise ClosedMonthDiffers for the first closed month of a home that would be counted otherwise."""
    months = set(closed)
    for one in found:
        if one.month in months:
            raise ClosedMonthDiffers(one.month, one.home, one.before.child_nights, one.after.child_nights)
