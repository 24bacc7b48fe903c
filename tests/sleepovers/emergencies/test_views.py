"""The pages of an emergency and of tonight: what stands above, what each reader reads, and what a press does."""

import re
import uuid
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.emergencies.actions import ask_in_emergency, say_i_can, say_we_cannot
from sleepovers.emergencies.models import LadderWaits
from sleepovers.rules import AskState, StayKind
from tests import factories
from tests.client import client_of
from tests.factories import changed
from tests.sleepovers.asks.asking import answers, make_trusted_households, state_of, wanted
from tests.sleepovers.emergencies.sending import MINUTE, climb, known, send
from tests.sleepovers.households import Households, sees

NUMBER = "0300 555 0100"


@pytest.fixture
def homes(app: Flask, clock: time_machine.Traveller) -> Households:
    """The households in the evening, and a number out of hours."""
    clock.move_to("2026-11-22T20:00Z")
    made = make_trusted_households()
    changed(made.service, out_of_hours_phone=NUMBER)
    return made


def set_phone(homes: Households, phone: str | None) -> None:
    """Another number out of hours."""
    changed(homes.service, out_of_hours_phone=phone)


def sent_form(homes: Households, **other: object) -> dict[str, object]:
    """JB, for one night."""
    return {"family": str(homes.patel.id), "children": str(homes.jb.id), "nights": "1", **other}


