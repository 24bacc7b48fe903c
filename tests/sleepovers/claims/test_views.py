"""The uplift month, the working and the closing as people see them."""

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.models import Person
from constellations.permissions import Role
from sleepovers.claims.actions import flag_uplifts
from sleepovers.claims.models import ClosedMonth
from sleepovers.policies.models import UpliftRate
from sleepovers.rules import StayKind, StayState
from tests.client import client_of
from tests.factories import create_child, create_home, create_person, create_region, create_stay, stored
from tests.sleepovers.claims.months import OCTOBER, Around, create_around, host, set_rate

EVERYTHING = Viewer.system()


@pytest.fixture
def around(app: Flask) -> Around:
    """A hub with nineteen nights in October, and a satellite with two."""
    made = create_around()
    host(made.hub, 19)
    host(made.satellite, 2)
    return made


def page(app: Flask, person: Person, path: str) -> tuple[int, str]:
    """A page as somebody gets it."""
    answer = client_of(app, person).get(path)
    return answer.status_code, answer.text


class TestMonth:
    def test_staff_see_every_home_those_beyond_first(self, app: Flask, around: Around) -> None:
        for person in (around.liaison, around.manager, around.finance):
            status, text = page(app, person, "/uplifts/2026-10")
            assert status == 200
            assert text.index(around.hub.name) < text.index(around.satellite.name)
            assert "19 of 16" in text
            assert "rate not set" in text

    def test_a_carer_sees_the_own_home_alone(self, app: Flask, around: Around) -> None:
        _, text = page(app, around.neighbour, "/uplifts/2026-10")
        assert around.satellite.name in text
        assert around.hub.name not in text
        assert "19 of 16" not in text

    def test_the_amount_and_the_status_are_said(self, app: Flask, around: Around) -> None:
        stored(UpliftRate(service_id=around.service.id, valid_from=OCTOBER.first, per_night_pence=4050))
        assert "due, not flagged yet" in page(app, around.finance, "/uplifts/2026-10")[1]
        flag_uplifts(EVERYTHING, around.service.id, [OCTOBER])
        _, text = page(app, around.carer, "/uplifts/2026-10")
        assert "£121.50" in text
        assert "flagged, waits to be checked" in text

    def test_finance_comes_from_here_to_the_budgets(self, app: Flask, around: Around) -> None:
        assert 'href="/budgets"' in page(app, around.finance, "/uplifts/2026-10")[1]
        status, text = page(app, around.finance, "/budgets")
        assert status in (200, 302), text
        assert 'href="/budgets"' not in page(app, around.carer, "/uplifts/2026-10")[1]

    def test_a_regional_viewer_sees_nothing_of_it(self, app: Flask, around: Around) -> None:
        regional = create_person(Role.REGIONAL, region=create_region())
        for path in ("/uplifts/2026-10", f"/uplifts/2026-10/{around.hub.id}", "/uplifts/2026-10.csv"):
            assert page(app, regional, path)[0] == 403

    @pytest.mark.parametrize("month", ["2026-13", "october", "2014-12", "2028-01", "2026-1", "0000-00"])
    def test_what_is_no_month_or_far_away_is_not_found_in_a_sentence(
        self, app: Flask, around: Around, month: str
    ) -> None:
        for path in (f"/uplifts/{month}", f"/uplifts/{month}/{around.hub.id}", f"/uplifts/{month}.csv"):
            status, text = page(app, around.manager, path)
            assert status == 404
            assert "month" in text

    def test_an_empty_month_says_what_will_appear(self, app: Flask, around: Around) -> None:
        assert "No nights yet" in page(app, around.manager, "/uplifts/2026-08")[1]

    def test_the_way_in_leads_to_the_running_month(self, app: Flask, around: Around) -> None:
        answer = client_of(app, around.carer).get("/uplifts")
        assert answer.headers["Location"] == "/uplifts/2026-11"

    def test_the_same_figures_as_a_file(self, app: Flask, around: Around) -> None:
        answer = client_of(app, around.finance).get("/uplifts/2026-10.csv")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="uplifts-2026-10.csv"'
        header, *rows = answer.text.splitlines()
        assert header.startswith("service,home,constellations,month,child_nights")
        assert {row.split(",")[1] for row in rows} == {around.hub.key, around.satellite.key}
        own = client_of(app, around.neighbour).get("/uplifts/2026-10.csv").text
        assert around.hub.key not in own


