"""What an event is, and on which dates one that repeats falls: pure values in Europe/London wall time."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from dateutil import rrule
from flask_babel import gettext

from constellations.core.clock import LONDON
from constellations.core.errors import RuleBroken

MOST_TIMES = 200
"""As often as a series may come: every week for nearly four years."""

DAY = 24 * 60
"""In minutes, on a wall clock: what an event of a whole day lasts."""


class EventKind(StrEnum):
    """What people come together for."""

    GATHERING = "gathering"
    CARERS_MEETING = "carers_meeting"
    TRAINING = "training"
    SUPPORT_GROUP = "support_group"
    FAMILY_TIME = "family_time"
    MEETING = "meeting"


class Circle(StrEnum):
    """Whose calendar an event stands in."""

    CONSTELLATIONS = "constellations"
    SERVICE = "service"
    HOME = "home"


class Photos(StrEnum):
    """What may be photographed: at most what the service allows."""

    NONE = "none"
    ASK = "ask"
    WELCOME = "welcome"


class Repeats(StrEnum):
    """How an event comes again."""

    NEVER = "never"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_DAY = "monthly_day"
    MONTHLY_WEEKDAY = "monthly_weekday"


@dataclass(frozen=True, slots=True)
class Pattern:
    """The dates of an event: the first, how it comes again, and up to which day (included) or how often, never both.

    One that comes on the 29th, 30th or 31st leaves out months without that day; one that comes on a fifth weekday
    comes on the last of each month (RFC 5545, 3.3.10). `of_month` says which weekday of its month it is where the
    first date does not: a fourth may be the last.
    """

    first: dt.date
    repeats: Repeats = Repeats.NEVER
    until: dt.date | None = None
    times: int | None = None
    of_month: int | None = None

    @property
    def nth(self) -> int:
        """Which of its weekdays in its month a date is: 1 to 4, or -1 for the last, as where the first is a fifth."""
        if self.of_month is not None:
            return self.of_month
        number = (self.first.day - 1) // 7 + 1
        return -1 if number == 5 else number


class NoEnd(RuleBroken):
    """A series without an end, or with two."""

    about = "until"

    def __init__(self) -> None:
        super().__init__(gettext("Say when it ends: on a day, or after how many times. Not both."))


class EndsBeforeItBegins(RuleBroken):
    """A series whose last day is before its first."""

    about = "until"

    def __init__(self) -> None:
        super().__init__(gettext("The last day is before the first. Give a later day."))


class TooManyTimes(RuleBroken):
    """A series longer than anybody plans."""

    about = "times"

    def __init__(self) -> None:
        words = gettext("That is more than %(most)s times. Choose an earlier end; you can go on from there later.")
        super().__init__(words % {"most": MOST_TIMES})


class NotYoursToPlan(RuleBroken):
    """A carer who plans for more than the own hub's constellation, or the own family."""

    about = "circle"

    def __init__(self) -> None:
        super().__init__(
            gettext("You can plan for your own family. For more than that, ask your hub or your liaison worker.")
        )


class NotOneService(RuleBroken):
    """An event for constellations or families of several services, or of none."""

    about = "constellations"

    def __init__(self) -> None:
        super().__init__(gettext("Choose constellations of one service."))


@dataclass(frozen=True, slots=True)
class Length:
    """When something begins and how many minutes it lasts, on a wall clock; without a time whole days."""

    starts_on: dt.date
    starts_at: dt.time | None
    minutes: int

    @property
    def ends(self) -> dt.datetime:
        """The moment on a wall clock at which it is over, naive."""
        return dt.datetime.combine(self.starts_on, self.starts_at or dt.time()) + dt.timedelta(minutes=self.minutes)

    @property
    def last_day(self) -> dt.date:
        """The last day on which it goes on: what is over at midnight ended the day before."""
        return (self.ends - dt.timedelta(microseconds=1)).date()

    @property
    def begins(self) -> dt.datetime:
        """The instant at which it begins, in UTC.

        A time that a London wall shows twice is the first of the two; one that it skips is told by the clock as it
        went before, so 01:30 is half past two (RFC 5545, 3.3.5).
        """
        return dt.datetime.combine(self.starts_on, self.starts_at or dt.time(), LONDON).astimezone(dt.UTC)

    def has_begun(self, now: dt.datetime) -> bool:
        """Whether it goes on at an instant, or is over, so that it stays as it is.

        Of whole days nobody says when they begin, and in the morning they still can be called off: they have begun once
        the first of them is over.
        """
        if self.starts_at is not None:
            return self.begins <= now
        return Length(self.starts_on + dt.timedelta(days=1), None, DAY).begins <= now


def may_plan(circle: Circle, *, is_staff: bool, is_hub_of_all: bool, is_own_family: bool = False) -> None:
    """Raise NotYoursToPlan unless somebody may put an event into this calendar, or change it there."""
    if is_staff or (is_own_family if circle is Circle.HOME else circle is Circle.CONSTELLATIONS and is_hub_of_all):
        return
    raise NotYoursToPlan


def dates_of(pattern: Pattern) -> tuple[dt.date, ...]:
    """Every date of an event, in order; raises NoEnd, EndsBeforeItBegins, TooManyTimes."""
    if pattern.repeats is Repeats.NEVER:
        return (pattern.first,)
    if (pattern.until is None) == (pattern.times is None):
        raise NoEnd
    if pattern.until is not None and pattern.until < pattern.first:
        raise EndsBeforeItBegins
    if pattern.times is not None and not 1 <= pattern.times <= MOST_TIMES:
        raise TooManyTimes
    found = tuple(day.date() for _, day in zip(range(MOST_TIMES + 1), _rule(pattern), strict=False))
    if len(found) > MOST_TIMES:
        raise TooManyTimes
    return found


_WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)


def _rule(pattern: Pattern) -> rrule.rrule:
    begins = dt.datetime.combine(pattern.first, dt.time())
    until = None if pattern.until is None else dt.datetime.combine(pattern.until, dt.time())
    if pattern.repeats in (Repeats.WEEKLY, Repeats.FORTNIGHTLY):
        weeks = 2 if pattern.repeats is Repeats.FORTNIGHTLY else 1
        return rrule.rrule(rrule.WEEKLY, begins, interval=weeks, until=until, count=pattern.times)
    if pattern.repeats is Repeats.MONTHLY_DAY:
        return rrule.rrule(rrule.MONTHLY, begins, bymonthday=pattern.first.day, until=until, count=pattern.times)
    weekday = _WEEKDAYS[pattern.first.weekday()](pattern.nth)
    return rrule.rrule(rrule.MONTHLY, begins, byweekday=weekday, until=until, count=pattern.times)
