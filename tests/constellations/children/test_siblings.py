"""Who are siblings: said, joined and taken back, and what staff read and choose of it."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.children import actions
from constellations.children.models import Child
from constellations.children.queries import siblings_of, siblings_to_choose
from constellations.children.rules import OneAndTheSame, all_siblings
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Constellation, Home, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests import factories
from tests.client import client_of

EVERYTHING = Viewer.system()


@pytest.fixture
def service(app: Flask) -> Service:
    """A service."""
    return factories.create_service()


@pytest.fixture
def patel(service: Service) -> Home:
    """A home of it."""
    return factories.create_home(service, "Patel")


@pytest.fixture
def family(service: Service, patel: Home) -> list[Child]:
    """Four children of the service; the first two live in one home."""
    homes = {"AA": patel, "BB": patel, "CC": None, "DD": None}
    return [factories.create_child(service, home, initials, key=f"C-{initials}") for initials, home in homes.items()]


@pytest.fixture
def manager(service: Service) -> Viewer:
    """The service's manager."""
    return viewer_for(factories.create_person(Role.MANAGER, service))


def groups(*children: Child) -> list[uuid.UUID | None]:
    session().expire_all()
    found = {one.id: one.sibling_group for one in session().scalars(visible(EVERYTHING, Child))}
    return [found[one.id] for one in children]


def are_siblings(*children: Child) -> bool:
    return all_siblings(groups(*children))


def acts() -> list[str]:
    return sorted(session().scalars(covering(EVERYTHING, select(Activity.action))))


def audited() -> int:
    return len(session().scalars(covering(EVERYTHING, select(AuditEntry.seq))).all())


def siblings(viewer: Viewer, child: Child) -> list[str]:
    return [one.initials for one in siblings_of(viewer, child.id)]


def test_two_children_are_siblings_once_however_often_it_is_said(family: list[Child], manager: Viewer) -> None:
    one, two, *_ = family
    actions.say_siblings(manager, one.id, two.id)
    actions.say_siblings(manager, two.id, one.id)
    assert are_siblings(one, two)
    assert (siblings(manager, one), siblings(manager, two)) == (["BB"], ["AA"])
    assert (acts(), audited()) == (["say_siblings"], 2)


def test_a_third_joins_the_group_from_either_side(family: list[Child], manager: Viewer) -> None:
    one, two, three, four = family
    actions.say_siblings(manager, one.id, two.id)
    actions.say_siblings(manager, three.id, one.id)
    actions.say_siblings(manager, two.id, four.id)
    assert are_siblings(one, two, three, four)
    assert siblings(manager, four) == ["AA", "BB", "CC"]
    assert audited() == 4


def test_two_pairs_become_one_group(family: list[Child], manager: Viewer) -> None:
    one, two, three, four = family
    actions.say_siblings(manager, one.id, two.id)
    actions.say_siblings(manager, three.id, four.id)
    assert not are_siblings(two, three)
    actions.say_siblings(manager, two.id, three.id)
    assert are_siblings(one, two, three, four)


def test_one_who_is_no_sibling_leaves_the_others_siblings(family: list[Child], manager: Viewer) -> None:
    one, two, three, four = family
    actions.say_siblings(manager, one.id, two.id)
    actions.say_siblings(manager, two.id, three.id)
    actions.say_no_sibling(manager, one.id)
    actions.say_no_sibling(manager, four.id)
    assert groups(one, four) == [None, None]
    assert (are_siblings(two, three), siblings(manager, one)) == (True, [])
    assert acts() == ["say_no_sibling", "say_siblings", "say_siblings"]


def test_a_group_of_one_dissolves(family: list[Child], manager: Viewer) -> None:
    one, two, *_ = family
    actions.say_siblings(manager, one.id, two.id)
    actions.say_no_sibling(manager, two.id)
    assert groups(one, two) == [None, None]


