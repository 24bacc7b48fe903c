"""The pages of the calendar."""

import pytest
from flask import Flask

from constellations.core import clock
from constellations.permissions import Role
from sleepovers.rules import StayState
from tests.client import RoostClient, client_of
from tests.factories import changed, create_constellation, create_event, create_person, create_stay
from tests.sleepovers.households import Households, make_households


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub and its satellites, with a gathering, a stay of JB and one of AK."""
    homes = make_households()
    create_event(homes.constellation, "2026-12-19", "Saturday together")
    create_stay(homes.jb, homes.hub, "2026-12-04", "2026-12-06", StayState.AGREED, bed=1)
    create_stay(homes.ak, homes.hub, "2026-12-05", "2026-12-06", StayState.AGREED, bed=2)
    return homes


@pytest.fixture
def client(app: Flask, homes: Households) -> RoostClient:
    """The browser of Anita, with whom JB lives."""
    return client_of(app, homes.anita)


def test_the_agenda_says_what_is_on_day_by_day(client: RoostClient) -> None:
    page = client.get("/calendar").text
    assert "From Sunday 22 November 2026 to Wednesday 20 January 2027" in page
    for words in ("Sat 19 Dec", "Saturday together", "14:00 to 17:00, gathering", "JB with Moira", "Christmas Day"):
        assert words in page
    assert "2 nights, home Sun 6 Dec" in page
    assert "a bed is taken" in page
    assert "AK" not in page


def test_the_agenda_goes_on_and_back_and_keeps_what_is_shown(client: RoostClient) -> None:
    page = client.get("/calendar?show=nights&from=2027-01-21").text
    assert 'href="/calendar?show=nights&amp;from=2026-11-22"' in page
    assert 'href="/calendar?show=nights&amp;from=2027-03-22"' in page
    assert 'href="/calendar?show=nights"' in page
    assert "Nothing stands here in these days" in page
    assert "Look at everything" in page


def test_the_month_has_seven_days_across_with_what_stands_on_each(client: RoostClient) -> None:
    page = client.get("/calendar/2026-12").text
    for words in ("Calendar of December 2026", "Saturday 19 December 2026", "1 thing on Sat 19 Dec", "Boxing Day"):
        assert words in page
    assert page.count('scope="col"') == 7
    assert 'href="/calendar/2026-11"' in page
    assert 'href="/calendar/2027-01"' in page
    assert 'href="/calendar/2026-12/fridge"' in page


def test_a_month_with_nothing_says_what_would_stand_there(client: RoostClient) -> None:
    assert "Nothing stands in this month" in client.get("/calendar/2027-02?show=events").text
    assert "Nothing stands in this month yet." in client.get("/calendar/2027-02/fridge?show=events").text


@pytest.mark.parametrize("path", ["/calendar/2031-01", "/calendar/rubbish", "/calendar/2014-12/fridge"])
def test_a_month_that_is_not_there_is_said_plainly(client: RoostClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "month" in answer.text


def test_the_fridge_has_own_nights_by_initials_alone_and_nothing_of_others(app: Flask, homes: Households) -> None:
    off = create_event(homes.constellation, "2026-12-12", "Called off walk")
    changed(off, cancelled_at=clock.now())
    page = client_of(app, homes.anita).get("/calendar/2026-12/fridge").text
    assert "Saturday together" in page
    assert "JB" in page
    for words in ("AK", "Moira", "a bed is taken", "Called off walk"):
        assert words not in page


def test_staff_choose_a_constellation_and_a_manager_reads_no_initials_before(app: Flask, homes: Households) -> None:
    create_constellation(homes.service, "Rowan")
    manager = client_of(app, homes.manager)
    page = manager.get("/calendar").text
    assert "2 beds are taken" in page
    assert "JB" not in page
    chosen = manager.get(f"/calendar?constellation={homes.constellation.id}").text
    assert "JB with Moira" in chosen
    assert "AK with Moira" in chosen


def test_finance_sees_what_is_on_and_no_nights(app: Flask, homes: Households) -> None:
    page = client_of(app, homes.finance).get("/calendar").text
    assert "Saturday together" in page
    assert "taken" not in page
    assert "JB" not in page


def test_staff_alone_are_led_to_a_calendar_file(app: Flask, homes: Households) -> None:
    assert "Load events from a calendar file" in client_of(app, homes.liaison).get("/calendar").text
    assert "Load events from a calendar file" not in client_of(app, homes.anita).get("/calendar").text


def test_a_constellation_of_another_service_is_not_there(app: Flask, homes: Households) -> None:
    elsewhere = create_person(Role.MANAGER, None)
    assert client_of(app, elsewhere).get(f"/calendar?constellation={homes.constellation.id}").status_code == 404
