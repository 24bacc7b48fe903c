"""The pages of asks: who opens them, what they foretell, and what is said where something is wrong."""

import re
import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session, transaction
from constellations.models import Person
from constellations.permissions import Role
from constellations.rules import HomeStatus, StayAuthority
from sleepovers.asks.models import Answer, Ask
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState
from tests import factories
from tests.client import client_of
from tests.sleepovers.households import Households, make_households


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites; the carers decide for JB and AK."""
    made = make_households()
    with transaction():
        for child in (made.jb, made.ak):
            child.stay_authority = StayAuthority.DELEGATED
            session().add(child)
    return made


def wanted(households: Households, /, **other: object) -> dict[str, object]:
    """The form of an ask for JB with Moira, from Friday to Sunday."""
    form = {
        "family": str(households.patel.id),
        "children": str(households.jb.id),
        "homes": str(households.hub.id),
        "arrive_on": "2026-11-27",
        "last_night": "2026-11-28",
        "weeks": "1",
        "kind": "planned",
    }
    return {**form, **other}


def asks() -> list[Ask]:
    """Every ask that is stored."""
    session().rollback()
    return list(session().scalars(covering(Viewer.system(), select(Ask).order_by(Ask.arrive_on))))


def stays() -> list[Stay]:
    """Every stay that is stored."""
    session().rollback()
    return list(session().scalars(covering(Viewer.system(), select(Stay))))


def answers() -> dict[str, AnswerState]:
    """What each home said, by the id of the home."""
    session().rollback()
    rows = session().scalars(covering(Viewer.system(), select(Answer)))
    return {str(row.home_id): row.state for row in rows}


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
        answer = client_of(app, homes.anita).post("/asks/new", data=wanted(homes, weeks="3"), follow_redirects=True)
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
            ({"weeks": "99"}, "Not a valid choice"),
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
