"""Recording a stay that nobody asked for, and naming its child, as people see it."""

import re
import uuid

import pytest
from flask import Flask

from constellations.children.models import Child
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.permissions import Role
from constellations.rules import StayAuthority
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.wanted import Wanted
from sleepovers.models import Stay
from sleepovers.nights.actions import take_back_confirmation
from sleepovers.rules import Moment, NightState, StayKind, StayState
from sleepovers.stays.actions import say_nobody_came
from sleepovers.stays.recording.actions import Recorded, record_stay
from tests import factories
from tests.client import client_of
from tests.sleepovers.households import Households, sees, states, stored_stay

HAPPENED, PLANNED = NightState.HAPPENED, NightState.PLANNED


def typed(**fields: str) -> dict[str, str]:
    """What somebody fills in at 02:00 on Sunday 22 November, of a child they do not know."""
    return {"came_on": "2026-11-22", "came_at": "02:00", "left_on": "2026-11-23", "kind": "emergency", **fields}


def recorded_at(location: str | None) -> Stay:
    """The stay to which one is led after recording."""
    found = re.fullmatch(r"/stays/([0-9a-f-]{36})", location or "")
    assert found, location
    return stored_stay(Stay(id=uuid.UUID(found[1])))


def unnamed(homes: Households, came: str = "2026-11-22T02:00", left: str = "2026-11-23", initials: str = "") -> Stay:
    """A stay that Moira recorded, of a child nobody knows."""
    what = Recorded(homes.hub.id, Moment.parse(came), Moment.parse(left), initials=initials)
    return stored_stay(Stay(id=record_stay(sees(homes.moira), what)))


def words(app: Flask, person: Person, path: str) -> str:
    """A page, its words in one line."""
    answer = client_of(app, person).get(path)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


