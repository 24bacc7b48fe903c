"""The landing list, its page, its file and its numbers, and the presses from a row."""

import csv
import datetime as dt
import io
import re

import pytest
from flask import Flask

from constellations.engagement.contacts.models import Contact, Snooze
from constellations.engagement.needs.models import NeedsLevels
from constellations.models import Person
from messaging.models import Conversation
from messaging.rules import ConversationKind
from tests import factories
from tests.client import client_of
from tests.constellations.engagement.needs.quiet import Watched
from tests.registers import rows

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
LEVELS = {"version": "0", "drifting_days": "20", "call_days": "40", "sooner_days": "14", "grace_days": "0"}


@pytest.fixture
def watched(app: Flask) -> Watched:
    """Families of whom Patel was not heard of for 52 days."""
    made = Watched()
    for home in (made.kelly, made.okafor):
        made.did("answered_event", home, TODAY - DAY)
    made.did("answered_event", made.patel, dt.date(2026, 10, 1))
    return made


def needs_of(text: str) -> str:
    """The panel of the home page."""
    found = re.search(r'<section class="card" id="needs-you".*?</section>', text, re.S)
    assert found is not None
    return found[0]


def test_the_day_begins_with_who_needs_somebody(app: Flask, watched: Watched) -> None:
    for person in (watched.liaison, watched.manager):
        text = client_of(app, person).get("/").text
        headings = re.findall(r'<h2 class="card__title"[^>]*>\s*([^<]+?)\s*<', text)
        assert headings[:2] == ["Needs you", "Waiting for you"]
        panel = needs_of(text)
        assert "No sign of life for 52 days: last, answered on Thu 1 Oct" in panel
        assert "2 families are connected" in panel
        for press in ("Message", "Log a call", "Visit booked", "Snooze"):
            assert press in panel
    assert 'id="needs-you"' not in client_of(app, watched.anita).get("/").text


def test_a_message_is_one_press_away(app: Flask, watched: Watched) -> None:
    client = client_of(app, watched.liaison)
    answer = client.post("/conversations/new", data={"people": str(watched.anita.id)})
    assert answer.status_code == 302
    assert rows(Conversation.kind) == [(ConversationKind.DIRECT,)]
    assert f'name="people" value="{watched.anita.id}"' in needs_of(client.get("/").text)


def test_who_would_rather_be_phoned_is_phoned_first(app: Flask, watched: Watched) -> None:
    client = client_of(app, watched.liaison)
    assert needs_of(client.get("/").text).index(">Message") < needs_of(client.get("/").text).index(">Log a call")
    assert client.post(f"/homes/{watched.patel.id}/phone", data={"prefers": "yes"}).status_code == 302
    panel = needs_of(client.get("/").text)
    assert panel.index(">Log a call") < panel.index(">Message")
    assert "rather by phone" in panel


def test_a_family_of_two_carers_has_a_button_for_each(app: Flask, watched: Watched) -> None:
    factories.create_person(watched.anita.role, home=watched.patel, name="Raj Patel")
    panel = needs_of(client_of(app, watched.liaison).get("/").text)
    assert ">Message Anita<" in panel
    assert ">Message Raj<" in panel


def test_a_call_is_one_press_and_its_undo_another(app: Flask, watched: Watched) -> None:
    client = client_of(app, watched.liaison)
    written = client.post(f"/homes/{watched.patel.id}/called", follow_redirects=True).text
    assert "Patel: called on Sunday 22 November 2026" in written
    assert "No family needs you today." in needs_of(client.get("/").text)
    ((contact_id,),) = rows(Contact.id)
    form = {"version": "1", "kind": "called", "day": "2026-11-20", "note": "Back on Monday."}
    corrected = client.post(f"/contacts/{contact_id}", data=form, follow_redirects=True).text
    assert "Patel: called on Friday 20 November 2026" in corrected
    assert client.post(f"/contacts/{contact_id}", data=form).status_code == 409
    client.post(f"/contacts/{contact_id}/take-back")
    assert rows(Contact.id) == []
    assert "No sign of life for 52 days" in needs_of(client.get("/").text)


def test_a_visit_is_booked_and_the_family_waits_for_it(app: Flask, watched: Watched) -> None:
    client = client_of(app, watched.liaison)
    path = f"/homes/{watched.patel.id}/visit"
    assert "A visit to Patel" in client.get(path).text
    assert (
        "visit booked for Tuesday 24 November 2026"
        in client.post(path, data={"day": "24/11/2026", "note": ""}, follow_redirects=True).text
    )
    panel = needs_of(client.get("/").text)
    assert "1 family is snoozed or has a visit booked" in panel
    assert "Visit booked for Tue 24 Nov" in panel


