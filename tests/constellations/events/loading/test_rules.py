"""What a calendar file brings beside what is known: new, changed, the same, over, or left out with a reason."""

import datetime as dt
from dataclasses import replace

import pytest

from constellations.core.calendar_file import entries_of
from constellations.events.loading import rules
from constellations.events.loading.reading.rules import NOT_LOADED, Loaded, OneDate, read_entries
from constellations.events.loading.rules import Becomes, Outcome, Step, steps_of
from tests.constellations.events.loading.files import calendar, first_aid, instead, meeting

TODAY = dt.date(2026, 11, 22)


def day(text: str) -> dt.date:
    """A date, as it is written."""
    return dt.date.fromisoformat(text)


def read(*entries: str, today: dt.date = TODAY) -> list[Loaded]:
    """The events of a file."""
    return read_entries(entries_of(calendar(*entries)), today)[0]


def steps(read_now: list[Loaded], read_before: list[Loaded], today: dt.date = TODAY) -> tuple[Step, ...]:
    """What becomes of the events of a file after another was loaded."""
    known = {one.uid: one for each in read_before for one in rules.as_events(each, {}, set(), today)}
    return steps_of(read_now, known, today)


def told(step: Step) -> tuple[Becomes, int, int, int, bool]:
    """A step in figures."""
    return step.becomes, step.new, step.changed, step.called_off, step.is_reworded


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
    gone = {one.uid: one for each in read(course) for one in rules.as_events(each, {}, set(), TODAY)}
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


COURSE = meeting().replace("WEEKLY", "DAILY")
"""On three days, one after the other."""


def known_of(*events: Loaded) -> dict[str, Loaded]:
    """What stands in the calendar as a file had it, with its marks."""
    return {one.uid: replace(one, as_loaded=one.mark, dates=tuple(map(marked, one.dates))) for one in events}


def marked(one: OneDate, **peoples: object) -> OneDate:
    """A date as it was loaded, and what people made of it since."""
    return replace(one, as_loaded=one.mark, **peoples)  # type: ignore[arg-type]  # as the test says


def singly(*entries: str) -> dict[str, Loaded]:
    """A series of a file that stands in the calendar as an event for each date."""
    (found,) = read(*entries)
    return known_of(*(replace(found, uid=f"{found.uid}#{one.planned_on:%Y%m%d}", dates=(one,)) for one in found.dates))


def test_on_the_last_day_of_a_course_it_is_still_the_same() -> None:
    known, today = singly(COURSE), day("2026-12-03")
    (step,) = steps_of(read(COURSE, today=today), known, today)
    assert (step.event.uid, step.becomes) == ("meet@train#20261203", Becomes.UNCHANGED)


def test_what_stood_by_itself_goes_on_so_when_what_is_left_would_follow_a_pattern() -> None:
    fridays = meeting(begins="20261127T190000").replace("WEEKLY;COUNT=3", "MONTHLY;BYDAY=-1FR;COUNT=4")
    known, today = singly(fridays), day("2026-12-26")
    longer = fridays.replace("COUNT=4", "COUNT=5")
    found = steps_of(read(longer, today=today), known, today)
    assert {one.event.uid[-8:]: one.becomes for one in found} == {
        "20270129": Becomes.UNCHANGED,
        "20270226": Becomes.UNCHANGED,
        "20270326": Becomes.NEW,
    }


def test_a_date_that_fits_no_pattern_is_added_and_its_series_stays() -> None:
    (known,) = known_of(*read(meeting())).values()
    found = steps_of(read(meeting("RDATE;TZID=Europe/London:20261217T190000")), {known.uid: known}, TODAY)
    assert [(one.event.uid, told(one)[:2]) for one in found] == [
        ("meet@train", (Becomes.UNCHANGED, 0)),
        ("meet@train#20261217", (Becomes.NEW, 1)),
    ]


@pytest.mark.parametrize(
    ("peoples", "now", "is_changed_in_file"),
    [
        ({"is_cancelled": True}, first_aid(), False),
        ({"is_cancelled": True}, first_aid("20261205T100000"), True),
        ({"starts_at": dt.time(12)}, first_aid(), False),
        ({"starts_at": dt.time(12)}, first_aid("20261206T093000"), True),
        ({"starts_on": dt.date(2026, 12, 7)}, first_aid("20261205T093000", "STATUS:CANCELLED"), True),
        ({"has_register": True}, first_aid("20261206T093000"), True),
        ({"has_register": True}, first_aid("20261205T093000", "STATUS:CANCELLED"), True),
    ],
)
def test_a_date_that_people_changed_stays_theirs(
    peoples: dict[str, object], now: str, is_changed_in_file: bool
) -> None:
    (loaded,) = read(first_aid())
    mine = marked(loaded.dates[0], **peoples)
    (step,) = steps_of(read(now), {loaded.uid: replace(loaded, dates=(mine,))}, TODAY)
    assert told(step) == (Becomes.UNCHANGED, 0, 0, 0, False)
    assert [(one.was, one.is_changed_in_file) for one in step.kept] == [(mine, is_changed_in_file)]


