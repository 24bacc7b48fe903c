"""How something in a calendar file comes again (RFC 5545, 3.3.10), worked out in steps that are counted.

A rule may be made to keep a machine busy for ever; so each is worked out period by period, at most `MOST_PERIODS`.
"""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_PERIODS = 1_100
"""Days, weeks, months or years that are looked at: three years of days."""

ONE_DAY = dt.timedelta(days=1)
WEEK = 7


class Every(StrEnum):
    """In what something is counted on."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class ComesTooOften(Exception):
    """A rule with more periods than are looked at."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule: `weekdays` are pairs of which one (none: all of them) and the weekday, Monday being 0.

    `positions` choose from what a period brings; `until` is the last moment on the wall of the rule's own zone.
    """

    every: Every
    interval: int = 1
    weekdays: tuple[tuple[int | None, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    until: dt.datetime | None = None
    times: int | None = None
    week_begins: int = 0


def days_of(rule: Recurrence, first: dt.datetime, horizon: dt.date) -> Iterator[dt.date]:
    """The days on which something comes that begins at a moment, in order, up to a day and on it.

    The first is one of them whether it fits the rule or not. Raises ComesTooOften.
    """
    yield first.date()
    given = 1
    for number, days in enumerate(_periods(rule, first.date(), horizon)):
        if number >= MOST_PERIODS:
            raise ComesTooOften
        for day in _chosen(days, rule.positions):
            is_over = rule.until is not None and dt.datetime.combine(day, first.time()) > rule.until
            if is_over or day > horizon or (rule.times is not None and given >= rule.times):
                return
            if day > first.date():
                given += 1
                yield day


def _chosen(days: list[dt.date], positions: tuple[int, ...]) -> list[dt.date]:
    if not positions:
        return days
    places = {place - 1 if place > 0 else len(days) + place for place in positions}
    return [day for place, day in enumerate(days) if place in places]


def _periods(rule: Recurrence, first: dt.date, horizon: dt.date) -> Iterator[list[dt.date]]:
    """What each period up to a day brings, beginning with the one in which the first day lies."""
    if rule.every is Every.DAILY:
        day = first
        while day <= horizon:
            yield [day] if _is_daily(rule, day) else []
            day += ONE_DAY * rule.interval
    elif rule.every is Every.WEEKLY:
        week = first - ONE_DAY * ((first.weekday() - rule.week_begins) % WEEK)
        while week <= horizon:
            yield _in_week(rule, week, first.weekday())
            week += ONE_DAY * WEEK * rule.interval
    else:
        yield from _longer_periods(rule, first, horizon)


def _longer_periods(rule: Recurrence, first: dt.date, horizon: dt.date) -> Iterator[list[dt.date]]:
    by_year = rule.every is Every.YEARLY
    month = first.year * 12 + (0 if by_year else first.month - 1)
    while month <= horizon.year * 12 + horizon.month - 1:
        year, before = divmod(month, 12)
        if by_year:
            yield [
                day for each in sorted(rule.months or (first.month,)) for day in _in_month(rule, year, each, first.day)
            ]
        else:
            fits = not rule.months or before + 1 in rule.months
            yield _in_month(rule, year, before + 1, first.day) if fits else []
        month += rule.interval * (12 if by_year else 1)


def _is_daily(rule: Recurrence, day: dt.date) -> bool:
    weekdays = {weekday for _, weekday in rule.weekdays} or {day.weekday()}
    month_days = _month_days(rule, day.year, day.month) or {day.day}
    return day.weekday() in weekdays and day.day in month_days and (not rule.months or day.month in rule.months)


def _in_week(rule: Recurrence, week: dt.date, usual: int) -> list[dt.date]:
    weekdays = {weekday for _, weekday in rule.weekdays} or {usual}
    days = (week + ONE_DAY * n for n in range(WEEK))
    return [day for day in days if day.weekday() in weekdays and (not rule.months or day.month in rule.months)]


def _in_month(rule: Recurrence, year: int, month: int, usual: int) -> list[dt.date]:
    starts_on, length = calendar.monthrange(year, month)
    by_number = {day for day in _month_days(rule, year, month) if 0 < day <= length}
    by_weekday: set[int] = set()
    for which, weekday in rule.weekdays:
        days = range((weekday - starts_on) % WEEK + 1, length + 1, WEEK)
        wanted = days if which is None else days[which - 1 : which] if which > 0 else days[which:][:1]
        by_weekday |= set(wanted if which is None or abs(which) <= len(days) else ())
    if rule.weekdays and rule.month_days:
        found = by_number & by_weekday
    elif rule.weekdays or rule.month_days:
        found = by_number | by_weekday
    else:
        found = {usual} if usual <= length else set()
    return [dt.date(year, month, day) for day in sorted(found)]


def _month_days(rule: Recurrence, year: int, month: int) -> set[int]:
    length = calendar.monthrange(year, month)[1] if any(day < 0 for day in rule.month_days) else 0
    return {day if day > 0 else length + 1 + day for day in rule.month_days}
