"""Events loaded from a calendar file stand in the calendar of the whole service, and of no other."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.events.answers.actions import Reply, answer_event
from constellations.events.answers.rules import Coming
from constellations.events.loading.actions import load_events
from constellations.events.loading.queries import outcome_of
from constellations.events.loading.rules import Becomes, NothingToLoad
from constellations.events.models import Event, Occurrence
from constellations.events.queries import occurrences_in
from constellations.events.rules import EventKind, Repeats, dates_of
from constellations.models import Person, Service
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.constellations.events.loading.files import calendar, first_aid, instead, meeting
from tests.constellations.people.stored import audited
from tests.factories import (
    changed,
    create_constellation,
    create_event,
    create_home,
    create_person,
    create_service,
    join,
)
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.households import day


def on(viewer: Viewer) -> list[tuple[str, str, str, bool]]:
    """What stands in somebody's December: the title, the day, the time, and whether it is called off."""
    session().rollback()
    found = occurrences_in(viewer, day("2026-12-01"), day("2027-02-01"))
    return [(one.title, f"{one.starts_on:%d %b}", f"{one.starts_at:%H:%M}", one.is_cancelled) for one in found]


def load(viewer: Viewer, *entries: str) -> list[Becomes]:
    """Load a file as training."""
    outcome = load_events(viewer, calendar(*entries), EventKind.TRAINING)
    return [step.becomes for step in outcome.steps]


MEETINGS = [("Carers' meeting", f"{number:02d} Dec", "19:00", False) for number in (1, 8, 15)]


def test_what_is_new_is_planned_for_the_whole_service(service: Service, staff: Viewer) -> None:
    home, constellation = create_home(service), create_constellation(service)
    join(home, constellation)
    carer = viewer_for(create_person(Role.SATELLITE_CARER, home=home))
    elsewhere = viewer_for(create_person(Role.LIAISON, create_service()))
    assert load(staff, first_aid(), meeting()) == [Becomes.NEW, Becomes.NEW]
    assert on(carer) == [MEETINGS[0], ("First aid", "05 Dec", "09:30", False), *MEETINGS[1:]]
    assert on(elsewhere) == []
    series = session().scalars(visible(staff, Event).where(Event.uid == "meet@train")).one()
    assert (series.kind, series.repeats, dates_of(series.pattern)[-1]) == (
        EventKind.TRAINING,
        Repeats.WEEKLY,
        day("2026-12-15"),
    )
    assert audited(service) == [("loaded_events", "service", service.id)]


def test_what_has_changed_is_changed_in_place(staff: Viewer) -> None:
    load(staff, first_aid(), meeting())
    before = {one.id for one in session().scalars(visible(staff, Event))}
    moved = instead("20261208", "DTSTART;TZID=Europe/London:20261209T200000", "DURATION:PT1H")
    longer = meeting("EXDATE;TZID=Europe/London:20261215T190000").replace("COUNT=3", "COUNT=4")
    assert load(staff, first_aid("20261206T093000"), longer, moved) == [Becomes.CHANGED] * 2
    assert on(staff) == [
        MEETINGS[0],
        ("First aid", "06 Dec", "09:30", False),
        ("Carers' meeting", "09 Dec", "20:00", False),
        ("Carers' meeting", "15 Dec", "19:00", True),
        ("Carers' meeting", "22 Dec", "19:00", False),
    ]
    assert before == {one.id for one in session().scalars(visible(staff, Event))}
    series = session().scalars(visible(staff, Event).where(Event.uid == "meet@train")).one()
    assert dates_of(series.pattern)[-1] == day("2026-12-22")


def test_a_date_keeps_what_did_not_change_and_a_changed_one_has_a_new_version(staff: Viewer) -> None:
    load(staff, meeting())
    load(staff, meeting("EXDATE;TZID=Europe/London:20261208T190000"))
    dates = session().scalars(covering(staff, visible(staff, Occurrence).order_by(Occurrence.planned_on))).all()
    assert [row.version for row in dates] == [1, 2, 1]
    assert [row.changed_at is not None for row in dates] == [False, True, False]


def test_what_was_called_off_may_come_back(staff: Viewer) -> None:
    load(staff, meeting())
    load(staff, meeting("STATUS:CANCELLED"))
    assert [each[3] for each in on(staff)] == [True] * 3
    load(staff, meeting())
    assert on(staff) == MEETINGS


def test_a_series_that_moves_to_another_day_is_called_off_and_goes_on_there(staff: Viewer) -> None:
    load(staff, meeting())
    load(staff, meeting(begins="20261203T190000"))
    assert [each[1] for each in on(staff) if not each[3]] == ["03 Dec", "10 Dec", "17 Dec"]
    assert [each[1] for each in on(staff) if each[3]] == ["01 Dec", "08 Dec", "15 Dec"]
    with pytest.raises(NothingToLoad):
        load(staff, meeting(begins="20261203T190000"))


