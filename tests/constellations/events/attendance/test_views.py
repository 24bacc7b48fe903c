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


def typed(page: str, name: str) -> str:
    """What stands in a box of a page."""
    (box,) = re.findall(rf'<input [^>]*name="{name}"[^>]*>', page)
    return "".join(re.findall(r' value="([^"]*)"', box))


def test_the_register_is_saved_as_it_was_ticked_and_a_family_added(
    app: Flask, families: Families, at: uuid.UUID
) -> None:
    client, path = client_of(app, families.moira), f"/events/{at}/register"
    page = client.get(path).text
    assert len(ticked(page)) == 6
    filled = {
        "version": "0",
        "homes": str(families.patel.id),
        "guests": [str(families.anita.id), str(families.jb.id)],
        f"more_adults-{families.patel.id}": "",
        f"more_children-{families.patel.id}": "2",
        "add": str(families.okafor.id),
    }
    saved = client.post(path, data=filled, follow_redirects=True).text
    assert "The register is saved." in saved
    assert came() == {"Patel": (1, 3), "Okafor": (1, 1)}
    assert len(ticked(saved)) == 6, "two families, and two of each"
    (asked,) = re.findall(r"<details.*?</details>", saved, re.S)
    assert ("It cannot be brought back." in asked, f'action="{path}/take-back"' in asked) == (True, True)
    assert saved.count(f'action="{path}/take-back"') == 1
    event = client_of(app, families.grace).get(f"/events/{at}").text
    assert "<strong>2 families came:</strong> 2 adults and 4 children." in event
    again = client.post(path, data={**filled, "add": ""})
    assert again.status_code == HTTPStatus.CONFLICT
    back = client.post(f"{path}/take-back", follow_redirects=True).text
    assert ("Taken back." in back, came()) == (True, {})


@pytest.mark.parametrize(
    ("adults", "words", "leads_to"),
    [
        ("3o", "Enter how many others came with Patel: a number from 0 to 20.", "more_adults-{}"),
        ("21", "Enter how many others came with Patel: a number from 0 to 20.", "more_adults-{}"),
        ("", "Say who came of Patel", "homes"),
    ],
)
def test_what_cannot_be_is_shown_again_as_it_was_typed(
    app: Flask, families: Families, at: uuid.UUID, adults: str, words: str, leads_to: str
) -> None:
    client, patel = client_of(app, families.moira), families.patel.id
    children = "" if leads_to == "homes" else "4"
    numbers = {f"more_adults-{patel}": adults, f"more_children-{patel}": children}
    sent = {"version": "0", "homes": str(patel), "add": "", **numbers}
    answer = client.post(f"/events/{at}/register", data=sent)
    assert (answer.status_code, words in answer.text) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
    assert f'href="#{leads_to.format(patel)}"' in answer.text
    assert (ticked(answer.text), came()) == ([str(patel)], {})
    assert {name: typed(answer.text, name) for name in numbers} == numbers


def test_the_register_beside_thanks_that_are_refused_can_still_be_saved(
    app: Flask, families: Families, at: uuid.UUID
) -> None:
    client, patel = client_of(app, families.moira), families.patel.id
    sent = {"version": "0", "homes": str(patel), "add": "", f"more_adults-{patel}": "2"}
    client.post(f"/events/{at}/register", data=sent)
    refused = client.post(f"/events/{at}/thanks", data={"words": ""}).text
    assert (typed(refused, f"more_adults-{patel}"), typed(refused, "version")) == ("2", "1")


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
    patel = families.patel.id
    sent = {"version": "0", "homes": str(patel), f"more_adults-{patel}": "2", f"more_children-{patel}": "", "add": ""}
    client.post(f"/events/{at}/register", data=sent)
    client.post(f"/events/{at}/thanks", data={"words": "Lovely <b>day</b>."})
    assert "Lovely &lt;b&gt;day&lt;/b&gt;." in client_of(app, families.grace).get(f"/events/{at}").text
    notices = client_of(app, families.anita).get("/notices").text
    assert "Thank you for coming: Saturday together." in notices
