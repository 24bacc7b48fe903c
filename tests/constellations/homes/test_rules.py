"""Which memberships of a constellation may stand beside one another: the table of truth."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest

from constellations.core.errors import RuleBroken
from constellations.corrections import DayOutOfReach, check_day
from constellations.homes.rules import AlreadyMember, Belonging, Terms, TwoHubs, check_belonging, terms_words
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


def refusal(act: Callable[[], None]) -> type[Exception] | None:
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
    assert terms_words(None) == "nothing yet"
