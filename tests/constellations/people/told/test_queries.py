"""Who is told of a home: its carers, its liaison workers, or else the managers, and who stands in for them today."""

import datetime as dt

from sqlalchemy import delete

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import transaction
from constellations.deputies.models import Deputy
from constellations.models import LiaisonAssignment, Person
from constellations.people.told.queries import carers_at, liaison_workers_of, managers_of, staff_near
from constellations.permissions import Role
from tests import factories
from tests.factories import changed
from tests.sleepovers.households import Households

SYSTEM = Viewer.system
DAY = dt.timedelta(days=1)


def stands_in(homes: Households, for_whom: Person, days_ahead: int = 0) -> Person:
    """Another liaison worker, who stands in for somebody for one day, today or so many days ahead."""
    deputy = factories.create_person(Role.LIAISON, homes.service)
    starts_on = clock.today() + days_ahead * DAY
    days = {"starts_on": starts_on, "ends_on": starts_on + DAY}
    factories.stored(Deputy(service_id=homes.service.id, person_id=deputy.id, for_id=for_whom.id, **days))
    return deputy


def has_left(*people: Person) -> None:
    """Let people have left, with all that was theirs to look after still theirs."""
    for person in people:
        changed(person, left_at=clock.now())


def nobody_looks_after_them() -> None:
    """Let no constellation have a liaison worker."""
    with transaction() as here:
        here.execute(covering(SYSTEM(), delete(LiaisonAssignment)))


def test_carers_are_those_of_the_homes_who_have_not_left(homes: Households) -> None:
    has_left(homes.tom)
    assert carers_at([homes.hub.id, homes.patel.id]) == {homes.moira.id, homes.anita.id}
    assert carers_at([]) == set()


def test_staff_near_a_home_are_its_liaison_workers_and_who_stands_in_for_them_today(homes: Households) -> None:
    deputy, gone = stands_in(homes, homes.liaison), stands_in(homes, homes.liaison)
    stands_in(homes, homes.liaison, days_ahead=1)
    stands_in(homes, homes.liaison, days_ahead=-1)
    has_left(gone)
    assert staff_near(SYSTEM(), [homes.patel.id], homes.service.id) == {homes.liaison.id, deputy.id}
    assert liaison_workers_of(SYSTEM(), [homes.patel.id]) == {homes.liaison.id}


def test_without_a_liaison_worker_they_are_the_managers_and_their_deputies(homes: Households) -> None:
    nobody_looks_after_them()
    deputy = stands_in(homes, homes.manager)
    elsewhere = factories.create_person(Role.MANAGER, factories.create_service())
    told = staff_near(SYSTEM(), [homes.patel.id], homes.service.id)
    assert told == managers_of(SYSTEM(), homes.service.id) == {homes.manager.id, deputy.id}
    assert managers_of(SYSTEM(), elsewhere.service_id) == {elsewhere.id}


def test_a_liaison_worker_who_has_left_stands_between_nobody_and_the_managers(homes: Households) -> None:
    has_left(homes.liaison)
    assert staff_near(SYSTEM(), [homes.patel.id], homes.service.id) == {homes.manager.id}


def test_of_a_home_that_is_nobodys_the_managers_are_told_and_nobody_where_there_is_none(homes: Households) -> None:
    alone = factories.create_home(homes.service)
    assert staff_near(SYSTEM(), [alone.id], homes.service.id) == {homes.manager.id}
    has_left(homes.manager)
    assert staff_near(SYSTEM(), [alone.id], homes.service.id) == set()
    assert managers_of(SYSTEM(), None) == set()
