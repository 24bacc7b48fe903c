"""Pages of moving a stay: asking, answering, and what the stay says of it."""

import uuid

import pytest
from flask import Flask

from tests.client import client_of
from tests.sleepovers.asks.posting import decided_households
from tests.sleepovers.households import Households, stored_stay
from tests.sleepovers.stays.moving.moves import agreed_stay, booked, brook, move_of, swap_of


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites; the carers decide for JB and AK."""
    return decided_households()


def test_a_carer_asks_and_the_others_say_yes(app: Flask, homes: Households) -> None:
    stay = booked(homes)
    client, address = client_of(app, homes.anita), f"/stays/{stay.id}/move"
    assert "Move to another home" in client.get(f"/stays/{stay.id}").text
    assert "It moves once both hosts" in client.get(address).text
    form = {"version": stored_stay(stay).version, "where": f"home:{homes.okafor.id}", "reason": "Nearer to school."}
    asked = client.post(address, data=form, follow_redirects=True)
    assert "The homes are asked." in asked.text
    place = asked.request.path
    assert str(uuid.UUID(place.removeprefix("/moves/"))) in place
    okafor, hub = client_of(app, homes.okafors), client_of(app, homes.moira)
    assert "May a sleepover move?" in okafor.get("/").text
    page = okafor.get(place).text
    assert "JB: from Moira to Okafor, Fri 27 Nov, 2 nights" in page
    assert "Nothing speaks against it." in page
    okafor.post(f"{place}/yes", data={"reason": ""})
    assert "waits for Moira" in client.get(f"/stays/{stay.id}").text
    hub.post(f"{place}/yes", data={"reason": ""})
    page = client.get(f"/stays/{stay.id}").text
    assert "Moira Hale moved it to Okafor" in page
    assert hub.post(f"{place}/no").status_code == 409


def test_a_swap_is_offered_and_named_as_such(app: Flask, homes: Households) -> None:
    small, bea = brook(homes)
    stay, other = booked(homes), agreed_stay(homes.ak, small)
    page = client_of(app, homes.anita).get(f"/stays/{stay.id}/move").text
    assert "Swap with the child who stays with Brook" in page
    assert "AK" not in page
    move_id = swap_of(homes.anita, stay, other)
    assert "Two sleepovers swap homes" in client_of(app, bea).get(f"/moves/{move_id}").text
    client = client_of(app, homes.anita)
    page = client.get(f"/moves/{move_id}").text
    assert "Not needed any more" in page
    assert "A child: from Brook to Moira" in page, "of the other stay neither whose child it is nor which"
    assert ("AK" in page, "Okafor" in page) == (False, False)
    assert "AK: from Brook to Moira" in client_of(app, homes.okafors).get(f"/moves/{move_id}").text
    assert "stays where it is" in client.post(f"/moves/{move_id}/no", follow_redirects=True).text


def test_staff_move_it_and_say_why_where_there_is_no_bed(app: Flask, homes: Households) -> None:
    small, _bea = brook(homes, beds=1)
    stay = booked(homes)
    agreed_stay(homes.ak, small)
    client, address = client_of(app, homes.liaison), f"/stays/{stay.id}/move"
    form = {"version": stored_stay(stay).version, "where": f"home:{small.id}", "reason": ""}
    refused = client.post(address, data=form)
    assert (refused.status_code, "Brook has no bed free" in refused.text) == (422, True)
    moved = client.post(address, data={**form, "reason": "Two brothers share."}, follow_redirects=True)
    assert "It has moved." in moved.text


@pytest.mark.parametrize("where", ["", "home:", "home:x", "stay:00000000-0000-0000-0000-000000000000"])
def test_what_is_not_offered_is_refused(app: Flask, homes: Households, where: str) -> None:
    stay = booked(homes)
    form = {"version": stored_stay(stay).version, "where": where}
    assert client_of(app, homes.anita).post(f"/stays/{stay.id}/move", data=form).status_code == 422


def test_a_stale_page_shows_what_was_changed_meanwhile(app: Flask, homes: Households) -> None:
    stay = booked(homes)
    form = {"version": stored_stay(stay).version - 1, "where": f"home:{homes.okafor.id}"}
    answer = client_of(app, homes.anita).post(f"/stays/{stay.id}/move", data=form)
    assert answer.status_code == 409
    assert stored_stay(stay).host_id == homes.hub.id


def test_another_satellite_finds_nothing(app: Flask, homes: Households) -> None:
    _small, bea = brook(homes)
    stay = booked(homes)
    move_id = move_of(homes.anita, stay, homes.okafor)
    assert client_of(app, bea).get(f"/moves/{move_id}").status_code == 404
    assert client_of(app, bea).get(f"/stays/{stay.id}/move").status_code == 404
