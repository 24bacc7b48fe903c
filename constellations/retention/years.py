"""Financial and calendar years, and which of them something is known of: plain values, the day passed in."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import ALWAYS
from constellations.rules import Span

MOST_YEARS = 10
"""Years that are shown side by side: the model is hardly older in this country."""

FIRST_YEAR = 2000

_YEAR = re.compile(r"[0-9]{4}")


class YearKind(StrEnum):
    """April to March, as services report; or January to December."""

    FINANCIAL = "financial"
    CALENDAR = "calendar"


@dataclass(frozen=True, order=True, slots=True)
class Year:
    """One year, by the calendar year in which it begins; half-open from `first` to `end`."""

    kind: YearKind
    begins: int

    @classmethod
    def of(cls, kind: YearKind, day: dt.date) -> "Year":
        """The year of this kind in which a day falls."""
        is_before_april = kind is YearKind.FINANCIAL and day.month < _month(kind)
        return cls(kind, day.year - 1 if is_before_april else day.year)

    @property
    def first(self) -> dt.date:
        """1 April, or 1 January."""
        return dt.date(self.begins, _month(self.kind), 1)

    @property
    def end(self) -> dt.date:
        """The first day of the next year."""
        return dt.date(self.begins + 1, _month(self.kind), 1)

    def __str__(self) -> str:
        return f"{self.begins}/{(self.begins + 1) % 100:02d}" if self.kind is YearKind.FINANCIAL else str(self.begins)


def _month(kind: YearKind) -> int:
    return 4 if kind is YearKind.FINANCIAL else 1


def kind_of(text: str | None) -> YearKind:
    """The kind that an address asks for; the financial year unless it asks for the other."""
    return YearKind.CALENDAR if text == YearKind.CALENDAR else YearKind.FINANCIAL


def year_of(kind: YearKind, text: str | None, today: dt.date) -> Year:
    """The year that an address asks for, from FIRST_YEAR to the running one; that one where it asks for none."""
    running = Year.of(kind, today)
    asked = int(text) if text and _YEAR.fullmatch(text) else running.begins
    return Year(kind, asked) if FIRST_YEAR <= asked <= running.begins else running


def first_known(spans: Iterable[Span]) -> dt.date | None:
    """The first day that the register knows of its members; none where it only says `since ever`."""
    days = [day for span in spans for day in (span.starts_on, span.ends_on) if day is not None and day != ALWAYS]
    return min(days, default=None)


def years_known(kind: YearKind, first: dt.date | None, today: dt.date) -> tuple[Year, ...]:
    """The years of which something is known, up to the running one: that alone where there is no first day."""
    last = Year.of(kind, today)
    begins = Year.of(kind, first) if first is not None and first <= today else last
    years = [Year(kind, number) for number in range(begins.begins, last.begins + 1)]
    return tuple(years[-MOST_YEARS:])
