"""The pages of one stay: who may open it, what it says, and what is said where something is wrong."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from flask import Flask

from constellations.core.clock import Month
from constellations.models import Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.claims.models import ClosedMonth
from sleepovers.nights.actions import confirm_nights
from sleepovers.rules import NightState, StayState
from tests import factories
from tests.client import client_of
from tests.sleepovers.households import Households, day, sees, states

PLANNED, HAPPENED, ABSENT, NOT_STAYED = (
    NightState.PLANNED,
    NightState.HAPPENED,
    NightState.ABSENT,
    NightState.NOT_STAYED,
)


def strangers(homes: Households) -> list[Person]:
    """A satellite of the same constellation that has nothing to do with JB, and people of elsewhere."""
    next_door = factories.create_constellation(homes.service)
    hub = factories.create_home(homes.service)
    factories.join(hub, next_door, HomeRole.HUB)
    return [
        homes.okafors,
        factories.create_person(Role.HUB_CARER, home=hub),
        factories.create_person(Role.LIAISON, homes.service, constellations=(next_door,)),
        factories.create_person(Role.MANAGER, factories.create_service()),
    ]


def test_a_stay_is_opened_by_its_host_its_family_the_hub_and_staff(app: Flask, homes: Households) -> None:
    at_hub = homes.stay("2026-11-20", "2026-11-22")
    at_patel = homes.stay("2026-11-25", "2026-11-26", homes.ak, homes.patel)
    for person in (homes.moira, homes.tom, homes.anita, homes.liaison, homes.manager):
        for stay in (at_hub, at_patel):
            assert client_of(app, person).get(f"/stays/{stay.id}").status_code == 200
    assert client_of(app, homes.okafors).get(f"/stays/{at_patel.id}").status_code == 200, "AK lives with them"


@pytest.mark.parametrize("path", ["", "/what-happened"])
def test_to_everybody_else_it_is_as_if_it_were_not_there(app: Flask, homes: Households, path: str) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    others = strangers(homes)
    assert len(others) == 4
    for person in others:
        client = client_of(app, person)
        theirs, nothing = client.get(f"/stays/{stay.id}{path}"), client.get(f"/stays/{uuid.UUID(int=7)}{path}")
        assert (theirs.status_code, nothing.status_code) == (404, 404)
        assert re.search(r"<h1.*</main>", theirs.text, re.DOTALL)
        assert "JB" not in theirs.text
    assert client_of(app, homes.finance).get(f"/stays/{stay.id}{path}").status_code == 403


def test_the_page_says_the_stay_in_words_and_keeps_the_reference_for_staff(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-20T18:30", "2026-11-22")
    for person, is_staff in ((homes.anita, False), (homes.moira, False), (homes.liaison, True)):
        page = client_of(app, person).get(f"/stays/{stay.id}").text
        assert "JB with Moira" in page
        assert "Fri 20 Nov, 2 nights (home Sun)" in page
        assert "Fri 20 Nov, 18:30" in page
        assert (homes.jb.key in page, stay.key in page) == (is_staff, is_staff)


def test_the_family_reads_and_is_not_asked(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    client = client_of(app, homes.anita)
    assert "Yes, slept here" not in client.get(f"/stays/{stay.id}").text
    assert client.get(f"/stays/{stay.id}/what-happened").status_code == 403
    refused = client.post(f"/stays/{stay.id}/slept-here", data={"version": "1"})
    assert (refused.status_code, "Only the home where the child sleeps" in refused.text) == (403, True)
    assert set(states(stay).values()) == {PLANNED}


def test_what_was_said_stands_on_the_page_with_who_and_when(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    client = client_of(app, homes.moira)
    assert client.post(f"/stays/{stay.id}/slept-here", data={"version": "1"}).location == f"/stays/{stay.id}"
    page = client.get(f"/stays/{stay.id}").text
    assert "said by Moira Hale, Sun 22 Nov, 09:00" in page
    assert "Fri 20 Nov and Sat 21 Nov: slept here" in page
    assert "Take back the last confirmation" in page
    assert client.post(f"/stays/{stay.id}/take-back", data={"version": "2"}).location == f"/stays/{stay.id}"
    assert set(states(stay).values()) == {PLANNED}


def test_confirmed_twice_is_said_plainly(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    confirm_nights(sees(homes.tom), stay.id, 1)
    answer = client_of(app, homes.moira).post(f"/stays/{stay.id}/slept-here", data={"version": "1"})
    assert answer.status_code == 409
    assert "Tom Hale said at 09:00 on Sun 22 Nov that the child slept here on Sat 21 Nov." in answer.text


@pytest.mark.parametrize(
    ("night", "words"),
    [
        ("2026-11-22", "is not over yet"),
        ("2026-12-22", "has no night of"),
        ("2026-02-30", "not a night"),
        ("all", "not a night"),
    ],
)
def test_a_night_that_cannot_be_told_is_said_plainly(app: Flask, homes: Households, night: str, words: str) -> None:
    stay = homes.stay("2026-11-20", "2026-11-24")
    for act in ("slept-here", "away"):
        answer = client_of(app, homes.moira).post(f"/stays/{stay.id}/{act}", data={"version": "1", "night": night})
        assert (answer.status_code, words in answer.text) == (422, True)
    assert set(states(stay).values()) == {PLANNED}


def test_away_names_its_night(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    client = client_of(app, homes.moira)
    assert client.post(f"/stays/{stay.id}/away", data={"version": "1"}).status_code == 422
    said = {"version": "1", "night": "2026-11-20", "reason": "in hospital"}
    assert client.post(f"/stays/{stay.id}/away", data=said).status_code == 302
    assert states(stay) == {"2026-11-20": ABSENT, "2026-11-21": PLANNED}
    assert "in hospital" in client.get(f"/stays/{stay.id}").text


def happened(**fields: str) -> dict[str, str]:
    """What is typed into the form, of a stay that ended a day early."""
    return {"came_on": "2026-11-20", "left_on": "2026-11-21", "reason": "homesick", "version": "1", **fields}


def test_what_really_happened_is_written_down(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    client = client_of(app, homes.moira)
    assert 'value="2026-11-20"' in client.get(f"/stays/{stay.id}/what-happened").text
    answer = client.post(f"/stays/{stay.id}/what-happened", data=happened(came_at="01:40", left_at=""))
    assert answer.location == f"/stays/{stay.id}"
    assert states(stay) == {"2026-11-19": HAPPENED, "2026-11-20": HAPPENED, "2026-11-21": NOT_STAYED}
    assert "homesick" in client.get(f"/stays/{stay.id}").text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"came_on": ""}, "Enter the day when the child came."),
        ({"left_on": ""}, "Enter the day when the child went home"),
        ({"came_on": "yesterday"}, "Enter a day, such as"),
        ({"came_on": "2026-02-30"}, "Enter a day, such as"),
        ({"came_at": "25:00"}, "Enter a time of day"),
        ({"left_on": "2026-11-19"}, "This is before the child came."),
        ({"came_at": "18:00", "left_on": "2026-11-20", "left_at": "17:00"}, "This is before the child came."),
        ({"came_on": "2026-11-25", "left_on": "2026-11-26"}, "is still ahead"),
        ({"came_on": "0001-01-01", "came_at": "01:00", "left_on": "0001-01-02"}, "cannot be right"),
        ({"left_on": "9999-12-31"}, "cannot be right"),
        ({"reason": "x" * 501}, "at most 500 letters"),
    ],
)
def test_a_slip_of_the_pen_is_said_beside_what_was_typed(
    app: Flask, homes: Households, typed: dict[str, str], words: str
) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    answer = client_of(app, homes.moira).post(f"/stays/{stay.id}/what-happened", data=happened(**typed))
    assert (answer.status_code, words in answer.text) == (422, True)
    assert all(f'value="{text}"' in answer.text for text in typed.values() if text), "what was typed is kept"
    assert set(states(stay).values()) == {PLANNED}


def test_a_closed_month_is_said_plainly_and_what_was_typed_is_kept(app: Flask, homes: Households) -> None:
    stay = factories.create_stay(homes.jb, homes.hub, "2026-10-20", "2026-10-22")
    factories.stored(ClosedMonth(service_id=homes.service.id, month=Month(2026, 10)))
    typed = happened(came_on="2026-10-20", left_on="2026-10-21")
    client = client_of(app, homes.moira)
    answer = client.post(f"/stays/{stay.id}/what-happened", data=typed)
    assert answer.status_code == 422
    assert "October 2026 is closed" in answer.text
    assert "homesick" in answer.text
    for act in ("away", "nobody-came"):
        said = client.post(f"/stays/{stay.id}/{act}", data={"version": "1", "night": "2026-10-20"})
        assert (said.status_code, "October 2026 is closed" in said.text) == (422, True)
    assert set(states(stay).values()) == {HAPPENED}


def test_a_full_home_is_said_plainly(app: Flask, homes: Households) -> None:
    for bed in (1, 2):
        guest = factories.create_child(homes.service, homes.okafor, f"X{bed}")
        factories.create_stay(guest, homes.hub, "2026-11-22", "2026-11-23", StayState.AGREED, bed=bed)
    stay = homes.stay("2026-11-20", "2026-11-22")
    answer = client_of(app, homes.moira).post(f"/stays/{stay.id}/what-happened", data=happened(left_on="2026-11-23"))
    assert answer.status_code == 422
    assert "Moira has no bed free on Sun 22 Nov." in answer.text


def test_a_page_that_somebody_overtook_shows_both_and_lets_one_go_on(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    client = client_of(app, homes.moira)
    opened = re.search(r'name="opened_at"[^>]*value="([^"]+)"', client.get(f"/stays/{stay.id}/what-happened").text)
    assert opened
    clock.shift(dt.timedelta(minutes=3))
    confirm_nights(sees(homes.tom), stay.id, 1, day("2026-11-20"))
    typed = happened(opened_at=opened[1])
    answer = client.post(f"/stays/{stay.id}/what-happened", data=typed)
    assert answer.status_code == 409
    assert "Tom Hale, Sun 22 Nov, 09:03" in answer.text
    assert "The child came on Fri 20 Nov and left on Sat 21 Nov." in answer.text
    assert states(stay) == {"2026-11-20": HAPPENED, "2026-11-21": PLANNED}
    newest = re.findall(r'name="version" value="(\d+)"', answer.text)
    assert newest == ["2"]
    assert client.post(f"/stays/{stay.id}/what-happened", data={**typed, "version": "2"}).status_code == 302
    assert states(stay) == {"2026-11-20": HAPPENED, "2026-11-21": NOT_STAYED}


@pytest.mark.parametrize("act", ["slept-here", "away", "nobody-came", "take-back"])
@pytest.mark.parametrize(
    ("version", "opened_at"),
    [("", ""), ("x", "not a moment"), ("-1", "2026-11-22T09:00:00"), ("99999999999999999999", "2026-11-22T09:00:00Z")],
)
def test_every_act_from_an_old_page_or_a_broken_form_is_shown_as_overtaken(
    app: Flask, homes: Households, act: str, version: str, opened_at: str
) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    data = {"version": version, "night": "2026-11-20", "opened_at": opened_at}
    answer = client_of(app, homes.moira).post(f"/stays/{stay.id}/{act}", data=data)
    assert answer.status_code == 409
    assert "Somebody else changed this stay" in answer.text
    assert set(states(stay).values()) == {PLANNED}


def test_nobody_came_frees_the_beds(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-21", "2026-11-23")
    client = client_of(app, homes.moira)
    assert client.post(f"/stays/{stay.id}/nobody-came", data={"version": "1", "reason": "ill"}).status_code == 302
    assert set(states(stay).values()) == {NOT_STAYED}
    page = client.get(f"/stays/{stay.id}").text
    assert "did not happen" in page
    again = client.post(f"/stays/{stay.id}/nobody-came", data={"version": "2"})
    assert (again.status_code, "knows already" in again.text) == (422, True)


def test_a_stay_of_four_weeks_says_whom_to_speak_with(app: Flask, homes: Households) -> None:
    for length, is_said in ((27, False), (28, True)):
        child = factories.create_child(homes.service, homes.patel, "ZZ")
        leave = day("2026-09-01") + dt.timedelta(days=length)
        stay = factories.create_stay(child, homes.hub, "2026-09-01", str(leave))
        assert ("counts as a new placement" in client_of(app, homes.moira).get(f"/stays/{stay.id}").text) is is_said


def test_a_reason_is_shown_as_it_was_typed_and_never_run(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    client = client_of(app, homes.moira)
    client.post(f"/stays/{stay.id}/what-happened", data=happened(reason="<script>alert(1)</script>"))
    page = client.get(f"/stays/{stay.id}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