def test_what_people_and_the_file_called_off_is_the_same_and_what_people_undid_is_the_files_again() -> None:
    (loaded,) = read(first_aid())
    off = replace(loaded, dates=(marked(loaded.dates[0], is_cancelled=True),))
    (step,) = steps_of(read(first_aid("20261205T093000", "STATUS:CANCELLED")), {loaded.uid: off}, TODAY)
    assert (step.becomes, step.kept) == (Becomes.UNCHANGED, ())
    (step,) = steps_of(read(first_aid("20261206T093000")), known_of(loaded), TODAY)
    assert told(step) == (Becomes.CHANGED, 0, 1, 0, False)


def test_a_date_that_people_changed_stays_when_the_file_has_it_no_more() -> None:
    (loaded,) = read(meeting())
    first, second, third = map(marked, loaded.dates)
    moved = replace(second, starts_on=day("2026-12-09"))
    known = {loaded.uid: replace(loaded, dates=(first, moved, third))}
    (step,) = steps_of(read(meeting().replace("COUNT=3", "COUNT=1")), known, TODAY)
    assert told(step) == (Becomes.CHANGED, 0, 0, 1, False)
    assert [(one.was, one.now) for one in step.kept] == [(moved, None)]
    # What people put off to a day after its own is not in a file from today on, and is not gone.
    (step,) = steps_of(read(meeting(), today=day("2026-12-09")), known, day("2026-12-09"))
    assert (step.becomes, step.kept) == (Becomes.UNCHANGED, ())


def test_where_a_series_goes_on_in_another_event_each_date_is_known_there() -> None:
    (loaded,) = read(meeting())
    first, second, third = map(marked, loaded.dates)
    games = replace(loaded, uid="", title="Games", as_loaded=loaded.mark, dates=(second, replace(third, minutes=30)))
    known = {loaded.uid: replace(loaded, as_loaded=loaded.mark, dates=(first,), further=(games,))}
    (step,) = steps_of(read(meeting()), known, TODAY)
    assert told(step) == (Becomes.UNCHANGED, 0, 0, 0, False)
    assert (step.keeps_words, [one.was for one in step.kept]) == (True, [games.dates[1]])
    assert Outcome((step,), (), 0).keeping == [step]
    assert Outcome((step,), (), 0).as_in_file == []
    (step,) = steps_of(read(meeting().replace("COUNT=3", "COUNT=4").replace("Carers'", "Our")), known, TODAY)
    assert told(step) == (Becomes.CHANGED, 1, 0, 0, True)
    assert (step.reworded, step.keeps_words) == ((0,), True)
    assert [(one.fate, one.part) for one in step.dates] == [("same", 0), ("same", 1), ("kept", 1), ("new", 1)]


def test_what_people_added_to_a_series_is_theirs_and_the_files_when_it_has_it_as_well() -> None:
    (loaded,) = read(meeting().replace("COUNT=3", "COUNT=4"))
    *three, added = loaded.dates
    own = replace(added, as_loaded=NOT_LOADED)
    known = {loaded.uid: replace(loaded, as_loaded=loaded.mark, dates=(*map(marked, three), own))}
    (step,) = steps_of(read(meeting()), known, TODAY)
    assert (step.becomes, step.kept) == (Becomes.UNCHANGED, ())
    (step,) = steps_of(read(meeting().replace("COUNT=3", "COUNT=4")), known, TODAY)
    assert (step.becomes, step.kept) == (Becomes.UNCHANGED, ())


def test_one_date_of_a_series_that_is_not_in_the_file_changes_nothing_of_it() -> None:
    known = known_of(*read(meeting()))
    one = read(instead("20261208", "DTSTART;TZID=Europe/London:20261209T200000"))
    taken, refused = rules.whole_series([*one, *read(first_aid())], known)
    assert [each.title for each in taken] == ["First aid"]
    assert [each.why for each in refused] == [
        "It is one date of a series that is not in the file. Export the whole series."
    ]
    assert rules.whole_series(one, {}) == (one, [])
