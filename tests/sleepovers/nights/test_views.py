"""The pages of nights: the month, and the nights that wait."""

import re
import uuid

import pytest
from flask import Flask

from constellations.permissions import Role
from sleepovers.rules import NightState
from tests import factories
from tests.client import client_of
from tests.sleepovers.households import Households, states


def test_who_has_one_constellation_lands_in_its_present_month(app: Flask, homes: Households) -> None:
    for person in (homes.anita, homes.moira, homes.liaison, homes.manager):
        answer = client_of(app, person).get("/nights")
        assert answer.location == f"/nights/{homes.constellation.id}/2026-11"


def test_who_has_several_chooses_one_and_keeps_the_month(app: Flask, homes: Households) -> None:
    other = factories.create_constellation(homes.service, "Meadow")
    client = client_of(app, homes.manager)
    page = client.get("/nights?month=2026-10").text
    assert f"/nights/{other.id}/2026-10" in page
    chosen = client.get(f"/nights?month=2026-10&constellation={other.id}")
    assert chosen.location == f"/nights/{other.id}/2026-10"


def test_a_carer_of_two_constellations_lands_where_the_home_is_the_hub(app: Flask, homes: Households) -> None:
    other = factories.create_constellation(homes.service, "Anchor")
    factories.join(homes.hub, other)
    client = client_of(app, homes.moira)
    landed = client.get("/nights")
    assert landed.location == f"/nights/{homes.constellation.id}/2026-11"
    assert f'value="{other.id}"' in client.get(landed.location).text, "and can go to the other"


def test_who_has_none_is_told_what_will_stand_here(app: Flask, homes: Households) -> None:
    alone = factories.create_person(Role.SATELLITE_CARER, home=factories.create_home(homes.service))
    answer = client_of(app, alone).get("/nights")
    assert (answer.status_code, "No constellation yet" in answer.text) == (200, True)


def test_the_month_says_each_night_in_words(app: Flask, homes: Households) -> None:
    homes.stay("2026-11-27", "2026-11-29")
    page = client_of(app, homes.moira).get(f"/nights/{homes.constellation.id}/2026-11").text
    assert 'scope="row"' in page
    assert 'scope="col"' in page
    assert "Friday 27 November 2026" in page
    assert "1 of 2 beds taken" in page
    assert ", agreed" in page
    assert re.findall(r'data-behaviour="print-page"( hidden)?', page) == [" hidden"], "until a script can print"


def test_a_member_reads_that_a_bed_is_taken_and_has_no_way_to_the_stay(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-27", "2026-11-29")
    page = client_of(app, homes.okafors).get(f"/nights/{homes.constellation.id}/2026-11").text
    assert "1 of 2 beds taken" in page
    assert "bar--taken" in page
    assert str(stay.id) not in page
    assert not re.search(r"\bJB\b", page)


@pytest.mark.parametrize("month", ["2026-13", "november", "2026-1", "99999999"])
def test_what_is_no_month_is_said_plainly(app: Flask, homes: Households, month: str) -> None:
    answer = client_of(app, homes.moira).get(f"/nights/{homes.constellation.id}/{month}")
    assert (answer.status_code, "There is no such month" in answer.text) == (404, True)


@pytest.mark.parametrize("month", ["2014-12", "2028-01", "1900-01"])
def test_a_month_far_away_is_said_plainly(app: Flask, homes: Households, month: str) -> None:
    answer = client_of(app, homes.moira).get(f"/nights/{homes.constellation.id}/{month}")
    assert (answer.status_code, "from January 2015 to December 2027" in answer.text) == (404, True)


def test_one_can_go_from_month_to_month_as_far_as_they_go(app: Flask, homes: Households) -> None:
    client, path = client_of(app, homes.moira), f"/nights/{homes.constellation.id}"
    assert f"{path}/2026-10" in client.get(f"{path}/2026-11").text
    first = client.get(f"{path}/2015-01").text
    assert f"{path}/2015-02" in first
    assert f"{path}/2014-12" not in first
    assert f"{path}/2028-01" not in client.get(f"{path}/2027-12").text


def test_a_phone_shows_ones_own_home_first_and_others_by_their_link(app: Flask, homes: Households) -> None:
    client, path = client_of(app, homes.anita), f"/nights/{homes.constellation.id}/2026-11"
    chosen = re.compile(r'<a class="picks__pick" href="[^"]*" aria-current="true">([^<]*)')
    assert chosen.findall(client.get(path).text) == ["Patel"]
    assert chosen.findall(client.get(f"{path}?home={homes.hub.id}").text) == ["Moira"]
    assert chosen.findall(client.get(f"{path}?home=all").text) == ["All homes"]
    assert chosen.findall(client.get(f"{path}?home={uuid.UUID(int=9)}").text) == ["Patel"]


def test_another_constellation_is_as_if_it_were_not_there(app: Flask, homes: Households) -> None:
    other = factories.create_constellation(homes.service)
    client = client_of(app, homes.moira)
    theirs, nothing = client.get(f"/nights/{other.id}/2026-11"), client.get(f"/nights/{uuid.UUID(int=7)}/2026-11")
    assert theirs.status_code == nothing.status_code == 404


def test_a_waiting_night_is_confirmed_with_one_press_and_undone_with_another(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    client = client_of(app, homes.moira)
    waiting, nights = client.get("/nights/waiting").text, "Fri 20 Nov and Sat 21 Nov"
    assert re.search(rf'Slept here<span class="govuk-visually-hidden">: [^<]*JB, {nights}</span>', waiting)
    told = client.post(f"/stays/{stay.id}/slept-here", data={"version": "1", "back": "waiting"})
    assert told.location == f"/nights/waiting?told={stay.id}"
    assert set(states(stay).values()) == {NightState.HAPPENED}
    page = client.get(told.location).text
    assert "Every night is told" in page
    assert "Undo" in page
    undone = client.post(f"/stays/{stay.id}/take-back", data={"version": "2", "back": "waiting"})
    assert undone.location == "/nights/waiting"
    assert set(states(stay).values()) == {NightState.PLANNED}
    assert "Taken back" in client.get("/nights/waiting").text


def test_staff_see_whose_nights_wait_with_reference_and_host(app: Flask, homes: Households) -> None:
    homes.stay("2026-11-20", "2026-11-22")
    page = client_of(app, homes.liaison).get("/nights/waiting").text
    assert f"({homes.jb.key})" in page
    assert "with Moira" in page


def test_finance_sees_no_night(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.finance)
    for path in ("/nights", f"/nights/{homes.constellation.id}/2026-11", "/nights/waiting"):
        assert client.get(path).status_code == 403
