"""What time it is: instants in UTC, and the London day and month they fall in."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

ALWAYS = dt.date(1900, 1, 1)
"""The start of a dated row that has no start of its own."""


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The date on a London wall, whatever zone the machine is set to."""
    return now().astimezone(LONDON).date()


def london(instant: dt.datetime) -> dt.datetime:
    """The same aware instant as a London wall shows it."""
    return instant.astimezone(LONDON)


def wall_now() -> dt.datetime:
    """The present moment as a London wall shows it, naive: as events know when they begin."""
    return london(now()).replace(tzinfo=None)


def months_before(today: dt.date, months: int) -> dt.date:
    """The same day, so many months ago.

    Where that month is too short, its last day: what is kept a little longer can still go tomorrow.
    """
    month = Month.of(today).shifted(-months)
    return month.days[min(today.day, len(month.days)) - 1]


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, half-open: from `first` up to, but without, `end`."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> "Month":
        """The month in which a date falls."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `2026-10`; raises ValueError for anything else."""
        if len(text) != 7:
            raise ValueError(f"not a month: {text!r}")
        day = dt.date.fromisoformat(f"{text}-01")
        return cls.of(day)

    @property
    def first(self) -> dt.date:
        """The first day of the month."""
        return dt.date(self.year, self.number, 1)

    @property
    def end(self) -> dt.date:
        """The first day after the month."""
        return self.shifted(1).first

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Every date of the month, in order."""
        length = (self.end - self.first).days
        return tuple(self.first + dt.timedelta(days=n) for n in range(length))

    def shifted(self, months: int) -> "Month":
        """The month so many months later (earlier, where negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day < self.end

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_from(start: Month, last: Month) -> tuple[Month, ...]:
    """Every month from the first to the last, both included; none where they are the wrong way round."""
    span = (last.year - start.year) * 12 + last.number - start.number
    return tuple(start.shifted(n) for n in range(span + 1))
