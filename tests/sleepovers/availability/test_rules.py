"""When a home has room: patterns, exceptions, bounds, and what is read of a night."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest

from constellations.core.errors import RoostError, RuleBroken
from constellations.rules import HomeStatus, Span
from sleepovers.availability import rules
from sleepovers.availability.rules import Openness, Said, SpanWord, Standing
from sleepovers.availability.words import pattern_words
from tests.sleepovers.households import day

SUNDAY = day("2026-11-22")
OPEN, NOT_USUAL, AWAY, FREE = Openness.OPEN, Openness.NOT_USUAL, Openness.AWAY, Openness.FREE
WEEKDAYS = frozenset({0, 1, 2, 3})


def said(word: SpanWord, first: str, until: str) -> Said:
    """An exception from a night on until a morning."""
    return Said(word, Span(day(first), day(until)))


def away(first: str, until: str) -> Said:
    return said(SpanWord.AWAY, first, until)


def free(first: str, until: str) -> Said:
    return said(SpanWord.FREE, first, until)


def fault_of(check: Callable[[], None]) -> RoostError | None:
    """What a check has to say; none where it lets one go on."""
    try:
        check()
    except RoostError as fault:
        return fault
    return None


@pytest.mark.parametrize(
    ("closed", "spans", "night", "expected"),
    [
        (frozenset(), [], "2026-11-22", OPEN),
        (WEEKDAYS, [], "2026-11-26", NOT_USUAL),
        (WEEKDAYS, [], "2026-11-27", OPEN),
        (frozenset(range(7)), [], "2026-11-28", NOT_USUAL),
        # Half-open: the night of the first day is away, that of the morning of coming back is not.
        (frozenset(), [away("2026-11-27", "2026-11-29")], "2026-11-26", OPEN),
        (frozenset(), [away("2026-11-27", "2026-11-29")], "2026-11-27", AWAY),
        (frozenset(), [away("2026-11-27", "2026-11-29")], "2026-11-28", AWAY),
        (frozenset(), [away("2026-11-27", "2026-11-29")], "2026-11-29", OPEN),
        (WEEKDAYS, [away("2026-11-23", "2026-11-25")], "2026-11-24", AWAY),
        (WEEKDAYS, [away("2026-11-23", "2026-11-25")], "2026-11-25", NOT_USUAL),
        (WEEKDAYS, [free("2026-11-23", "2026-11-24")], "2026-11-23", FREE),
        # What was said later counts, whichever it is.
        (WEEKDAYS, [away("2026-11-20", "2026-11-30"), free("2026-11-23", "2026-11-24")], "2026-11-23", FREE),
        (WEEKDAYS, [free("2026-11-23", "2026-11-24"), away("2026-11-20", "2026-11-30")], "2026-11-23", AWAY),
        (WEEKDAYS, [away("2026-11-20", "2026-11-30"), free("2026-11-23", "2026-11-24")], "2026-11-24", AWAY),
    ],
)
def test_a_night_is_what_was_said_last_else_what_the_week_says(
    closed: frozenset[int], spans: list[Said], night: str, expected: Openness
) -> None:
    assert rules.openness(closed, spans, day(night)) is expected


@pytest.mark.parametrize(
    ("status", "openness", "empty", "expected"),
    [
        (HomeStatus.ACTIVE, OPEN, 2, Standing.FREE),
        (HomeStatus.ACTIVE, FREE, 1, Standing.FREE),
        (HomeStatus.ACTIVE, OPEN, 0, Standing.FULL),
        (HomeStatus.ACTIVE, FREE, 0, Standing.FULL),
        (HomeStatus.ACTIVE, NOT_USUAL, 1, Standing.ASKS_FIRST),
        (HomeStatus.ACTIVE, NOT_USUAL, 0, Standing.FULL),
        (HomeStatus.ACTIVE, AWAY, 2, Standing.AWAY),
        (HomeStatus.ACTIVE, AWAY, 0, Standing.AWAY),
        (HomeStatus.RESPITE_ONLY, OPEN, 1, Standing.RESPITE_ONLY),
        (HomeStatus.RESPITE_ONLY, NOT_USUAL, 1, Standing.ASKS_FIRST),
        (HomeStatus.AWAY, FREE, 2, Standing.AWAY),
        (HomeStatus.ON_HOLD, FREE, 2, Standing.CLOSED),
        (HomeStatus.ON_HOLD, AWAY, 2, Standing.CLOSED),
        (HomeStatus.LEFT, OPEN, 0, Standing.CLOSED),
    ],
)
def test_how_a_home_stands_comes_before_what_it_says_and_that_before_its_beds(
    status: HomeStatus, openness: Openness, empty: int, expected: Standing
) -> None:
    assert rules.standing(status, openness, empty) is expected


@pytest.mark.parametrize(
    ("first", "until", "fault", "about"),
    [
        ("2026-11-20", "2026-11-22", rules.AwayIsOver, "until"),
        ("2026-11-27", "2026-11-27", rules.ComesBackTooEarly, "until"),
        ("2026-11-27", "2026-11-26", rules.ComesBackTooEarly, "until"),
        ("2027-11-24", "2027-11-25", rules.TooFarAhead, "first"),
        ("2026-11-22", "2027-11-24", rules.TooLong, "until"),
        ("0001-01-01", "2026-11-23", rules.TooLong, "until"),
        ("2026-11-22", "9999-12-31", rules.TooLong, "until"),
        ("9999-12-30", "9999-12-31", rules.TooFarAhead, "first"),
    ],
)
def test_a_time_away_is_still_to_come_and_neither_long_nor_far(
    first: str, until: str, fault: type[RuleBroken], about: str
) -> None:
    with pytest.raises(fault) as broken:
        rules.must_be_within_reach(day(first), day(until), SUNDAY)
    assert broken.value.about == about


@pytest.mark.parametrize(
    ("first", "until"),
    [
        ("2026-11-22", "2026-11-23"),
        ("2026-11-20", "2026-11-23"),
        ("2027-11-23", "2027-11-24"),
        ("2026-11-22", "2027-11-23"),
    ],
)
def test_tonight_a_time_that_runs_and_the_last_day_of_a_year_are_within_reach(first: str, until: str) -> None:
    assert fault_of(lambda: rules.must_be_within_reach(day(first), day(until), SUNDAY)) is None


def test_the_last_day_is_said_with_its_year() -> None:
    with pytest.raises(rules.TooFarAhead, match="up to Tue 23 Nov 2027"):
        rules.must_be_within_reach(day("2028-01-01"), day("2028-01-02"), SUNDAY)


def test_nights_that_are_over_are_not_taken_back() -> None:
    assert fault_of(lambda: rules.must_be_ahead(day("2026-11-23"), SUNDAY)) is None
    with pytest.raises(rules.AlreadyOver):
        rules.must_be_ahead(SUNDAY, SUNDAY)


def test_a_carer_speaks_for_their_own_home_and_staff_for_all_they_see() -> None:
    own, other = uuid.UUID(int=1), uuid.UUID(int=2)
    assert fault_of(lambda: rules.must_be_theirs(True, own, own)) is None
    assert fault_of(lambda: rules.must_be_theirs(False, None, other)) is None
    for home in (own, None):
        with pytest.raises(rules.NotTheirHome):
            rules.must_be_theirs(True, home, other)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (None, "2026-11-22"),
        ("", "2026-11-22"),
        ("2026-11-22", "2026-11-22"),
        ("2026-12-06", "2026-12-06"),
        ("2026-11-01", "2026-11-22"),
        ("0001-01-01", "2026-11-22"),
        ("2027-11-23", "2027-11-23"),
    ],
)
def test_open_beds_are_shown_from_tonight_on(text: str | None, first: str) -> None:
    assert rules.first_shown(text, SUNDAY) == day(first)


@pytest.mark.parametrize("text", ["2027-11-24", "9999-12-31", "tomorrow", "2026-02-30", "\x00"])
def test_a_day_that_is_none_or_too_far_is_not_there(text: str) -> None:
    with pytest.raises(rules.NoSuchDay, match="up to Tue 23 Nov 2027") as broken:
        rules.first_shown(text, SUNDAY)
    assert isinstance(broken.value, RoostError)


def test_fourteen_nights_are_shown_across_the_end_of_a_year() -> None:
    nights = rules.nights_from(day("2026-12-25"))
    assert (len(nights), nights[0], nights[-1]) == (14, day("2026-12-25"), day("2027-01-07"))


@pytest.mark.parametrize(
    ("first", "earlier", "later"),
    [
        ("2026-11-22", None, "2026-12-06"),
        ("2026-11-25", "2026-11-22", "2026-12-09"),
        ("2026-12-06", "2026-11-22", "2026-12-20"),
        ("2027-11-09", "2027-10-26", "2027-11-23"),
        ("2027-11-10", "2027-10-27", None),
    ],
)
def test_steps_lead_back_to_tonight_and_on_for_a_year(first: str, earlier: str | None, later: str | None) -> None:
    expected = tuple(text and day(text) for text in (earlier, later))
    assert rules.starts_beside(day(first), SUNDAY) == expected


@pytest.mark.parametrize(
    ("closed", "written", "words"),
    [
        (set(), "1111111", "every night"),
        (set(range(7)), "0000000", "no night"),
        ({0, 1, 2, 3, 4, 5}, "0000001", "Sunday"),
        ({0, 1, 2, 3, 6}, "0000110", "Friday and Saturday"),
        ({5, 6}, "1111100", "Monday, Tuesday, Wednesday, Thursday and Friday"),
    ],
)
def test_a_pattern_is_said_by_the_nights_that_are_possible(closed: set[int], written: str, words: str) -> None:
    assert rules.written_pattern(closed) == written
    assert pattern_words(closed) == words


def test_monday_is_the_first_day_of_a_pattern() -> None:
    monday = dt.date(2026, 11, 23)
    assert rules.openness({0}, [], monday) is NOT_USUAL
    assert rules.openness({6}, [], monday) is OPEN
