"""The pages of personal data: one's own, the list, a request, and what may be done about somebody."""

import datetime as dt

import time_machine
from flask import Flask

from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rights import actions, queries
from constellations.rights.holds.queries import holds_of
from constellations.rights.rules import Subject
from tests.client import client_of
from tests.constellations.rights.families import Family, outing, run_job, stored
from tests.factories import create_person
from tests.messaging.factories import create_concern, create_message


def test_a_carer_finds_the_way_from_their_page_and_fetches_the_copy(app: Flask, family: Family) -> None:
    client = client_of(app, family.anita)
    assert 'href="/me/data"' in client.get("/me").text
    assert "It is yours by law" in client.get("/me/data").text
    asked = client.post("/me/data", follow_redirects=True).text
    assert "Your copy is being made." in asked
    again = client.post("/me/data")
    assert (again.status_code, "This was asked for already" in again.text) == (422, True)
    run_job()
    page = client.get("/me/data").text
    assert "ready" in page
    request_id = queries.copies_of_own(viewer_for(family.anita))[0].request.id
    fetched = client.post(f"/rights/requests/{request_id}/file")
    assert fetched.mimetype == "application/zip"
    assert fetched.headers["Content-Disposition"] == "attachment; filename=what-roost-holds-2026-11-22.zip"
    assert fetched.headers["Cache-Control"] == "private, no-store"
    assert fetched.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_password_is_asked_again_before_asking_and_before_fetching(
    app: Flask, family: Family, clock: time_machine.Traveller
) -> None:
    client = client_of(app, family.anita)
    request_id = actions.ask_for_own_copy(viewer_for(family.anita))
    run_job()
    clock.shift(dt.timedelta(minutes=11))
    for path in ("/me/data", f"/rights/requests/{request_id}/file"):
        answer = client.post(path)
        assert answer.status_code == 422
        assert 'name="again-password"' in answer.text


def test_somebody_elses_copy_is_not_there(app: Flask, family: Family) -> None:
    request_id = actions.ask_for_own_copy(viewer_for(family.anita))
    run_job()
    other = client_of(app, create_person(Role.FINANCE, family.service))
    assert other.post(f"/rights/requests/{request_id}/file").status_code == 404
    manager = client_of(app, family.ruth)
    assert manager.post(f"/rights/requests/{request_id}/file").status_code == 422
    assert stored(request_id).fetched_at is None


def test_a_manager_asks_for_a_copy_and_sees_it_in_the_list_with_its_day(app: Flask, family: Family) -> None:
    client = client_of(app, family.ruth)
    path = f"/rights/people/{family.zeb.id}"
    assert path in client.get(f"/people/{family.zeb.id}").text
    assert "The copy is being made." in client.post(path, data={"do": "copy"}, follow_redirects=True).text
    refused = client.post(path, data={"do": "copy"})
    assert (refused.status_code, "asked for already" in refused.text) == (422, True)
    page = client.get("/rights").text
    assert "Zebedee Quillfeather" in page
    assert "due Tue 22 Dec" in page
    assert 'href="/rights"' in client.get("/people").text


def test_what_is_withheld_is_listed_before_a_copy_is_handed_over(app: Flask, family: Family) -> None:
    conversation = outing(family, family.anita, family.ruth)
    create_concern(create_message(conversation, family.anita), family.ruth, family.constellation)
    request_id = actions.ask_for_own_copy(viewer_for(family.anita))
    run_job()
    client, path = client_of(app, family.ola), f"/rights/requests/{request_id}"
    page = client.get(path).text
    assert "What worried somebody: 1" in page
    assert "Hand the copy over without it" in page
    assert "That is noted." in client.post(path, data={"do": "hand_over"}, follow_redirects=True).text
    assert client.post(path, data={"do": "hand_over"}).status_code == 422
    assert client.post(path, data={"do": "something"}).status_code == 422


def test_an_erasure_is_looked_at_asked_for_and_confirmed_by_another(app: Flask, family: Family) -> None:
    ruth, ola = client_of(app, family.ruth), client_of(app, family.ola)
    path = f"/rights/people/{family.zeb.id}"
    page = ruth.get(f"{path}?erase=yes").text
    assert "In place of the name it will say: former carer" in page
    assert 'value="Zebedee, Quillfeather"' in page
    assert "Asked for." in ruth.post(path, data={"do": "erase", "also": "Zebedee"}, follow_redirects=True).text
    line = queries.requests_about(viewer_for(family.ruth), Subject(person_id=family.zeb.id))[0]
    request_path = f"/rights/requests/{line.request.id}"
    own = ruth.post(request_path, data={"do": "confirm"})
    assert (own.status_code, "another manager confirms it" in own.text) == (422, True)
    assert "What the erasure would do" in ola.get(request_path).text
    assert "The erasure is agreed" in ola.post(request_path, data={"do": "confirm"}, follow_redirects=True).text
    run_job()
    done = ola.get(request_path).text
    assert "Nothing in Roost says the name any more." in done
    assert "Zebedee" not in done


def test_who_is_here_is_not_erased_and_the_page_says_why(app: Flask, family: Family) -> None:
    client, path = client_of(app, family.ruth), f"/rights/people/{family.anita.id}"
    assert "End their access first" in client.get(path).text
    refused = client.post(path, data={"do": "erase", "also": ""})
    assert (refused.status_code, "End their access first" in refused.text) == (422, True)


def test_a_child_is_held_and_the_hold_is_lifted(app: Flask, family: Family) -> None:
    client, path = client_of(app, family.ruth), f"/rights/children/{family.child.id}"
    assert path in client.get(f"/children/{family.child.id}").text
    refused = client.post(path, data={"do": "hold", "reason": ""})
    assert (refused.status_code, "Say why they are held." in refused.text) == (422, True)
    held = client.post(path, data={"do": "hold", "reason": "A court’s order"}, follow_redirects=True).text
    assert "A court’s order" in held
    hold_id = holds_of(viewer_for(family.ruth), Subject(child_id=family.child.id))[0].hold_id
    lifted = client.post(f"/rights/holds/{hold_id}/lift", follow_redirects=True).text
    assert "lifted by Ruth Vane" in lifted
