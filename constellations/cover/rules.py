"""Which days a home may cover for the hub: pure values, no clock of their own."""

import datetime as dt
from collections.abc import Iterable

from constellations.core.errors import Forbidden, RuleBroken
from constellations.rules import Span

LONGEST_DAYS = 56
"""Cover is for a holiday or an illness; who is away for longer hands the hub over."""

FURTHEST_DAYS = 366
"""How far ahead somebody may name who covers."""

_DAY = dt.timedelta(days=1)


class NotTheHub(Forbidden):
    """Who covers is the hub's to say, or that of who looks after the constellation."""

    def __init__(self) -> None:
        super().__init__("Only the hub home, or your liaison worker, can say who covers.")


class CoverInThePast(RuleBroken):
    """Days that are over cannot be covered any more."""

    about = "first"

    def __init__(self) -> None:
        super().__init__("That day is over. Choose today or a later day.")


class CoverTooFarAhead(RuleBroken):
    """More than a year ahead is a slip of the finger."""

    about = "first"

    def __init__(self) -> None:
        super().__init__("That is more than a year ahead. Check the year.")


class CoverEndsTooEarly(RuleBroken):
    """The ends are the wrong way round."""

    about = "last"

    def __init__(self) -> None:
        super().__init__("The last day is before the first. Correct one of them.")


class CoverTooLong(RuleBroken):
    """Who is away for months is no hub meanwhile."""

    about = "last"

    def __init__(self) -> None:
        super().__init__("That is more than eight weeks. Choose fewer days, or speak with your liaison worker.")


class CoveredAlready(RuleBroken):
    """One home covers at a time: else nobody knows who answers."""

    about = "first"

    def __init__(self, home: str) -> None:
        super().__init__(f"{home} covers on some of those days already. Choose other days, or end that first.")


class CannotCover(RuleBroken):
    """Who covers belongs to the constellation on all those days, and is not itself the hub."""

    about = "home"

    def __init__(self, home: str) -> None:
        super().__init__(f"{home} cannot cover on all of those days. Choose another home.")


class CoverIsOver(RuleBroken):
    """What is over stays as it was."""

    def __init__(self) -> None:
        super().__init__("Those days are over, so there is nothing to end.")


def covered_days(first: dt.date, last: dt.date, today: dt.date) -> Span:
    """The days from the first to the last, both included; raises a rule that says what to enter instead."""
    if first < today:
        raise CoverInThePast
    if first > today + FURTHEST_DAYS * _DAY:
        raise CoverTooFarAhead
    if last < first:
        raise CoverEndsTooEarly
    if (last - first).days >= LONGEST_DAYS:
        raise CoverTooLong
    return Span(first, last + _DAY)


def must_be_uncovered(days: Span, others: Iterable[tuple[str, Span]]) -> None:
    """Raise CoveredAlready where another home, by its name, covers on one of the days."""
    for home, taken in others:
        if days.overlaps(taken):
            raise CoveredAlready(home)


def is_member_throughout(days: Span, memberships: Iterable[Span]) -> bool:
    """Whether one of a home's memberships holds on all of the days; those to cover have an end."""
    return any(
        one.starts_on <= days.starts_on
        and (one.ends_on is None or (days.ends_on is not None and days.ends_on <= one.ends_on))
        for one in memberships
    )


def must_not_be_over(ends_on: dt.date, today: dt.date) -> None:
    """Raise CoverIsOver where the last of the days has passed."""
    if ends_on <= today:
        raise CoverIsOver
