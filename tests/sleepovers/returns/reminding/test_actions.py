"""On the 1st each hub is asked for last month's return, once, also where the day was missed."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.returns.reminding.actions import remind_hubs
from tests.factories import changed, create_constellation, create_home, create_person, join
from tests.sleepovers.returns.factories import Harbour, submitted

FIRST = dt.date(2026, 11, 1)


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    """Moira's hub and its satellites."""
    return Harbour()


def reminded(harbour: Harbour, since: dt.date, until: dt.date) -> JobResult:
    return remind_hubs(Viewer.system(), harbour.service.id, since, until)


def told(person: Person) -> list[str]:
    session().rollback()
    asked = visible(Viewer.system(), Notice).where(Notice.person_id == person.id)
    return [one.path for one in session().scalars(asked)]


def test_both_adults_of_the_hub_are_asked_once_and_nobody_else(harbour: Harbour) -> None:
    assert reminded(harbour, FIRST, FIRST) == JobResult(2, "October 2026: 2 people asked.")
    assert reminded(harbour, FIRST, FIRST).found == 0
    path = f"/constellations/{harbour.constellation.id}/returns/2026-10"
    assert (told(harbour.moira), told(harbour.declan), told(harbour.anita)) == ([path], [path], [])


def test_a_1st_that_was_missed_is_made_up_for(harbour: Harbour) -> None:
    assert reminded(harbour, dt.date(2026, 10, 28), dt.date(2026, 11, 3)).found == 2


@pytest.mark.parametrize("days", [(2, 30), (22, 22)])
def test_on_other_days_nobody_is_asked(harbour: Harbour, days: tuple[int, int]) -> None:
    since, until = (FIRST.replace(day=day) for day in days)
    assert reminded(harbour, since, until) == JobResult(0)


def test_who_submitted_is_not_asked_nor_a_hub_that_came_later(harbour: Harbour) -> None:
    submitted(harbour)
    young, home = create_constellation(harbour.service), create_home(harbour.service)
    join(home, young, HomeRole.HUB, FIRST)
    create_person(Role.HUB_CARER, home=home)
    assert reminded(harbour, FIRST, FIRST).found == 0


def test_where_nobody_of_the_hub_can_sign_in_its_liaison_worker_is_asked(harbour: Harbour) -> None:
    for carer in (harbour.moira, harbour.declan):
        changed(carer, password_hash=None)
    create_constellation(harbour.service)
    assert reminded(harbour, FIRST, FIRST).found == 1
    assert told(harbour.liaison) == [f"/constellations/{harbour.constellation.id}/returns/2026-10"]
    assert told(harbour.moira) == []


def test_a_hub_is_asked_for_the_month_in_which_its_constellation_closed_and_for_none_after(harbour: Harbour) -> None:
    changed(harbour.constellation, closed_on=dt.date(2026, 10, 21))
    changed(harbour.hub_place, ends_on=dt.date(2026, 10, 21))
    assert reminded(harbour, FIRST, FIRST).found == 2
    assert reminded(harbour, dt.date(2026, 12, 1), dt.date(2026, 12, 1)).found == 0


def test_it_is_done_for_each_service(app: Flask) -> None:
    assert remind_hubs(Viewer.system(), None, FIRST, FIRST) == JobResult(0)