class TestClose:
    def test_a_month_is_closed_by_a_press(self, app: Flask, around: Around) -> None:
        set_rate(around.service)
        answer = client_of(app, around.liaison).post("/uplifts/2026-10/close", follow_redirects=True)
        assert answer.status_code == 200
        assert "October 2026 is closed." in answer.text
        assert f"Closed by {around.liaison.name}" in answer.text
        assert "Close October 2026" not in answer.text

    def test_what_keeps_it_open_is_said_with_the_way_there(self, app: Flask, around: Around) -> None:
        (stay,) = host(around.hub, 3, state=StayState.AGREED)
        answer = client_of(app, around.liaison).post("/uplifts/2026-10/close")
        assert answer.status_code == 422
        assert "nobody has said yet what happened on 3 nights" in answer.text
        assert f"/stays/{stay.id}" in answer.text
        assert session().scalars(visible(EVERYTHING, ClosedMonth)).all() == []

    def test_closed_twice_is_a_conflict(self, app: Flask, around: Around) -> None:
        set_rate(around.service)
        client_of(app, around.liaison).post("/uplifts/2026-10/close")
        answer = client_of(app, around.manager).post("/uplifts/2026-10/close")
        assert answer.status_code == 409
        assert "closed already" in answer.text

    def test_a_running_month_offers_no_button(self, app: Flask, around: Around) -> None:
        _, text = page(app, around.manager, "/uplifts/2026-11")
        assert "You can close it from" in text
        assert "<form" not in text.split('id="closing"')[1].split("</section>")[0]
        assert client_of(app, around.manager).post("/uplifts/2026-11/close").status_code == 422

    @pytest.mark.parametrize("role", ["carer", "neighbour", "finance"])
    def test_others_may_not(self, app: Flask, around: Around, role: str) -> None:
        person = getattr(around, role)
        assert "Closing the month" not in page(app, person, "/uplifts/2026-10")[1]
        assert client_of(app, person).post("/uplifts/2026-10/close").status_code == 403


class TestWorking:
    def test_each_night_stands_with_its_reason(self, app: Flask, around: Around) -> None:
        stored(UpliftRate(service_id=around.service.id, valid_from=OCTOBER.first, per_night_pence=4000))
        child = create_child(around.service, around.satellite, initials="ZQ")
        create_stay(child, around.hub, "2026-10-20", "2026-10-21", kind=StayKind.OUTREACH)
        status, text = page(app, around.carer, f"/uplifts/2026-10/{around.hub.id}")
        assert status == 200
        assert ("16, within" in text, "17, beyond" in text, "19, beyond" in text) == (True, True, True)
        assert "not counted: stays of this kind do not count" in text
        assert "Beyond 16 child-nights a month, hub homes are due an amount for each night beyond." in text
        assert "£40.00 for each night beyond" in text
        assert "£120.00" in text
        assert "19 of 16 nights in October 2026" in text

    def test_the_payee_the_liaison_worker_and_the_manager_read_initials_and_finance_none(
        self, app: Flask, around: Around
    ) -> None:
        child = create_child(around.service, around.satellite, initials="ZQ", key="C-secret")
        create_stay(child, around.hub, "2026-10-20", "2026-10-21")
        path = f"/uplifts/2026-10/{around.hub.id}"
        for person in (around.carer, around.liaison, around.manager):
            assert "ZQ" in page(app, person, path)[1]
        _, text = page(app, around.finance, path)
        assert "ZQ" not in text
        assert "C-secret" not in text
        assert "/stays/" not in text

    def test_a_home_of_which_nothing_is_due_has_its_page_too(self, app: Flask, around: Around) -> None:
        _, text = page(app, around.neighbour, f"/uplifts/2026-10/{around.satellite.id}")
        assert "not counted: the home was not of a role that counts that night" in text
        assert "not due" in text
        empty = create_home(around.service)
        assert "No nights in October 2026" in page(app, around.manager, f"/uplifts/2026-10/{empty.id}")[1]

    def test_planned_nights_are_foretold(self, app: Flask, around: Around) -> None:
        child = create_child(around.service)
        create_stay(child, around.hub, "2026-11-25", "2026-11-27", StayState.AGREED)
        create_stay(child, around.hub, "2026-11-28", "2026-11-29", StayState.AGREED, StayKind.OUTREACH)
        _, text = page(app, around.carer, f"/uplifts/2026-11/{around.hub.id}")
        assert "0 of 16 nights in November 2026; 2 more planned." in text

    def test_a_home_that_is_not_theirs_is_not_there(self, app: Flask, around: Around) -> None:
        stranger = create_around()
        path = f"/uplifts/2026-10/{around.hub.id}"
        for person in (around.neighbour, stranger.carer, stranger.liaison, stranger.manager, stranger.finance):
            assert page(app, person, path)[0] == 404
