"""The page of who covers."""

import pytest
from flask import Flask

from constellations.cover.actions import name_cover
from tests.client import client_of
from tests.sleepovers.households import Households, day, leaves, sees


def form(homes: Households, **other: object) -> dict[str, object]:
    """The Okafors, from Friday to Sunday."""
    return {"home": str(homes.okafor.id), "first": "2026-11-27", "last": "2026-11-29", **other}


def test_the_hub_names_a_home_and_ends_it(app: Flask, homes: Households) -> None:
    client, path = client_of(app, homes.moira), f"/constellations/{homes.constellation.id}/cover"
    page = client.post(path, data=form(homes), follow_redirects=True)
    assert "It is written down, and they are told." in page.text
    assert "Fri 27 Nov to Sunday 29 November 2026" in page.text
    action = page.text.split('action="/cover/')[1].split('"')[0]
    page = client.post(f"/cover/{action}", follow_redirects=True)
    assert "Ended. They are told." in page.text
    assert "Nobody covers. Moira answers for the hub." in page.text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"first": "2026-11-20"}, "That day is over."),
        ({"last": "2026-11-26"}, "The last day is before the first."),
        ({"last": "2027-11-26"}, "more than eight weeks"),
        ({"last": ""}, "Enter the last day."),
        ({"home": "nobody"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said(app: Flask, homes: Households, changed: dict[str, object], words: str) -> None:
    path = f"/constellations/{homes.constellation.id}/cover"
    answer = client_of(app, homes.moira).post(path, data=form(homes, **changed))
    assert (answer.status_code, words in answer.text) == (422, True)


def test_a_satellite_reads_it_and_cannot_change_it(app: Flask, homes: Households) -> None:
    today = day("2026-11-22")
    name_cover(sees(homes.moira), homes.constellation.id, homes.okafor.id, today, today)
    client, path = client_of(app, homes.anita), f"/constellations/{homes.constellation.id}/cover"
    page = client.get(path).text
    assert "Okafor" in page
    assert "covers now" in page
    assert "Name a home" not in page
    assert "End it" not in page
    assert client.post(path, data=form(homes)).status_code == 403
    assert 'href="' + path in client.get(f"/constellations/{homes.constellation.id}").text


def test_a_home_that_has_left_is_not_said_to_cover(app: Flask, homes: Households) -> None:
    today = day("2026-11-22")
    name_cover(sees(homes.moira), homes.constellation.id, homes.okafor.id, today, today)
    leaves(homes, homes.okafor, today)
    page = client_of(app, homes.moira).get(f"/constellations/{homes.constellation.id}/cover").text
    assert "has left, so it does not cover" in page
    assert "covers now" not in page
    assert "End it" in page
