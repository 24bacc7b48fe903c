"""In which homes somebody has fostered, by whatever way they came there."""

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from constellations.access import Viewer, covering, find, visible
from constellations.core import clock as days
from constellations.core.clock import ALWAYS
from constellations.core.database import session
from constellations.models import Home, Person, Service
from constellations.people import actions
from constellations.people.actions import What
from constellations.people.homes.models import PersonHome
from constellations.people.homes.queries import homes_of
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.constellations.people.stored import person_called
from tests.factories import create_home, create_person, create_service

SYSTEM = Viewer.system()
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def homes(service: Service) -> tuple[Home, Home, Home]:
    """Three homes of the service."""
    first, second, third = (create_home(service) for _ in range(3))
    return first, second, third


def added(manager: Viewer, home: Home) -> Person:
    """A carer whom the manager adds to a home."""
    actions.add_person(manager, "Wyn Pryce", "wyn@example.org", What(Role.SATELLITE_CARER, home.id))
    return person_called("Wyn Pryce")


def goes(manager: Viewer, person: Person, home: Home | None) -> None:
    """Somebody fosters in another home, or in none, and works in finance."""
    what = What(Role.SATELLITE_CARER, home.id) if home else What(Role.FINANCE)
    actions.change_person(manager, person.id, "Wyn Pryce", what, find(SYSTEM, Person, person.id).version)


def spans(person: Person) -> dict[object, tuple[dt.date, dt.date | None]]:
    """From when until when somebody was in each home."""
    asked = select(PersonHome.home_id, PersonHome.starts_on, PersonHome.ends_on)
    rows = session().execute(covering(SYSTEM, asked.where(PersonHome.person_id == person.id))).all()
    return {home_id: (starts_on, ends_on) for home_id, starts_on, ends_on in rows}


def test_each_home_is_kept_with_its_days(
    manager: Viewer, homes: tuple[Home, Home, Home], clock: time_machine.Traveller
) -> None:
    first, second, _ = homes
    wyn, begun = added(manager, first), days.today()
    assert spans(wyn) == {first.id: (ALWAYS, None)}
    goes(manager, wyn, second)
    clock.shift(ONE_DAY)
    goes(manager, wyn, None)
    assert spans(wyn) == {first.id: (ALWAYS, begun), second.id: (begun, begun + ONE_DAY)}
    assert homes_of([wyn.id]) == {wyn.id: (second.id, first.id)}


def test_a_home_of_an_hour_is_kept_too_and_who_comes_back_the_same_day_never_left(
    manager: Viewer, homes: tuple[Home, Home, Home]
) -> None:
    first, second, third = homes
    wyn, today = added(manager, first), days.today()
    for home in (second, third, first):
        goes(manager, wyn, home)
    hour = (today, today + ONE_DAY)
    assert spans(wyn) == {first.id: (ALWAYS, None), second.id: hour, third.id: hour}
    goes(manager, wyn, first)
    assert homes_of([wyn.id])[wyn.id][0] == first.id


def test_of_the_homes_of_people_one_reads_as_of_the_people(service: Service, homes: tuple[Home, Home, Home]) -> None:
    wyn = create_person(Role.SATELLITE_CARER, home=homes[0])
    stranger = create_person(Role.MANAGER, create_service())
    seen = [
        session().scalars(visible(viewer, PersonHome)).all()
        for viewer in (SYSTEM, viewer_for(create_person(Role.FINANCE, service)), viewer_for(stranger))
    ]
    assert [[row.person_id for row in rows] for rows in seen] == [[wyn.id], [wyn.id], []]
