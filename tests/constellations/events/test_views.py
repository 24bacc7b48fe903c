"""The page of an event."""

import datetime as dt

from flask import Flask
from icalendar import Calendar

from constellations.core import clock
from constellations.permissions import Role
from tests.client import client_of
from tests.factories import (
    changed,
    create_constellation,
    create_event,
    create_home,
    create_person,
    create_service,
    join,
)


def test_the_page_says_when_where_and_what_to_bring(app: Flask) -> None:
    service = create_service()
    constellation, home = create_constellation(service), create_home(service)
    join(home, constellation)
    at = create_event(constellation, "2026-12-19", "Picnic")
    changed(at, place="Village hall", bring="Cake")
    client = client_of(app, create_person(Role.SATELLITE_CARER, home=home))
    page = client.get(f"/events/{at.id}").text
    for words in ("Picnic", "Sat 19 Dec, 14:00 to 17:00", "Village hall", "Cake", "gathering", "for the constellation"):
        assert words in page
    assert "Called off." not in page
    changed(at, cancelled_at=clock.now())
    assert "Called off." in client.get(f"/events/{at.id}").text


def test_one_date_comes_as_a_file_in_full_words_to_who_sees_it(app: Flask) -> None:
    service = create_service()
    constellation, home, far = create_constellation(service), create_home(service), create_home(service)
    join(home, constellation)
    join(far, create_constellation(service))
    at = create_event(constellation, "2026-12-19", "Picnic")
    changed(at, place="Village hall", starts_on=dt.date(2026, 12, 20), changed_at=clock.now())
    answer = client_of(app, create_person(Role.SATELLITE_CARER, home=home)).get(f"/events/{at.id}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    event = Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert (str(event["summary"]), str(event["location"]), str(event["uid"])) == ("Picnic", "Village hall", str(at.id))
    assert b"\r\nDTSTART;TZID=Europe/London:20261220T140000\r\n" in answer.data
    assert "RRULE" not in event
    elsewhere = client_of(app, create_person(Role.SATELLITE_CARER, home=far))
    assert elsewhere.get(f"/events/{at.id}.ics").status_code == 404
