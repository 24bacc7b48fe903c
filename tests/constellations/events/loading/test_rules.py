"""What a calendar file brings beside what is known: new, changed, the same, over, or left out with a reason."""

import datetime as dt
from dataclasses import replace

import pytest

from constellations.core.calendar_file import entries_of
from constellations.events.loading import rules
from constellations.events.loading.rules import Becomes, Loaded, OneDate, Outcome, Step, pattern_of, steps_of
from constellations.events.rules import MOST_TIMES, Pattern, Repeats
from tests.constellations.events.loading.files import calendar, first_aid, instead, meeting

TODAY = dt.date(2026, 11, 22)


def day(text: str) -> dt.date:
    """A date, as it is written."""
    return dt.date.fromisoformat(text)


def read(*entries: str, today: dt.date = TODAY) -> list[Loaded]:
    """The events of a file."""
    return rules.read_entries(entries_of(calendar(*entries)), today)[0]


def refused(*entries: str) -> dict[str, str]:
    """What of a file is left out, and why."""
    return {one.title: one.why for one in rules.read_entries(entries_of(calendar(*entries)), TODAY)[1]}


def steps(read_now: list[Loaded], read_before: list[Loaded], today: dt.date = TODAY) -> tuple[Step, ...]:
    """What becomes of the events of a file after another was loaded."""
    known = {one.uid: one for each in read_before for one in rules.as_events(each, {}, today)}
    return steps_of(read_now, known, today)


def told(step: Step) -> tuple[Becomes, int, int, int, bool]:
    """A step in figures."""
    return step.becomes, step.new, step.changed, step.called_off, step.is_reworded


@pytest.mark.parametrize(
    ("days", "pattern"),
    [
        (["2026-12-01"], Pattern(day("2026-12-01"))),
        (["2026-12-01", "2026-12-08"], Pattern(day("2026-12-01"), Repeats.WEEKLY, day("2026-12-08"))),
        (["2026-12-01", "2026-12-15"], Pattern(day("2026-12-01"), Repeats.FORTNIGHTLY, day("2026-12-15"))),
        (["2026-12-01", "2027-01-01"], Pattern(day("2026-12-01"), Repeats.MONTHLY_DAY, day("2027-01-01"))),
        (["2026-12-01", "2027-01-05"], Pattern(day("2026-12-01"), Repeats.MONTHLY_WEEKDAY, day("2027-01-05"))),
        (["2026-12-01", "2026-12-02"], None),
        (["2026-12-01", "2026-12-08", "2026-12-22"], None),
    ],
)
def test_a_pattern_is_found_in_the_days_themselves(days: list[str], pattern: Pattern | None) -> None:
    assert pattern_of([day(one) for one in days]) == pattern


def test_more_dates_than_a_series_may_have_follow_no_pattern() -> None:
    days = [day("2026-12-01") + dt.timedelta(days=7 * n) for n in range(MOST_TIMES + 1)]
    assert pattern_of(days) is None
    assert pattern_of([days[0], days[-1]]) is None


def test_an_event_is_read_with_its_words_and_its_day() -> None:
    (found,) = read(first_aid())
    assert (found.title, found.place, found.words) == ("First aid", "Town hall", "A day of practice.")
    assert found.dates == (OneDate(day("2026-12-05"), day("2026-12-05"), dt.time(9, 30), 360),)
    assert found.pattern == Pattern(day("2026-12-05"))


def test_a_series_has_a_row_for_each_date_with_what_is_its_own() -> None:
    moved = instead("20261208", "DTSTART;TZID=Europe/London:20261209T200000", "DURATION:PT1H", "LOCATION:Library")
    off = instead("20261215", "DTSTART;TZID=Europe/London:20261215T190000", "DURATION:PT90M", "STATUS:CANCELLED")
    (found,) = read(meeting(), moved, off)
    first, second, third = found.dates
    assert (first.starts_at, first.minutes, first.place) == (dt.time(19), 90, None)
    assert second == OneDate(day("2026-12-08"), day("2026-12-09"), dt.time(20), 60, None, "Library")
    assert third.is_cancelled
    assert found.pattern is not None