@pytest.mark.parametrize(
    ("path", "form", "said"),
    [
        ("visit", {"day": "", "note": ""}, "Choose the day of the visit."),
        ("visit", {"day": "2026-11-21", "note": ""}, "Choose today or a day of the next 92 days."),
        ("visit", {"day": "2026-11-24", "note": "x" * 281}, "Use fewer letters."),
        ("snooze", {"until": "2026-12-06"}, "Choose a reason."),
        ("snooze", {"reason": "other", "words": "", "until": "2026-12-06"}, "Say in a few words why."),
        ("snooze", {"reason": "holiday", "until": "2026-11-22"}, "tomorrow, or up to 92 days ahead"),
        ("snooze", {"reason": "holiday", "until": "2027-12-01"}, "tomorrow, or up to 92 days ahead"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_the_field(
    app: Flask, watched: Watched, path: str, form: dict[str, str], said: str
) -> None:
    answer = client_of(app, watched.liaison).post(f"/homes/{watched.patel.id}/{path}", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert rows(Contact.id) == rows(Snooze.id) == []


def test_a_snooze_is_offered_for_two_weeks_and_undone(app: Flask, watched: Watched) -> None:
    client = client_of(app, watched.liaison)
    path = f"/homes/{watched.patel.id}/snooze"
    assert 'value="2026-12-06"' in client.get(path).text
    form = {"reason": "other", "words": "Moving house", "until": "2026-12-06"}
    assert "until Sun 6 Dec (Moving house)" in client.post(path, data=form, follow_redirects=True).text
    assert "Snoozed until Sun 6 Dec: Moving house (Ruth Adeyemi)" in needs_of(client.get("/").text)
    ((snooze_id,),) = rows(Snooze.id)
    assert client.post(f"/snoozes/{snooze_id}").location.endswith("/#needs-you")
    assert rows(Snooze.id) == []


def test_the_page_says_when_a_family_stands_there_and_the_manager_changes_that(app: Flask, watched: Watched) -> None:
    assert "Change the numbers" not in client_of(app, watched.liaison).get("/needs-you").text
    client = client_of(app, watched.manager)
    assert "Drifting: after 30 days without a sign of life" in client.get("/needs-you").text
    assert 'value="45"' in client.get("/needs-you/levels").text
    text = client.post("/needs-you/levels", data=LEVELS, follow_redirects=True).text
    assert "Call them: after 40 days without a sign of life" in text
    assert rows(NeedsLevels.sooner_days, NeedsLevels.grace_days) == [(14, 0)]
    assert client.post("/needs-you/levels", data=LEVELS).status_code == 409


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("drifting_days", "6", "Enter a number of days from 7 to 180."),
        ("call_days", "20", "Enter more days than those after which a family is drifting."),
        ("sooner_days", "21", "Enter at most as many days as those after which others are drifting."),
        ("grace_days", "91", "Enter a number of days from 0 to 90."),
        ("grace_days", "", "Enter a number of days from 0 to 90."),
    ],
)
def test_a_wrong_number_is_said_and_nothing_is_stored(
    app: Flask, watched: Watched, field: str, typed: str, said: str
) -> None:
    answer = client_of(app, watched.manager).post("/needs-you/levels", data=LEVELS | {field: typed})
    assert answer.status_code == 422
    assert f'<a href="#{field}">{said}' in answer.text
    assert rows(NeedsLevels.service_id) == []


def test_the_file_has_a_row_for_each_family(app: Flask, watched: Watched) -> None:
    answer = client_of(app, watched.liaison).get("/needs-you.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="needs-you.csv"'
    first, *others = csv.DictReader(io.StringIO(answer.text))
    assert first == {
        "family": "Patel",
        "constellation": "Northern Lights",
        "state": "call them",
        "needs_you": "yes",
        "days_without_sign": "52",
        "last_sign": "answered",
        "last_sign_on": "2026-10-01",
        "reasons": "No sign of life for 52 days: last, answered on Thu 1 Oct",
        "prefers_phone": "no",
        "snoozed_until": "",
        "visit_on": "",
    }
    assert [row["needs_you"] for row in others] == ["no", "no"]


def test_the_page_of_a_family_holds_its_contact_log(app: Flask, watched: Watched) -> None:
    client = client_of(app, watched.liaison)
    path = f"/families/{watched.patel.id}"
    assert "Nobody has written down a call or a visit yet." in client.get(path).text
    form = {"reason": "bereavement", "words": "", "until": "2026-12-06"}
    client.post(f"/homes/{watched.patel.id}/snooze", data=form)
    client.post(f"/homes/{watched.patel.id}/called")
    text = client.post(f"/homes/{watched.patel.id}/phone", data={"prefers": "yes"}, follow_redirects=True).text
    for said in ("called on Sunday 22 November 2026", "bereavement", "Ruth Adeyemi", "Does not mind being written to"):
        assert said in text
    counted = client_of(app, watched.anita).get("/counted").text
    assert "Sun 22 Nov" in counted
    assert "bereavement" not in counted


def test_others_are_kept_out(app: Flask, watched: Watched) -> None:
    client_of(app, watched.liaison).post(f"/homes/{watched.patel.id}/called")
    ((contact_id,),) = rows(Contact.id)
    strangers: list[tuple[Person, int]] = [
        *((person, 403) for person in (watched.anita, watched.finance)),
        *((person, 404) for person in (watched.neighbour, watched.far_manager)),
    ]
    for person, status in strangers:
        client = client_of(app, person)
        assert client.post(f"/homes/{watched.patel.id}/called").status_code == status
        assert client.get(f"/homes/{watched.patel.id}/snooze").status_code == status
        assert client.get(f"/contacts/{contact_id}").status_code == status
    assert len(rows(Contact.id)) == 1
