"""When somebody is alerted: across midnight, the two clock changes, and every choice they have."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constellations.core.clock import LONDON
from constellations.notices.rules import (
    MOST_ATTEMPTS,
    SHORT_WAIT,
    SHORT_WAITS,
    WAITS,
    AlertWishes,
    NotOneLine,
    QuietHours,
    alert_at,
    is_laid_aside,
    must_be_one_line,
    wait_after,
    when_not_quiet,
)
from constellations.notices.texts.rules import MobileMissing, NoMobile

NIGHT = QuietHours(dt.time(21), dt.time(7))
USUAL = AlertWishes()
MINUTE = dt.timedelta(minutes=1)


def utc(text: str) -> dt.datetime:
    """An instant as `2026-11-22 09:00`."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def hours(starts: str, ends: str) -> QuietHours:
    """Quiet hours between two times of day."""
    return QuietHours(dt.time.fromisoformat(starts), dt.time.fromisoformat(ends))


@pytest.mark.parametrize(
    ("told", "alerted"),
    [
        ("2026-11-22 09:00", "2026-11-22 09:02"),
        ("2026-11-22 20:57", "2026-11-22 20:59"),
        ("2026-11-22 20:58", "2026-11-23 07:00"),
        ("2026-11-22 23:59", "2026-11-23 07:00"),
        ("2026-11-23 00:01", "2026-11-23 07:00"),
        ("2026-11-23 06:57", "2026-11-23 07:00"),
        ("2026-11-23 06:58", "2026-11-23 07:00"),
        ("2026-11-23 06:59", "2026-11-23 07:01"),
        # In summer London is an hour ahead.
        ("2026-07-01 19:58", "2026-07-02 06:00"),
        ("2026-07-01 19:57", "2026-07-01 19:59"),
        # The nights in which the clocks change are an hour longer, or shorter.
        ("2026-10-24 20:30", "2026-10-25 07:00"),
        ("2027-03-27 21:30", "2027-03-28 06:00"),
    ],
)
def test_what_comes_in_quiet_hours_waits_for_the_morning(told: str, alerted: str) -> None:
    assert alert_at(utc(told), USUAL) == utc(alerted)


@pytest.mark.parametrize(
    ("quiet", "at", "over"),
    [
        # Quiet hours of one day, for who works at night.
        (hours("09:00", "15:00"), "2026-11-22 12:00", "2026-11-22 15:00"),
        # The same time twice: none.
        (hours("21:00", "21:00"), "2026-11-22 21:00", "2026-11-22 21:00"),
        (hours("00:00", "00:00"), "2026-11-22 00:00", "2026-11-22 00:00"),
        (hours("00:00", "23:59"), "2026-11-22 00:00", "2026-11-22 23:59"),
        # London shows no 01:30 on 28 March 2027: quiet hours are over when the clock jumps over it, at 01:00 UTC.
        (hours("21:00", "01:30"), "2027-03-27 23:00", "2027-03-28 01:00"),
        (hours("01:30", "07:00"), "2027-03-28 01:00", "2027-03-28 06:00"),
        # On 25 October 2026 it shows 01:30 twice: they end at the first, and hold again when the hour comes again.
        (hours("21:00", "01:30"), "2026-10-24 23:00", "2026-10-25 00:30"),
        (hours("21:00", "01:30"), "2026-10-25 01:10", "2026-10-25 01:30"),
        (hours("01:30", "01:45"), "2026-10-25 01:35", "2026-10-25 01:45"),
    ],
)
def test_quiet_hours_are_over_when_a_london_wall_says_so(quiet: QuietHours, at: str, over: str) -> None:
    assert quiet.over_at(utc(at)) == utc(over)


@pytest.mark.parametrize(
    ("wishes", "by_day", "by_night"),
    [
        (USUAL, True, True),
        (replace(USUAL, by_mail=False), True, True),
        (replace(USUAL, by_push=False), True, True),
        (replace(USUAL, by_mail=False, by_push=False), False, False),
        (replace(USUAL, morning_summary=False), True, False),
    ],
)
def test_who_wants_no_alert_has_none(wishes: AlertWishes, by_day: bool, by_night: bool) -> None:
    assert (alert_at(utc("2026-11-22 12:00"), wishes) is not None) is by_day
    assert (alert_at(utc("2026-11-22 23:00"), wishes) is not None) is by_night


