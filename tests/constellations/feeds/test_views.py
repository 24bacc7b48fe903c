"""The pages of one's addresses: an address is made, shown once, renewed, switched off."""

from http import HTTPStatus

import pytest
from flask import Flask

from constellations.feeds.models import FeedAddress
from constellations.feeds.rules import Content, Detail
from tests.client import RoostClient, client_of
from tests.constellations.feeds.standing import fetched, secret_in
from tests.registers import rows
from tests.sleepovers.households import Households

PAGE = "/me/calendar"
FORM = {"name": "My phone", "contents": ["events", "stays"], "detail": "initials"}


@pytest.fixture
def anita(app: Flask, homes: Households) -> RoostClient:
    """Anita's browser."""
    return client_of(app, homes.anita)


def test_an_address_is_shown_once_with_a_button_and_a_picture(app: Flask, anita: RoostClient) -> None:
    sent = anita.post(PAGE, data=FORM)
    assert sent.status_code == HTTPStatus.FOUND
    page = anita.get(sent.location)
    secret = secret_in(page.text)
    assert f'href="webcal://127.0.0.1:8000/feeds/{secret}.ics"' in page.text
    assert 'src="data:image/svg+xml' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    for words in ("iPhone", "Google", "Outlook", "can be old"):
        assert words in page.text
    assert fetched(app, f"/feeds/{secret}.ics").status_code == HTTPStatus.OK
    again = anita.get(sent.location)
    assert secret not in again.text
    assert "shown once" in again.text
    assert rows(FeedAddress.contents, FeedAddress.detail) == [({Content.EVENTS, Content.STAYS}, Detail.INITIALS)]


def test_one_press_gives_another_address_and_one_ends_it(app: Flask, anita: RoostClient) -> None:
    first = secret_in(anita.get(anita.post(PAGE, data=FORM).location).text)
    feed_id = rows(FeedAddress.id)[0][0]
    page = anita.get(anita.post(f"{PAGE}/{feed_id}/renew").location)
    second = secret_in(page.text)
    assert fetched(app, f"/feeds/{first}.ics").status_code == HTTPStatus.NOT_FOUND
    assert fetched(app, f"/feeds/{second}.ics", User_Agent="vdirsyncer").status_code == HTTPStatus.OK
    listed = anita.get(PAGE).text
    assert "My phone" in listed
    assert "Last looked Sun 22 Nov, 09:00, with vdirsyncer" in listed
    ended = anita.post(f"{PAGE}/{feed_id}/end", follow_redirects=True)
    assert "My phone" not in ended.text
    assert fetched(app, f"/feeds/{second}.ics").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        ({"name": ""}, "Give it a name"),
        ({"name": "x" * 61}, "at most 60 letters"),
        ({"contents": []}, "Choose at least one thing"),
        ({"contents": ["nights"]}, "not a valid choice"),
        ({"detail": "all"}, "Not a valid choice"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_what_was_typed_stays(
    anita: RoostClient, odd: dict[str, object], words: str
) -> None:
    page = anita.post(PAGE, data={**FORM, **odd})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in page.text
    assert rows(FeedAddress.id) == []


def test_everybody_is_offered_what_there_is_for_them(app: Flask, homes: Households) -> None:
    offered = {
        who: [one.value for one in Content if f'value="{one.value}"' in client_of(app, person).get(PAGE).text]
        for who, person in (("hub", homes.moira), ("carer", homes.anita), ("staff", homes.liaison))
    }
    assert offered == {
        "hub": ["events", "stays", "nights", "tasks"],
        "carer": ["events", "stays", "tasks"],
        "staff": ["events", "nights"],
    }


def test_ones_own_page_leads_there(anita: RoostClient) -> None:
    assert f'href="{PAGE}"' in anita.get("/me").text
