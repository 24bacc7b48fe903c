"""The page on which a home says when it has room, the open beds of a constellation, and the home page's panel."""

import datetime as dt
import re

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer
from constellations.rules import HomeStatus
from sleepovers.availability.actions import say_away, say_free_tonight, set_pattern
from sleepovers.availability.queries import availability_page, closed_weekdays
from sleepovers.rules import StayState
from tests import factories
from tests.client import client_of
from tests.sleepovers.households import Households, day, sees

TODAY = day("2026-11-22")


def test_a_carer_comes_to_the_page_of_their_own_home_and_staff_to_each_from_its_page(
    app: Flask, homes: Households
) -> None:
    anita, liaison = client_of(app, homes.anita), client_of(app, homes.liaison)
    path = f"/homes/{homes.patel.id}/availability"
    assert anita.get("/availability").location == path
    assert "When we have room" in anita.get(path).text
    assert f'href="{path}"' in anita.get(f"/homes/{homes.patel.id}").text
    assert liaison.get("/availability").status_code == 404
    assert "When Patel has room" in liaison.get(path).text
    assert ("We are away from" in anita.get(path).text, "We are away" in liaison.get(path).text) == (True, False)
    assert f'href="{path}"' in liaison.get(f"/homes/{homes.patel.id}").text


def test_another_home_is_told_who_can_say_it(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.moira)
    refused = client.get(f"/homes/{homes.patel.id}/availability")
    assert (refused.status_code, "Only the home itself" in refused.text) == (403, True)
    assert "/availability" not in client.get(f"/homes/{homes.patel.id}").text


def test_the_nights_of_the_week_are_ticked_and_saved(app: Flask, homes: Households) -> None:
    client, path = client_of(app, homes.anita), f"/homes/{homes.patel.id}/availability"
    shown = client.get(path).text
    assert len(re.findall(r'name="weekdays"[^>]*checked', shown)) == 7
    assert 'name="seen" type="hidden" value="1111111"' in shown
    answer = client.post(path, data={"weekdays": ["4", "5"], "seen": "1111111"})
    assert answer.location == path
    assert closed_weekdays(Viewer.system(), homes.patel.id) == {0, 1, 2, 3, 6}
    assert re.findall(r'value="(\d)"[^>]*checked', client.get(path).text) == ["4", "5"]


def test_a_page_that_somebody_overtook_says_both(app: Flask, homes: Households) -> None:
    set_pattern(sees(homes.liaison), homes.patel.id, frozenset({0}), "1111111")
    path = f"/homes/{homes.patel.id}/availability"
    answer = client_of(app, homes.anita).post(path, data={"weekdays": ["5"], "seen": "1111111"})
    assert answer.status_code == 409
    assert "You wanted: Saturday." in answer.text


@pytest.mark.parametrize("weekdays", [["7"], ["x"], ["-1"], ["4", "²"]])
def test_a_weekday_that_is_none_is_refused_in_words(app: Flask, homes: Households, weekdays: list[str]) -> None:
    path = f"/homes/{homes.patel.id}/availability"
    answer = client_of(app, homes.anita).post(path, data={"weekdays": weekdays, "seen": "1111111"})
    assert (answer.status_code, "There is a problem" in answer.text) == (422, True)
    assert closed_weekdays(Viewer.system(), homes.patel.id) == frozenset()


def test_a_time_away_is_said_and_taken_back(app: Flask, homes: Households) -> None:
    homes.stay("2026-11-28", "2026-11-29", homes.ak, homes.patel)
    client, path = client_of(app, homes.anita), f"/homes/{homes.patel.id}/availability"
    answer = client.post(f"{path}/away", data={"first": "2026-11-27", "until": "30/11/2026"})
    assert answer.location == path
    page = client.get(path).text
    assert "Away: Fri 27 Nov to Sun 29 Nov, 3 nights" in page
    assert "said by Anita Patel, Sun 22 Nov, 09:00" in page
    assert "AK is to stay with you" in page
    assert "Sat 28 Nov" in page
    take_back = re.search(r'action="(/availability/[^"]+/take-back)"', page)
    assert take_back
    assert client.post(take_back[1]).location == path
    assert "Away:" not in client.get(path).text