class TestSending:
    def test_whom_to_phone_stands_above_everything(self, app: Flask, homes: Households) -> None:
        ask_id = send(homes)
        for path in ("/emergencies/new", f"/emergencies/{ask_id}", f"/tonight/{homes.constellation.id}", "/"):
            main = client_of(app, homes.anita).get(path).text.split('id="main"')[1]
            assert 'href="tel:999"' in main, path
            assert f'href="tel:{NUMBER.replace(" ", "")}"' in main, path
        set_phone(homes, None)
        page = client_of(app, homes.anita).get("/emergencies/new").text
        assert "phone your liaison worker, your service has given no number" in page

    def test_a_single_child_is_chosen_and_a_press_sends_it(self, app: Flask, homes: Households) -> None:
        client = client_of(app, homes.anita)
        assert re.search(rf'value="{homes.jb.id}" checked', client.get("/emergencies/new").text)
        page = client.post("/emergencies/new", data=sent_form(homes), follow_redirects=True)
        assert page.request.path.startswith("/emergencies/")
        assert "Asked 1 · yes 0 · no 0 · not yet 1" in page.text
        assert "The hub is asked. At 20:05 the homes that the child knows are asked too." in page.text

    def test_staff_say_first_for_whose_child(self, app: Flask, homes: Households) -> None:
        client = client_of(app, homes.liaison)
        page = client.get("/emergencies/new").text
        assert "Whose child needs a bed?" in page
        page = client.get(f"/emergencies/new?family={homes.patel.id}").text
        assert "for a child who lives with Patel" in page

    @pytest.mark.parametrize(
        ("changed_field", "words"),
        [
            ({"children": ""}, "Choose from the list."),
            ({"children": []}, "Choose who is to stay."),
            ({"nights": "8"}, "Not a valid choice"),
            ({"note": "x" * 301}, "at most 300 letters"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, app: Flask, homes: Households, changed_field: dict[str, object], words: str
    ) -> None:
        answer = client_of(app, homes.anita).post("/emergencies/new", data=sent_form(homes, **changed_field))
        assert (answer.status_code, words in answer.text) == (422, True)


class TestAnswering:
    def test_a_home_that_is_asked_reads_of_itself_alone_and_presses_once(self, app: Flask, homes: Households) -> None:
        known(homes, homes.okafor)
        ask_id = send(homes)
        say_we_cannot(sees(homes.moira), ask_id)
        client = client_of(app, homes.okafors)
        page = client.get(f"/emergencies/{ask_id}").text
        assert "I can</button>" in page
        assert "Moira" not in page
        assert "Who has answered" not in page
        page = client.post(f"/emergencies/{ask_id}/can", follow_redirects=True).text
        assert "Thank you. JB comes to you." in page
        assert "I can</button>" not in page

    def test_who_comes_second_reads_sorted_thank_you(self, app: Flask, homes: Households) -> None:
        ask_id = send(homes)
        known(homes, homes.okafor)
        with time_machine.travel("2026-11-22T20:05Z", tick=False):
            climb()
            client = client_of(app, homes.okafors)
            client.get(f"/emergencies/{ask_id}")
            say_i_can(sees(homes.moira), ask_id)
            answer = client.post(f"/emergencies/{ask_id}/can", follow_redirects=True)
            part = client.get(f"/emergencies/{ask_id}/board").text
        assert answer.status_code == 200
        assert "Sorted, thank you. Another home takes the child." in answer.text
        assert "I can</button>" not in answer.text
        whole = client.get(f"/asks/{ask_id}").text
        assert "Sorted, thank you." in part
        assert "<html" not in part
        for page in (part, whole):
            assert "stays with" not in page, "where the child sleeps is not for a home that was asked beside"
            assert "Moira" not in page

    def test_no_is_one_press_and_may_be_taken_back(self, app: Flask, homes: Households) -> None:
        ask_id = send(homes)
        client = client_of(app, homes.moira)
        page = client.post(f"/emergencies/{ask_id}/cannot", follow_redirects=True).text
        assert "“Not tonight.”" in page
        assert "I can</button>" in page
        assert "I can’t</button>" not in page
        client.post(f"/emergencies/{ask_id}/can")
        assert state_of(ask_id) is AskState.AGREED

    def test_after_it_was_called_off_a_press_does_nothing(self, app: Flask, homes: Households) -> None:
        ask_id = send(homes)
        page = client_of(app, homes.anita).post(f"/emergencies/{ask_id}/call-off", follow_redirects=True).text
        assert "Called off. Everybody who was asked is told." in page
        client = client_of(app, homes.moira)
        assert "Nothing needs to be done any more. Thank you." in client.get(f"/emergencies/{ask_id}").text
        answer = client.post(f"/emergencies/{ask_id}/can")
        assert (answer.status_code, "Nothing needs to be done." in answer.text) == (409, True)

    def test_who_waits_sees_yes_no_and_not_yet_and_asks_again(
        self, app: Flask, homes: Households, clock: time_machine.Traveller
    ) -> None:
        known(homes, homes.okafor)
        ask_id = send(homes)
        say_we_cannot(sees(homes.moira), ask_id)
        for person in (homes.anita, homes.liaison):
            page = client_of(app, person).get(f"/emergencies/{ask_id}").text
            assert "Asked 2 · yes 0 · no 1 · not yet 1" in page
            assert "Ask again who has not answered" not in page
        refused = client_of(app, homes.anita).post(f"/emergencies/{ask_id}/again")
        assert (refused.status_code, "less than 3 minutes ago" in refused.text) == (422, True)
        clock.shift(3 * MINUTE)
        client = client_of(app, homes.anita)
        assert "Ask again who has not answered" in client.get(f"/emergencies/{ask_id}").text
        page = client.post(f"/emergencies/{ask_id}/again", follow_redirects=True).text
        assert "One home is asked again." in page

    def test_where_the_next_homes_are_not_asked_in_time_it_says_to_phone(
        self, app: Flask, homes: Households, clock: time_machine.Traveller
    ) -> None:
        ask_id = send(homes)
        clock.shift(5 * MINUTE)
        client = client_of(app, homes.anita)
        assert "At 20:05 the homes that the child knows are asked too." in client.get(f"/emergencies/{ask_id}").text
        clock.shift(2 * MINUTE)
        page = client.get(f"/emergencies/{ask_id}").text
        late = "Roost should have asked more homes at 20:05 and has not. Do not wait: phone"
        assert f"{late} out of hours, {NUMBER}." in page
        assert "are asked too" not in page
        set_phone(homes, None)
        assert f"{late} your liaison worker." in client.get(f"/emergencies/{ask_id}/board").text

    def test_where_nobody_is_left_it_says_to_phone(self, app: Flask, homes: Households) -> None:
        known(homes, homes.okafor)
        ask_id = send(homes)
        say_we_cannot(sees(homes.moira), ask_id)
        say_we_cannot(sees(homes.okafors), ask_id)
        page = client_of(app, homes.anita).get(f"/emergencies/{ask_id}").text
        assert "Do not wait any longer: phone out of hours. Your liaison worker is told too." in page

    def test_an_emergency_that_was_asked_in_the_long_form_has_the_same_board(
        self, app: Flask, homes: Households
    ) -> None:
        wish = wanted(homes.hub, children=(homes.jb,))
        (ask_id,) = ask_for_sleepover(sees(homes.anita), replace(wish, kind=StayKind.EMERGENCY))
        client = client_of(app, homes.moira)
        assert "I can</button>" in client.get(f"/emergencies/{ask_id}").text
        client.post(f"/emergencies/{ask_id}/can")
        assert state_of(ask_id) is AskState.AGREED


class TestHowLongItIsRead:
    def test_a_home_that_was_asked_reads_no_more_of_it_once_its_days_are_over(
        self, app: Flask, homes: Households, clock: time_machine.Traveller
    ) -> None:
        known(homes, homes.okafor)
        ask_id = ask_in_emergency(sees(homes.anita), [homes.jb.id], note="She has a cold")
        say_we_cannot(sees(homes.moira), ask_id)
        say_we_cannot(sees(homes.okafors), ask_id)
        say_i_can(sees(homes.moira), ask_id)
        page = client_of(app, homes.okafors).get(f"/asks/{ask_id}")
        assert (page.status_code, "She has a cold" in page.text) == (200, False)
        assert "She has a cold" in client_of(app, homes.moira).get(f"/asks/{ask_id}").text
        clock.move_to("2026-11-24T09:00Z")
        assert client_of(app, homes.okafors).get(f"/asks/{ask_id}").status_code == 404
        for person in (homes.moira, homes.anita, homes.liaison):
            assert client_of(app, person).get(f"/asks/{ask_id}").status_code == 200

    def test_who_has_taken_a_child_reads_on(self, app: Flask, homes: Households, clock: time_machine.Traveller) -> None:
        known(homes, homes.okafor)
        ask_id = send(homes)
        say_we_cannot(sees(homes.moira), ask_id)
        say_i_can(sees(homes.okafors), ask_id)
        clock.move_to("2027-03-01T09:00Z")
        assert "JB stays with Okafor" in client_of(app, homes.okafors).get(f"/asks/{ask_id}").text


class TestTheHomePage:
    def test_an_emergency_stands_first_and_is_answered_there(self, app: Flask, homes: Households) -> None:
        ask_id = send(homes)
        client = client_of(app, homes.moira)
        page = client.get("/").text
        assert page.index('id="emergencies"') < page.index('id="tonight"')
        assert 'id="asked"' not in page
        client.post(f"/emergencies/{ask_id}/cannot")
        assert "You have answered." in client.get("/").text

    def test_without_one_there_is_the_way_to_send_one(self, app: Flask, homes: Households) -> None:
        page = client_of(app, homes.anita).get("/").text
        assert 'id="emergencies"' not in page
        assert 'href="/emergencies/new"' in page
        assert 'href="/tonight"' in page


class TestTonight:
    def test_a_carer_is_led_to_the_board_and_staff_choose(self, app: Flask, homes: Households) -> None:
        path = f"/tonight/{homes.constellation.id}"
        assert client_of(app, homes.anita).get("/tonight").headers["Location"] == path
        factories.create_constellation(homes.service, "Elsewhere")
        assert f'href="{path}"' in client_of(app, homes.manager).get("/tonight").text
        lonely = factories.create_person(homes.liaison.role, homes.service)
        assert "You are around no constellation today" in client_of(app, lonely).get("/tonight").text

    def test_the_board_says_who_has_room_and_names_no_child(self, app: Flask, homes: Households) -> None:
        homes.stay("2026-11-22", "2026-11-23")
        client = client_of(app, homes.okafors)
        page = client.get(f"/tonight/{homes.constellation.id}").text
        assert "1 bed open" in page
        assert "Out of hours tonight: Moira." in page
        assert "JB" not in page
        part = client.get(f"/tonight/{homes.constellation.id}/lines").text
        assert "1 bed open" in part
        assert "<html" not in part


class TestTheWaits:
    def test_a_manager_sets_them_and_a_stale_page_changes_nothing(self, app: Flask, homes: Households) -> None:
        client = client_of(app, homes.manager)
        page = client.get("/service/emergencies").text
        assert f"Carers read from the start: out of hours {NUMBER}." in page
        assert 'href="/service/emergencies"' in client.get("/service").text
        form = {"hub": "3", "known": "4", "everyone": "15", "version": "0"}
        saved = client.post("/service/emergencies", data=form, follow_redirects=True)
        assert "The settings are saved." in saved.text
        row = session().scalars(covering(Viewer.system(), select(LadderWaits))).one()
        assert (row.hub, row.known, row.everyone) == (3, 4, 15)
        stale = client.post("/service/emergencies", data=form)
        assert (stale.status_code, "It says now: 3, 4 and 15 minutes." in stale.text) == (409, True)
        again = client.post("/service/emergencies", data={**form, "version": "1", "hub": "5"}, follow_redirects=True)
        assert "The settings are saved." in again.text

    @pytest.mark.parametrize("minutes", ["0", "61", "", "soon", "1.5", "-3"])
    def test_other_waits_are_refused(self, app: Flask, homes: Households, minutes: str) -> None:
        form = {"hub": minutes, "known": "4", "everyone": "15", "version": "0"}
        answer = client_of(app, homes.manager).post("/service/emergencies", data=form)
        assert (answer.status_code, "Enter whole minutes, from 1 to 60." in answer.text) == (422, True)

    def test_a_service_without_a_number_is_told(self, app: Flask, homes: Households) -> None:
        set_phone(homes, None)
        page = client_of(app, homes.manager).get("/service/emergencies").text
        assert "Your service has given no phone out of hours" in page


def test_strangers_find_nothing(app: Flask, homes: Households) -> None:
    ask_id = send(homes)
    assert answers(ask_id)
    stranger = factories.create_person(homes.anita.role, home=factories.create_home(homes.service))
    for path in (f"/emergencies/{ask_id}", f"/emergencies/{uuid.uuid4()}", f"/tonight/{homes.constellation.id}"):
        assert client_of(app, stranger).get(path).status_code == 404
