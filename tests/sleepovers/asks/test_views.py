"""The pages of asks: who opens them, what they foretell, and what is said where something is wrong."""

import datetime as dt
import re
import uuid

import pytest
from flask import Flask

from constellations.models import Person
from constellations.permissions import Role
from constellations.rules import HomeStatus
from sleepovers.asks.look import queries as look
from sleepovers.asks.suggesting import queries as suggesting
from sleepovers.nights_off.ahead import queries as ahead
from sleepovers.rules import AskState
from tests import factories
from tests.client import client_of
from tests.sleepovers.asks.posting import asks, decided_households, wanted
from tests.sleepovers.households import Households


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites; the carers decide for JB and AK."""
    return decided_households()


class TestAsking:
    def test_a_single_child_and_the_hub_are_chosen_already(self, app: Flask, homes: Households) -> None:
        page = client_of(app, homes.anita).get("/asks/new?night=2026-11-27&last=2026-11-28").text
        assert re.search(rf'value="{homes.jb.id}" checked', page)
        assert re.search(rf'value="{homes.hub.id}" checked', page)
        assert not re.search(rf'value="{homes.okafor.id}" checked', page)
        assert 'value="2026-11-27"' in page
        assert 'value="2026-11-28"' in page
        assert "AK" not in page

    def test_sending_it_stores_the_ask_and_leads_to_it(self, app: Flask, homes: Households) -> None:
        client = client_of(app, homes.anita)
        answer = client.post("/asks/new", data=wanted(homes), follow_redirects=True)
        assert answer.status_code == 200
        assert "You have asked." in answer.text
        (ask,) = asks()
        assert (str(ask.arrive_on), str(ask.depart_on), ask.state) == ("2026-11-27", "2026-11-29", AskState.OPEN)
        assert f"/asks/{ask.id}" in answer.request.path

    def test_without_a_last_night_it_is_one_night(self, app: Flask, homes: Households) -> None:
        client_of(app, homes.anita).post("/asks/new", data=wanted(homes, last_night=""))
        assert [str(ask.depart_on) for ask in asks()] == ["2026-11-28"]

    def test_every_week_becomes_an_ask_of_its_own(self, app: Flask, homes: Households) -> None:
        answer = client_of(app, homes.anita).post(
            "/asks/new", data=wanted(homes, often="weekly", weeks="3"), follow_redirects=True
        )
        assert "You have asked 3 times." in answer.text
        assert [str(ask.arrive_on) for ask in asks()] == ["2026-11-27", "2026-12-04", "2026-12-11"]

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"arrive_on": "2026-11-20", "last_night": ""}, "That day is over."),
            ({"arrive_on": "2028-11-20", "last_night": ""}, "more than a year ahead"),
            ({"last_night": "2026-12-24"}, "28 nights or more are a new placement"),
            ({"last_night": "2026-11-26"}, "at least one night"),
            ({"last_night": "2026-11-20"}, "ends before it begins"),
            ({"children": ""}, "Choose from the list."),
            ({"homes": []}, "Choose whom to ask."),
            ({"arrive_on": ""}, "Choose the first night."),
            ({"arrive_on": "soon"}, "Enter a day, such as 27/11/2026."),
            ({"note": "x" * 301}, "at most 300 letters"),
            ({"often": "daily"}, "Not a valid choice"),
            ({"often": "weekly", "weeks": "99"}, "Enter a number from 1 to 26."),
            ({"often": "weekly", "weeks": "1"}, "Say how many times in all"),
            ({"often": "weekly", "weeks": "3", "until": "2027-01-01"}, "leave the other empty"),
            ({"often": "weekly", "weeks": "", "until": "2027-11-20"}, "26 times at most"),
            ({"often": "fortnightly", "weeks": "", "until": "2026-12-01"}, "only one sleepover until that day"),
            ({"wish": "x" * 301}, "at most 300 letters"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_stored(
        self, app: Flask, homes: Households, changed: dict[str, object], words: str
    ) -> None:
        answer = client_of(app, homes.anita).post("/asks/new", data=wanted(homes, **changed))
        assert answer.status_code == 422
        assert words in answer.text
        assert asks() == []

    def test_what_was_typed_is_kept(self, app: Flask, homes: Households) -> None:
        answer = client_of(app, homes.anita).post(
            "/asks/new", data=wanted(homes, arrive_on="2026-11-20", note="Back at six")
        )
        assert 'value="Back at six"' in answer.text
        assert 'value="2026-11-20"' in answer.text

    def test_a_home_on_hold_is_refused_at_once(self, app: Flask, homes: Households) -> None:
        held = factories.create_home(homes.service, "Sayed", status=HomeStatus.ON_HOLD)
        factories.join(held, homes.constellation)
        answer = client_of(app, homes.anita).post("/asks/new", data=wanted(homes, homes=str(held.id)))
        assert answer.status_code == 422
        assert "Sayed is on hold" in answer.text
        assert asks() == []

    def test_somebody_elses_child_is_not_to_be_chosen(self, app: Flask, homes: Households) -> None:
        answer = client_of(app, homes.anita).post("/asks/new", data=wanted(homes, children=str(homes.ak.id)))
        assert answer.status_code == 422
        assert asks() == []

    def test_staff_say_first_for_whose_child(self, app: Flask, homes: Households) -> None:
        client = client_of(app, homes.liaison)
        assert "With whom does the child live?" in client.get(f"/asks/new?home={homes.hub.id}").text
        client.post("/asks/new", data=wanted(homes))
        (ask,) = asks()
        page = client_of(app, homes.anita).get(f"/asks/{ask.id}").text
        assert "Dee Marsh asked, in a carer’s place" in page


def _never(*_ends: object) -> tuple[dt.date, ...]:
    raise AssertionError("nobody lists the nights of eight thousand years")


class TestLookingAhead:
    def test_the_hub_reads_of_sixteen_and_others_of_nights_alone(self, app: Flask, homes: Households) -> None:
        for number in range(2, 16):
            factories.create_stay(homes.ak, homes.hub, f"2026-11-{number:02}", f"2026-11-{number + 1:02}", bed=1)
        client_of(app, homes.anita).post("/asks/new", data=wanted(homes, last_night="2026-11-29"))
        (ask,) = asks()
        hub = client_of(app, homes.moira).get(f"/asks/{ask.id}").text
        assert "November 2026: 14 of 16. This makes 17: an uplift will be due. Okafor has a bed." in hub
        look = client_of(app, homes.anita).post("/asks/look", data=wanted(homes, arrive_on="2026-12-04", last_night=""))
        assert "Moira has 0 nights in December 2026. Okafor has a bed." in look.text
        assert "16" not in re.sub(r"<[^>]+>", "", look.text)

    @pytest.mark.parametrize("last_night", ["9999-12-30", "9999-12-31"])
    def test_a_slip_of_the_pen_builds_no_list_of_nights(
        self, app: Flask, homes: Households, monkeypatch: pytest.MonkeyPatch, last_night: str
    ) -> None:
        for module in (look, suggesting, ahead):
            monkeypatch.setattr(module, "nights_of", _never)
        form = wanted(homes, last_night=last_night)
        assert client_of(app, homes.anita).post("/asks/look", data=form).status_code == 200
        refused = client_of(app, homes.anita).post("/asks/new", data=form)
        assert (refused.status_code, "28 nights or more are a new placement" in refused.text) == (422, True)

    def test_a_script_gets_the_part_alone(self, app: Flask, homes: Households) -> None:
        part = client_of(app, homes.anita).post("/asks/look", data=wanted(homes), headers={"HX-Request": "true"})
        assert part.status_code == 200
        assert "<html" not in part.text
        assert "Nothing speaks against it." in part.text
        assert asks() == []

    def test_what_stands_in_the_way_is_said_with_its_way_on(self, app: Flask, homes: Households) -> None:
        for initials in ("YY", "ZZ"):
            child = factories.create_child(homes.service, homes.okafor, initials)
            factories.create_stay(child, homes.hub, "2026-11-27", "2026-11-28", bed={"YY": 1, "ZZ": 2}[initials])
        look = client_of(app, homes.anita).post("/asks/look", data=wanted(homes)).text
        assert "Moira has no bed free on Fri 27 Nov." in look
        assert "You can ask all the same: your liaison worker decides." in look


def test_an_ask_is_opened_by_those_it_concerns_alone(app: Flask, homes: Households) -> None:
    ask = factories.create_ask((homes.jb,), (homes.hub,), "2026-11-27", "2026-11-29")

    def status(person: Person) -> int:
        return client_of(app, person).get(f"/asks/{ask.id}").status_code

    assert {status(one) for one in (homes.moira, homes.anita, homes.liaison, homes.manager)} == {200}
    assert status(homes.okafors) == 404
    assert client_of(app, homes.okafors).get(f"/asks/{uuid.UUID(int=7)}").status_code == 404
    assert "JB" not in client_of(app, homes.okafors).get("/asks").text
    assert "JB" in client_of(app, homes.liaison).get("/asks").text


def test_a_home_that_was_asked_does_not_read_why_another_cannot(app: Flask, homes: Households) -> None:
    sayed = factories.create_home(homes.service, "Sayed")
    factories.join(sayed, homes.constellation)
    ask = factories.create_ask((homes.jb,), (sayed, homes.okafor), "2026-11-27", "2026-11-29")
    reason = {"version": ask.version, "usual": "2", "reason": "a hard week"}
    sayeds = factories.create_person(Role.SATELLITE_CARER, home=sayed)
    client_of(app, sayeds).post(f"/asks/{ask.id}/{sayed.id}/decline", data=reason)
    for person in (homes.anita, homes.moira, homes.liaison):
        assert "a hard week" in client_of(app, person).get(f"/asks/{ask.id}").text
    page = client_of(app, homes.okafors).get(f"/asks/{ask.id}").text
    assert "JB" in page
    assert "a hard week" not in page
    assert "not possible" not in page


def test_what_came_to_nothing_is_kept_with_its_reason(app: Flask, homes: Households) -> None:
    for state in (AskState.DECLINED, AskState.WITHDRAWN, AskState.UNANSWERED, AskState.OPEN):
        factories.create_ask((homes.jb,), (homes.hub,), "2026-11-27", "2026-11-29", state)
    page = client_of(app, homes.liaison).get("/asks/unmet?month=2026-11").text
    assert "Of 4 asks: 1 declined, 1 withdrawn, 1 never answered." in page
    assert "Patel" in page
    assert client_of(app, homes.anita).get("/asks/unmet").status_code == 403
    assert client_of(app, homes.liaison).get("/asks/unmet?month=never").status_code == 404
