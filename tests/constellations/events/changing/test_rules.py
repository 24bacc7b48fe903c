"""Which dates of a series a change concerns, and which of them become which."""

import datetime as dt
from dataclasses import replace

import pytest

from constellations.core.errors import RoostError
from constellations.events.changing import rules
from constellations.events.changing.rules import Date, Fitted, Scope, concerned, fitted, to_call_off, to_take_place
from constellations.events.rules import Length, Pattern, Repeats

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
EARLIER = NOW - dt.timedelta(hours=1)


def day(written: str) -> dt.date:
    """A date as it is written."""
    return dt.date.fromisoformat(written)


def days(*written: str) -> tuple[dt.date, ...]:
    """Dates as they are written."""
    return tuple(map(day, written))


def on(written: str, cancelled_at: dt.datetime | None = None, *, is_out: bool = False) -> Date:
    """A date of a series, from two to five."""
    return Date(day(written), Length(day(written), dt.time(14), 180), cancelled_at, is_out)


FOUR = [on("2026-11-14"), on("2026-11-21"), on("2026-11-28"), on("2026-12-05")]
"""Two that are over, and two to come."""


@pytest.mark.parametrize(
    ("this", "scope", "expected"),
    [
        (2, Scope.THIS, [2]),
        (2, Scope.FOLLOWING, [2, 3]),
        (3, Scope.FOLLOWING, [3]),
        (3, Scope.ALL, [2, 3]),
        (0, Scope.ALL, [2, 3]),
    ],
)
def test_a_change_concerns_what_is_meant_and_still_to_come(this: int, scope: Scope, expected: list[int]) -> None:
    assert concerned(FOUR, this, scope, NOW) == expected


@pytest.mark.parametrize("scope", [Scope.THIS, Scope.FOLLOWING])
def test_what_has_begun_stays_as_it_was(scope: Scope) -> None:
    with pytest.raises(rules.BegunAlready, match="has begun already"):
        concerned(FOUR, 1, scope, NOW)


def test_what_begins_this_very_minute_has_begun() -> None:
    one = on("2026-11-22")
    assert concerned([one], 0, Scope.THIS, one.at.begins - dt.timedelta(microseconds=1)) == [0]
    with pytest.raises(rules.BegunAlready):
        concerned([one], 0, Scope.THIS, one.at.begins)


def test_what_has_a_register_has_begun_whatever_its_hour() -> None:
    outing = replace(on("2026-11-22"), at=Length(day("2026-11-22"), None, 1440))
    assert concerned([outing], 0, Scope.THIS, NOW) == [0]
    kept = replace(outing, has_register=True)
    with pytest.raises(rules.BegunAlready):
        concerned([kept], 0, Scope.THIS, NOW)
    with pytest.raises(rules.NothingLeft):
        to_call_off([kept], 0, Scope.ALL, NOW)


def test_where_all_is_over_nothing_is_left_to_change() -> None:
    with pytest.raises(rules.NothingLeft, match="begun or are called off"):
        concerned(FOUR[:2], 0, Scope.ALL, NOW)


def test_what_fell_out_of_its_series_is_never_meant() -> None:
    dates = [on("2026-11-28", EARLIER, is_out=True), on("2026-12-05")]
    assert concerned(dates, 1, Scope.ALL, NOW) == [1]
    with pytest.raises(rules.NothingLeft):
        concerned(dates, 0, Scope.THIS, NOW)


@pytest.mark.parametrize(("dates", "first", "expected"), [(FOUR, 2, 2), (FOUR, 0, 0)])
def test_a_series_goes_on_by_itself_where_dates_come_before(dates: list[Date], first: int, expected: int) -> None:
    assert rules.begins_at(dates, first) == expected


def test_a_series_is_changed_whole_where_before_it_all_fell_out() -> None:
    assert rules.begins_at([on("2026-11-14", EARLIER, is_out=True), on("2026-11-28")], 1) == 0


LAST = Pattern(day("2026-08-29"), Repeats.MONTHLY_WEEKDAY, times=6)
"""On the last Saturday, for the first is a fifth one."""

FOURTH = Pattern(day("2026-09-26"), Repeats.MONTHLY_WEEKDAY, times=3)


@pytest.mark.parametrize(
    ("wanted", "before", "nth"),
    [
        (FOURTH, LAST, -1),
        (FOURTH, Pattern(day("2026-07-25"), Repeats.MONTHLY_WEEKDAY, times=6), 4),
        (FOURTH, replace(FOURTH, first=day("2026-08-29")), -1),
        (FOURTH, replace(FOURTH, of_month=-1), -1),
        (replace(FOURTH, first=day("2026-10-24")), LAST, 4),
        (FOURTH, Pattern(day("2026-08-29"), Repeats.WEEKLY, times=9), 4),
    ],
)
def test_what_comes_on_the_last_weekday_goes_on_so_from_any_of_its_dates(
    wanted: Pattern, before: Pattern, nth: int
) -> None:
    assert rules.in_rhythm(wanted, before).nth == nth


