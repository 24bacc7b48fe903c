"""Handing over what a liaison worker looks after, and what nobody looks after."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.core.clock import ALWAYS
from constellations.core.database import session
from constellations.models import Constellation, LiaisonAssignment, Person, Service
from constellations.people.actions import end_access
from constellations.people.caseload.actions import HandedOver, hand_over
from constellations.people.caseload.queries import left_alone_by, number_without_liaison, without_liaison
from constellations.people.caseload.rules import LooksAfterInPart, NothingHandedOver, ToThemself
from constellations.people.looking_after.actions import NoLiaisonWorker
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from tests.client import client_of
from tests.constellations.people.stored import audited, notices_of
from tests.factories import changed, create_constellation, create_home, create_person, join, stored

EVERYTHING = Viewer.system()
FIRST = dt.date(2026, 12, 1)
"""A day ahead of that of the tests."""


@pytest.fixture
def both(service: Service) -> tuple[Constellation, Constellation]:
    """Two constellations of the service."""
    return create_constellation(service, "Robin"), create_constellation(service, "Wren")


@pytest.fixture
def lena(service: Service, both: tuple[Constellation, Constellation]) -> Person:
    """A liaison worker who looks after both."""
    return create_person(Role.LIAISON, service, constellations=both, name="Lena")


@pytest.fixture
def tom(service: Service) -> Person:
    """Another one, who looks after none yet."""
    return create_person(Role.LIAISON, service, name="Tom")


def care() -> list[tuple[str, str, dt.date, dt.date | None, bool]]:
    """Who looks after what, by names, from when until when, and whether as cover."""
    here = LiaisonAssignment
    asked = (
        select(Person.name, Constellation.name, here.starts_on, here.ends_on, here.is_cover)
        .join(here, here.person_id == Person.id)
        .join(Constellation, Constellation.id == here.constellation_id)
        .order_by(Person.name, Constellation.name, here.starts_on)
    )
    session().rollback()
    rows = session().execute(covering(EVERYTHING, asked))
    return [(who, what, starts_on, ends_on, is_cover) for who, what, starts_on, ends_on, is_cover in rows]


def all_of(both: tuple[Constellation, ...], to: Person, last: dt.date | None = None) -> HandedOver:
    """All of them, from the first of December on."""
    return HandedOver(to.id, [one.id for one in both], FIRST, last, "Lena moves to another team.")


def test_for_good_the_one_ends_where_the_other_begins(
    manager: Viewer, service: Service, both: tuple[Constellation, Constellation], lena: Person, tom: Person
) -> None:
    hub = create_home(service)
    join(hub, both[0], HomeRole.HUB)
    moira = create_person(Role.HUB_CARER, home=hub)
    assert hand_over(manager, lena.id, all_of(both, tom)) == 2
    assert care() == [
        ("Lena", "Robin", ALWAYS, FIRST, False),
        ("Lena", "Wren", ALWAYS, FIRST, False),
        ("Tom", "Robin", FIRST, None, False),
        ("Tom", "Wren", FIRST, None, False),
    ]
    ends, begins = ("end_looking_after", "begin_looking_after")
    assert [line[0] for line in audited(service)] == [ends, begins, ends, begins]
    words = "Tom looks after Robin from Tuesday 1 December 2026 on."
    assert words in [notice.words for notice in notices_of(moira)]
    assert [len(notices_of(person)) for person in (lena, tom)] == [2, 2]


def test_with_a_last_day_the_other_one_stands_in_and_it_comes_back(
    manager: Viewer, both: tuple[Constellation, Constellation], lena: Person, tom: Person, clock: time_machine.Traveller
) -> None:
    hand_over(manager, lena.id, all_of(both[:1], tom, dt.date(2026, 12, 24)))
    assert care() == [
        ("Lena", "Robin", ALWAYS, None, False),
        ("Lena", "Wren", ALWAYS, None, False),
        ("Tom", "Robin", FIRST, dt.date(2026, 12, 25), True),
    ]
    clock.move_to("2026-12-24T12:00Z")
    assert viewer_for(tom).constellation_ids == {both[0].id}
    clock.move_to("2026-12-25T12:00Z")
    assert viewer_for(tom).constellation_ids == frozenset()


def test_nobody_stands_in_before_or_after_the_other_looks_after_it(
    manager: Viewer, service: Service, both: tuple[Constellation, Constellation], tom: Person
) -> None:
    lena, last = create_person(Role.LIAISON, service, name="Lena"), dt.date(2026, 12, 24)
    soon = {"starts_on": dt.date(2026, 12, 9), "ends_on": dt.date(2026, 12, 16)}
    later = {"starts_on": dt.date(2027, 1, 5)}
    stored(
        LiaisonAssignment(person_id=lena.id, constellation_id=both[0].id, **soon),
        LiaisonAssignment(person_id=lena.id, constellation_id=both[1].id, **later),
    )
    assert hand_over(manager, lena.id, all_of(both, tom, last)) == 1
    toms = [line for line in care() if line[0] == "Tom"]
    assert toms == [("Tom", "Robin", dt.date(2026, 12, 9), dt.date(2026, 12, 16), True)]
    with pytest.raises(NothingHandedOver):
        hand_over(manager, lena.id, all_of(both[1:], tom, last))


def test_who_looks_after_it_already_does_no_twice_and_not_by_halves(
    manager: Viewer, both: tuple[Constellation, Constellation], lena: Person, tom: Person
) -> None:
    half = LiaisonAssignment(person_id=tom.id, constellation_id=both[0].id, starts_on=dt.date(2026, 12, 9))
    stored(half)
    before = care()
    with pytest.raises(LooksAfterInPart, match="Tom looks after Robin on some of those days already."):
        hand_over(manager, lena.id, all_of(both, tom))
    assert care() == before, "nothing of it is stored"
    changed(half, starts_on=dt.date(2026, 11, 1))
    hand_over(manager, lena.id, all_of(both, tom))
    assert [line for line in care() if line[0] == "Tom" and line[1] == "Robin"] == [
        ("Tom", "Robin", dt.date(2026, 11, 1), None, False)
    ]


def test_what_cannot_be_handed_over_is_refused(
    manager: Viewer, service: Service, both: tuple[Constellation, Constellation], lena: Person, tom: Person
) -> None:
    finance = create_person(Role.FINANCE, service)
    for error, person, handed in (
        (ToThemself, lena, all_of(both, lena)),
        (NoLiaisonWorker, lena, all_of(both, finance)),
        (NothingHandedOver, tom, all_of(both, lena)),
        (NothingHandedOver, lena, all_of((), tom)),
    ):
        with pytest.raises(error):
            hand_over(manager, person.id, handed)
    assert len(care()) == 2


def test_what_nobody_looks_after_is_found_now_and_four_weeks_ahead(
    manager: Viewer, service: Service, both: tuple[Constellation, Constellation], lena: Person, tom: Person
) -> None:
    changed(create_constellation(service, "Closed"), closed_on=dt.date(2026, 11, 1))
    assert without_liaison(manager) == []
    hand_over(manager, lena.id, all_of(both[:1], tom))
    assert [one.constellation for one in left_alone_by(manager, lena.id)] == ["Robin", "Wren"]
    assert [(one.constellation, one.since) for one in left_alone_by(manager, tom.id)] == [("Robin", FIRST)]
    end_access(manager, lena.id)
    found = [(one.constellation, one.is_now) for one in without_liaison(manager)]
    assert found == [("Robin", True), ("Wren", True)]
    assert number_without_liaison(manager) == 2
    assert number_without_liaison(viewer_for(tom)) == 0


def test_the_page_shows_first_and_hands_over_then(
    app: Flask, moira: Person, both: tuple[Constellation, Constellation], lena: Person, tom: Person
) -> None:
    client, path = client_of(app, moira), f"/people/{lena.id}/hand-over"
    asked = {"constellation_ids": [str(one.id) for one in both], "to": str(tom.id), "first": "2026-12-01"}
    asked |= {"last": "", "reason": "Another team."}
    assert "Robin" in client.get(path).text
    page = client.get(path, query_string=asked)
    assert (page.status_code, "Tom looks after it" in page.text) == (200, True)
    assert len(care()) == 2, "looking hands nothing over"
    assert client.get(path, query_string=asked | {"reason": ""}).status_code == 422
    answer = client.post(path, data=asked, follow_redirects=True)
    assert "2 constellations are handed over." in answer.text
    assert {line[4] for line in care()} == {False}
    assert "Nobody else looks after these constellations:" in client.get(f"/people/{tom.id}/end").text
    reasons = session().scalars(visible(EVERYTHING, LiaisonAssignment).where(LiaisonAssignment.person_id == tom.id))
    assert {row.reason for row in reasons} == {"Another team."}


def test_managers_read_on_their_home_page_what_nobody_looks_after(
    app: Flask, moira: Person, both: tuple[Constellation, Constellation]
) -> None:
    page = client_of(app, moira).get("/").text
    assert "Without a liaison worker" in page
    assert "nobody looks after it" in page
