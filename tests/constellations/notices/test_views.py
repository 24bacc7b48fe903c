"""One's own notices."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core import clock as house_clock
from constellations.core.database import database, session, transaction
from constellations.models import Person
from constellations.notices.actions import News, tell
from constellations.notices.models import Notice, OutboxMail
from constellations.notices.queries import unread_notices
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.alerts import alert_all
from tests.client import client_of
from tests.factories import create_home, create_person, create_service
from tests.queries import count_queries


@pytest.fixture
def carer(app: Flask) -> Person:
    """A hub carer."""
    return create_person(Role.HUB_CARER, home=create_home(create_service()))


@pytest.fixture
def other(app: Flask) -> Person:
    """The other adult of some other home."""
    return create_person(Role.SATELLITE_CARER, home=create_home(create_service()))


def tell_of(nights: int, *people: Person, by_mail: bool = True) -> int:
    """Tell of so many nights."""
    news = News(f"nights-{nights}", f"You have hosted {nights} nights in November.", f"/nights?n={nights}")
    with transaction():
        return tell([person.id for person in people], news, by_mail)


def notice_of(person: Person) -> Notice:
    """The person's one notice."""
    session().rollback()
    return session().scalars(visible(viewer_for(person), Notice)).one()


def test_where_there_is_nothing_the_page_says_so(app: Flask, carer: Person) -> None:
    page = client_of(app, carer).get("/notices").text
    assert "No notices" in page
    assert "Mark all as read" not in page


def test_the_newest_stands_first_and_is_marked_new(app: Flask, carer: Person, clock: time_machine.Traveller) -> None:
    tell_of(15, carer)
    clock.shift(dt.timedelta(hours=5, minutes=5))
    tell_of(16, carer)
    page = client_of(app, carer).get("/notices").text
    assert page.index("hosted 16 nights") < page.index("hosted 15 nights")
    assert "Sun 22 Nov, 14:05" in page
    assert page.count("status--mine") == 2


def test_opening_one_marks_it_read_and_leads_to_its_place(app: Flask, carer: Person) -> None:
    tell_of(16, carer)
    answer = client_of(app, carer).post(f"/notices/{notice_of(carer).id}/read")
    assert (answer.status_code, answer.location) == (302, "/nights?n=16")
    assert notice_of(carer).read_at == house_clock.now()
    assert "status--mine" not in client_of(app, carer).get("/notices").text


def test_opening_one_again_keeps_when_it_was_read(app: Flask, carer: Person, clock: time_machine.Traveller) -> None:
    tell_of(16, carer)
    path = f"/notices/{notice_of(carer).id}/read"
    client_of(app, carer).post(path)
    before = notice_of(carer).read_at
    clock.shift(60)
    client_of(app, carer).post(path)
    assert notice_of(carer).read_at == before


def test_all_are_marked_read_and_nobody_elses(app: Flask, carer: Person, other: Person) -> None:
    for nights in (12, 15, 16):
        tell_of(nights, carer, other)
    answer = client_of(app, carer).post("/notices/read")
    assert (answer.status_code, answer.location) == (302, "/notices")
    assert unread_notices(viewer_for(carer)) == 0
    assert unread_notices(viewer_for(other)) == 3


def test_anothers_notice_is_not_there(app: Flask, carer: Person, other: Person) -> None:
    tell_of(16, other)
    assert client_of(app, carer).post(f"/notices/{notice_of(other).id}/read").status_code == 404
    assert notice_of(other).read_at is None
    assert "hosted 16 nights" not in client_of(app, carer).get("/notices").text


def test_the_same_news_is_told_once(app: Flask, carer: Person, other: Person) -> None:
    assert tell_of(16, carer) == 1
    assert tell_of(16, carer, other) == 1
    assert tell_of(16, carer, other) == 0
    assert notice_of(carer).words == "You have hosted 16 nights in November."


def test_the_mail_says_nothing_of_the_news(app: Flask, carer: Person) -> None:
    tell_of(16, carer)
    tell_of(17, carer, by_mail=False)
    alert_all()
    mail = session().scalars(visible(Viewer.system(), OutboxMail)).one()
    assert mail.address == carer.email
    assert "16" not in mail.subject + mail.body
    assert "/notices" in mail.body


def test_whoever_left_is_told_nothing(app: Flask, carer: Person) -> None:
    with transaction():
        session().merge(carer, load=False)
        carer_here = session().scalars(visible(Viewer.system(), Person).where(Person.id == carer.id)).one()
        carer_here.left_at = house_clock.now()
    assert tell_of(16, carer) == 0


def test_many_notices_come_in_pages_with_as_many_queries(
    app: Flask, carer: Person, clock: time_machine.Traveller
) -> None:
    client = client_of(app, carer)
    tell_of(1, carer)
    client.get("/notices")
    with count_queries(database().engine) as few:
        client.get("/notices")
    for nights in range(2, 31):
        clock.shift(60)
        tell_of(nights, carer)
    session().rollback()
    client.get("/notices")
    with count_queries(database().engine) as many:
        first = client.get("/notices").text
    assert len(few) == len(many)
    assert "hosted 30 nights" in first
    assert "hosted 1 nights" not in first
    assert "hosted 1 nights" in client.get("/notices?page=2").text