def test_what_else_is_kept_is_not_overtaken_by_it(family: list[Child], manager: Viewer) -> None:
    one, two, *_ = family
    actions.say_siblings(manager, one.id, two.id)
    actions.say_no_sibling(manager, two.id)
    session().expire_all()
    assert [child.version for child in (one, two)] == [1, 1]


def test_nobody_is_their_own_sibling_or_that_of_a_stranger(family: list[Child], manager: Viewer) -> None:
    stranger = factories.create_child(factories.create_service())
    with pytest.raises(OneAndTheSame):
        actions.say_siblings(manager, family[0].id, family[0].id)
    with pytest.raises(NotFound):
        actions.say_siblings(manager, family[0].id, stranger.id)
    with pytest.raises(NotFound):
        actions.say_no_sibling(manager, stranger.id)
    with pytest.raises(NotFound):
        actions.say_siblings(EVERYTHING, family[0].id, stranger.id)
    assert acts() == []


def test_carers_say_nothing_of_siblings(family: list[Child], patel: Home) -> None:
    carer = viewer_for(factories.create_person(Role.HUB_CARER, home=patel))
    with pytest.raises(Forbidden):
        actions.say_siblings(carer, family[0].id, family[1].id)
    with pytest.raises(Forbidden):
        actions.say_no_sibling(carer, family[0].id)
    assert groups(*family) == [None] * 4


@pytest.fixture
def constellation(service: Service, patel: Home) -> Constellation:
    """The constellation of that home alone."""
    constellation = factories.create_constellation(service)
    factories.join(patel, constellation)
    return constellation


def test_a_liaison_worker_reads_of_siblings_elsewhere_and_leaves_them_together(
    service: Service, constellation: Constellation, family: list[Child], manager: Viewer
) -> None:
    one, _, three, four = family
    actions.say_siblings(manager, one.id, three.id)
    actions.say_siblings(manager, three.id, four.id)
    worker = viewer_for(factories.create_person(Role.LIAISON, service, constellations=(constellation,)))
    assert siblings(worker, one) == ["CC", "DD"]
    assert siblings(worker, three) == []
    actions.say_no_sibling(worker, one.id)
    assert (groups(one), are_siblings(three, four)) == ([None], True)


def test_who_lives_in_the_same_home_is_offered_first_and_siblings_not_again(
    service: Service, family: list[Child], manager: Viewer
) -> None:
    _, two, three, _ = family
    early = factories.create_child(service, initials="AB", key="C-AB")
    assert list(siblings_to_choose(manager, two.id).values()) == [
        "AA (Patel, C-AA)",
        "AB (–, C-AB)",
        "CC (–, C-CC)",
        "DD (–, C-DD)",
    ]
    actions.say_siblings(manager, two.id, three.id)
    assert str(three.id) not in siblings_to_choose(manager, two.id)
    assert str(early.id) in siblings_to_choose(manager, two.id)


def test_siblings_are_added_and_taken_back_on_the_page_of_a_child(
    app: Flask, service: Service, family: list[Child]
) -> None:
    one, two, *_ = family
    client = client_of(app, factories.create_person(Role.MANAGER, service))
    path = f"/children/{one.id}"
    assert "No child is known to be a sibling of AA." in client.get(path).text
    added = client.post(f"{path}/siblings", data={"other_id": str(two.id)})
    assert (added.status_code, added.location) == (302, path)
    page = client.get(path).text
    assert "lives with Patel" in page.split('id="siblings"')[1].split("</section>")[0]
    assert "AA is not their sibling" in page
    client.post(f"{path}/no-sibling")
    assert groups(one, two) == [None, None]


@pytest.mark.parametrize("wrong", ["", "nobody"])
def test_no_sibling_chosen_is_said_beside_the_field(
    app: Flask, service: Service, family: list[Child], wrong: str
) -> None:
    client = client_of(app, factories.create_person(Role.MANAGER, service))
    answer = client.post(f"/children/{family[0].id}/siblings", data={"other_id": wrong})
    assert answer.status_code == 422
    assert groups(*family) == [None] * 4
