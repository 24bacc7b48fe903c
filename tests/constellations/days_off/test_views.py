"""The pages on which a service manager keeps bank holidays and school terms."""

import io

import pytest
from flask import Flask

from constellations.permissions import Role
from tests.client import RoostClient, client_of
from tests.factories import create_person, create_service

TERMS = b"name,first,last\nAutumn term,2026-09-02,2026-10-23\nHalf term,2026-10-26,2026-10-30\n"


@pytest.fixture
def client(app: Flask) -> RoostClient:
    """The browser of a service manager."""
    return client_of(app, create_person(Role.MANAGER, create_service()))


def hand_over(client: RoostClient, content: bytes) -> tuple[int, str]:
    """Hand a list of terms over; the status, and the page that follows."""
    data = {"file": (io.BytesIO(content), "terms.csv")}
    answer = client.post("/service/days/terms", data=data, content_type="multipart/form-data", follow_redirects=True)
    return answer.status_code, answer.text


def test_a_day_is_named_and_stands_in_the_list_and_in_the_calendar(client: RoostClient) -> None:
    page = client.get("/service/days").text
    assert "Days off in England" in page
    assert "Friday 25 December 2026" in page
    said = client.post("/service/days", data={"day": "2026-12-24", "choice": "off", "words": " Office  closed "})
    assert said.headers["Location"] == "/service/days"
    assert "Office closed" in client.get("/service/days").text
    client.post("/service/days", data={"day": "2026-12-26", "choice": "not_off", "words": ""})
    assert "no day off here" in client.get("/service/days").text
    calendar = client.get("/calendar/2026-12").text
    assert "Office closed" in calendar
    assert "Boxing Day" in calendar
    assert calendar.count("Boxing Day") == 2, "only the day on which it is made up for"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "", "choice": "off", "words": "x"}, "Enter a day."),
        ({"day": "2026-12-24", "choice": "off", "words": " "}, "Say what the day is called"),
        ({"day": "2026-12-24", "choice": "maybe", "words": "x"}, "Not a valid choice."),
        ({"day": "1999-12-24", "choice": "off", "words": "x"}, "Enter a day from 2025 to 2031."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client: RoostClient, typed: dict[str, str], words: str) -> None:
    answer = client.post("/service/days", data=typed)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_list_of_terms_is_looked_at_then_stored_replaced_and_taken_out(client: RoostClient) -> None:
    status, page = hand_over(client, TERMS)
    assert status == 200
    assert "Monday 26 October 2026" in page
    assert "takes the place" not in page
    assert "School year 2026/27" not in client.get("/service/days").text
    assert client.post("/service/days/terms/check").headers["Location"] == "/service/days"
    assert "School year 2026/27" in client.get("/service/days").text
    assert "no school until Fri 30 Oct" in client.get("/calendar?from=2026-10-20").text
    _, page = hand_over(client, TERMS)
    assert "takes the place of 2 lines" in page
    client.post("/service/days/terms/2026/remove")
    assert "No school terms yet" in client.get("/service/days").text
    assert client.post(f"/service/days/terms/{2**31 - 1}/remove").status_code == 302
    assert client.post(f"/service/days/terms/{10**30}/remove").status_code == 404


def test_a_list_that_is_none_is_refused_beside_the_file(client: RoostClient) -> None:
    status, page = hand_over(client, b"PK\x03\x04\xff")
    assert status == 422
    assert "neither CSV in UTF-8 nor iCalendar" in page


def test_a_list_that_is_no_longer_kept_is_asked_for_again(client: RoostClient) -> None:
    assert "Choose it again." in client.get("/service/days/terms/check", follow_redirects=True).text


def test_a_service_of_another_nation_shows_that_nations_days(client: RoostClient) -> None:
    right = {"name": "Fairvale", "sleepover_word": "sleepover", "out_of_hours_phone": "", "version": "1"}
    assert client.post("/service", data={**right, "nation": "scotland"}).status_code == 302
    page = client.get("/service/days").text
    assert "Days off in Scotland" in page
    assert "St Andrew’s Day" in page
    assert "St Andrew’s Day" in client.get("/calendar/2026-11").text
