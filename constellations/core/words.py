"""How dates, nights, months, money and lists are said, in the reader's language."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_currency
from flask_babel import get_locale, gettext, ngettext

from constellations.core.clock import Month, london

ENGLISH = Locale("en", "GB")
WEEK = 7


def day_words(day: dt.date) -> str:
    """Say a date shortly, as `Fri 27 Nov`."""
    return format_date(day, "EEE d MMM", locale=_language())


def full_day_words(day: dt.date) -> str:
    """Say a date in full, as `Friday 27 November 2026`."""
    return format_date(day, "EEEE d MMMM y", locale=_language())


def date_words(day: dt.date) -> str:
    """Say a date without its year, as `27 November`."""
    return format_date(day, "d MMMM", locale=_language())


def last_day_words(end: dt.date) -> str:
    """Say the last day of a time that ends before a date: of one that is half-open, people name the day that is in."""
    return full_day_words(end - dt.timedelta(days=1))


def moment_words(instant: dt.datetime) -> str:
    """Say an instant as a London wall showed it, as `Fri 27 Nov, 14:05`."""
    return format_datetime(london(instant).replace(tzinfo=None), "EEE d MMM, HH:mm", locale=_language())


def clock_words(instant: dt.datetime) -> str:
    """Say the time of an instant as a London wall showed it, as `14:05`."""
    return format_datetime(london(instant).replace(tzinfo=None), "HH:mm", locale=_language())


def occasion_words(starts_on: dt.date, starts_at: dt.time | None, minutes: int) -> str:
    """Say when something goes on by a wall clock, as `Sat 17 Oct, 14:00 to 17:00`; without a time its days."""
    begins = dt.datetime.combine(starts_on, starts_at or dt.time())
    ends = begins + dt.timedelta(minutes=minutes)
    if starts_at is None:
        last = ends.date() - dt.timedelta(days=1)
        first, end = day_words(starts_on), day_words(last)
        return first if first == end else gettext("%(first)s to %(end)s", first=first, end=end)
    end_pattern = "HH:mm" if ends.date() == starts_on else "EEE d MMM, HH:mm"
    said: str = gettext(
        "%(first)s to %(end)s",
        first=format_datetime(begins, "EEE d MMM, HH:mm", locale=_language()),
        end=format_datetime(ends, end_pattern, locale=_language()),
    )
    return said


def time_words(starts_on: dt.date, starts_at: dt.time | None, minutes: int) -> str:
    """Say at what time something goes on where its day is said already, as `14:00 to 17:00`; of whole days the last."""
    begins = dt.datetime.combine(starts_on, starts_at or dt.time())
    ends = begins + dt.timedelta(minutes=minutes)
    if starts_at is None:
        last = ends.date() - dt.timedelta(days=1)
        all_day: str = gettext("all day") if last == starts_on else gettext("until %(day)s", day=day_words(last))
        return all_day
    end_pattern = "HH:mm" if ends.date() == starts_on else "EEE d MMM, HH:mm"
    end = format_datetime(ends, end_pattern, locale=_language())
    said: str = gettext("%(first)s to %(end)s", first=f"{starts_at:%H:%M}", end=end)
    return said


def nights_words(first: dt.date, nights: int) -> str:
    """Say a stay, as `Fri 27 Nov, 2 nights (home Sun)`; from a week on the homecoming has its date."""
    home = first + dt.timedelta(days=nights)
    pattern = "EEE" if nights < WEEK else "EEE d MMM"
    said: str = gettext(
        "%(day)s, %(nights)s (home %(home)s)",
        day=day_words(first),
        nights=ngettext("%(num)s night", "%(num)s nights", nights),
        home=format_date(home, pattern, locale=_language()),
    )
    return said


def month_words(month: Month) -> str:
    """Say a month, as `October 2026`."""
    return format_date(month.first, "LLLL y", locale=_language())


def pence_words(pence: int) -> str:
    """Say an amount of pence in pounds, as `£1,234.50`."""
    return format_currency(Decimal(pence) / 100, "GBP", locale=_language())


def listed_words(names: Sequence[str]) -> str:
    """Say several one after another, as `Anita, Moira and Tom`."""
    return format_list(list(names), locale=_language())


FILTERS: dict[str, Callable[..., str]] = {
    words.__name__: words
    for words in (
        day_words,
        full_day_words,
        date_words,
        last_day_words,
        moment_words,
        clock_words,
        occasion_words,
        time_words,
        nights_words,
        month_words,
        pence_words,
        listed_words,
    )
}
"""What templates may call, by name."""


def _language() -> Locale:
    # Commands and jobs speak outside any request, where no reader's language is known.
    return get_locale() or ENGLISH