# Around both changes of the clock, and half a day on either side.
AROUND = st.sampled_from([utc("2026-10-25 01:00"), utc("2027-03-28 01:00"), utc("2026-12-31 23:00")])
TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))
SOME_MINUTES = st.integers(-24 * 60, 24 * 60).map(lambda minutes: minutes * MINUTE)


@settings(max_examples=150)
@given(around=AROUND, shift=SOME_MINUTES, quiet=st.builds(QuietHours, TIMES, TIMES))
def test_quiet_hours_end_at_the_first_minute_that_is_not_quiet(
    around: dt.datetime, shift: dt.timedelta, quiet: QuietHours
) -> None:
    at = naive = around + shift
    while _is_quiet(quiet, naive):
        naive += MINUTE
    assert quiet.over_at(at) == naive


@given(around=AROUND, shift=SOME_MINUTES)
def test_news_told_later_is_never_alerted_to_earlier(around: dt.datetime, shift: dt.timedelta) -> None:
    first, second = alert_at(around + shift, USUAL), alert_at(around + shift + MINUTE, USUAL)
    assert first is not None
    assert second is not None
    assert around + shift + SHORT_WAIT <= first <= second
    assert when_not_quiet(first, USUAL) == first


def _is_quiet(quiet: QuietHours, instant: dt.datetime) -> bool:
    """Told minute by minute, from the wall alone."""
    wall = instant.astimezone(LONDON)
    now, starts, ends = (one.hour * 60 + one.minute for one in (wall, quiet.starts, quiet.ends))
    return (now - starts) % 1440 < (ends - starts) % 1440


@pytest.mark.parametrize("of", [WAITS, SHORT_WAITS])
def test_what_is_not_taken_is_tried_again_later_and_later(of: tuple[dt.timedelta, ...]) -> None:
    waits = [wait_after(attempts, of) for attempts in range(1, len(of) + 3)]
    assert waits[: len(of)] == list(of) == sorted(of)
    assert waits[-2:] == [of[-1]] * 2


@pytest.mark.parametrize(
    ("of", "span"),
    [(WAITS, dt.timedelta(days=1, hours=23, minutes=5)), (SHORT_WAITS, dt.timedelta(hours=2, minutes=36))],
)
def test_five_attempts_are_spread_over_two_days_for_mail_and_some_hours_for_phones(
    of: tuple[dt.timedelta, ...], span: dt.timedelta
) -> None:
    assert sum(of, dt.timedelta()) == span
    assert len(of) + 1 == MOST_ATTEMPTS == 5


@pytest.mark.parametrize(("attempts", "aside"), [(0, False), (4, False), (5, True), (6, True)])
def test_what_was_tried_five_times_is_laid_aside(attempts: int, aside: bool) -> None:
    assert is_laid_aside(attempts) is aside


def test_wishes_for_text_messages_need_a_number_and_keep_it_as_it_is_stored() -> None:
    assert replace(USUAL, by_text=True, mobile="07700 900123").checked() == replace(
        USUAL, by_text=True, mobile="+447700900123"
    )
    assert replace(USUAL, mobile="").checked() == USUAL
    with pytest.raises(MobileMissing):
        replace(USUAL, by_text=True).checked()
    with pytest.raises(NoMobile):
        replace(USUAL, mobile="999").checked()


def test_one_line_stays_as_it_is() -> None:
    assert must_be_one_line("A night – for JB’s host") == "A night – for JB’s host"


@pytest.mark.parametrize("text", ["one\ntwo", "one\rBcc: two", "tab\there", "nothing\x00", "one\u2028two"])
def test_what_would_begin_another_line_of_a_mail_is_refused(text: str) -> None:
    with pytest.raises(NotOneLine):
        must_be_one_line(text)
