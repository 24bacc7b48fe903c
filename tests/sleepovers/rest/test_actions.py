"""Liaison workers are told of homes that could do with a rest: once for each level, and never of money."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core.clock import Month
from constellations.core.database import database, session
from constellations.core.errors import Forbidden
from constellations.corrections import ChangedMeanwhile
from constellations.jobs.actions import run_job
from constellations.jobs.rules import Daily, Outcome
from constellations.models import Home, Person, Service
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.booking.queries import Proposal
from sleepovers.extracts.extracts import rest
from sleepovers.rest.actions import set_levels
from sleepovers.rest.hints.queries import rest_hints
from sleepovers.rest.jobs import LOOK_AFTER_HOMES, look_after
from sleepovers.rest.queries import levels_of, rest_page
from sleepovers.rest.rules import DEFAULT_LEVELS
from sleepovers.rules import StayKind, StayState
from sleepovers.uplift import Basis
from sleepovers.watching.queries import strain
from tests.factories import create_child, create_home, create_person, create_service, create_stay, join
from tests.queries import count_queries
from tests.sleepovers.claims.months import NOVEMBER, OCTOBER, Around, create_around, host

EVERYTHING = Viewer.system()
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def around(app: Flask) -> Around:
    """A hub, a satellite, and those who look after them."""
    return create_around()


def told(person: Person) -> list[str]:
    """What somebody was told of rest, the oldest first; the uplift's own notices are others."""
    session().rollback()
    rows = select(Notice.words).where(Notice.person_id == person.id, Notice.once.like("rest/%"))
    return list(session().scalars(covering(EVERYTHING, rows.order_by(Notice.created_at, Notice.once))))


def run(today: dt.date = TODAY) -> tuple[Outcome, int]:
    """One night's run."""
    (row,) = run_job(LOOK_AFTER_HOMES, today)
    return row.outcome, row.found


def weekends(home: Home, number: int, last: str = "2026-11-21", kind: StayKind = StayKind.PLANNED) -> None:
    """A child sleeps there on the Saturday of so many weekends in a row."""
    child = create_child(Service(id=home.service_id))
    for week in range(number):
        night = dt.date.fromisoformat(last) - dt.timedelta(days=7 * week)
        create_stay(child, home, str(night), str(night + dt.timedelta(days=1)), kind=kind)


class TestLookAfterHomes:
    def test_it_runs_in_the_night_for_each_service(self) -> None:
        assert (LOOK_AFTER_HOMES.schedule, LOOK_AFTER_HOMES.per_service) == (Daily(3, 45), True)

    def test_eleven_nights_are_no_matter_and_twelve_are(self, around: Around) -> None:
        host(around.satellite, 11, NOVEMBER)
        assert run() == (Outcome.NOTHING_DUE, 0)
        host(around.hub, 12, NOVEMBER)
        assert run() == (Outcome.DONE, 1)
        (words,) = told(around.liaison)
        assert words.startswith(f"{around.hub.name} has had 12 nights with children to stay in November 2026.")
        assert told(around.carer) == told(around.manager) == []

    def test_again_it_tells_nobody_anything(self, around: Around) -> None:
        host(around.hub, 12, NOVEMBER)
        run()
        assert run() == (Outcome.NOTHING_DUE, 0)
        assert len(told(around.liaison)) == 1

    def test_twelve_and_twenty_are_told_once_each(self, around: Around) -> None:
        host(around.hub, 12, NOVEMBER)
        run()
        host(around.hub, 8, NOVEMBER)
        assert run() == (Outcome.DONE, 1)
        first, second = told(around.liaison)
        assert ("12 nights" in first, "20 nights" in second) == (True, True)
        assert "soon" in second

    def test_it_speaks_of_no_money_and_of_no_sixteen(self, around: Around) -> None:
        host(around.hub, 20, NOVEMBER)
        weekends(around.hub, 4)
        run()
        said = " ".join(told(around.liaison)).lower()
        assert said
        assert [word for word in ("uplift", "pay", "£", "16", "rate", "due") if word in said] == []

    def test_every_kind_and_every_home_counts_and_what_nobody_told_yet(self, around: Around) -> None:
        weekends(around.satellite, 4, kind=StayKind.OUTREACH)
        child = create_child(around.service)
        create_stay(child, around.satellite, "2026-11-02", "2026-11-14", StayState.AGREED)
        run()
        assert len(told(around.liaison)) == 2

    def test_nights_to_come_are_not_told(self, around: Around) -> None:
        create_stay(create_child(around.service), around.hub, "2026-11-22", "2026-12-10", StayState.AGREED)
        assert run() == (Outcome.NOTHING_DUE, 0)

    def test_a_month_that_ended_yesterday_is_looked_at_too(self, around: Around) -> None:
        host(around.hub, 12, OCTOBER)
        assert run(dt.date(2026, 11, 1)) == (Outcome.DONE, 1)

    def test_days_that_were_missed_are_made_up_for(self, around: Around) -> None:
        host(around.hub, 12, Month(2026, 9))
        result = look_after(EVERYTHING, around.service.id, dt.date(2026, 9, 20), TODAY)
        assert (result.found, result.words) == (1, "1 sign of strain told.")
        assert look_after(EVERYTHING, None, TODAY, TODAY).found == 0

    def test_where_nobody_looks_after_a_home_the_managers_are_told(self, around: Around) -> None:
        alone = create_home(around.service)
        host(alone, 12, NOVEMBER)
        run()
        assert (len(told(around.manager)), told(around.liaison)) == (1, [])

    def test_the_ledger_names_no_home_and_the_run_is_in_the_activity(self, around: Around) -> None:
        host(around.hub, 12, NOVEMBER)
        (row,) = run_job(LOOK_AFTER_HOMES, TODAY)
        assert around.hub.name not in row.words
        actions = select(Activity.action).where(Activity.action == "looked_after_homes")
        assert len(session().scalars(covering(EVERYTHING, actions)).all()) == 1