SOON = "20261123T093000"
ALSO_SOON = "20261124T080000"


def told(person: Person) -> list[str]:
    """What somebody was told, in alphabetical order."""
    return sorted(words for key, words in rows(Notice.person_id, Notice.words) if key == person.id)


def test_many_that_are_new_and_soon_bring_one_notice_and_what_is_later_none(staff: Viewer, carer: Person) -> None:
    load(staff, first_aid(ALSO_SOON), first_aid(SOON, uid="a"), first_aid(SOON, "STATUS:CANCELLED", uid="off"))
    assert told(carer) == ["New in the calendar: First aid, Mon 23 Nov, 09:30 to 15:30, and 1 more event."]
    load(staff, first_aid("20261205T093000", uid="b"))
    assert len(told(carer)) == 1
    load(staff, first_aid(SOON, uid="c"))
    assert told(carer)[1:] == ["New in the calendar: First aid, Mon 23 Nov, 09:30 to 15:30."]


def test_what_a_file_moves_or_calls_off_is_told_as_if_somebody_had_done_it(staff: Viewer, carer: Person) -> None:
    load(staff, first_aid(SOON))
    load(staff, first_aid(ALSO_SOON))
    load(staff, first_aid(ALSO_SOON, "STATUS:CANCELLED"))
    assert told(carer) == [
        "Called off: First aid, Tue 24 Nov, 08:00 to 14:00.",
        "Changed in the calendar: First aid, Tue 24 Nov, 08:00 to 14:00.",
        "New in the calendar: First aid, Mon 23 Nov, 09:30 to 15:30.",
    ]


def test_of_what_is_weeks_away_those_hear_who_said_that_they_come(staff: Viewer, carer: Person) -> None:
    load(staff, first_aid(), meeting())
    at = {on: key for key, on in rows(Occurrence.id, Occurrence.planned_on)}[day("2026-12-05")]
    answer_event(viewer_for(carer), at, Reply(Coming.GOING, None))
    load(staff, first_aid().replace("Town hall", "Library"), meeting(begins="20261201T180000"))
    assert told(carer) == ["Changed in the calendar: First aid, Sat 5 Dec, 09:30 to 15:30."]


def test_the_same_file_again_changes_nothing(staff: Viewer) -> None:
    load(staff, first_aid(), meeting())
    with pytest.raises(NothingToLoad, match="nothing new"):
        load(staff, first_aid(), meeting())
    assert len(on(staff)) == 4


def test_to_look_at_a_file_stores_nothing_in_a_fixed_number_of_queries(app: Flask, staff: Viewer) -> None:
    many = calendar(*(first_aid(uid=f"course-{n}") for n in range(30)))
    with count_queries(app.extensions["roost_database"].engine) as sent:
        outcome = outcome_of(staff, many)
    assert (len(outcome.steps), outcome.is_news) == (30, True)
    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 1
    assert on(staff) == []


def test_two_services_may_load_the_same_file(staff: Viewer) -> None:
    other = viewer_for(create_person(Role.MANAGER, create_service()))
    load(staff, first_aid())
    assert load(other, first_aid()) == [Becomes.NEW]
    assert len(on(other)) == len(on(staff)) == 1


def test_all_of_it_is_stored_or_nothing(service: Service, staff: Viewer) -> None:
    hidden = create_event(create_constellation(service))
    changed(session().scalars(covering(Viewer.system(), select(Event))).one(), uid="meet@train")
    with pytest.raises(IntegrityError):
        load(staff, first_aid(), meeting())
    assert on(staff) == []
    assert [one.id for one in session().scalars(covering(Viewer.system(), select(Occurrence)))] == [hidden.id]


def test_carers_and_viewers_of_no_service_load_nothing(service: Service) -> None:
    home = create_home(service)
    with pytest.raises(Forbidden):
        load(viewer_for(create_person(Role.HUB_CARER, home=home)), first_aid())
    with pytest.raises(NotFound):
        load(Viewer.system(), first_aid())


def test_two_for_one_date_of_a_series_that_is_not_in_the_file_are_loaded_once(staff: Viewer) -> None:
    one = instead("20261208", "DTSTART;TZID=Europe/London:20261209T200000", "DURATION:PT1H")
    assert load(staff, one, one) == [Becomes.NEW]
    assert [each[1] for each in on(staff)] == ["09 Dec"]


def test_a_course_in_the_hour_that_the_clocks_skip_keeps_no_other_from_being_loaded(staff: Viewer) -> None:
    assert load(staff, first_aid("20270328T013000", uid="night"), first_aid()) == [Becomes.NEW] * 2
