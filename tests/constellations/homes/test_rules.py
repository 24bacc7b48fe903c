"""Which memberships of a constellation may stand beside one another, and when a hold is reviewed: tables of truth."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest

from constellations.core.errors import RuleBroken
from constellations.corrections import DayOutOfReach, check_day
from constellations.homes.rules import (
    AlreadyMember,
    ApprovalOutOfReach,
    Belonging,
    HasClosed,
    ReviewMissing,
    ReviewOutOfReach,
    Terms,
    TwoHubs,
    check_approval,
    check_belonging,
    kept_review,
    must_be_open_for,
    names_words,
    terms_words,
)
from constellations.rules import HomeRole, HomeStatus, Span

HUB, SATELLITE = HomeRole.HUB, HomeRole.SATELLITE
QUINCE, PATEL = uuid.UUID(int=1), uuid.UUID(int=2)
TODAY = dt.date(2026, 11, 22)


def day(number: int) -> dt.date:
    return dt.date(2026, 11, number)


def quince(role: HomeRole, start: int, end: int | None) -> Belonging:
    return Belonging(QUINCE, "Quince", role, Span(day(start), day(end) if end else None))


def patel(role: HomeRole, start: int, end: int | None) -> Belonging:
    return Belonging(PATEL, "Patel", role, Span(day(start), day(end) if end else None))


def refusal(act: Callable[[], object]) -> type[Exception] | None:
    """With what a rule says no, or none."""
    try:
        act()
    except RuleBroken as no:
        return type(no)
    return None


@pytest.mark.parametrize(
    ("new", "refused"),
    [
        # Before, right before, into, within, around, out of, right after, and without an end.
        (quince(HUB, 1, 9), None),
        (quince(HUB, 1, 10), None),
        (quince(HUB, 1, 11), AlreadyMember),
        (quince(HUB, 12, 15), AlreadyMember),
        (quince(HUB, 1, 30), AlreadyMember),
        (quince(HUB, 19, 30), AlreadyMember),
        (quince(SATELLITE, 19, 30), AlreadyMember),
        (quince(HUB, 20, 30), None),
        (quince(SATELLITE, 20, None), None),
        (quince(SATELLITE, 1, None), AlreadyMember),
        # Another home: only a second hub is one too many.
        (patel(HUB, 1, 10), None),
        (patel(HUB, 1, 11), TwoHubs),
        (patel(HUB, 10, 20), TwoHubs),
        (patel(HUB, 1, None), TwoHubs),
        (patel(HUB, 20, None), None),
        (patel(SATELLITE, 1, None), None),
        (patel(SATELLITE, 12, 13), None),
    ],
)
def test_beside_a_hub_from_the_10th_to_the_20th(new: Belonging, refused: type[Exception] | None) -> None:
    assert refusal(lambda: check_belonging(new, [quince(HUB, 10, 20)])) is refused


@pytest.mark.parametrize(
    ("chosen", "refused"),
    [
        (dt.date(1999, 12, 31), DayOutOfReach),
        (dt.date(2000, 1, 1), None),
        (TODAY, None),
        (TODAY + dt.timedelta(days=366), None),
        (TODAY + dt.timedelta(days=367), DayOutOfReach),
    ],
)
def test_a_day_from_2000_on_and_no_more_than_a_year_ahead_is_taken(
    chosen: dt.date, refused: type[Exception] | None
) -> None:
    assert refusal(lambda: check_day(chosen, TODAY)) is refused


def test_what_a_home_is_ready_for_is_said_in_a_line(app: object) -> None:
    assert terms_words(Terms(2, 3, HomeStatus.ON_HOLD)) == "2 beds, approved for 3, on hold"
    held = Terms(2, 3, HomeStatus.ON_HOLD, dt.date(2026, 12, 4))
    assert terms_words(held) == "2 beds, approved for 3, on hold, review on Friday 4 December 2026"
    assert terms_words(None) == "nothing yet"


@pytest.mark.parametrize(
    ("approved_on", "refused"),
    [
        (None, None),
        (TODAY, None),
        (TODAY + dt.timedelta(days=1), ApprovalOutOfReach),
        (dt.date(1950, 1, 1), None),
        (dt.date(1949, 12, 31), ApprovalOutOfReach),
    ],
)
def test_carers_were_approved_by_today_and_within_a_working_life(
    approved_on: dt.date | None, refused: type[Exception] | None
) -> None:
    assert refusal(lambda: check_approval(approved_on, TODAY)) is refused


def test_since_when_a_home_fosters_is_said_beside_its_name(app: object) -> None:
    assert names_words("Elm", "H-2", None) == "Elm (H-2)"
    assert names_words("Elm", "H-2", dt.date(2019, 5, 1)) == "Elm (H-2), approved on Wednesday 1 May 2019"


@pytest.mark.parametrize(
    ("days_after", "refused"),
    [
        (None, ReviewMissing),
        (-1, ReviewOutOfReach),
        (0, ReviewOutOfReach),
        (1, None),
        (366, None),
        (367, ReviewOutOfReach),
    ],
)
def test_a_hold_is_reviewed_after_its_first_day_and_within_a_year(
    days_after: int | None, refused: type[Exception] | None
) -> None:
    review = None if days_after is None else TODAY + dt.timedelta(days=days_after)
    terms = Terms(1, 3, HomeStatus.ON_HOLD, review)
    assert refusal(lambda: kept_review(terms, TODAY)) is refused
    if refused is None:
        assert kept_review(terms, TODAY) == review


@pytest.mark.parametrize("status", [each for each in HomeStatus if each is not HomeStatus.ON_HOLD])
def test_only_a_hold_is_reviewed(status: HomeStatus) -> None:
    assert kept_review(Terms(1, 3, status, dt.date(1999, 1, 1)), TODAY) is None


@pytest.mark.parametrize(
    ("closes_on", "until", "may"),
    [
        (None, None, True),
        (dt.date(2026, 12, 31), None, False),
        (dt.date(2026, 12, 31), dt.date(2027, 1, 1), False),
        (dt.date(2026, 12, 31), dt.date(2026, 12, 31), True),
    ],
)
def test_nobody_belongs_to_a_constellation_beyond_its_closing(
    closes_on: dt.date | None, until: dt.date | None, may: bool
) -> None:
    said = ""
    try:
        must_be_open_for("Harbour", closes_on, Span(dt.date(2026, 6, 1), until))
    except HasClosed as closed:
        said = closed.words
    assert said.startswith("" if may else "Harbour closes on Thursday 31 December 2026")
    assert bool(said) is not may
