"""Days that come again are those that others count too, and no rule keeps the machine busy."""

import datetime as dt
import time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from constellations.core.calendar_file import FileEntry, entries_of
from constellations.core.recurrence import MOST_PERIODS, ComesTooOften, Every, Recurrence, days_of

HORIZON = dt.date(2028, 12, 31)
HALF_PAST_TEN = dt.time(10, 30)


def counted(rule: str, first: dt.datetime) -> list[dt.date]:
    """The days that dateutil counts, up to the horizon, with the first."""
    end = dt.datetime.combine(HORIZON, dt.time.max)
    return sorted({first.date(), *(day.date() for day in rrulestr(rule, dtstart=first).between(first, end, inc=True))})


def ours(rule: str, first: dt.datetime) -> list[dt.date]:
    """The days that Roost counts of the same rule in a file."""
    text = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:x\r\nDTSTART:{first:%Y%m%dT%H%M%S}\r\nRRULE:{rule}\r\n"
    (entry,) = entries_of(f"{text}END:VEVENT\r\nEND:VCALENDAR\r\n".encode())
    assert isinstance(entry, FileEntry)
    assert entry.rule is not None
    return list(days_of(entry.rule, first, HORIZON))


RULES = (
    "FREQ=DAILY;COUNT=3",
    "FREQ=DAILY;INTERVAL=3;COUNT=9",
    "FREQ=DAILY;BYDAY=SA,TU;COUNT=9",
    "FREQ=DAILY;BYMONTHDAY=1,17;BYMONTH=1,10;COUNT=9",
    "FREQ=WEEKLY;UNTIL=20270131T103000",
    "FREQ=WEEKLY;UNTIL=20270131",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA;COUNT=20",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,SA;COUNT=20",
    "FREQ=WEEKLY;BYDAY=SA;BYMONTH=1,2",
    "FREQ=MONTHLY;COUNT=20",
    "FREQ=MONTHLY;BYDAY=3SA;COUNT=20",
    "FREQ=MONTHLY;BYDAY=-1SA",
    "FREQ=MONTHLY;BYDAY=5SA",
    "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=3;COUNT=12",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYMONTHDAY=17,-1;COUNT=30",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=17,18,19;BYDAY=SA",
    "FREQ=MONTHLY;BYMONTH=10;BYDAY=3SA",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=10,4;BYMONTHDAY=17",
    "FREQ=YEARLY;BYMONTH=10;BYDAY=3SA",
)


@pytest.mark.parametrize("rule", RULES)
def test_the_days_are_those_that_dateutil_counts(rule: str) -> None:
    first = dt.datetime.combine(dt.date(2026, 10, 17), HALF_PAST_TEN)
    assert ours(rule, first) == counted(rule, first)


@settings(max_examples=40)
@given(
    st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
    st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")),
    st.integers(1, 5),
    st.integers(1, 60),
)
def test_whatever_the_day_and_the_step_both_count_alike(day: dt.date, every: str, step: int, times: int) -> None:
    first, rule = dt.datetime.combine(day, HALF_PAST_TEN), f"FREQ={every};INTERVAL={step};COUNT={times}"
    assert ours(rule, first) == counted(rule, first)


def test_the_first_day_is_one_of_them_also_where_it_does_not_fit_its_rule() -> None:
    saturday = dt.datetime.fromisoformat("2026-10-17T10:00")
    rule = Recurrence(Every.WEEKLY, weekdays=((None, 0),), times=3)
    assert [day.day for day in days_of(rule, saturday, HORIZON)] == [17, 19, 26]


def test_a_rule_that_never_comes_is_soon_given_up() -> None:
    began, rule = time.process_time(), Recurrence(Every.DAILY, months=(2,), month_days=(30,))
    with pytest.raises(ComesTooOften):
        list(days_of(rule, dt.datetime.fromisoformat("2020-01-01T00:00"), dt.date(2100, 1, 1)))
    assert time.process_time() - began < 1


def test_as_many_periods_are_looked_at_as_a_calendar_needs() -> None:
    first = dt.datetime.fromisoformat("2026-01-01T00:00")
    found = list(days_of(Recurrence(Every.DAILY), first, first.date() + dt.timedelta(days=MOST_PERIODS - 1)))
    assert len(found) == MOST_PERIODS
