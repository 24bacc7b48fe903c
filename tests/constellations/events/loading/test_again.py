"""A calendar file that is loaded again, after people changed what it brought."""

import datetime as dt

import pytest
import time_machine

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.events.actions import Again, Wording
from constellations.events.attendance.models import EventRegister
from constellations.events.changing.actions import call_off, change_event, take_place
from constellations.events.changing.rules import Scope
from constellations.events.loading.queries import outcome_of
from constellations.events.loading.rules import Becomes, NothingToLoad, Step
from constellations.events.models import Event
from constellations.events.rules import EventKind, Pattern, Repeats, dates_of
from constellations.models import Person
from tests.constellations.events.loading.files import calendar, first_aid, meeting
from tests.constellations.events.loading.test_actions import ALSO_SOON, MEETINGS, SOON, load, on, told
from tests.constellations.events.planners import days, event_now, going_on_from, part, rows_of
from tests.factories import stored
from tests.sleepovers.households import day


def the_meeting(staff: Viewer) -> Event:
    """The series of a file as it stands in the calendar."""
    session().rollback()
    return session().scalars(visible(staff, Event).where(Event.uid == "meet@train")).one()


def nothing_new(staff: Viewer, *entries: str) -> list[Step]:
    """Load a file that brings nothing; what of it stays as people changed it."""
    with pytest.raises(NothingToLoad):
        load(staff, *entries)
    return outcome_of(staff, calendar(*entries)).keeping


def weekly_meeting(first: str, times: int) -> Again:
    """The meeting as the file has it, on other days."""
    wording = Wording(EventKind.TRAINING, "Carers' meeting")
    return Again(wording, Pattern(day(first), Repeats.WEEKLY, times=times), dt.time(19), 90)


def test_a_series_that_goes_on_in_another_event_is_not_doubled_by_the_same_file(staff: Viewer) -> None:
    load(staff, meeting())
    hall = Wording(EventKind.TRAINING, "Carers' meeting", "Hall")
    goes_on = Again(hall, Pattern(day("2026-12-08"), Repeats.WEEKLY, times=2), dt.time(18), 90)
    change_event(staff, part(the_meeting(staff), 1, Scope.FOLLOWING), goes_on)
    stands = [MEETINGS[0], ("Carers' meeting", "08 Dec", "18:00", False), ("Carers' meeting", "15 Dec", "18:00", False)]
    assert on(staff) == stands
    (kept,) = nothing_new(staff, meeting())
    assert (kept.keeps_words, [one.is_changed_in_file for one in kept.kept]) == (True, [False, False])
    longer = meeting("EXDATE;TZID=Europe/London:20261215T190000").replace("COUNT=3", "COUNT=4")
    assert load(staff, longer) == [Becomes.CHANGED]
    assert on(staff) == [*stands, ("Carers' meeting", "22 Dec", "19:00", False)]
    after = going_on_from(the_meeting(staff))
    assert (days(after), after.place) == (["2026-12-08", "2026-12-15", "2026-12-22"], "Hall")
    assert dates_of(after.pattern)[-1] == day("2026-12-22")
    nothing_new(staff, longer)


def test_what_people_did_not_change_follows_the_file_in_every_event_of_a_series(staff: Viewer) -> None:
    load(staff, meeting())
    same = weekly_meeting("2026-12-08", 2)
    change_event(staff, part(the_meeting(staff), 1, Scope.FOLLOWING), same)
    assert load(staff, meeting("LOCATION:Library", begins="20261201T193000")) == [Becomes.CHANGED]
    assert [each[2] for each in on(staff)] == ["19:30"] * 3
    assert [the_meeting(staff).place, going_on_from(the_meeting(staff)).place] == ["Library"] * 2


def test_a_series_that_people_moved_stays_where_they_moved_it(staff: Viewer) -> None:
    load(staff, meeting())
    wednesdays = weekly_meeting("2026-12-02", 3)
    change_event(staff, part(the_meeting(staff), 0), wednesdays)
    (kept,) = nothing_new(staff, meeting())
    assert len(kept.kept) == 3
    assert [each[1] for each in on(staff)] == ["02 Dec", "09 Dec", "16 Dec"]


def test_what_staff_called_off_stays_called_off_and_nobody_hears_of_it_as_new(staff: Viewer, carer: Person) -> None:
    load(staff, first_aid(SOON), meeting())
    event = session().scalars(visible(staff, Event).where(Event.uid == "first-aid@train")).one()
    call_off(staff, part(event, 0), "Snow.")
    before = told(carer)
    (kept,) = nothing_new(staff, first_aid(SOON), meeting())
    assert [one.is_changed_in_file for one in kept.kept] == [False]
    (kept,) = nothing_new(staff, first_aid(ALSO_SOON), meeting())
    assert [one.is_changed_in_file for one in kept.kept] == [True]
    load(staff, first_aid(ALSO_SOON), meeting().replace("COUNT=3", "COUNT=4"))
    (row,) = rows_of(event)
    assert (row.called_off_why, row.starts_on, told(carer)) == ("Snow.", day("2026-11-23"), before)
    take_place(staff, part(event, 0))
    load(staff, first_aid(ALSO_SOON))
    assert (rows_of(event)[0].starts_on, event_now(event).cancelled_at) == (day("2026-11-24"), None)


def test_what_a_file_calls_off_together_takes_place_together(staff: Viewer, clock: time_machine.Traveller) -> None:
    load(staff, meeting())
    clock.move_to("2026-11-22T09:00Z", tick=True)
    load(staff, meeting("STATUS:CANCELLED"))
    assert the_meeting(staff).cancelled_at is not None
    assert take_place(staff, part(the_meeting(staff), 0)) == 3
    assert len(nothing_new(staff, meeting("STATUS:CANCELLED"))) == 1
    assert on(staff) == MEETINGS


def test_what_has_a_register_stays_whatever_a_file_says_of_it(staff: Viewer, clock: time_machine.Traveller) -> None:
    load(staff, first_aid(SOON), meeting())
    at = rows_of(session().scalars(visible(staff, Event).where(Event.uid == "first-aid@train")).one())[0]
    clock.move_to("2026-11-23T20:00Z")
    stored(EventRegister(occurrence_id=at.id, kept_by=staff.person_id))
    before = on(staff)
    for entry in (first_aid("20261201T093000"), first_aid(SOON, "STATUS:CANCELLED")):
        (kept,) = nothing_new(staff, entry, meeting())
        assert [one.is_changed_in_file for one in kept.kept] == [True]
    assert on(staff) == before


def test_a_course_of_three_days_is_loaded_again_on_its_last(staff: Viewer, clock: time_machine.Traveller) -> None:
    course = meeting().replace("WEEKLY", "DAILY")
    load(staff, course)
    before = on(staff)
    clock.move_to("2026-12-03T09:00Z")
    assert nothing_new(staff, course) == []
    assert on(staff) == before
