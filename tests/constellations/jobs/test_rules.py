"""When a job is due, and for which days; when a mail is tried again is told in the tests of the outbox."""

import datetime as dt

import pytest

from constellations.core.clock import LONDON
from constellations.jobs.rules import (
    SILENT_AFTER,
    Daily,
    Ending,
    Every,
    JobResult,
    Outcome,
    days_due,
    is_alive,
    is_hour_of_change,
    is_missed,
    last_due,
    next_time,
)

MONDAY = dt.date(2026, 11, 23)
NIGHTLY = Daily(3)


def at(text: str) -> dt.datetime:
    """An instant by a London clock."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (1, 30), (2, 59), (24, 0), (3, 60), (3, -1)])
def test_no_daily_job_runs_in_the_hours_that_come_twice_or_not_at_all(hour: int, minute: int) -> None:
    with pytest.raises(ValueError, match="03:00 or later"):
        Daily(hour, minute)


@pytest.mark.parametrize(
    ("last_good", "since"),
    [
        (None, dt.date(2026, 11, 23)),
        (dt.date(2026, 11, 19), dt.date(2026, 11, 20)),
        (dt.date(2026, 11, 22), dt.date(2026, 11, 23)),
        (dt.date(2026, 11, 23), dt.date(2026, 11, 23)),
        (dt.date(2026, 11, 24), dt.date(2026, 11, 23)),
    ],
)
def test_a_run_begins_the_day_after_the_last_good_one(last_good: dt.date | None, since: dt.date) -> None:
    assert days_due(last_good, MONDAY) == (since, MONDAY)


@pytest.mark.parametrize(
    ("last_good", "now", "missed"),
    [
        (None, "2026-11-23T02:00", True),
        ("2026-11-22", "2026-11-23T02:59", False),
        ("2026-11-22", "2026-11-23T03:00", True),
        ("2026-11-21", "2026-11-23T02:59", True),
        ("2026-11-23", "2026-11-23T23:00", False),
        ("2026-11-24", "2026-11-23T23:00", False),
        ("2026-10-24", "2026-10-25T01:30", False),
        ("2026-10-24", "2026-10-25T03:00", True),
    ],
)
def test_a_job_is_missed_once_its_time_has_passed(last_good: str | None, now: str, missed: bool) -> None:
    good = dt.date.fromisoformat(last_good) if last_good else None
    assert is_missed(NIGHTLY, good, at(now)) is missed


@pytest.mark.parametrize(
    ("now", "day"),
    [("2026-11-23T00:30", "2026-11-22"), ("2026-11-23T02:59", "2026-11-22"), ("2026-11-23T03:00", "2026-11-23")],
)
def test_before_its_time_a_job_was_last_due_the_day_before(now: str, day: str) -> None:
    assert last_due(NIGHTLY, at(now)) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-22T09:00", "2026-11-23T03:00"),
        ("2026-11-23T02:59", "2026-11-23T03:00"),
        ("2026-11-23T03:00", "2026-11-24T03:00"),
        ("2027-03-27T03:00", "2027-03-28T03:00"),
        ("2027-10-30T03:00", "2027-10-31T03:00"),
        ("2028-02-28T12:00", "2028-02-29T03:00"),
    ],
)
def test_the_next_time_is_three_by_the_london_clock_also_when_it_changes(now: str, then: str) -> None:
    assert next_time(NIGHTLY, at(now)).astimezone(dt.UTC) == at(then).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("now", "rests"),
    [
        ("2026-11-22T00:59Z", False),
        ("2026-11-22T01:00Z", True),
        ("2026-11-22T02:59Z", True),
        ("2026-11-22T03:00Z", False),
        # In summer London is an hour ahead.
        ("2026-07-01T00:00Z", True),
        ("2026-07-01T02:00Z", False),
        # In March it is two o'clock when it would be one, in October one o'clock comes twice.
        ("2026-03-29T01:00Z", True),
        ("2026-03-29T02:00Z", False),
        ("2026-10-25T00:30Z", True),
        ("2026-10-25T01:30Z", True),
        ("2026-10-25T03:00Z", False),
    ],
)
def test_nothing_is_made_up_for_between_one_and_three_in_the_night(now: str, rests: bool) -> None:
    assert is_hour_of_change(dt.datetime.fromisoformat(now)) is rests


def test_a_frequent_job_comes_again_after_its_seconds() -> None:
    assert next_time(Every(20), at("2026-11-23T12:00")) == at("2026-11-23T12:00:20")


def test_a_process_that_beats_no_more_is_not_alive() -> None:
    now = at("2026-11-23T12:00")
    assert is_alive(now, now)
    assert not is_alive(now - SILENT_AFTER, now)
    assert not is_alive(None, now)


def test_an_ending_says_how_it_went() -> None:
    assert Ending.of(JobResult(0)).outcome is Outcome.NOTHING_DUE
    assert Ending.of(JobResult(2, "two")) == Ending(Outcome.DONE, 2, "two")
    assert Ending.failed(KeyError) == Ending(Outcome.FAILED, words="It stopped with an error (KeyError).")
