"""Who may stand in for whom, and on which days: plain values, no clock of their own."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from constellations.core.errors import Forbidden, RuleBroken
from constellations.permissions import ROLE_WORDS, Role
from constellations.rules import Span

LONGEST_DAYS = 92
"""A deputy is for a holiday or an illness; who is away for longer hands the role over."""

FURTHEST_DAYS = 366
"""How far ahead somebody may name a deputy."""

DEPUTIES: Mapping[Role, frozenset[Role]] = {
    Role.LIAISON: frozenset({Role.LIAISON}),
    Role.MANAGER: frozenset({Role.MANAGER, Role.LIAISON}),
    Role.FINANCE: frozenset({Role.FINANCE, Role.MANAGER}),
}
"""Of each role, who may stand in for it. Finance reads of no child, so it stands in for nobody who does."""

_DAY = dt.timedelta(days=1)


class NotYoursToName(Forbidden):
    """A deputy is named by whom they stand in for, or by a manager who is one themself."""

    def __init__(self) -> None:
        super().__init__(
            "You can name a deputy for yourself. For others a service manager does it, and no deputy of one."
        )


class CannotStandIn(RuleBroken):
    """Not everybody can stand in for everybody."""

    about = "deputy"

    def __init__(self, role: Role) -> None:
        fitting = " or ".join(ROLE_WORDS[one] for one in Role if one in DEPUTIES.get(role, ()))
        super().__init__(
            f"Choose somebody else who is here: {fitting}." if fitting else "Nobody can stand in for them."
        )


class AwayThemself(RuleBroken):
    """A deputy has no deputy: what is another's goes no further."""

    about = "deputy"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has a deputy on some of those days, so {name} is away. Choose somebody else.")


class StandsInAlready(RuleBroken):
    """One person stands in at a time."""

    about = "first"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} stands in on some of those days already. Choose other days, or end that first.")


class IsADeputy(RuleBroken):
    """Who stands in for somebody is not away on those days."""

    about = "first"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"On some of those days they stand in for {name} themself. End that first, or choose other days."
        )


class DaysOver(RuleBroken):
    """A first day that is over."""

    about = "first"

    def __init__(self) -> None:
        super().__init__(gettext("The first day is over. Choose today or a later day."))


class DaysTheWrongWay(RuleBroken):
    """A last day before the first."""

    about = "last"

    def __init__(self) -> None:
        super().__init__(gettext("The last day is before the first. Correct one of them."))


class DaysTooFar(RuleBroken):
    """A first day so far ahead that it is a slip of the finger."""

    about = "first"

    def __init__(self) -> None:
        super().__init__(gettext("That is more than a year ahead. Check the year."))


class TooManyDays(RuleBroken):
    """So many days that a role should be handed over."""

    about = "last"

    def __init__(self) -> None:
        super().__init__(gettext("That is more than three months. Choose fewer days, or hand the role over."))


class IsOver(RuleBroken):
    """What is over cannot be ended."""

    def __init__(self) -> None:
        super().__init__("Those days are over. There is nothing to end.")


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody, by name, who stands in for somebody, by name, on some days."""

    deputy: str
    for_name: str
    span: Span


def deputy_days(first: dt.date, last: dt.date, today: dt.date) -> Span:
    """The days of a deputy, half-open; raises DaysOver, DaysTheWrongWay, DaysTooFar, TooManyDays."""
    if first < today:
        raise DaysOver
    if last < first:
        raise DaysTheWrongWay
    if first > today + FURTHEST_DAYS * _DAY:
        raise DaysTooFar
    if (last - first).days >= LONGEST_DAYS:
        raise TooManyDays
    return Span(first, last + _DAY)


def may_stand_in(deputy: Role, for_role: Role) -> bool:
    """Whether somebody of a role may stand in for somebody of another."""
    return deputy in DEPUTIES.get(for_role, frozenset())


def must_be_free(
    days: Span, theirs: Iterable[StandIn], where_deputy: Iterable[StandIn], away: Iterable[StandIn]
) -> None:
    """Raise StandsInAlready, IsADeputy or AwayThemself where the days meet others.

    `theirs` are those who stand in for the same person, `where_deputy` those for whom that person stands in, `away`
    those who stand in for the deputy.
    """
    for one in theirs:
        if one.span.overlaps(days):
            raise StandsInAlready(one.deputy)
    for one in where_deputy:
        if one.span.overlaps(days):
            raise IsADeputy(one.for_name)
    for one in away:
        if one.span.overlaps(days):
            raise AwayThemself(one.for_name)


def days_to_cover(first: dt.date, end: dt.date, theirs: Collection[Span], own: Collection[Span]) -> list[Span]:
    """The days, up to but without the end, on which somebody looks after something and their deputy does not already.

    `theirs` are the times of who is away, `own` those of the deputy: nobody covers more than the other one has.
    """
    found: list[Span] = []
    for number in range((end - first).days):
        day = first + number * _DAY
        if any(day in one for one in own) or not any(day in one for one in theirs):
            continue
        since = found.pop().starts_on if found and found[-1].ends_on == day else day
        found.append(Span(since, day + _DAY))
    return found


def acting_role(own: Role, stands_in_for: Iterable[Role]) -> Role:
    """As what somebody sees and acts: as manager where they stand in for one, else as what they are."""
    return Role.MANAGER if Role.MANAGER in set(stands_in_for) else own


def stood_in_on(day: dt.date, starts_on: dt.date, ends_on: dt.date) -> bool:
    """Whether somebody may have stood in on a day that is over, or under way.

    Ended early it ends on that day, of which they stood in for some hours; so the day on which it ends counts too.
    """
    return starts_on <= day <= ends_on


def must_not_be_over(ends_on: dt.date, today: dt.date) -> None:
    """Raise IsOver where the last of the days has passed."""
    if ends_on <= today:
        raise IsOver
