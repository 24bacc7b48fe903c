"""The checklist on the screen: of one constellation, of all, as a file, and as a service sets it."""

import csv
import io

from flask import Flask

from sleepovers.fidelity.own.actions import add_fidelity_item
from sleepovers.fidelity.words import COLUMNS
from tests import factories
from tests.client import client_of
from tests.sleepovers.households import Households, sees

TERMS = {"smallest": "2", "largest": "4", "hive_largest": "20", "beds": "2", "months": "6", "version": "0"}


def page_of(app: Flask, homes: Households, who: str) -> str:
    return client_of(app, getattr(homes, who)).get(f"/constellations/{homes.constellation.id}/fidelity").text


def test_the_hub_reads_what_is_met_what_is_not_and_what_to_do(app: Flask, homes: Households) -> None:
    page = page_of(app, homes, "moira")
    assert "It is not the licensed instrument" in page
    assert "3 of 8 met; 5 not met" in page
    assert "2 homes beside the hub today." in page
    assert "6 to 10 satellites." in page
    assert f"/events/new?constellation={homes.constellation.id}" in page
    assert "Your service has entered no phone." in page
    assert "Change what the checklist asks for" not in page
    assert "JB" not in page


def test_staff_find_every_constellation_and_who_reads_one_is_led_there(app: Flask, homes: Households) -> None:
    factories.create_constellation(homes.service, "Lighthouse")
    listed = client_of(app, homes.manager).get("/fidelity").text
    assert "Harbour" in listed
    assert "Lighthouse" in listed
    assert client_of(app, homes.moira).get("/fidelity").location.endswith(f"/{homes.constellation.id}/fidelity")
    assert "There is no checklist to look at" in client_of(app, homes.anita).get("/fidelity").text


def test_the_page_of_a_constellation_shows_it_to_staff_and_hub_alone(app: Flask, homes: Households) -> None:
    path, words = f"/constellations/{homes.constellation.id}", "The whole checklist"
    assert words in client_of(app, homes.liaison).get(path).text
    assert words in client_of(app, homes.moira).get(path).text
    assert words not in client_of(app, homes.anita).get(path).text


def test_the_file_has_a_row_for_each_item_and_nothing_is_worked_out(app: Flask, homes: Households) -> None:
    add_fidelity_item(sees(homes.manager), "=HYPERLINK(1)", 6)
    answer = client_of(app, homes.liaison).get(f"/fidelity.csv?constellation={homes.constellation.id}")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.mimetype == "text/csv"
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["constellation"], rows[0]["standing"]) == ("Harbour", "not_met")
    assert rows[-1]["item"] == "'=HYPERLINK(1)"
    assert len(client_of(app, homes.manager).get("/fidelity.csv").text.splitlines()) == 10
    assert client_of(app, homes.anita).get(f"/fidelity.csv?constellation={homes.constellation.id}").status_code == 404


def test_a_manager_changes_the_bounds_and_switches_items_off(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    assert 'value="6"' in client.get("/fidelity/settings").text
    sent = client.post("/fidelity/settings", data={**TERMS, "items": ["size", "beds"]}, follow_redirects=True)
    assert "The checklist asks for that from today on." in sent.text
    page = page_of(app, homes, "manager")
    assert "2 of 2 met; 1 about to slip" in page
    assert "Switched off by your service:" in page
    stale = client.post("/fidelity/settings", data=TERMS)
    assert stale.status_code == 409
    wrong = client.post("/fidelity/settings", data={**TERMS, "version": "1", "largest": "1"})
    assert wrong.status_code == 422
    assert "The largest size is less than the smallest" in wrong.text


def test_where_everything_is_switched_off_the_page_says_so(app: Flask, homes: Households) -> None:
    client_of(app, homes.manager).post("/fidelity/settings", data=TERMS)
    assert "Nothing is on the list" in page_of(app, homes, "moira")


def test_an_own_item_is_added_answered_and_ended(app: Flask, homes: Households) -> None:
    manager, liaison = client_of(app, homes.manager), client_of(app, homes.liaison)
    typed = {"words": "They know each other", "months": "1"}
    assert "It is on the checklist" in manager.post("/fidelity/items/new", data=typed, follow_redirects=True).text
    again = manager.post("/fidelity/items/new", data=typed)
    assert "on the list already" in again.text
    page = page_of(app, homes, "liaison")
    assert "Nobody has answered this yet." in page
    path = next(part.partition('"')[0] for part in page.split('href="') if "/fidelity/" in part.partition('"')[0])
    assert "They know each other" in liaison.get(path).text
    said = {"is_met": "yes", "answered_on": "2026-11-20", "note": "At the picnic", "version": "0"}
    answered = liaison.post(path, data=said, follow_redirects=True).text
    assert "Yes, on Friday 20 November 2026, said by Dee Marsh: “At the picnic”." in answered
    assert "about to slip" in answered
    assert "It holds until Saturday 19 December 2026." in answered
    assert "Answers so far" in liaison.get(path).text
    item_id = path.rpartition("/")[2]
    ended = manager.post(f"/fidelity/items/{item_id}/end", follow_redirects=True).text
    assert "no more from Monday 23 November 2026 on" in ended
    assert "Asked for until Sunday 22 November 2026." in ended