@pytest.mark.parametrize(
    ("first", "until", "words"),
    [
        ("", "2026-11-30", "Enter the first night away."),
        ("2026-11-27", "", "Enter the morning on which you are back."),
        ("soon", "2026-11-30", "Enter a day, such as 27/11/2026."),
        ("2026-11-27", "2026-11-27", "This is not after the first night away."),
        ("2026-11-01", "2026-11-22", "That time is over."),
        ("2028-11-27", "2028-11-30", "That is too far ahead. Choose a first night up to Tue 23 Nov 2027."),
        ("2026-11-27", "9999-12-31", "That is more than a year."),
    ],
)
def test_a_slip_of_the_finger_is_said_beside_what_was_typed(
    app: Flask, homes: Households, first: str, until: str, words: str
) -> None:
    path = f"/homes/{homes.patel.id}/availability/away"
    answer = client_of(app, homes.anita).post(path, data={"first": first, "until": until})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert all(f'value="{text}"' in answer.text for text in (first, until) if text)
    assert len(re.findall(r'name="weekdays"[^>]*checked', answer.text)) == 7
    assert availability_page(sees(homes.anita), homes.patel.id).spans == ()


def test_room_tonight_is_said_and_taken_back_from_the_home_page(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    client, path = client_of(app, homes.anita), f"/homes/{homes.patel.id}/availability"
    assert "2 beds are free in your home tonight." in client.get("/").text
    say_away(sees(homes.anita), homes.patel.id, TODAY, day("2026-11-23"))
    clock.shift(dt.timedelta(minutes=1))
    assert "You are down as away tonight." in client.get("/").text
    assert client.post(f"{path}/free-tonight", data={"back": "home"}).location == "/"
    page = client.get("/").text
    assert "You said you have room tonight." in page
    take_back = re.search(r'action="(/availability/[^"]+/take-back)"', page)
    assert take_back
    assert client.post(take_back[1], data={"back": "home"}).location == "/"
    assert "We have room tonight" in client.get("/").text
    assert client.post(f"{path}/free-tonight").location == path
    assert "room tonight" in client.get(path).text


def test_the_home_page_asks_nobody_who_has_no_bed_to_offer(app: Flask, homes: Households) -> None:
    homes.stay("2026-11-22", "2026-11-23")
    factories.create_stay(homes.ak, homes.hub, "2026-11-22", "2026-11-23", StayState.AGREED, bed=2)
    held = factories.create_home(homes.service, "Sayed", status=HomeStatus.ON_HOLD)
    carer = factories.create_person(homes.anita.role, home=held)
    for person, words in (
        (homes.moira, "No bed is free here tonight."),
        (carer, "This home is on hold, so no child is sent here tonight."),
    ):
        client = client_of(app, person)
        assert "Room tonight" not in client.get("/").text
        assert words in client.get(f"/homes/{person.home_id}/availability").text


def test_the_open_beds_say_every_standing_in_words_and_name_no_child(app: Flask, homes: Households) -> None:
    homes.stay("2026-11-22", "2026-11-23")
    factories.create_stay(homes.ak, homes.hub, "2026-11-22", "2026-11-23", StayState.AGREED, bed=2)
    for name, status in (("Kemp", HomeStatus.RESPITE_ONLY), ("Sayed", HomeStatus.ON_HOLD)):
        factories.join(factories.create_home(homes.service, name, status=status), homes.constellation)
    set_pattern(sees(homes.anita), homes.patel.id, frozenset({6}), "1111111")
    say_away(sees(homes.okafors), homes.okafor.id, TODAY, day("2026-11-23"))
    usual = factories.create_home(homes.service, "Usual", beds=1)
    factories.join(usual, homes.constellation)
    say_free_tonight(Viewer.system(), usual.id)
    for person in (homes.moira, homes.okafors, homes.liaison):
        page = client_of(app, person).get(f"/nights/{homes.constellation.id}/open").text
        first = [re.sub(r"<[^>]+>| ", "", cell) for cell in re.findall(r'<td class="month__night.*?</td>', page)[::14]]
        assert first == ["none", "2forrespite", "away", "asksfirst", "onhold", "1freesaidso"]
        assert "1 bed free" in page
        assert not re.search(r"\b(JB|AK)\b", page)


def test_the_open_beds_step_on_and_back_and_no_further(app: Flask, homes: Households) -> None:
    client, path = client_of(app, homes.moira), f"/nights/{homes.constellation.id}/open"
    first = client.get(path).text
    assert f'href="{path}?from=2026-12-06"' in first
    assert 'rel="prev"' not in first
    later = client.get(f"{path}?from=2026-12-06").text
    assert f'href="{path}?from=2026-11-22"' in later
    assert "Sun 6 Dec" in later
    assert 'rel="next"' not in client.get(f"{path}?from=2027-11-20").text
    for odd in ("2029-01-01", "never", "2026-02-30"):
        answer = client.get(f"{path}?from={odd}")
        assert (answer.status_code, "up to Tue 23 Nov 2027" in answer.text) == (404, True)


def test_the_way_to_the_open_beds_is_on_the_month_and_on_the_home_page(app: Flask, homes: Households) -> None:
    path = f"/nights/{homes.constellation.id}/open"
    moira, liaison, manager = (client_of(app, person) for person in (homes.moira, homes.liaison, homes.manager))
    assert f'href="{path}"' in moira.get(f"/nights/{homes.constellation.id}/2026-11").text
    assert 'href="/nights/open"' in moira.get("/").text
    assert moira.get("/nights/open").location == path
    assert f'href="{path}"' in liaison.get("/").text
    factories.create_constellation(homes.service)
    assert manager.get("/nights/open").location == "/nights"


def test_a_constellation_without_homes_says_so(app: Flask, homes: Households) -> None:
    empty = factories.create_constellation(homes.service)
    assert "No homes on these nights" in client_of(app, homes.manager).get(f"/nights/{empty.id}/open").text


def test_a_bed_of_a_home_that_is_away_or_keeps_the_night_is_not_offered_on_home_pages(
    app: Flask, homes: Households
) -> None:
    okafors, liaison = client_of(app, homes.okafors), client_of(app, homes.liaison)
    assert "A bed is free tonight with Moira, Patel." in okafors.get("/").text
    assert "Free beds: Moira (2), Okafor (2), Patel (2)." in liaison.get("/").text
    set_pattern(sees(homes.moira), homes.hub.id, frozenset({6}), "1111111")
    say_away(sees(homes.anita), homes.patel.id, TODAY, day("2026-11-23"))
    assert "No bed is free tonight." in okafors.get("/").text
    assert "Free beds: Okafor (2)." in liaison.get("/").text


def test_until_six_the_beds_and_the_words_are_those_of_the_night_that_runs(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    set_pattern(sees(homes.moira), homes.hub.id, frozenset({4}), "1111111")
    say_away(sees(homes.anita), homes.patel.id, day("2026-11-27"), day("2026-11-28"))
    clock.move_to("2026-11-28T01:30Z")
    okafors, path = client_of(app, homes.okafors), f"/nights/{homes.constellation.id}/open"
    assert "No bed is free tonight." in okafors.get("/").text
    page = okafors.get(path).text
    assert "Fri 27 Nov, tonight" in page
    assert 'rel="prev"' not in page
    say_free_tonight(sees(homes.moira), homes.hub.id)
    assert "A bed is free tonight with Moira." in okafors.get("/").text
    clock.move_to("2026-11-28T06:00Z")
    assert "Sat 28 Nov, tonight" in okafors.get(path).text
    assert "A bed is free tonight with Moira, Patel." in okafors.get("/").text
