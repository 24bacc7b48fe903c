"""The London day and the month."""

import datetime as dt

import pytest
import time_machine

from constellations.core.clock import Month, london, months_from, now, today


def test_the_last_hour_of_a_summer_day_in_utc_is_already_tomorrow_in_london(clock: time_machine.Traveller) -> None:
    clock.move_to("2027-05-31T23:30Z")
    assert today() == dt.date(2027, 6, 1)
    assert Month.of(today()) == Month(2027, 6)


def test_in_winter_london_keeps_utc(clock: time_machine.Traveller) -> None:
    clock.move_to("2026-11-22T23:59Z")
    assert today() == dt.date(2026, 11, 22)


def test_now_knows_its_zone() -> None:
    assert now().utcoffset() == dt.timedelta(0)
    assert london(dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)).hour == 13


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-1", "2026", "", "2026-10-01", "october", "2026-00", "202610", "20-26-1"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|isoformat"):
        Month.parse(text)


def test_a_month_reads_back_as_it_was_written() -> None:
    assert str(Month.parse("2026-09")) == "2026-09"


@pytest.mark.parametrize(
    ("start", "step", "landed"),
    [
        (Month(2026, 12), 1, Month(2027, 1)),
        (Month(2026, 1), -1, Month(2025, 12)),
        (Month(2026, 10), 15, Month(2028, 1)),
        (Month(2026, 10), 0, Month(2026, 10)),
    ],
)
def test_months_go_on_over_the_year(start: Month, step: int, landed: Month) -> None:
    assert start.shifted(step) == landed


def test_a_month_is_half_open() -> None:
    february = Month(2028, 2)
    assert (february.first, february.end) == (dt.date(2028, 2, 1), dt.date(2028, 3, 1))
    assert len(february.days) == 29
    assert dt.date(2028, 2, 29) in february
    assert february.end not in february


def test_months_from_one_to_another_include_both() -> None:
    assert months_from(Month(2026, 11), Month(2027, 1)) == (Month(2026, 11), Month(2026, 12), Month(2027, 1))
    assert months_from(Month(2027, 1), Month(2026, 11)) == ()
