"""Two presses for who did not ask, and one to take it back."""

import re

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import session
from sleepovers.asks.unasked.models import Unasked
from tests.client import client_of
from tests.sleepovers.households import Households


def nights() -> list[str]:
    session().rollback()
    return sorted(str(row.night) for row in session().scalars(visible(Viewer.system(), Unasked)))


def test_from_the_home_page_it_takes_two_presses(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.anita)
    home = client.get("/").text
    (way,) = re.findall(r'href="(/asks/unasked)"', home)
    page = client.get(way).text
    assert ["Tonight" in page, "Fri 27 Nov" in page, "Fri 4 Dec" in page] == [True] * 3
    (first,) = re.findall(r'name="night" value="(2026-11-27)"', page)
    answer = client.post(way, data={"family": str(homes.patel.id), "night": first}, follow_redirects=True)
    assert "Thank you, it is written down" in answer.text
    assert nights() == ["2026-11-27"]
    (back,) = re.findall(r'action="(/asks/unasked/[0-9a-f-]+/take-back)"', answer.text)
    assert "Taken back. It is not counted." in client.post(back, follow_redirects=True).text
    assert nights() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Choose the night."),
        ("never", "Enter a day, such as 27/11/2026."),
        ("2020-01-01", "Choose a night of the last month or of the year to come."),
    ],
)
def test_a_wrong_night_is_said_and_nothing_is_stored(app: Flask, homes: Households, typed: str, said: str) -> None:
    answer = client_of(app, homes.anita).post("/asks/unasked", data={"night": typed})
    assert answer.status_code == 422
    assert f'<a href="#night">{said}' in answer.text
    assert nights() == []


def test_staff_say_first_of_whose_home(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.liaison)
    page = client.get("/asks/unasked").text
    assert "Which home would have asked?" in page
    assert str(homes.patel.id) in page
    client.post("/asks/unasked", data={"family": str(homes.patel.id), "night": "2026-11-20"})
    assert nights() == ["2026-11-20"]


def test_finance_does_not_say_it(app: Flask, homes: Households) -> None:
    assert client_of(app, homes.finance).get("/asks/unasked").status_code == 403
