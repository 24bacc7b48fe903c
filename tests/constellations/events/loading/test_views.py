"""The pages on which staff load a calendar file."""

import datetime as dt
import re

import pytest
from flask import Flask
from sqlalchemy import update

from constellations.access import Viewer, covering, visible
from constellations.core.calendar_file import LARGEST_FILE
from constellations.core.database import session, transaction
from constellations.events.changing.actions import OneDate, call_off, change_date, take_place
from constellations.events.changing.rules import Scope
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Length
from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import RoostClient, client_of
from tests.constellations.events.loading.files import calendar, first_aid, meeting
from tests.constellations.events.planners import part
from tests.factories import create_person, create_service


@pytest.fixture
def dee(app: Flask) -> Person:
    """A liaison worker."""
    return create_person(Role.LIAISON, create_service())


@pytest.fixture
def client(app: Flask, dee: Person) -> RoostClient:
    """Her browser."""
    return client_of(app, dee)


def hand_over(client: RoostClient, content: bytes) -> tuple[int, str]:
    """Hand a file over; the status, and the page that follows."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../courses.ics"\r\n\r\n'
    body, kind = head + content + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"
    answer = client.post("/events/load", data=body, content_type=kind, follow_redirects=True)
    return answer.status_code, answer.text


def stored(dee: Person) -> int:
    """How many events there are."""
    session().rollback()
    return len(session().scalars(visible(viewer_for(dee), Event)).all())


def test_a_file_is_looked_at_and_then_loaded(client: RoostClient, dee: Person) -> None:
    refused = "UID:x\r\nSUMMARY:Without a day <script>"
    status, page = hand_over(client, calendar(first_aid(), meeting(), refused, first_aid("20200101T093000", uid="o")))
    assert status == 200
    for words in (
        "2 new events",
        "First aid",
        "Sat 5 Dec, 09:30 to 15:30",
        "Town hall",
        "Tue 1 Dec, 19:00 to 20:30 and 2 more dates",
        "1 entry is left out",
        "Without a day &lt;script&gt;",
        "It does not say when it begins.",
        "1 entry is over, and is left out.",
    ):
        assert words in page
    assert stored(dee) == 0
    answer = client.post("/events/load/check", data={"kind": "training"})
    assert answer.headers["Location"] == "/calendar"
    assert stored(dee) == 2
    assert "The events stand in the calendar" in client.get("/calendar").text
    assert "no longer kept" in client.get("/events/load/check", follow_redirects=True).text


def test_a_long_list_says_how_much_more_there_is(client: RoostClient, dee: Person) -> None:
    without_a_day = [f"UID:{number}\r\nSUMMARY:Without a day" for number in range(102)]
    courses = [first_aid(uid=f"{number}@train") for number in range(103)]
    _, page = hand_over(client, calendar(*courses, *without_a_day))
    assert ("102 entries are left out" in page, "And 2 more." in page) == (True, True)
    client.post("/events/load/check", data={"kind": "training"})
    with transaction() as here:
        here.execute(covering(Viewer.system(), update(Occurrence).values(starts_at=dt.time(8))))
    _, page = hand_over(client, calendar(*courses))
    assert ("changed it in Roost: 103" in page, "And 3 more." in page) == (True, True)


def test_a_changed_file_says_what_is_different(client: RoostClient) -> None:
    hand_over(client, calendar(first_aid(), meeting()))
    client.post("/events/load/check", data={"kind": "training"})
    changed = (
        meeting("EXDATE;TZID=Europe/London:20261208T190000").replace("COUNT=3", "COUNT=4").replace("Carers'", "Our")
    )
    _, page = hand_over(client, calendar(first_aid(), changed))
    assert "1 changed event" in page
    assert "its words, 1 date is new, 1 date is called off" in page
    assert "1 event is in the calendar as the file has it." in page


def test_what_stays_as_people_changed_it_is_shown_beside_what_the_file_says(client: RoostClient, dee: Person) -> None:
    hand_over(client, calendar(first_aid(), meeting()))
    client.post("/events/load/check", data={"kind": "training"})
    staff = viewer_for(dee)
    for uid, number, scope in (("first-aid@train", 0, Scope.ALL), ("meet@train", 1, Scope.FOLLOWING)):
        event = session().scalars(visible(staff, Event).where(Event.uid == uid)).one()
        call_off(staff, part(event, number, scope))
    _, page = hand_over(client, calendar(first_aid("20261206T093000"), meeting()))
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for words in (
        "There is nothing new in this file.",
        "This stays as people changed it in Roost",
        "First aid Sat 5 Dec, 09:30 to 15:30, called off Sun 6 Dec, 09:30 to 15:30 (new in the file)",
        "meeting Tue 8 Dec, 19:00 to 20:30, called off Tue 8 Dec, 19:00 to 20:30",
        "meeting 1 more date as it was loaded before",
    ):
        assert words in shown
    assert "in the calendar as the file has" not in shown
    gone = meeting().replace("COUNT=3", "COUNT=1")
    event = session().scalars(visible(staff, Event).where(Event.uid == "meet@train")).one()
    take_place(staff, part(event, 1))
    moved = OneDate("Carers' meeting", "Hall", "", Length(dt.date(2026, 12, 9), dt.time(19), 90))
    change_date(staff, part(event, 1, Scope.THIS), moved)
    _, page = hand_over(client, calendar(gone))
    assert "no more in the file" in page


def test_a_file_without_news_offers_nothing_to_load(client: RoostClient) -> None:
    hand_over(client, calendar(first_aid()))
    client.post("/events/load/check", data={"kind": "training"})
    _, page = hand_over(client, calendar(first_aid()))
    assert "There is nothing new in this file." in page
    assert "Load them" not in page
    pressed = client.post("/events/load/check", data={"kind": "training"})
    assert pressed.status_code == 422
    assert "There is nothing new in the file." in pressed.text


@pytest.mark.parametrize(
    ("content", "expected", "words"),
    [
        (b"x" * (LARGEST_FILE + 1), 413, "The file is larger than 1 MB."),
        (b"PK\x03\x04", 422, "This is no calendar file"),
        (b"", 422, "This is no calendar file"),
    ],
    ids=["too large", "a zip file", "nothing"],
)
def test_what_cannot_be_read_is_said_beside_the_file(
    client: RoostClient, content: bytes, expected: int, words: str
) -> None:
    status, page = hand_over(client, content)
    assert status == expected
    assert words in page


def test_a_kind_that_there_is_not_loads_nothing(client: RoostClient, dee: Person) -> None:
    hand_over(client, calendar(first_aid()))
    assert client.post("/events/load/check", data={"kind": "party"}).status_code == 422
    assert stored(dee) == 0


def test_what_one_person_handed_over_is_nobody_elses(app: Flask, client: RoostClient, dee: Person) -> None:
    hand_over(client, calendar(first_aid()))
    with client.session_transaction() as cookie:
        token = cookie["events_upload"]
    other = client_of(app, create_person(Role.MANAGER, create_service()))
    with other.session_transaction() as cookie:
        cookie["events_upload"] = token
    assert other.get("/events/load/check").headers["Location"] == "/events/load"
