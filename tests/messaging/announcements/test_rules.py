"""What an announcement may be, when it may go out, and what may still be done with it."""

import datetime as dt

import pytest

from constellations.core.errors import RoostError
from messaging.announcements import rules
from messaging.announcements.rules import Standing, Tally

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Training on Tuesday ", "Training on Tuesday"),
        ("two\nlines\tand  more", "two lines and more"),
        ("bell\x07 and \u202eturned", "bell and turned"),
        ("x" * 120, "x" * 120),
    ],
)
def test_a_title_is_one_line(typed: str, kept: str) -> None:
    assert rules.heading(typed) == kept


@pytest.mark.parametrize(
    ("typed", "refused", "words"),
    [
        ("", rules.NoHeading, "Give the announcement a title."),
        (" \n\x00", rules.NoHeading, "Give the announcement a title."),
        ("x" * 121, rules.HeadingTooLong, "at most 120 letters"),
    ],
)
def test_what_is_no_title_is_said_plainly(typed: str, refused: type[RoostError], words: str) -> None:
    with pytest.raises(refused, match=words):
        rules.heading(typed)


@pytest.mark.parametrize(
    ("day", "wall", "instant"),
    [
        ("2026-11-30", "08:00", "2026-11-30T08:00+00:00"),
        ("2027-06-01", "08:00", "2027-06-01T07:00+00:00"),
        ("2027-03-28", "01:30", "2027-03-28T01:30+00:00"),
        ("2027-10-31", "01:30", "2027-10-31T00:30+00:00"),
    ],
)
def test_a_moment_is_what_a_london_wall_shows(day: str, wall: str, instant: str) -> None:
    found = rules.instant_of(dt.date.fromisoformat(day), dt.time.fromisoformat(wall))
    assert found == dt.datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    ("ahead", "refused", "words"),
    [
        (dt.timedelta(0), rules.GoneBy, "has passed"),
        (dt.timedelta(seconds=-1), rules.GoneBy, "has passed"),
        (dt.timedelta(days=366, seconds=1), rules.TooFarAhead, "more than a year ahead"),
    ],
)
def test_it_goes_out_at_a_moment_to_come_within_a_year(
    ahead: dt.timedelta, refused: type[RoostError], words: str
) -> None:
    with pytest.raises(refused, match=words):
        rules.must_be_ahead(NOW + ahead, NOW)


@pytest.mark.parametrize("moment", [None, NOW + dt.timedelta(seconds=1), NOW + dt.timedelta(days=366)])
def test_now_or_later_is_accepted(moment: dt.datetime | None) -> None:
    rules.must_be_ahead(moment, NOW)
    assert moment is None or moment > NOW


@pytest.mark.parametrize(
    ("sent", "withdrawn", "standing"),
    [
        (None, None, Standing.PLANNED),
        (NOW, None, Standing.OUT),
        (NOW, NOW, Standing.WITHDRAWN),
        (None, NOW, Standing.WITHDRAWN),
    ],
)
def test_what_became_of_it_follows_from_its_moments(
    sent: dt.datetime | None, withdrawn: dt.datetime | None, standing: Standing
) -> None:
    assert rules.standing_of(sent, withdrawn) is standing


def test_joiners_read_it_for_thirty_days_of_london() -> None:
    assert rules.joiners_until(dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)) == dt.date(2026, 7, 31)
    assert rules.joiners_until(dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC)) == dt.date(2026, 12, 30)


def test_who_has_not_answered_waits() -> None:
    assert Tally(7, 9).waiting == 2


@pytest.mark.parametrize(
    ("standing", "is_own", "is_answered", "refused", "words"),
    [
        (Standing.OUT, False, False, rules.NotTheAuthor, "Only who wrote"),
        (Standing.WITHDRAWN, True, False, rules.Withdrawn, "was withdrawn"),
        (Standing.OUT, True, True, rules.Answered, "the words stand"),
        (Standing.OUT, True, False, None, ""),
        (Standing.PLANNED, True, False, None, ""),
    ],
)
def test_its_author_changes_it_while_nobody_has_answered(
    standing: Standing, is_own: bool, is_answered: bool, refused: type[RoostError] | None, words: str
) -> None:
    if refused is None:
        rules.must_be_changeable(standing, is_own, is_answered)
        return
    with pytest.raises(refused, match=words):
        rules.must_be_changeable(standing, is_own, is_answered)


@pytest.mark.parametrize(
    ("standing", "refused", "words"),
    [(Standing.PLANNED, rules.NotOutYet, "has not gone out"), (Standing.WITHDRAWN, rules.Withdrawn, "was withdrawn")],
)
def test_only_what_is_out_is_answered(standing: Standing, refused: type[RoostError], words: str) -> None:
    rules.must_be_out(Standing.OUT)
    with pytest.raises(refused, match=words):
        rules.must_be_out(standing)


@pytest.mark.parametrize(
    ("reminded_on", "missing", "refused", "words"),
    [
        (None, 0, rules.NobodyToRemind, "nobody to remind"),
        (TODAY, 2, rules.RemindedToday, "again tomorrow"),
        (None, 1, None, ""),
        (TODAY - dt.timedelta(days=1), 1, None, ""),
    ],
)
def test_those_who_have_not_answered_are_reminded_once_a_day(
    reminded_on: dt.date | None, missing: int, refused: type[RoostError] | None, words: str
) -> None:
    if refused is None:
        rules.must_be_due(reminded_on, TODAY, missing)
        return
    with pytest.raises(refused, match=words):
        rules.must_be_due(reminded_on, TODAY, missing)


def test_words_that_were_changed_meanwhile_are_to_be_read_again() -> None:
    assert "Open it again" in rules.ReadAgain().words
