"""The register on a phone: ticked beforehand, saved as a whole, undone, and thanks."""

import re
import uuid
from http import HTTPStatus

import pytest
import time_machine
from flask import Flask

from constellations.events.attendance.models import Attendance
from constellations.models import Home
from tests.client import client_of
from tests.constellations.events.families import Families, say
from tests.registers import rows


@pytest.fixture
def at(families: Families, clock: time_machine.Traveller) -> uuid.UUID:
    """A gathering that has just begun, to which the Patels said they come."""
    at = families.event()
    say(families.anita, at)
    clock.move_to("2026-12-19T14:00Z")
    return at


def came() -> dict[str, tuple[int, int]]:
    """Adults and children who came, by family."""
    homes: dict[uuid.UUID, str] = dict(rows(Home.id, Home.name))
    found = rows(Attendance.home_id, Attendance.adults, Attendance.children)
    return {homes[home_id]: (adults, children) for home_id, adults, children in found}


def ticked(page: str) -> list[str]:
    """What a page has ticked."""
    return re.findall(r'type="checkbox" value="([^"]+)" checked', page)


def test_the_register_is_saved_as_it_was_ticked_and_a_family_added(
    app: Flask, families: Families, at: uuid.UUID
) -> None:
    client, path = client_of(app, families.moira), f"/events/{at}/register"
    page = client.get(path).text
    assert len(ticked(page)) == 6
    filled = {
        "version": "0",
        "row": str(families.patel.id),
        "homes": str(families.patel.id),
        "guests": [str(families.anita.id), str(families.jb.id)],
        "more_adults": "",
        "more_children": "2",
        "add": str(families.okafor.id),
    }
    saved = client.post(path, data=filled, follow_redirects=True).text
    assert "The register is saved." in saved
    assert came() == {"Patel": (1, 3), "Okafor": (1, 1)}
    assert len(ticked(saved)) == 6, "two families, and two of each"
    event = client_of(app, families.grace).get(f"/events/{at}").text
    assert "<strong>2 families came:</strong> 2 adults and 4 children." in event
    again = client.post(path, data={**filled, "add": ""})
    assert again.status_code == HTTPStatus.CONFLICT
    back = client.post(f"{path}/take-back", follow_redirects=True).text
    assert ("Taken back." in back, came()) == (True, {})


@pytest.mark.parametrize(
    ("filled", "words"),
    [({"more_adults": "many"}, "a number from 0 to 20"), ({}, "Say who came of Patel")],
)
def test_what_cannot_be_is_shown_again(
    app: Flask, families: Families, at: uuid.UUID, filled: dict[str, str], words: str
) -> None:
    sent = {"version": "0", "row": str(families.patel.id), "homes": str(families.patel.id), "more_adults": ""}
    rest = {"more_children": "", "add": "", **filled}
    answer = client_of(app, families.moira).post(f"/events/{at}/register", data={**sent, **rest})
    assert (answer.status_code, words in answer.text) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
    assert (ticked(answer.text), came()) == ([str(families.patel.id)], {})


def test_the_register_says_that_it_is_too_early(app: Flask, families: Families) -> None:
    at = families.event()
    page = client_of(app, families.moira).get(f"/events/{at}/register")
    assert "This has not begun yet." in page.text
    assert "Save the register" not in page.text
    assert client_of(app, families.anita).get(f"/events/{at}/register").status_code == HTTPStatus.FORBIDDEN


def test_thanks_stand_on_the_page_of_the_event(app: Flask, families: Families, at: uuid.UUID) -> None:
    client = client_of(app, families.moira)
    early = client.post(f"/events/{at}/thanks", data={"words": "Lovely."})
    assert (early.status_code, "Save the register first" in early.text) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
    sent = {"version": "0", "row": str(families.patel.id), "homes": str(families.patel.id), "more_adults": "2"}
    client.post(f"/events/{at}/register", data={**sent, "more_children": "", "add": ""})
    client.post(f"/events/{at}/thanks", data={"words": "Lovely <b>day</b>."})
    assert "Lovely &lt;b&gt;day&lt;/b&gt;." in client_of(app, families.grace).get(f"/events/{at}").text
    notices = client_of(app, families.anita).get("/notices").text
    assert "Thank you for coming: Saturday together." in notices
