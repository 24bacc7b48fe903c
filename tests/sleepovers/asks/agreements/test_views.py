"""The agreement that is sought for a stay: who reads of it, and how it is settled by one press."""

import pytest
from flask import Flask

from constellations.models import Person
from sleepovers.asks.models import Agreement
from sleepovers.asks.rules import AgreementState
from sleepovers.models import Stay
from sleepovers.rules import StayState
from tests import factories
from tests.client import client_of
from tests.registers import rows
from tests.sleepovers.households import Households


@pytest.fixture
def stay(homes: Households) -> Stay:
    """A stay of JB that runs."""
    return homes.stay("2026-11-22", "2026-11-24")


def sought(homes: Households, **fields: object) -> Agreement:
    """The liaison worker has to ask the social worker of JB, while the sleepover goes on."""
    usual = {"child_id": homes.jb.id, "owner_id": homes.liaison.id, "state": AgreementState.WAITING}
    found = Agreement(**usual | {"is_afterwards": True} | fields)
    factories.stored(found)
    return found


def page_of(app: Flask, person: Person, stay: Stay) -> str:
    """The page of a stay, its words in one line."""
    return " ".join(client_of(app, person).get(f"/stays/{stay.id}").text.split())


def test_carers_read_who_asks_and_staff_settle_it(app: Flask, homes: Households, stay: Stay) -> None:
    agreement = sought(homes, stay_id=stay.id)
    for person, may_settle in (
        (homes.anita, False),
        (homes.moira, False),
        (homes.liaison, True),
        (homes.manager, True),
    ):
        page = page_of(app, person, stay)
        assert "Dee Marsh asks JB’s social worker. The sleepover went first" in page
        assert (f"/agreements/{agreement.id}/given" in page) is may_settle


def test_where_nobody_has_it_the_liaison_worker_asks(app: Flask, homes: Households, stay: Stay) -> None:
    sought(homes, stay_id=stay.id, owner_id=None, is_afterwards=False)
    page = page_of(app, homes.anita, stay)
    assert "The liaison worker asks JB’s social worker." in page
    assert "went first" not in page


@pytest.mark.parametrize(
    ("act", "state", "words", "stays_on_page"),
    [
        ("given", AgreementState.GIVEN, "Dee Marsh wrote down that the social worker agreed", False),
        ("refused", AgreementState.REFUSED, "Dee Marsh wrote down that the social worker did not agree", True),
    ],
)
def test_one_press_writes_it_down_and_leads_back_to_the_stay(
    app: Flask, homes: Households, stay: Stay, act: str, state: AgreementState, words: str, stays_on_page: bool
) -> None:
    agreement_id = sought(homes, stay_id=stay.id).id
    client = client_of(app, homes.liaison)
    assert client.post(f"/agreements/{agreement_id}/{act}").location == f"/stays/{stay.id}"
    assert rows(Agreement.state, Agreement.settled_by) == [(state, homes.liaison.id)]
    page = page_of(app, homes.anita, stay)
    assert words in page
    assert ("No: JB’s social worker did not agree." in page) is stays_on_page
    again = client.post(f"/agreements/{agreement_id}/{act}")
    assert (again.status_code, "Somebody else has written down already" in again.text) == (409, True)


def test_that_of_an_ask_leads_to_the_stay_that_came_of_it_else_to_the_ask(app: Flask, homes: Households) -> None:
    ask = factories.create_ask((homes.jb,), (homes.hub,), "2026-11-27", "2026-11-29")
    agreement_id = sought(homes, ask_id=ask.id).id
    client = client_of(app, homes.liaison)
    assert client.post(f"/agreements/{agreement_id}/given").location == f"/asks/{ask.id}"
    urgent = factories.create_ask((homes.ak,), (homes.hub,), "2026-11-22", "2026-11-23")
    came = Stay(
        key="S-1",
        service_id=homes.service.id,
        child_id=homes.ak.id,
        host_id=homes.hub.id,
        ask_id=urgent.id,
        kind=urgent.kind,
        state=StayState.AGREED,
        arrive_on=urgent.arrive_on,
        depart_on=urgent.depart_on,
    )
    factories.stored(came)
    asked = sought(homes, ask_id=urgent.id, child_id=homes.ak.id)
    assert f"/agreements/{asked.id}/given" in page_of(app, homes.liaison, came)
    assert client.post(f"/agreements/{asked.id}/given").location == f"/stays/{came.id}"
