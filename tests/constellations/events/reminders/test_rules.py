"""Which reminder is due, and for whom."""

import datetime as dt

import pytest

from constellations.events.answers.rules import Coming
from constellations.events.reminders.rules import Reminder, is_reminded, reminder_due

TODAY = dt.date(2026, 12, 12)
IN_A_WEEK, TOMORROW, NOW = Reminder.IN_A_WEEK, Reminder.TOMORROW, Reminder.TODAY


@pytest.mark.parametrize(
    ("ahead", "missed", "due"),
    [
        (0, 0, NOW),
        (1, 0, TOMORROW),
        (2, 0, None),
        (6, 0, None),
        (7, 0, IN_A_WEEK),
        (8, 0, None),
        (-1, 0, None),
        # Days that were missed are made up, each event by the nearest reminder alone.
        (-1, 3, None),
        (0, 1, NOW),
        (1, 8, TOMORROW),
        (2, 5, IN_A_WEEK),
        (5, 2, IN_A_WEEK),
        (5, 1, None),
        (7, 30, IN_A_WEEK),
        (8, 30, None),
    ],
)
def test_the_reminder_of_a_day(ahead: int, missed: int, due: Reminder | None) -> None:
    starts_on, since = TODAY + dt.timedelta(days=ahead), TODAY - dt.timedelta(days=missed)
    assert reminder_due(starts_on, since, TODAY) is due


def test_run_day_by_day_or_after_days_that_were_missed_each_event_is_reminded_of() -> None:
    event = dt.date(2026, 12, 24)
    daily = [reminder_due(event, day, day) for day in (TODAY + dt.timedelta(days=n) for n in range(20))]
    assert [one for one in daily if one] == [IN_A_WEEK, TOMORROW, NOW]


@pytest.mark.parametrize("reminder", [NOW, TOMORROW])
@pytest.mark.parametrize(
    ("said", "waits", "reminded"),
    [
        (Coming.GOING, False, True),
        (Coming.GOING, True, False),
        (Coming.MAYBE, False, False),
        (None, False, True),
        (Coming.NO, False, False),
    ],
)
def test_who_goes_or_has_said_nothing_is_reminded_and_nobody_else(
    reminder: Reminder, said: Coming | None, waits: bool, reminded: bool
) -> None:
    assert is_reminded(reminder, said, waits=waits, is_asked=True) is reminded


@pytest.mark.parametrize(
    ("said", "is_asked", "reminded"),
    [(None, True, True), (None, False, False), (Coming.GOING, True, False), (Coming.MAYBE, True, False)],
)
def test_a_week_before_only_who_has_said_nothing_is_asked(said: Coming | None, is_asked: bool, reminded: bool) -> None:
    assert is_reminded(IN_A_WEEK, said, waits=False, is_asked=is_asked) is reminded
