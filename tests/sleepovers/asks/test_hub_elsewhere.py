"""A home that is the hub of one constellation and a satellite of another: there it reads as every satellite does."""

import uuid

import pytest
from flask import Flask

from constellations.access import Viewer, find
from constellations.models import Constellation, Home, Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.asks.answering.actions import decline_ask
from sleepovers.asks.page.queries import ask_page, timeline
from sleepovers.stays.course.queries import course_of
from sleepovers.stays.moving.queries import move_page
from sleepovers.stays.queries import stay_page
from tests import factories
from tests.sleepovers.asks.asking import agree, ask_for, make_trusted_households, stays_from, to_answer, trusted_child
from tests.sleepovers.households import Households, sees
from tests.sleepovers.stays.moving.moves import agreed_stay, swap_of


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


@pytest.fixture
def brook(homes: Households) -> tuple[Home, Person]:
    """The Brooks: the hub next door, with a satellite there, and a satellite of Moira's."""
    next_door = factories.create_constellation(homes.service)
    home, hill = factories.create_home(homes.service, "Brook", beds=2), factories.create_home(homes.service, "Hill")
    factories.join(home, next_door, HomeRole.HUB)
    factories.join(hill, next_door)
    factories.join(home, homes.constellation)
    return home, factories.create_person(Role.HUB_CARER, home=home, name="Bea Brook")


def test_of_an_ask_it_reads_its_own_answer_alone(homes: Households, brook: tuple[Home, Person]) -> None:
    home, bea = brook
    ask_id = ask_for(homes, homes.okafor, home)
    decline_ask(sees(homes.okafors), to_answer(ask_id, homes.okafor), "We are all ill.")
    for person, names in ((homes.moira, {"Okafor", "Brook"}), (bea, {"Brook"})):
        page = ask_page(sees(person), ask_id)
        assert {each.name for each in page.homes} == names
        assert ("We are all ill." in str(timeline(sees(person), page))) is (person is homes.moira)


def test_of_an_ask_that_a_home_around_it_was_asked_it_reads_that_homes_answer_too(
    homes: Households, brook: tuple[Home, Person]
) -> None:
    home, bea = brook
    (next_door,) = sees(bea).hub_of
    factories.join(homes.okafor, find(Viewer.system(), Constellation, next_door))
    page = ask_page(sees(bea), ask_for(homes, homes.okafor, homes.hub, home))
    assert ({each.name for each in page.homes}, page.reads_all) == ({"Okafor", "Brook"}, False)


def test_of_a_stay_that_it_hosts_it_reads_no_other_homes_answer(homes: Households, brook: tuple[Home, Person]) -> None:
    home, bea = brook
    ask_id = ask_for(homes, homes.okafor, home)
    decline_ask(sees(homes.okafors), to_answer(ask_id, homes.okafor), "We are all ill.")
    agree(ask_id, home, bea)
    (stay,) = stays_from(ask_id)
    for person, reads in ((homes.moira, True), (homes.anita, True), (bea, False)):
        course = course_of(sees(person), stay_page(sees(person), stay.id))
        assert ("We are all ill." in str(course)) is reads


def test_of_a_swap_of_its_own_child_it_reads_neither_which_child_the_other_is_nor_whose(
    homes: Households, brook: tuple[Home, Person]
) -> None:
    home, bea = brook
    stay, other = agreed_stay(trusted_child(homes, home, "LM"), homes.hub), agreed_stay(homes.ak, homes.patel)
    move_id = swap_of(bea, stay, other)
    assert children_of(homes.moira, move_id) == ["AK", "LM"]
    assert children_of(bea, move_id) == ["?", "LM"]


def children_of(person: Person, move_id: uuid.UUID) -> list[str]:
    """The children of a wish to move, as somebody reads them."""
    return sorted(leg.child for leg in move_page(sees(person), move_id).legs)
