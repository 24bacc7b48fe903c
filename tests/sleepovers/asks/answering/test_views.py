"""Answering an ask on its page: agree, offer, decline, overrule, and what was too late."""

import re

import pytest
from flask import Flask

from constellations.rules import StayAuthority
from sleepovers.asks.models import Ask
from sleepovers.rules import AnswerState, AskState
from tests import factories
from tests.client import client_of
from tests.sleepovers.asks.posting import answers, asks, decided_households, stays, wanted
from tests.sleepovers.households import Households


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites; the carers decide for JB and AK."""
    return decided_households()


class TestAnswering:
    @pytest.fixture
    def ask(self, homes: Households) -> Ask:
        """An ask for JB, put to Moira."""
        return factories.create_ask((homes.jb,), (homes.hub,), "2026-11-27", "2026-11-29")

    def test_the_card_on_the_home_page_agrees_with_one_press(self, app: Flask, homes: Households, ask: Ask) -> None:
        client = client_of(app, homes.moira)
        page = client.get("/").text
        assert "Waiting for you" in page
        assert f'action="/asks/{ask.id}/{homes.hub.id}/agree"' in page
        answer = client.post(f"/asks/{ask.id}/{homes.hub.id}/agree", data={"version": ask.version})
        (stay,) = stays()
        assert answer.headers["Location"] == f"/stays/{stay.id}"
        assert "Waiting for you" not in client.get("/").text

    def test_agreeing_twice_is_said_so(self, app: Flask, homes: Households, ask: Ask) -> None:
        path = f"/asks/{ask.id}/{homes.hub.id}/agree"
        client_of(app, homes.moira).post(path, data={"version": ask.version})
        again = client_of(app, homes.tom).post(path, data={"version": ask.version})
        assert again.status_code == 409
        assert "agreed already" in again.text
        assert len(stays()) == 1

    def test_a_stale_page_changes_nothing(self, app: Flask, homes: Households, ask: Ask) -> None:
        answer = client_of(app, homes.moira).post(f"/asks/{ask.id}/{homes.hub.id}/agree", data={"version": 99})
        assert answer.status_code == 409
        assert stays() == []

    def test_agreeing_after_it_was_withdrawn_is_said_so(self, app: Flask, homes: Households, ask: Ask) -> None:
        client_of(app, homes.anita).post(f"/asks/{ask.id}/withdraw", data={"version": ask.version})
        answer = client_of(app, homes.moira).post(f"/asks/{ask.id}/{homes.hub.id}/agree", data={"version": ask.version})
        assert answer.status_code == 409
        assert "was withdrawn" in answer.text

    def test_a_reason_is_chosen_or_typed(self, app: Flask, homes: Households, ask: Ask) -> None:
        client = client_of(app, homes.moira)
        form = client.get(f"/asks/{ask.id}/{homes.hub.id}/decline").text
        assert "We need a rest" in form
        client.post(f"/asks/{ask.id}/{homes.hub.id}/decline", data={"version": ask.version, "usual": "2"})
        (ended,) = asks()
        assert (ended.state, ended.reason) == (AskState.DECLINED, "We need a rest")

    def test_other_nights_are_offered_and_taken(self, app: Flask, homes: Households, ask: Ask) -> None:
        hub, satellite = client_of(app, homes.moira), client_of(app, homes.anita)
        nights = {"version": ask.version, "other_first": "2026-12-04", "other_last": "2026-12-05"}
        hub.post(f"/asks/{ask.id}/{homes.hub.id}/other-nights", data=nights)
        page = satellite.get(f"/asks/{ask.id}").text
        assert "Offers: Fri 4 Dec, 2 nights (home Sun)" in page
        satellite.post(f"/asks/{ask.id}/{homes.hub.id}/take", data={"version": asks()[0].version})
        assert [str(stay.arrive_on) for stay in stays()] == ["2026-12-04"]

    def test_staff_take_nights_in_the_familys_place_and_may_say_why(
        self, app: Flask, homes: Households, ask: Ask
    ) -> None:
        nights = {"version": ask.version, "other_first": "2026-12-04"}
        client_of(app, homes.moira).post(f"/asks/{ask.id}/{homes.hub.id}/other-nights", data=nights)
        for bed, initials in enumerate(("YY", "ZZ"), 1):
            child = factories.create_child(homes.service, homes.okafor, initials)
            factories.create_stay(child, homes.hub, "2026-12-04", "2026-12-05", bed=bed)
        path, client = f"/asks/{ask.id}/{homes.hub.id}/take", client_of(app, homes.liaison)
        assert "If something speaks against it: why all the same?" in client.get(f"/asks/{ask.id}").text
        without = client.post(path, data={"version": asks()[0].version})
        assert without.status_code == 422
        assert "say why in the box for the reason" in without.text
        client.post(path, data={"version": asks()[0].version, "reason": "a mattress for one night"})
        assert "a mattress for one night" in client.get(f"/asks/{ask.id}").text

    def test_wrong_nights_are_said_beside_the_field(self, app: Flask, homes: Households, ask: Ask) -> None:
        same = {"version": ask.version, "other_first": "2026-11-27", "other_last": "2026-11-28"}
        answer = client_of(app, homes.moira).post(f"/asks/{ask.id}/{homes.hub.id}/other-nights", data=same)
        assert answer.status_code == 422
        assert "These are the nights that were asked for." in answer.text

    def test_another_home_is_asked_in_place_of_this_one(self, app: Flask, homes: Households, ask: Ask) -> None:
        data = {"version": ask.version, "other_home": str(homes.okafor.id)}
        client_of(app, homes.moira).post(f"/asks/{ask.id}/{homes.hub.id}/other-home", data=data)
        assert answers() == {
            str(homes.hub.id): AnswerState.OTHER_HOME,
            str(homes.okafor.id): AnswerState.WAITING,
        }
        assert "JB" in client_of(app, homes.okafors).get(f"/asks/{ask.id}").text

    def test_one_more_home_can_be_asked(self, app: Flask, homes: Households, ask: Ask) -> None:
        data = {"version": ask.version, "home": str(homes.okafor.id)}
        client_of(app, homes.anita).post(f"/asks/{ask.id}/homes", data=data)
        assert set(answers().values()) == {AnswerState.WAITING}
        nowhere = client_of(app, homes.anita).post(f"/asks/{ask.id}/homes", data={"version": 2, "home": "x"})
        assert nowhere.status_code == 404

    def test_staff_overrule_a_full_home_with_a_reason(self, app: Flask, homes: Households, ask: Ask) -> None:
        for bed, initials in enumerate(("YY", "ZZ"), 1):
            child = factories.create_child(homes.service, homes.okafor, initials)
            factories.create_stay(child, homes.hub, "2026-11-27", "2026-11-28", bed=bed)
        path, client = f"/asks/{ask.id}/{homes.hub.id}/agree", client_of(app, homes.liaison)
        without = client.post(path, data={"version": ask.version})
        assert without.status_code == 422
        assert "say why in the box for the reason" in without.text
        client.post(path, data={"version": ask.version, "reason": "nobody else can"})
        page = client.get(f"/asks/{ask.id}").text
        assert "Dee Marsh allowed it although the check said no" in page
        assert "nobody else can" in page

    def test_a_reason_that_is_refused_stands_at_the_home_for_which_it_was_typed(
        self, app: Flask, homes: Households
    ) -> None:
        ask = factories.create_ask((homes.jb,), (homes.hub, homes.okafor), "2026-11-27", "2026-11-29")
        for bed, initials in enumerate(("YY", "ZZ"), 1):
            for home, full in ((homes.okafor, homes.hub), (homes.patel, homes.okafor)):
                child = factories.create_child(homes.service, home, initials)
                factories.create_stay(child, full, "2026-11-27", "2026-11-28", bed=bed)
        here, there = (f"reason-{home.id}" for home in (homes.hub, homes.okafor))
        path, client, long = f"/asks/{ask.id}/{homes.hub.id}/agree", client_of(app, homes.liaison), "x" * 501
        for typed in (long, ""):
            page = client.post(path, data={"version": ask.version, "reason": typed}).text
            assert page.count(long) == (typed == long), "in one box, and not in that of the other home"
            assert f'href="#{here}"' in page
            assert f'id="{here}-error"' in page
            assert f'id="{there}"' in page
            assert f'id="{there}-error"' not in page

    def test_children_who_may_be_apart_are_taken_one_by_one(self, app: Flask, homes: Households) -> None:
        mb = factories.create_child(homes.service, homes.patel, "MB", authority=StayAuthority.DELEGATED)
        both = factories.create_ask(
            (homes.jb, mb), (homes.hub, homes.okafor), "2026-12-04", "2026-12-06", together=False
        )
        data = {"version": both.version, "child": str(homes.jb.id)}
        client_of(app, homes.moira).post(f"/asks/{both.id}/{homes.hub.id}/agree", data=data)
        assert [stay.child_id for stay in stays()] == [homes.jb.id]
        assert asks()[0].state is AskState.OPEN

    def test_an_agreement_is_settled_by_staff(self, app: Flask, homes: Households) -> None:
        child = factories.create_child(homes.service, homes.patel, "QQ", authority=StayAuthority.ASK_FIRST)
        client_of(app, homes.anita).post("/asks/new", data=wanted(homes, children=str(child.id)))
        (ask,) = asks()
        client = client_of(app, homes.liaison)
        page = client.get(f"/asks/{ask.id}").text
        assert "Dee Marsh asks." in page
        path = re.search(r"/agreements/[0-9a-f-]{36}/given", page)
        assert path is not None
        assert client.post(path[0]).headers["Location"] == f"/asks/{ask.id}"
        assert "agrees" in client.get(f"/asks/{ask.id}").text
        assert client.post(path[0]).status_code == 409