def test_only_what_is_not_called_off_is_called_off() -> None:
    dates = [*FOUR[:3], on("2026-12-05", EARLIER), on("2026-12-12")]
    assert to_call_off(dates, 2, Scope.FOLLOWING, NOW) == [2, 4]
    with pytest.raises(rules.CalledOffAlready, match="called off already"):
        to_call_off(dates, 3, Scope.THIS, NOW)
    with pytest.raises(rules.NothingLeft):
        to_call_off(dates[:4], 3, Scope.FOLLOWING, NOW)


def test_what_was_called_off_together_takes_place_together() -> None:
    dates = [on("2026-11-28", EARLIER), on("2026-12-05"), on("2026-12-12", EARLIER), on("2026-12-19", NOW)]
    assert to_take_place(dates, 2, NOW) == [0, 2]
    assert to_take_place(dates, 3, NOW) == [3]


@pytest.mark.parametrize(
    "one",
    [
        on("2026-11-28"),
        on("2026-11-28", NOW - dt.timedelta(days=1, seconds=1)),
        on("2026-11-22", NOW - dt.timedelta(days=1)),
        on("2026-11-28", EARLIER, is_out=True),
    ],
    ids=["not called off", "long ago", "begun meanwhile", "not of its series any more"],
)
def test_what_cannot_be_undone_is_said(one: Date) -> None:
    now = dt.datetime(2026, 11, 22, 14, tzinfo=dt.UTC) if one.planned_on == day("2026-11-22") else NOW
    with pytest.raises(rules.TooLateToUndo, match="Plan it again"):
        to_take_place([one], 0, now)


def test_what_was_called_off_a_day_ago_can_still_be_undone() -> None:
    assert to_take_place([on("2026-11-28", NOW - rules.UNDO_FOR)], 0, NOW) == [0]


SATURDAYS = days("2026-11-28", "2026-12-05", "2026-12-12")


@pytest.mark.parametrize(
    ("out", "new", "same_rhythm", "expected"),
    [
        # As before: every date stays.
        ((), SATURDAYS, True, Fitted({one: one for one in SATURDAYS}, (), ())),
        # A day later: the first becomes the first, and so on.
        (
            (),
            days("2026-11-29", "2026-12-06", "2026-12-13"),
            True,
            Fitted(
                dict(zip(SATURDAYS, days("2026-11-29", "2026-12-06", "2026-12-13"), strict=True)),
                (),
                (),
            ),
        ),
        # Longer, and shorter.
        (
            (),
            (*SATURDAYS, day("2026-12-19")),
            True,
            Fitted({one: one for one in SATURDAYS}, (), days("2026-12-19")),
        ),
        ((), SATURDAYS[:2], True, Fitted({one: one for one in SATURDAYS[:2]}, SATURDAYS[2:], ())),
        # A day later and shorter, a day later and longer.
        ((), days("2026-11-29"), True, Fitted({SATURDAYS[0]: day("2026-11-29")}, SATURDAYS[1:], ())),
        (
            (),
            days("2026-11-29", "2026-12-06", "2026-12-13", "2026-12-20"),
            True,
            Fitted(
                dict(zip(SATURDAYS, days("2026-11-29", "2026-12-06", "2026-12-13"), strict=True)),
                (),
                days("2026-12-20"),
            ),
        ),
        # Every second week: those in between fall out; and every week again brings them back.
        (
            (),
            days("2026-11-28", "2026-12-12", "2026-12-26"),
            False,
            Fitted({one: one for one in days("2026-11-28", "2026-12-12")}, days("2026-12-05"), days("2026-12-26")),
        ),
        (
            days("2026-12-19"),
            (*SATURDAYS, day("2026-12-19")),
            False,
            Fitted({one: one for one in (*SATURDAYS, day("2026-12-19"))}, (), ()),
        ),
        # Another rhythm on other days: all is new.
        ((), days("2026-11-29"), False, Fitted({}, SATURDAYS, days("2026-11-29"))),
        # A week later: a date that is in both stays itself.
        (
            (),
            days("2026-12-05", "2026-12-12", "2026-12-19"),
            True,
            Fitted({one: one for one in SATURDAYS[1:]}, SATURDAYS[:1], days("2026-12-19")),
        ),
    ],
)
def test_answers_stay_with_the_dates_that_stay(
    out: tuple[dt.date, ...], new: tuple[dt.date, ...], same_rhythm: bool, expected: Fitted
) -> None:
    assert fitted(SATURDAYS, out, new, same_rhythm) == expected


REFUSALS = (
    rules.BegunAlready,
    rules.IntoThePast,
    rules.CalledOffAlready,
    rules.NothingLeft,
    rules.TooLateToUndo,
)


@pytest.mark.parametrize("error", REFUSALS)
def test_each_refusal_says_what_to_do(error: type[RoostError]) -> None:
    words = error().words  # type: ignore[call-arg]  # each says its own
    assert words.count(".") == 2
    assert words.endswith(".")
