"""When something is due next at a home, and how that stands on a day."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from constellations.support.due_dates.rules import (
    DoneOutOfReach,
    DueKind,
    DueState,
    Known,
    NextOutOfReach,
    NothingSaid,
    check_dates,
    due_state,
    next_on,
    usual_next,
    year_after,
)

TODAY = dt.date(2026, 11, 22)


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("kind", "done", "again"),
    [
        (DueKind.SUPERVISION, dt.date(2026, 11, 1), dt.date(2026, 12, 13)),
        (DueKind.REVIEW, dt.date(2026, 11, 1), dt.date(2027, 11, 1)),
        (DueKind.VISIT, dt.date(2024, 2, 29), dt.date(2025, 2, 28)),
        (DueKind.REVIEW, dt.date(2023, 2, 28), dt.date(2024, 2, 28)),
    ],
)
def test_supervision_comes_again_after_six_weeks_the_others_after_a_year(
    kind: DueKind, done: dt.date, again: dt.date
) -> None:
    assert usual_next(kind, done) == again


def test_a_year_after_a_leap_day_is_the_28th() -> None:
    assert year_after(dt.date(2028, 2, 29)) == dt.date(2029, 2, 28)


@pytest.mark.parametrize(
    ("done", "planned", "approved", "due"),
    [
        (None, None, None, None),
        (None, None, "2026-03-01", "2027-03-01"),
        (None, None, "2025-11-22", "2026-11-22"),
        # Long before anybody wrote anything down here: nothing is called overdue for it.
        (None, None, "2025-11-21", None),
        ("2026-04-01", None, "2019-03-01", "2027-04-01"),
        ("2026-04-01", "2026-12-01", None, "2026-12-01"),
        (None, "2026-12-01", None, "2026-12-01"),
    ],
)
def test_what_staff_have_set_stands_before_what_is_counted(
    done: str | None, planned: str | None, approved: str | None, due: str | None
) -> None:
    assert next_on(DueKind.REVIEW, Known(day(done), day(planned)), day(approved), TODAY) == day(due)


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (None, DueState.UNKNOWN),
        ("2026-11-21", DueState.OVERDUE),
        ("2026-11-22", DueState.SOON),
        ("2026-12-20", DueState.SOON),
        ("2026-12-21", DueState.LATER),
    ],
)
def test_on_its_day_a_date_is_not_overdue_yet(due: str | None, state: DueState) -> None:
    assert due_state(day(due), TODAY) is state


@pytest.mark.parametrize(
    ("done", "planned", "refused"),
    [
        (None, None, NothingSaid),
        ("2026-11-22", None, None),
        ("2026-11-23", None, DoneOutOfReach),
        ("1999-12-31", None, DoneOutOfReach),
        ("2000-01-01", "2026-11-22", None),
        (None, "2026-11-21", NextOutOfReach),
        (None, "2028-11-23", None),
        (None, "2028-11-24", NextOutOfReach),
    ],
)
def test_done_is_not_to_come_and_next_is(
    done: str | None, planned: str | None, refused: type[RuleBroken] | None
) -> None:
    broken = None
    try:
        check_dates(day(done), day(planned), TODAY)
    except RuleBroken as no:
        broken = type(no)
    assert broken is refused


def test_what_cannot_be_is_said_with_what_to_do() -> None:
    assert DoneOutOfReach().words.startswith("Choose the day on which it was done")
    assert NextOutOfReach().words.startswith("Choose the next day")
    assert NothingSaid().words.startswith("Enter the day on which it was done")