class TestWeekends:
    def test_three_weekends_are_no_matter_and_four_are(self, around: Around) -> None:
        weekends(around.hub, 3)
        assert run() == (Outcome.NOTHING_DUE, 0)
        weekends(around.hub, 1, last="2026-10-31")
        assert run() == (Outcome.DONE, 1)
        (words,) = told(around.liaison)
        assert "each of the last 4 weekends" in words

    def test_a_free_weekend_in_between_ends_it(self, around: Around) -> None:
        weekends(around.hub, 2)
        weekends(around.hub, 4, last="2026-10-31")
        assert run() == (Outcome.NOTHING_DUE, 0)

    def test_it_is_told_again_only_after_four_more(self, around: Around) -> None:
        weekends(around.hub, 11, last="2027-01-09")
        counts = []
        for week in range(8):
            run(dt.date(2026, 11, 22) + dt.timedelta(days=7 * week))
            counts.append(len(told(around.liaison)))
        assert counts == [1, 1, 1, 1, 2, 2, 2, 2]


class TestLongStay:
    def test_ten_and_fourteen_nights_in_one_stay_are_told_once_each(self, around: Around) -> None:
        levels = replace(DEFAULT_LEVELS, first_nights=100, second_nights=200, weekends=26)
        set_levels(viewer_for(around.manager), levels, 0)
        create_stay(create_child(around.service), around.satellite, "2026-11-05", "2026-11-28", StayState.AGREED)
        found = [run(dt.date(2026, 11, day))[1] for day in (14, 15, 16, 18, 19, 20)]
        assert found == [0, 1, 0, 0, 1, 0]
        first, second = told(around.liaison)
        assert ("10 nights" in first, "14 nights" in second) == (True, True)

    def test_one_that_ended_long_ago_is_left_alone(self, around: Around) -> None:
        create_stay(create_child(around.service), around.satellite, "2026-09-01", "2026-09-20")
        assert run() == (Outcome.NOTHING_DUE, 0)


class TestLevels:
    def test_a_service_sets_its_own_and_they_hold_from_the_next_run(self, around: Around) -> None:
        manager = viewer_for(around.manager)
        set_levels(manager, replace(DEFAULT_LEVELS, first_nights=5, basis=Basis.NIGHTS), 0)
        assert levels_of(manager, around.service.id).first_nights == 5
        host(around.hub, 5, NOVEMBER)
        assert run() == (Outcome.DONE, 1)
        (entry,) = session().scalars(visible(EVERYTHING, AuditEntry)).all()
        assert (entry.action, entry.subject) == ("set_rest_levels", "rest_levels")

    def test_another_service_keeps_the_usual_ones(self, around: Around) -> None:
        set_levels(viewer_for(around.manager), replace(DEFAULT_LEVELS, first_nights=5), 0)
        other = viewer_for(create_person(Role.MANAGER, create_service()))
        assert levels_of(other, around.service.id) == levels_of(other, other.service_id) == DEFAULT_LEVELS

    def test_a_stale_page_stores_nothing(self, around: Around) -> None:
        manager = viewer_for(around.manager)
        set_levels(manager, replace(DEFAULT_LEVELS, first_nights=5), 0)
        with pytest.raises(ChangedMeanwhile):
            set_levels(manager, replace(DEFAULT_LEVELS, first_nights=6), 0)
        assert levels_of(manager, around.service.id).first_nights == 5
        set_levels(manager, replace(DEFAULT_LEVELS, first_nights=6), 1)
        assert levels_of(manager, around.service.id).first_nights == 6

    def test_only_the_manager_sets_them(self, around: Around) -> None:
        with pytest.raises(Forbidden):
            set_levels(viewer_for(around.liaison), DEFAULT_LEVELS, 0)


