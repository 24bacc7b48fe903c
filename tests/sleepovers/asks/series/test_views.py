"""Pages of planned asks: a series, the child's wish, homes with their reasons, the hub's word, waiting for a bed."""

import re

import pytest
from flask import Flask

from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.hub.actions import set_asking_rules
from sleepovers.asks.hub.models import AskingRules, HubWord
from sleepovers.asks.hub.rules import AskingRule
from sleepovers.asks.waiting.models import WaitingPlace
from sleepovers.rules import AskState, StayState
from tests import factories
from tests.client import client_of
from tests.registers import rows
from tests.sleepovers.asks.asking import agree, ask_for, state_of, stays_from, the_ask
from tests.sleepovers.asks.asking import wanted as wish_for
from tests.sleepovers.asks.posting import asks, decided_households, wanted
from tests.sleepovers.households import Households, sees


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites; the carers decide for JB and AK."""
    return decided_households()


def words(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


class TestAsking:
    def test_every_second_weekend_is_asked_for_with_the_childs_wish(self, app: Flask, homes: Households) -> None:
        form = wanted(homes, often="fortnightly", weeks="", until="2027-01-01", wish="She loves the dog there.")
        client_of(app, homes.anita).post("/asks/new", data=form)
        assert [str(ask.arrive_on) for ask in asks()] == ["2026-11-27", "2026-12-11", "2026-12-25"]
        first = asks()[0]
        page = words(client_of(app, homes.moira).get(f"/asks/{first.id}").text)
        assert "The child’s wish She loves the dog there." in page
        assert "Every second week: 3 sleepovers" in page
        assert "Agree to this and the 2 others" in page
        agree(first.id, homes.hub, homes.moira)
        (stay,) = stays_from(first.id)
        for person in (homes.moira, homes.anita, homes.liaison):
            assert "She loves the dog there." in client_of(app, person).get(f"/stays/{stay.id}").text

    def test_homes_stand_in_the_form_with_their_reasons(self, app: Flask, homes: Households) -> None:
        factories.create_stay(homes.jb, homes.okafor, "2026-08-14", "2026-08-16")
        client = client_of(app, homes.anita)
        assert "known to JB, has had a quiet month" in client.get("/asks/new").text
        part = client.post("/asks/look", data=wanted(homes), headers={"HX-Request": "true"}).text
        assert "You might also ask Okafor known to JB, 2 beds, has had a quiet month" in words(part)
        assert "<h1" not in part


class TestChange:
    def test_the_nights_are_changed_from_one_on(self, app: Flask, homes: Households) -> None:
        found = ask_for_sleepover(sees(homes.anita), wish_for(homes.hub, children=(homes.jb,), weeks=3))
        client, address = client_of(app, homes.anita), f"/asks/{found[1]}/change"
        assert "The others move by as many days." in client.get(address).text
        form = {"version": the_ask(found[1]).version, "scope": "following", "first": "2026-12-05", "last": ""}
        answer = client.post(address, data=form, follow_redirects=True)
        assert "The nights are changed, 2 times." in answer.text
        assert [str(the_ask(one).arrive_on) for one in found] == ["2026-11-27", "2026-12-05", "2026-12-12"]

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"first": "2026-11-20"}, "That day is over."),
            ({"first": ""}, "Choose the first night."),
            ({"first": "2026-11-27", "last": "2026-11-28"}, "These are the nights that it has already."),
            ({"scope": "some"}, "Not a valid choice"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(
        self, app: Flask, homes: Households, changed: dict[str, str], said: str
    ) -> None:
        ask_id = ask_for(homes)
        form = {"version": the_ask(ask_id).version, "scope": "this", "first": "2026-12-05", "last": "", **changed}
        answer = client_of(app, homes.anita).post(f"/asks/{ask_id}/change", data=form)
        assert answer.status_code == 422
        assert said in answer.text
        assert str(the_ask(ask_id).arrive_on) == "2026-11-27"

    def test_they_are_taken_back_and_a_home_that_is_asked_cannot(self, app: Flask, homes: Households) -> None:
        found = ask_for_sleepover(sees(homes.anita), wish_for(homes.hub, children=(homes.jb,), weeks=3))
        form = {"withdraw-version": the_ask(found[0]).version, "withdraw-scope": "all", "withdraw-reason": ""}
        assert client_of(app, homes.moira).post(f"/asks/{found[0]}/take-back", data=form).status_code == 403
        answer = client_of(app, homes.anita).post(f"/asks/{found[0]}/take-back", data=form, follow_redirects=True)
        assert "3 are taken back." in answer.text
        assert 'role="alert"' in answer.text
        assert {state_of(one) for one in found} == {AskState.WITHDRAWN}

    def test_what_is_agreed_is_taken_back_with_a_reason(self, app: Flask, homes: Households) -> None:
        ask_id = ask_for(homes)
        agree(ask_id, homes.hub, homes.moira)
        form = {"withdraw-version": the_ask(ask_id).version, "withdraw-scope": "this", "withdraw-reason": ""}
        answer = client_of(app, homes.anita).post(f"/asks/{ask_id}/take-back", data=form)
        assert answer.status_code == 422
        assert "Say in a few words why" in answer.text
        assert 'href="#withdraw-reason"' in answer.text

    def test_the_hub_agrees_to_all_with_one_press(self, app: Flask, homes: Households) -> None:
        found = ask_for_sleepover(sees(homes.anita), wish_for(homes.hub, children=(homes.jb,), weeks=3))
        address = f"/asks/{found[0]}/{homes.hub.id}/agree-to-all"
        version = {"version": the_ask(found[0]).version}
        answer = client_of(app, homes.moira).post(address, data=version, follow_redirects=True)
        assert "Agreed, 3 times. Everybody is told." in answer.text
        assert client_of(app, homes.moira).post(address, data=version).status_code == 409


class TestHub:
    def test_the_hub_says_yes_on_the_page_of_the_ask(self, app: Flask, homes: Households) -> None:
        set_asking_rules(sees(homes.manager), AskingRule(48, first_stay=True), 0)
        ask_id = ask_for(homes, homes.okafor)
        hub, okafor = client_of(app, homes.moira), client_of(app, homes.okafors)
        assert "Your word as the hub" in hub.get("/").text
        assert "Yes, Okafor may" in hub.get(f"/asks/{ask_id}").text
        page = okafor.get(f"/asks/{ask_id}").text
        assert "It is a first stay with this home." in page
        assert "Yes, Okafor may" not in page
        ((word_id,),) = rows(HubWord.id)
        assert okafor.post(f"/hub-words/{word_id}/yes").status_code == 403
        assert "Both homes are told." in hub.post(f"/hub-words/{word_id}/yes", follow_redirects=True).text
        assert hub.post(f"/hub-words/{word_id}/no").status_code == 409

    def test_a_manager_sets_when(self, app: Flask, homes: Households) -> None:
        client = client_of(app, homes.manager)
        assert "When the hub has to agree" in client.get("/service").text
        form = {"version": "0", "short_notice_hours": "48", "first_stay": "y", "settled_after": ""}
        assert "The settings are saved." in client.post("/service/asking", data=form, follow_redirects=True).text
        assert rows(AskingRules.short_notice_hours, AskingRules.first_stay, AskingRules.settled_after) == [
            (48, True, None)
        ]
        assert 'value="48"' in client.get("/service/asking").text
        answer = client.post("/service/asking", data={**form, "version": "1", "settled_after": "21"})
        assert (answer.status_code, "Enter a number from 1 to 20." in answer.text) == (422, True)
        assert client.post("/service/asking", data=form).status_code == 409


class TestWaiting:
    def test_a_family_waits_for_a_full_home_and_stops(self, app: Flask, homes: Households) -> None:
        for bed in (1, 2):
            child = factories.create_child(homes.service, homes.okafor, "ZZ")
            factories.create_stay(child, homes.hub, "2026-11-27", "2026-11-29", StayState.AGREED, bed=bed)
        ask_id = ask_for(homes)
        client, address = client_of(app, homes.anita), f"/asks/{ask_id}/{homes.hub.id}"
        assert "Ask again if it frees up" in client.get(f"/asks/{ask_id}").text
        version = {"version": the_ask(ask_id).version}
        assert "You are told." in client.post(f"{address}/wait", data=version, follow_redirects=True).text
        assert client.post(f"{address}/wait", data=version).status_code == 409
        assert "Stop waiting" in client.get(f"/asks/{ask_id}").text
        version = {"version": the_ask(ask_id).version}
        answer = client.post(f"{address}/stop-waiting", data=version, follow_redirects=True)
        assert "You do not wait for a bed there any more." in answer.text
        assert rows(WaitingPlace.id) == []

    def test_for_a_home_with_room_nobody_waits(self, app: Flask, homes: Households) -> None:
        ask_id = ask_for(homes)
        version = {"version": the_ask(ask_id).version}
        answer = client_of(app, homes.anita).post(f"/asks/{ask_id}/{homes.hub.id}/wait", data=version)
        assert (answer.status_code, "Moira has room on these nights" in answer.text) == (422, True)