class TestRecordStay:
    def test_a_carer_records_for_the_own_home_and_has_no_choice_of_it(self, app: Flask, homes: Households) -> None:
        form = words(app, homes.moira, "/stays/new")
        assert 'name="host_id"' not in form
        assert 'value="2026-11-22"' in form, "the day of coming is today"
        assert f'<option value="{homes.hub.id}"' not in form, "nobody comes from there"
        filled = typed(family_id=str(homes.patel.id), initials="jb", reason="came with the police")
        answer = client_of(app, homes.moira).post("/stays/new", data={**filled, "host_id": str(homes.patel.id)})
        stay = recorded_at(answer.location)
        assert (stay.host_id, stay.child_id, stay.kind) == (homes.hub.id, homes.jb.id, StayKind.EMERGENCY)
        assert states(stay) == {"2026-11-21": HAPPENED, "2026-11-22": PLANNED}
        page = words(app, homes.anita, f"/stays/{stay.id}")
        assert "Moira Hale recorded this stay, which nobody had asked for" in page
        assert page.count("“came with the police”") == 1
        assert "JB goes home on Mon 23 Nov" in page

    def test_staff_choose_among_the_homes_they_see(self, app: Flask, homes: Households) -> None:
        elsewhere = factories.create_home(homes.service, "Elsewhere")
        form = words(app, homes.liaison, "/stays/new")
        assert f'<option value="{homes.hub.id}"' in form
        assert str(elsewhere.id) not in form
        client = client_of(app, homes.liaison)
        refused = client.post("/stays/new", data=typed())
        assert (refused.status_code, "Choose the home where the child slept." in refused.text) == (422, True)
        assert client.post("/stays/new", data=typed(host_id=str(elsewhere.id))).status_code == 422
        stay = recorded_at(client.post("/stays/new", data=typed(host_id=str(homes.okafor.id))).location)
        assert stay.host_id == homes.okafor.id
        assert "Dee Marsh recorded this stay for Okafor" in words(app, homes.okafors, f"/stays/{stay.id}")

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"came_on": ""}, "Enter the day when the child came."),
            ({"left_on": ""}, "Enter the day when the child went home, or will."),
            ({"came_on": "2026-02-30"}, "Enter a day, such as"),
            ({"came_at": "25:00"}, "Enter a time of day"),
            ({"left_on": "2026-11-20"}, "This is before the child came."),
            ({"came_on": "2026-11-24", "left_on": "2026-11-25"}, "That day is still ahead."),
            ({"left_on": "9999-12-31"}, "cannot be right"),
            ({"initials": "Jamie B"}, "never a name"),
            ({"reason": "x" * 501}, "at most 500 letters"),
        ],
    )
    def test_a_slip_is_said_beside_what_was_typed_and_all_of_it_is_kept(
        self, app: Flask, homes: Households, fields: dict[str, str], said: str
    ) -> None:
        filled = typed(family_id=str(homes.okafor.id), **({"reason": "came alone", "initials": "AK"} | fields))
        answer = client_of(app, homes.moira).post("/stays/new", data=filled)
        assert (answer.status_code, said in answer.text) == (422, True)
        kept = [text for name, text in filled.items() if text and name not in ("kind", "family_id")]
        assert all(f'value="{text}"' in answer.text for text in kept)
        assert f'<option value="{homes.okafor.id}" selected>' in answer.text
        assert re.search(r'value="emergency" checked', answer.text)

    def test_what_the_check_says_of_a_night_to_come_is_shown_and_staff_may_go_on_with_a_reason(
        self, app: Flask, homes: Households
    ) -> None:
        for bed in (1, 2):
            guest = factories.create_child(homes.service, homes.okafor, f"X{bed}")
            factories.create_stay(guest, homes.hub, "2026-11-22", "2026-11-24", StayState.AGREED, bed=bed)
        filled = typed(host_id=str(homes.hub.id))
        for person in (homes.moira, homes.liaison):
            answer = client_of(app, person).post("/stays/new", data=filled)
            assert (answer.status_code, "Moira has no bed free on Sun 22 Nov." in answer.text) == (422, True)
        stay = recorded_at(client_of(app, homes.liaison).post("/stays/new", data={**filled, "reason": "none"}).location)
        assert "Dee Marsh allowed it although the check said no" in words(app, homes.moira, f"/stays/{stay.id}")

    def test_who_sees_no_nights_records_none(self, app: Flask, homes: Households) -> None:
        for method in ("GET", "POST"):
            assert client_of(app, homes.finance).open("/stays/new", method=method).status_code == 403

    def test_the_way_there_is_a_quiet_link_in_three_places(self, app: Flask, homes: Households) -> None:
        link = 'href="/stays/new"'
        for path in ("/", "/nights/waiting", f"/nights/{homes.constellation.id}/2026-11"):
            assert link in words(app, homes.moira, path), path


def still_unknown(homes: Households) -> Child:
    """A child of whom not even initials are known."""
    child = factories.create_child(homes.service, None, "?", key="U-1", authority=StayAuthority.UNKNOWN)
    with transaction() as current:
        current.get_one(Child, child.id).is_unnamed = True
    return child


