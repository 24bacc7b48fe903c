"""The page and the file of who stayed and who left."""

import pytest
from flask import Flask

from constellations.permissions import Role
from tests import factories
from tests.client import client_of
from tests.sleepovers.households import Households, day, make_households

FORM = {"at_start": "60", "joined": "5", "left": "9", "version": "0"}


@pytest.fixture
def homes(app: Flask) -> Households:
    """Three homes since ever, and one that joined in May 2025 and left in June 2026."""
    made = make_households()
    gone = factories.create_home(made.service, "Gone")
    factories.join(gone, made.constellation, starts_on=day("2025-05-01"), ends_on=day("2026-06-01"))
    return made


def test_the_page_has_figures_a_picture_and_its_table(app: Flask, homes: Households) -> None:
    page = client_of(app, homes.manager).get("/retention").text
    assert "2026/27, so far: counted until today" in page
    assert 'class="shares__part shares__part--unmet"' in page
    assert "Year by year" in page
    assert "nobody has said why" in page
    assert "not entered" in page
    assert "The register knows of nothing before" not in page


def test_a_year_before_the_first_says_so(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    page = client.get("/retention?year=2024").text
    assert "Nothing is known of 2024/25" in page
    assert "The register begins on Thursday 1 May 2025." in page
    assert "The register knows of nothing before Thursday 1 May 2025." in client.get("/retention?year=2025").text
    assert "2025" in client.get("/retention?year=2025&kind=calendar").text


def test_a_service_without_any_date_says_so(app: Flask) -> None:
    page = client_of(app, make_households().manager).get("/retention?year=2020").text
    assert "The register does not say since when homes are members." in page


def test_small_numbers_are_hidden_where_that_is_asked_for(app: Flask, homes: Households) -> None:
    page = client_of(app, homes.manager).get("/retention?small=hidden").text
    assert "Numbers from 1 to 4 are not shown" in page
    assert "Show all numbers" in page


def test_a_regional_viewer_cannot_show_them(app: Flask, homes: Households) -> None:
    region = factories.create_region()
    factories.changed(homes.service, region_id=region.id)
    client = client_of(app, factories.create_person(Role.REGIONAL, region=region))
    page = client.get("/retention?small=shown").text
    assert "Numbers from 1 to 4 are not shown" in page
    assert "Show all numbers" not in page
    assert "/leavers" not in page
    assert "Gone" not in page + client.get("/retention/figures.csv").text


def test_several_services_are_listed_and_one_is_chosen(app: Flask, homes: Households) -> None:
    region = factories.create_region()
    factories.changed(homes.service, region_id=region.id)
    beside = factories.create_service(region=region)
    client = client_of(app, factories.create_person(Role.REGIONAL, region=region))
    page = client.get("/retention").text
    assert "Service by service" in page
    assert "Year by year" not in page
    assert f"service={beside.id}" in page
    chosen = client.get(f"/retention?service={homes.service.id}").text
    assert "Year by year" in chosen
    assert "All services" in chosen
    assert beside.name not in chosen
    assert "Service by service" in client.get("/retention?service=nonsense").text


def test_the_file_has_stable_names(app: Flask, homes: Households) -> None:
    answer = client_of(app, homes.liaison).get("/retention/figures.csv")
    heading, *lines = answer.text.splitlines()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="retention-financial.csv"'
    assert heading.startswith(
        "service,year_kind,year,first_day,counted_until,small_numbers_hidden,members_at_start,joined,"
        "came_from_other_constellation,left,went_to_other_constellation,members_at_end,left_fostering,"
    )
    assert [line.split(",")[2:8] for line in lines] == [
        ["2025", "2025-04-01", "2026-03-31", "no", "3", "1"],
        ["2026", "2026-04-01", "2026-11-22", "no", "4", "0"],
    ]


def test_a_manager_enters_the_homes_outside(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    page = client.post("/retention/outside?year=2025", data=FORM, follow_redirects=True).text
    assert "The numbers are kept." in page
    assert "60" in page
    assert 'value="60"' in client.get("/retention/outside?year=2025").text
    assert client.post("/retention/outside?year=2025", data=FORM).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"left": "66"}, "More homes have left than were there"),
        ({"left": "many"}, "Enter a number from 0 to 9999."),
        ({"at_start": "-1"}, "Enter a number from 0 to 9999."),
        ({"joined": ""}, "Enter a number from 0 to 9999."),
    ],
)
def test_what_is_wrong_is_said(app: Flask, homes: Households, wrong: dict[str, str], words: str) -> None:
    answer = client_of(app, homes.manager).post("/retention/outside", data={**FORM, **wrong})
    assert (answer.status_code, words in answer.text) == (422, True)
