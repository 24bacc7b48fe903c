"""What a hold keeps beside whom it is about: the homes of now and of before, and who lived or stayed there."""

import datetime as dt

import pytest
from sqlalchemy import select

from constellations.access import covering, find
from constellations.children.models import Placement
from constellations.core.database import session
from constellations.keeping.rules import Cut
from constellations.keeping.whose.queries import held_home_ids, is_kept_from_erasing, of_homes
from constellations.models import Home, Person
from constellations.people.actions import What, change_person
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rights import actions, rules
from constellations.rights.holds.actions import give_hold, lift_hold
from constellations.rights.rules import Subject
from tests import factories
from tests.constellations.rights.families import SYSTEM, Family, run_job

DAY = dt.date(2026, 11, 22)


def homes_that_may_go(family: Family) -> set[object]:
    """The homes of the service whose records go by their age."""
    cut = Cut(family.service.id, DAY, DAY)
    return set(session().scalars(covering(SYSTEM(), select(Home.id).where(of_homes(Home.id, cut)))))


@pytest.mark.parametrize(("role", "moves"), [(Role.SATELLITE_CARER, True), (Role.FINANCE, False)])
def test_a_hold_keeps_a_home_that_the_held_person_has_left(family: Family, role: Role, moves: bool) -> None:
    clem = factories.create_person(Role.SATELLITE_CARER, home=family.home, name="Clem Birch")
    ruth, elsewhere = viewer_for(family.ruth), family.anita.home_id
    assert homes_that_may_go(family) == {family.home.id, elsewhere}
    give_hold(ruth, Subject(person_id=clem.id), "A complaint")
    what = What(role, elsewhere if moves else None)
    change_person(ruth, clem.id, clem.name, what, find(SYSTEM(), Person, clem.id).version)
    homes = {family.home.id, elsewhere} if moves else {family.home.id}
    assert set(session().scalars(covering(SYSTEM(), held_home_ids()))) == homes
    assert homes_that_may_go(family).isdisjoint(homes)
    with pytest.raises(rules.IsHeld):
        actions.ask_for_erasure(ruth, Subject(person_id=family.zeb.id), "")


def test_who_has_fostered_in_a_held_home_is_not_erased_from_another_one(family: Family) -> None:
    factories.create_person(Role.SATELLITE_CARER, home=family.home, name="Clem Birch")
    ruth, zeb = viewer_for(family.ruth), Subject(person_id=family.zeb.id)
    clem = session().scalars(covering(SYSTEM(), select(Person).where(Person.name == "Clem Birch"))).one()
    change_person(ruth, clem.id, clem.name, What(Role.SATELLITE_CARER, family.anita.home_id), clem.version)
    give_hold(ruth, zeb, "A complaint")
    assert is_kept_from_erasing(Subject(person_id=clem.id))
    assert not is_kept_from_erasing(Subject(person_id=family.anita.id))


@pytest.mark.parametrize("stayed", [True, False])
def test_a_hold_of_a_carer_keeps_a_child_that_lived_or_stayed_with_them(family: Family, stayed: bool) -> None:
    ruth, ola, child = viewer_for(family.ruth), viewer_for(family.ola), Subject(child_id=family.child.id)
    if stayed:
        factories.create_stay(family.child, family.home, "2026-10-30", "2026-11-01")
    else:
        days = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 6, 1)}
        factories.stored(Placement(child_id=family.child.id, home_id=family.home.id, **days))
    request_id = actions.ask_for_erasure(ruth, child, "")
    hold_id = give_hold(ruth, Subject(person_id=family.zeb.id), "A complaint")
    for refused in (lambda: actions.ask_for_erasure(ruth, child, ""), lambda: actions.confirm(ola, request_id)):
        with pytest.raises(rules.IsHeld):
            refused()
    lift_hold(ruth, hold_id)
    actions.confirm(ola, request_id)
    hold_id = give_hold(ruth, Subject(person_id=family.zeb.id), "A complaint")
    assert run_job() == 0
    lift_hold(ruth, hold_id)
    assert run_job() == 1


def test_a_hold_of_a_carer_keeps_no_child_of_another_home(family: Family) -> None:
    other = factories.create_child(family.service, initials="KL")
    factories.create_stay(family.child, family.home, "2026-10-30", "2026-11-01")
    give_hold(viewer_for(family.ruth), Subject(person_id=family.zeb.id), "A complaint")
    assert [is_kept_from_erasing(Subject(child_id=child.id)) for child in (family.child, other)] == [True, False]
