"""What may be said of an event, and when it may be."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from constellations.events.planning import rules
from constellations.events.rules import DAY, Circle, Photos

TODAY = dt.date(2026, 11, 22)
SATURDAY = dt.date(2026, 11, 28)
TWO, FIVE = dt.time(14), dt.time(17)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Picnic", "Picnic"),
        ("  Picnic   in the\tpark ", "Picnic in the park"),
        ("Picnic\r\nBEGIN:VEVENT", "Picnic BEGIN:VEVENT"),
        ("Pic\x00nic\u2028", "Pic nic"),
        ("Te a chacen ŵyl 🎉; a, b\\", "Te a chacen ŵyl 🎉; a, b\\"),
        ("x" * 200, "x" * 200),
    ],
)
def test_a_title_is_one_line_without_what_does_not_print(typed: str, kept: str) -> None:
    assert rules.title_of(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "\x00\n"])
def test_a_title_says_something(typed: str) -> None:
    with pytest.raises(rules.NoTitle, match="Say what it is called"):
        rules.title_of(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("One\r\ntwo\rthree  \n", "One\ntwo\nthree"),
        ("\x00\x1bOne\u2028two", "Onetwo"),
        ("x" * 4000, "x" * 4000),
    ],
)
def test_words_keep_their_lines_and_lose_what_does_not_print(typed: str, kept: str) -> None:
    assert rules.words_of(typed) == kept


def test_more_than_anybody_reads_is_refused_beside_its_field() -> None:
    refused: list[tuple[str, str]] = []
    for typed, read in (
        ("x" * 201, rules.title_of),
        ("x" * 301, lambda words: rules.line_of(words, "place")),
        ("x" * 4001, rules.words_of),
    ):
        with pytest.raises(rules.TooManyWords) as caught:
            read(typed)
        refused.append((caught.value.about, caught.value.words))
    assert refused == [
        ("title", "Say it in fewer words: at most 200 letters."),
        ("place", "Say it in fewer words: at most 300 letters."),
        ("words", "Say it in fewer words: at most 4000 letters."),
    ]


@pytest.mark.parametrize(("capacity", "pence"), [(None, None), (1, 0), (500, 10_000_000)])
def test_numbers_that_somebody_means_pass(capacity: int | None, pence: int | None) -> None:
    refusal: RuleBroken | None = None
    try:
        rules.must_be_within_reach(capacity, pence)
    except RuleBroken as refused:
        refusal = refused
    assert refusal is None


@pytest.mark.parametrize(
    ("capacity", "pence", "about", "words"),
    [
        (0, None, "capacity", "Enter a number from 1 to 500, or nothing."),
        (501, None, "capacity", "Enter a number from 1 to 500, or nothing."),
        (None, -1, "cost", "Enter an amount up to £100,000, or nothing."),
        (None, 10_000_001, "cost", "Enter an amount up to £100,000, or nothing."),
    ],
)
def test_numbers_that_nobody_means_are_refused(capacity: int | None, pence: int | None, about: str, words: str) -> None:
    with pytest.raises(rules.OutOfRange) as caught:
        rules.must_be_within_reach(capacity, pence)
    assert (caught.value.about, caught.value.words) == (about, words)


@pytest.mark.parametrize(
    ("photos", "allows", "allowed"),
    [
        (Photos.WELCOME, True, Photos.WELCOME),
        (Photos.ASK, True, Photos.ASK),
        (Photos.WELCOME, False, Photos.NONE),
        (Photos.NONE, False, Photos.NONE),
    ],
)
def test_the_service_has_the_last_word_on_photos(photos: Photos, allows: bool, allowed: Photos) -> None:
    assert rules.allowed_photos(photos, allows) is allowed


def test_no_event_allows_more_photos_than_its_service() -> None:
    rules.must_be_allowed(Photos.ASK, service_allows=True)
    with pytest.raises(rules.PhotosNotAllowed, match="allows no photos"):
        rules.must_be_allowed(Photos.ASK, service_allows=False)


def test_an_event_is_for_somebody() -> None:
    rules.must_be_for_somebody(Circle.SERVICE, has_constellations=False, has_home=False)
    rules.must_be_for_somebody(Circle.HOME, has_constellations=False, has_home=True)
    with pytest.raises(rules.NoConstellation, match="for which constellation"):
        rules.must_be_for_somebody(Circle.CONSTELLATIONS, has_constellations=False, has_home=True)
    with pytest.raises(rules.NoFamily, match="for which family"):
        rules.must_be_for_somebody(Circle.HOME, has_constellations=True, has_home=False)


@pytest.mark.parametrize(
    ("starts_at", "last", "ends_at", "expected"),
    [
        (TWO, None, FIVE, (TWO, 180)),
        (TWO, SATURDAY, FIVE, (TWO, 180)),
        (dt.time(22), dt.date(2026, 11, 29), dt.time(1), (dt.time(22), 180)),
        (dt.time(22), dt.date(2026, 11, 29), dt.time(0), (dt.time(22), 120)),
        (None, None, None, (None, DAY)),
        (None, dt.date(2026, 11, 29), None, (None, 2 * DAY)),
        (None, dt.date(2026, 12, 28), None, (None, 31 * DAY)),
    ],
)
def test_how_long_it_lasts_by_a_wall_clock(
    starts_at: dt.time | None, last: dt.date | None, ends_at: dt.time | None, expected: tuple[dt.time | None, int]
) -> None:
    assert rules.minutes_of(SATURDAY, starts_at, last, ends_at) == expected


@pytest.mark.parametrize(
    ("starts_at", "last", "ends_at", "error", "words"),
    [
        (TWO, None, None, rules.OneTimeMissing, "when it begins and when it ends"),
        (None, None, FIVE, rules.OneTimeMissing, "when it begins and when it ends"),
        (FIVE, None, TWO, rules.EndsTooEarly, "end before it begins"),
        (TWO, None, TWO, rules.EndsTooEarly, "end before it begins"),
        (None, dt.date(2026, 11, 27), None, rules.EndsTooEarly, "end before it begins"),
        (None, dt.date(2026, 12, 29), None, rules.TooLong, "longer than 31 days"),
    ],
)
def test_a_time_that_cannot_be_is_refused(
    starts_at: dt.time | None, last: dt.date | None, ends_at: dt.time | None, error: type[RuleBroken], words: str
) -> None:
    with pytest.raises(error, match=words):
        rules.minutes_of(SATURDAY, starts_at, last, ends_at)


@pytest.mark.parametrize(
    ("day", "at"),
    [
        (TODAY - dt.timedelta(days=366), TWO),
        (TODAY + dt.timedelta(days=732), TWO),
        # The night on which half past one comes twice has it, and one without a time has no such trouble.
        (dt.date(2026, 10, 25), dt.time(1, 30)),
        (dt.date(2027, 3, 28), None),
        (dt.date(2027, 3, 28), dt.time(0, 59)),
        (dt.date(2027, 3, 28), dt.time(2)),
    ],
)
def test_a_time_that_a_wall_shows_can_be_planned(day: dt.date, at: dt.time | None) -> None:
    refusal: RuleBroken | None = None
    try:
        rules.must_be_a_time(day, at, TODAY)
    except RuleBroken as refused:
        refusal = refused
    assert refusal is None


@pytest.mark.parametrize(
    ("day", "at", "error", "words"),
    [
        (TODAY - dt.timedelta(days=367), TWO, rules.DayTooFar, "too far away"),
        (TODAY + dt.timedelta(days=733), TWO, rules.DayTooFar, "too far away"),
        (dt.date(2027, 3, 28), dt.time(1), rules.NoSuchTime, "clocks go forward"),
        (dt.date(2027, 3, 28), dt.time(1, 30), rules.NoSuchTime, "clocks go forward"),
    ],
)
def test_a_day_out_of_reach_and_a_time_that_is_skipped_are_refused(
    day: dt.date, at: dt.time, error: type[RuleBroken], words: str
) -> None:
    with pytest.raises(error, match=words):
        rules.must_be_a_time(day, at, TODAY)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-11-22", "2026-11-28"),
        ("2026-11-27", "2026-11-28"),
        ("2026-11-28", "2026-12-05"),
        ("2026-12-27", "2027-01-02"),
    ],
)
def test_the_next_saturday_is_never_today(today: str, expected: str) -> None:
    assert rules.next_saturday(dt.date.fromisoformat(today)).isoformat() == expected
