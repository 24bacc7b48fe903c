"""Who may be a pair, when a check-in counts, and when a pair is quiet: tables of truth."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest

from constellations.core.clock import Month
from constellations.core.errors import RoostError
from constellations.rules import Span
from constellations.support.pairs.rules import (
    EndsBeforeItBegins,
    NotTheirDay,
    PairedAlready,
    PairKind,
    SameHome,
    TakenBackAlready,
    TooLong,
    Two,
    check_met,
    check_two,
    days_quiet,
    first_open_day,
    month_asked,
    reminder_number,
    span_of_pair,
)

TODAY = dt.date(2026, 11, 22)
MOIRA, GRACE, ANITA = (uuid.UUID(int=n) for n in (1, 2, 3))
HERE, THERE = uuid.UUID(int=11), uuid.UUID(int=12)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def refusal(act: Callable[[], object]) -> type[Exception] | None:
    """With what a rule says no, or none."""
    try:
        act()
    except RoostError as no:
        return type(no)
    return None


@pytest.mark.parametrize(
    ("last", "ends", "refused"),
    [
        (None, None, None),
        ("2026-11-01", "2026-11-02", None),
        ("2026-10-31", None, EndsBeforeItBegins),
        ("2031-11-05", "2031-11-06", None),
        ("2031-11-06", None, EndsBeforeItBegins),
    ],
)
def test_the_last_day_of_a_pair_is_part_of_it(
    last: str | None, ends: str | None, refused: type[Exception] | None
) -> None:
    first, until = day("2026-11-01"), day(last) if last else None
    assert refusal(lambda: span_of_pair(first, until)) is refused
    if refused is None:
        assert span_of_pair(first, until) == Span(first, day(ends) if ends else None)


PAST = Two(PairKind.BUDDY, MOIRA, GRACE, Span(day("2026-01-01"), day("2026-11-01")))


@pytest.mark.parametrize(
    ("new", "homes", "refused"),
    [
        (Two(PairKind.BUDDY, MOIRA, GRACE, Span(day("2026-11-01"))), (HERE, THERE), None),
        (Two(PairKind.BUDDY, MOIRA, GRACE, Span(day("2026-10-31"))), (HERE, THERE), PairedAlready),
        (Two(PairKind.MENTOR, MOIRA, GRACE, Span(day("2026-10-31"))), (HERE, THERE), None),
        (Two(PairKind.BUDDY, ANITA, GRACE, Span(day("2026-10-31"))), (HERE, THERE), None),
        (Two(PairKind.BUDDY, MOIRA, ANITA, Span(day("2026-10-31"))), (HERE, THERE), None),
        (Two(PairKind.BUDDY, MOIRA, GRACE, Span(day("2026-11-01"))), (HERE, HERE), SameHome),
    ],
)
def test_two_carers_of_two_homes_are_one_pair_of_a_kind_at_a_time(
    new: Two, homes: tuple[uuid.UUID, uuid.UUID], refused: type[Exception] | None
) -> None:
    assert refusal(lambda: check_two(new, homes, [PAST])) is refused


@pytest.mark.parametrize(
    ("met_on", "minutes", "refused"),
    [
        ("2026-11-22", 1, None),
        ("2026-11-22", 720, None),
        ("2026-11-22", 0, TooLong),
        ("2026-11-22", 721, TooLong),
        ("2026-11-23", 30, NotTheirDay),
        ("2026-10-05", 30, None),
        ("2026-10-04", 30, NotTheirDay),
        ("2026-09-30", 30, NotTheirDay),
    ],
)
def test_a_check_in_is_of_a_day_on_which_they_were_a_pair(
    met_on: str, minutes: int, refused: type[Exception] | None
) -> None:
    span = Span(day("2026-10-05"))
    assert refusal(lambda: check_met(day(met_on), minutes, span, TODAY)) is refused


def test_older_months_may_have_been_paid_and_stand() -> None:
    assert first_open_day(TODAY) == day("2026-10-01")
    assert first_open_day(day("2027-01-01")) == day("2026-12-01")
    assert refusal(lambda: check_met(day("2026-09-30"), 30, Span(day("2026-01-01")), TODAY)) is NotTheirDay


@pytest.mark.parametrize(
    ("text", "month"),
    [
        (None, "2026-10"),
        ("2026-11", "2026-11"),
        ("2026-12", "2026-10"),
        ("1999-12", "2026-10"),
        ("2000-01", "2000-01"),
        ("9999-12", "2026-10"),
        ("soon", "2026-10"),
    ],
)
def test_the_hours_of_last_month_are_given_where_no_other_is_named(text: str | None, month: str) -> None:
    assert month_asked(text, TODAY) == Month.parse(month)


@pytest.mark.parametrize(
    ("starts", "ends", "last", "days", "reminder"),
    [
        ("2026-10-24", None, None, 29, 0),
        ("2026-10-23", None, None, 30, 1),
        ("2026-01-01", None, "2026-09-23", 60, 2),
        ("2026-01-01", None, "2026-11-22", 0, 0),
        ("2026-01-01", "2026-11-22", None, 0, 0),
        ("2026-11-23", None, None, 0, 0),
    ],
)
def test_a_pair_is_reminded_after_a_month_without_a_word_and_again_after_two(
    starts: str, ends: str | None, last: str | None, days: int, reminder: int
) -> None:
    span = Span(day(starts), day(ends) if ends else None)
    quiet = days_quiet(span, day(last) if last else None, TODAY)
    assert (quiet, reminder_number(quiet)) == (days, reminder)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (SameHome, "They live in one home. Choose somebody of another home."),
        (PairedAlready, "These two are such a pair in that time already. Choose somebody else, or other days."),
        (EndsBeforeItBegins, "Choose a last day that is not before the first, and no more than five years after it."),
        (TooLong, "Choose how long it was: up to 12 hours."),
        (TakenBackAlready, "This check-in is taken back already."),
    ],
)
def test_what_cannot_be_is_said_with_what_to_do(broken: Callable[[], RoostError], words: str) -> None:
    assert broken().words == words
    assert "Of an older one tell your liaison worker." in NotTheirDay().words