def test_a_date_left_out_of_a_series_is_called_off() -> None:
    (found,) = read(meeting("EXDATE;TZID=Europe/London:20261208T190000"))
    assert [one.is_cancelled for one in found.dates] == [False, True, False]


def test_whole_days_have_no_time() -> None:
    (found,) = read("UID:a\r\nSUMMARY:Away days\r\nDTSTART;VALUE=DATE:20261205\r\nDTEND;VALUE=DATE:20261207")
    assert found.dates == (OneDate(day("2026-12-05"), day("2026-12-05"), None, 2880),)


def test_a_series_without_an_end_goes_to_the_end_of_next_year_and_on_another_day_as_far() -> None:
    endless = meeting().replace(";COUNT=3", "")
    (found,) = read(endless)
    (later,) = read(endless, today=day("2026-12-14"))
    assert found.dates[-1] == later.dates[-1] == OneDate(day("2027-12-28"), day("2027-12-28"), dt.time(19), 90)
    assert later.dates[0].planned_on == day("2026-12-15")


def test_a_series_kept_in_universal_time_is_an_hour_later_on_a_london_wall_in_summer() -> None:
    (found,) = read("UID:a\r\nSUMMARY:x\r\nDTSTART:20270322T190000Z\r\nRRULE:FREQ=WEEKLY;COUNT=2")
    assert [one.starts_at for one in found.dates] == [dt.time(19), dt.time(20)]


def test_what_is_over_is_counted_and_left() -> None:
    events, _, over = rules.read_entries(entries_of(calendar(first_aid("20261121T093000"), meeting())), TODAY)
    assert [one.title for one in events] == ["Carers' meeting"]
    assert over == 1


def test_a_date_without_its_series_is_an_event_of_its_own() -> None:
    (found,) = read(instead("20261208", "DTSTART;TZID=Europe/London:20261209T200000"))
    assert (found.uid, found.dates[0].starts_on) == ("meet@train#20261208", day("2026-12-09"))


@pytest.mark.parametrize(
    ("entries", "title", "words"),
    [
        ((first_aid(), first_aid("20261212T093000")), "First aid", "in the file twice"),
        ((meeting("RDATE;TZID=Europe/London:20261208T210000"),), "Carers' meeting", "twice on the same day"),
        ((meeting().replace("WEEKLY;COUNT=3", "DAILY"),), "Carers' meeting", "more than 200 times"),
        ((meeting(begins="20000101T190000").replace("WEEKLY;COUNT=3", "DAILY"),), "Carers' meeting", "too often"),
        ((meeting().replace("WEEKLY", "HOURLY"),), "Carers' meeting", "does not know"),
        (("UID:a\r\nSUMMARY:Nothing",), "Nothing", "does not say when"),
    ],
)
def test_what_is_left_out_has_a_reason(entries: tuple[str, ...], title: str, words: str) -> None:
    assert words in refused(*entries)[title]


def test_a_file_of_endless_dates_is_refused_as_a_whole() -> None:
    entries = [f"UID:{n}\r\nSUMMARY:x\r\nDTSTART:20261201T190000\r\nRRULE:FREQ=WEEKLY" for n in range(100)]
    with pytest.raises(rules.TooManyDates, match="more than 5000 dates"):
        read(*entries)


def test_what_is_not_known_is_new_unless_it_is_called_off_already() -> None:
    assert [told(one) for one in steps(read(meeting()), [])] == [(Becomes.NEW, 3, 0, 0, False)]
    assert steps(read(meeting("STATUS:CANCELLED")), []) == ()