class TestRestPage:
    def test_a_liaison_worker_reads_of_the_own_constellations_alone(self, around: Around) -> None:
        elsewhere = create_around(around.service)
        host(around.hub, 12, NOVEMBER)
        host(elsewhere.hub, 13, NOVEMBER)
        mine, all_of_it = rest_page(viewer_for(around.liaison)), rest_page(viewer_for(around.manager))
        assert [home.home_id for home in mine.months] == [around.hub.id]
        assert [home.home_id for home in all_of_it.months] == [elsewhere.hub.id, around.hub.id]

    def test_a_stay_in_the_next_constellation_names_no_home_of_it(self, around: Around) -> None:
        elsewhere = create_around(around.service)
        child = create_child(around.service, around.satellite)
        create_stay(child, elsewhere.hub, "2026-11-01", "2026-11-15", StayState.AGREED)
        assert rest_page(viewer_for(around.liaison)).is_empty
        (home,) = rest_page(viewer_for(elsewhere.liaison)).months
        assert home.home_id == elsewhere.hub.id

    def test_it_takes_as_many_queries_with_many_homes_as_with_one(self, around: Around) -> None:
        manager = viewer_for(around.manager)
        weekends(around.hub, 4)
        with count_queries(database().engine) as few:
            rest_page(manager)
        for _ in range(5):
            home = create_home(around.service)
            join(home, around.constellation)
            weekends(home, 6)
            host(home, 20, NOVEMBER)
        with count_queries(database().engine) as many:
            page = rest_page(manager)
        assert (len(page.weekends), len(many)) == (6, len(few))
        assert len(many) <= 5

    def test_a_full_month_is_not_over_on_its_last_day(self, around: Around, clock: time_machine.Traveller) -> None:
        host(around.hub, 24, NOVEMBER)
        host(around.satellite, 12, NOVEMBER)
        host(around.satellite, 12, NOVEMBER.shifted(1))
        liaison = around.liaison
        clock.move_to("2026-12-01T09:00Z")
        found = [(one.home_id, one.nights, one.month) for one in rest_page(viewer_for(liaison)).months]
        assert found == [(around.hub.id, 24, NOVEMBER), (around.satellite.id, 12, NOVEMBER)]
        said = strain(viewer_for(liaison), [around.hub.id])[around.hub.id][0].words
        assert "24 nights in November 2026" in said
        rows_of = {row[0]: (row[1], row[2], row[4]) for row in rest(viewer_for(liaison), [])}
        assert rows_of[around.hub.name] == (None, 20, 24)
        clock.move_to("2026-12-14T09:00Z")
        found = [(one.home_id, one.nights, one.month) for one in rest_page(viewer_for(liaison)).months]
        assert found == [(around.satellite.id, 12, NOVEMBER.shifted(1)), (around.hub.id, 24, NOVEMBER)]
        clock.move_to("2026-12-15T09:00Z")
        assert [one.home_id for one in rest_page(viewer_for(liaison)).months] == [around.satellite.id]
        assert [(row[1], row[4]) for row in rest(viewer_for(liaison), [])] == [(12, None)]


class TestHints:
    def proposal(self, home: Home, first: dt.date, nights: int, child: uuid.UUID) -> Proposal:
        days = tuple(first + dt.timedelta(days=n) for n in range(nights))
        return Proposal((child,), home.id, days, StayKind.PLANNED)

    def test_a_quiet_home_has_none(self, around: Around) -> None:
        child = create_child(around.service)
        asked = self.proposal(around.hub, dt.date(2026, 11, 27), 2, child.id)
        assert rest_hints(viewer_for(around.neighbour), asked, "Moira") == ()
        assert rest_hints(viewer_for(around.neighbour), self.proposal(around.hub, TODAY, 0, child.id), "Moira") == ()

    def test_the_month_is_said_with_these_nights_and_another_home_is_named_as_a_choice(self, around: Around) -> None:
        host(around.hub, 11, NOVEMBER)
        asked = self.proposal(around.hub, dt.date(2026, 11, 25), 1, create_child(around.service).id)
        (hint,) = rest_hints(viewer_for(around.neighbour), asked, "Moira")
        assert hint == (
            "With this Moira has 12 nights with children to stay in November 2026. "
            "You can ask all the same; another home could have a turn too."
        )
        (own,) = rest_hints(viewer_for(around.carer), asked, "Moira")
        assert own.startswith("With this you have 12 nights")

    def test_the_fourth_weekend_in_a_row_is_said(self, around: Around) -> None:
        weekends(around.hub, 3)
        asked = self.proposal(around.hub, dt.date(2026, 11, 27), 1, create_child(around.service).id)
        (hint,) = rest_hints(viewer_for(around.neighbour), asked, "Moira")
        assert hint.startswith("This makes 4 weekends in a row with a child to stay at Moira.")
        (own,) = rest_hints(viewer_for(around.carer), asked, "Moira")
        assert own.startswith("This makes 4 weekends in a row with a child to stay. Yes or no is both fine")

    def test_a_long_stay_is_said(self, around: Around) -> None:
        asked = self.proposal(around.satellite, dt.date(2026, 12, 28), 10, create_child(around.service).id)
        (hint,) = rest_hints(viewer_for(around.carer), asked, "Patel")
        assert hint.startswith("10 nights are a long stay")