class TestStillToBeNamed:
    def test_carers_read_that_the_child_is_still_to_be_named(self, app: Flask, homes: Households) -> None:
        stay = unnamed(homes)
        page = words(app, homes.moira, f"/stays/{stay.id}")
        assert "A child with Moira" in page
        assert "Child still to be named. Your liaison worker will say who it is." in page
        assert "The child goes home on Mon 23 Nov" in page
        assert 'name="child_id"' not in page
        assert "social worker" not in page, "nobody knows yet whom to ask"

    def test_initials_that_are_known_are_said(self, app: Flask, homes: Households) -> None:
        page = words(app, homes.moira, f"/stays/{unnamed(homes, initials='ZZ').id}")
        assert "ZZ with Moira" in page
        assert "ZZ, still to be named" in page

    def test_lists_of_nights_say_so_too_and_name_no_reference(self, app: Flask, homes: Households) -> None:
        stay = factories.create_stay(still_unknown(homes), homes.hub, "2026-11-20", "2026-11-21", StayState.AGREED)
        for person, path in ((homes.moira, "/"), (homes.moira, "/nights/waiting"), (homes.liaison, "/nights/waiting")):
            page = words(app, person, path)
            assert f'href="/stays/{stay.id}">A child still to be named</a>' in page
            assert "U-1" not in page

    def test_staff_choose_the_child_and_the_nights_become_its(self, app: Flask, homes: Households) -> None:
        stay, other = unnamed(homes), unnamed(homes, "2026-11-21", "2026-11-22")
        for person in (homes.liaison, homes.manager):
            page = words(app, person, f"/stays/{stay.id}")
            assert "Still to be named" in page
            assert f'<option value="{homes.jb.id}">JB (Patel, {homes.jb.key})</option>' in page
            assert str(other.child_id) not in page, "nobody is named as another who is not known"
        client = client_of(app, homes.liaison)
        data = {"child_id": str(homes.jb.id), "version": str(stay.version)}
        assert client.post(f"/stays/{stay.id}/name-child", data=data).location == f"/stays/{stay.id}"
        assert stored_stay(stay).child_id == homes.jb.id
        page = words(app, homes.anita, f"/stays/{stay.id}")
        assert "JB with Moira" in page
        assert "Dee Marsh said who the child is" in page
        assert "Still to be named" not in page
        assert "Dee Marsh asks JB’s social worker." in page
        again = client.post(f"/stays/{stay.id}/name-child", data=data)
        assert (again.status_code, "Somebody has said already who this child is." in again.text) == (409, True)

    def test_a_choice_that_cannot_be_is_said_on_the_page_of_the_stay(self, app: Flask, homes: Households) -> None:
        stay = unnamed(homes)
        homes.stay("2026-11-21", "2026-11-23", homes.ak, homes.patel)
        client, path = client_of(app, homes.liaison), f"/stays/{stay.id}/name-child"
        for child_id, said in (("", "Choose a child."), (str(homes.ak.id), "AK is down for another stay on")):
            answer = client.post(path, data={"child_id": child_id, "version": str(stay.version)})
            assert (answer.status_code, said in answer.text, "There is a problem" in answer.text) == (422, True, True)
            assert f'<option value="{child_id}" selected>' in answer.text
        assert stored_stay(stay).child_id == stay.child_id

    def test_naming_from_an_old_page_shows_what_was_said_meanwhile(self, app: Flask, homes: Households) -> None:
        stay = unnamed(homes, "2026-11-20", "2026-11-23")
        version = stay.version
        take_back_confirmation(sees(homes.moira), stay.id, version)
        client, path = client_of(app, homes.liaison), f"/stays/{stay.id}/name-child"
        answer = client.post(path, data={"child_id": str(homes.jb.id), "version": str(version)})
        assert answer.status_code == 409
        assert "Who the child is, as you chose it." in answer.text
        newest = dict(re.findall(r'name="(version|child_id)" value="([^"]+)"', answer.text))
        assert newest == {"version": str(version + 1), "child_id": str(homes.jb.id)}
        assert client.post(path, data=newest).status_code == 302

    def test_carers_name_nobody(self, app: Flask, homes: Households) -> None:
        stay = unnamed(homes)
        answer = client_of(app, homes.moira).post(f"/stays/{stay.id}/name-child", data={"child_id": str(homes.jb.id)})
        assert answer.status_code == 403

    def test_staff_find_it_waiting_for_them_until_it_is_said(self, app: Flask, homes: Households) -> None:
        stay = unnamed(homes)
        line = f'href="/stays/{stay.id}">A child is still to be named</a>'
        stranger = factories.create_person(Role.MANAGER, factories.create_service())
        for person, is_told in ((homes.liaison, True), (homes.manager, True), (stranger, False), (homes.moira, False)):
            assert (line in words(app, person, "/")) is is_told
        say_nobody_came(sees(homes.moira), stay.id, stay.version, "a mistake")
        assert line not in words(app, homes.liaison, "/")

    def test_nobody_can_be_kept_apart_from_one_who_is_not_known(self, app: Flask, homes: Households) -> None:
        stay = unnamed(homes)
        assert str(stay.child_id) not in words(app, homes.manager, f"/children/{homes.jb.id}/apart")

    def test_nobody_asks_for_one_who_is_not_known(self, homes: Households) -> None:
        ends = Moment.parse("2026-11-27"), Moment.parse("2026-11-29")
        wanted = Wanted((unnamed(homes).child_id,), (homes.patel.id,), *ends)
        with pytest.raises(NotFound):
            ask_for_sleepover(sees(homes.manager), wanted)