def test_what_is_known_as_it_is_stays_as_it_is() -> None:
    assert [told(one) for one in steps(read(meeting()), read(meeting()))] == [(Becomes.UNCHANGED, 0, 0, 0, False)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (meeting().replace("Carers' meeting", "Carers meet"), (0, 0, 0, True)),
        (meeting(begins="20261201T193000"), (0, 3, 0, False)),
        (meeting().replace("COUNT=3", "COUNT=5"), (2, 0, 0, False)),
        (meeting().replace("COUNT=3", "COUNT=2"), (0, 0, 1, False)),
        (meeting("EXDATE;TZID=Europe/London:20261208T190000"), (0, 0, 1, False)),
        (meeting("STATUS:CANCELLED"), (0, 0, 3, False)),
    ],
)
def test_what_is_different_is_changed(now: str, expected: tuple[int, int, int, bool]) -> None:
    assert [told(one) for one in steps(read(now), read(meeting()))] == [(Becomes.CHANGED, *expected)]


def test_an_event_of_one_day_moves_with_all_that_is_known_of_it() -> None:
    (step,) = steps(read(first_aid("20261206T093000")), read(first_aid()))
    assert told(step) == (Becomes.CHANGED, 0, 1, 0, False)
    assert step.event.dates == (OneDate(day("2026-12-05"), day("2026-12-06"), dt.time(9, 30), 360),)
    assert [told(one)[0] for one in steps([step.event], [step.event])] == [Becomes.UNCHANGED]


def test_a_course_that_was_is_not_moved_to_next_year() -> None:
    later = steps(read(first_aid("20271205T093000")), read(first_aid()), day("2026-12-10"))
    assert [(one.becomes, one.event.uid) for one in later] == [(Becomes.NEW, "first-aid@train#20271205")]


def test_what_has_been_stays_as_it_was() -> None:
    before, today = read(meeting()), day("2026-12-05")
    now = read(meeting().replace("COUNT=3", "COUNT=4"), today=today)
    assert [told(one) for one in steps(now, before, today)] == [(Becomes.CHANGED, 1, 0, 0, False)]


def test_days_without_a_pattern_are_events_of_their_own_and_are_known_again() -> None:
    course = meeting().replace("WEEKLY", "DAILY")
    found = steps(read(course), [])
    assert [one.event.uid for one in found] == [f"meet@train#202612{n:02d}" for n in (1, 2, 3)]
    assert {one.becomes for one in steps(read(course), read(course))} == {Becomes.UNCHANGED}


def test_a_date_that_is_gone_from_such_days_is_called_off_once() -> None:
    course = meeting().replace("WEEKLY", "DAILY")
    shorter = course.replace("COUNT=3", "INTERVAL=2;COUNT=2")
    found = {one.event.uid[-2:]: told(one) for one in steps(read(shorter), read(course))}
    assert found["02"] == (Becomes.CHANGED, 0, 0, 1, False)
    gone = {one.uid: one for each in read(course) for one in rules.as_events(each, {}, TODAY)}
    gone["meet@train#20261202"] = replace(
        gone["meet@train#20261202"], dates=(replace(gone["meet@train#20261202"].dates[0], is_cancelled=True),)
    )
    assert {one.becomes for one in steps_of(read(shorter), gone, TODAY)} == {Becomes.UNCHANGED}


def test_a_series_that_moves_to_another_weekday_ends_and_its_dates_go_on_by_themselves() -> None:
    thursdays = meeting(begins="20261203T190000")
    found = {one.event.uid: told(one) for one in steps(read(thursdays), read(meeting()))}
    assert found.pop("meet@train") == (Becomes.CHANGED, 0, 0, 3, False)
    assert set(found.values()) == {(Becomes.NEW, 1, 0, 0, False)}
    assert len(found) == 3


def test_an_outcome_tells_its_steps_apart_and_whether_there_is_news() -> None:
    new, same = steps(read(first_aid()), []), steps(read(meeting()), read(meeting()))
    outcome = Outcome((*new, *same), (), 0)
    assert outcome.those(Becomes.NEW) == list(new)
    assert outcome.is_news
    assert not Outcome(same, (), 0).is_news
    assert "nothing new" in rules.NothingToLoad().words
