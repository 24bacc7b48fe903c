"""A family moves from one constellation to another: what is shown before, what is stored, who is told, what stays."""

import uuid

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.events.answers.models import EventAnswer
from constellations.events.answers.rules import Coming
from constellations.going.closing.actions import close_constellation
from constellations.going.moving.actions import move_family
from constellations.going.moving.queries import family_to_move, what_changes
from constellations.going.moving.rules import AnotherService, HubStays, SameConstellation
from constellations.homes.actions import join_constellation
from constellations.homes.rules import AlreadyMember
from constellations.models import Constellation, Home, Membership, Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.claims.models import ClosedMonth
from sleepovers.nights.rules import MonthClosed
from tests import factories
from tests.client import client_of
from tests.registers import rows
from tests.sleepovers.households import Households, day, sees

EVERYTHING = Viewer.system()


@pytest.fixture
def valley(homes: Households) -> Constellation:
    """Another constellation of the service, with a hub and its carer."""
    made = factories.create_constellation(homes.service, "Valley")
    hub = factories.create_home(homes.service, "Sands")
    factories.join(hub, made, HomeRole.HUB)
    factories.create_person(Role.HUB_CARER, home=hub, name="Rosa Sands")
    factories.create_person(Role.LIAISON, homes.service, constellations=(made,), name="Lou Byrne")
    return made


def membership_of(home: Home) -> uuid.UUID:
    """Its membership of today."""
    asked = visible(EVERYTHING, Membership).where(Membership.home_id == home.id, Membership.ends_on.is_(None))
    return session().scalars(asked).one().id


def memberships_of(home: Home) -> list[tuple[str, str, str | None]]:
    """By constellation, from when until when."""
    asked = (
        select(Constellation.key, Membership.starts_on, Membership.ends_on)
        .join(Constellation, Constellation.id == Membership.constellation_id)
        .where(Membership.home_id == home.id)
        .order_by(Membership.starts_on)
    )
    session().rollback()
    rows = session().execute(covering(EVERYTHING, asked))
    return [(key, str(start), str(end) if end else None) for key, start, end in rows]


def told() -> dict[str, str]:
    """What each person was told, by name."""
    asked = select(Person.name, Notice.words).join(Notice, Notice.person_id == Person.id)
    return {name: words for name, words in session().execute(covering(EVERYTHING, asked))}  # noqa: C416  # a row is more than a pair


def test_one_day_ends_the_one_membership_and_begins_the_other(homes: Households, valley: Constellation) -> None:
    move_family(sees(homes.manager), membership_of(homes.patel), valley.id, day("2026-12-01"), 1)
    assert memberships_of(homes.patel) == [("Harbour", str(ALWAYS), "2026-12-01"), ("Valley", "2026-12-01", None)]
    assert rows(Activity.action) == [("moved_family",)]
    audited = session().scalars(covering(EVERYTHING, select(AuditEntry.action)))
    assert sorted(audited) == ["begin_membership", "end_membership", "moved_family"]


def test_the_family_both_hubs_and_both_liaison_workers_are_told(homes: Households, valley: Constellation) -> None:
    move_family(sees(homes.manager), membership_of(homes.patel), valley.id, day("2026-12-01"), 1)
    said = told()
    assert set(said) == {"Anita Patel", "Moira Hale", "Tom Hale", "Dee Marsh", "Rosa Sands", "Lou Byrne"}
    assert said["Anita Patel"] == "From Tuesday 1 December 2026 on your family belongs to Valley."
    assert said["Rosa Sands"] == "A family moves from Harbour to Valley on Tuesday 1 December 2026."


def test_moved_back_on_the_same_day_everything_is_as_before(homes: Households, valley: Constellation) -> None:
    manager, before = sees(homes.manager), memberships_of(homes.patel)
    move_family(manager, membership_of(homes.patel), valley.id, day("2026-12-01"), 1)
    move_family(manager, membership_of(homes.patel), homes.constellation.id, day("2026-12-01"), 1)
    assert memberships_of(homes.patel) == before


def test_who_comes_back_meets_no_membership_that_is_to_begin(homes: Households, valley: Constellation) -> None:
    manager = sees(homes.manager)
    move_family(manager, membership_of(homes.patel), valley.id, day("2026-12-01"), 1)
    here = membership_of(homes.patel)
    join_constellation(manager, homes.patel.id, homes.constellation.id, HomeRole.SATELLITE, day("2027-03-01"))
    before = memberships_of(homes.patel)
    with pytest.raises(AlreadyMember):
        move_family(manager, here, homes.constellation.id, day("2026-12-01"), 1)
    assert memberships_of(homes.patel) == before


def test_who_moves_away_before_the_old_one_closes_stays_in_the_new_one(
    homes: Households, valley: Constellation
) -> None:
    manager = sees(homes.manager)
    close_constellation(manager, homes.constellation.id, day("2026-12-31"), 1)
    (old,) = session().scalars(visible(EVERYTHING, Membership).where(Membership.home_id == homes.patel.id))
    move_family(manager, old.id, valley.id, day("2026-12-01"), 1)
    assert memberships_of(homes.patel) == [("Harbour", str(ALWAYS), "2026-12-01"), ("Valley", "2026-12-01", None)]


def test_what_cannot_be_is_refused_and_stores_nothing(homes: Households, valley: Constellation) -> None:
    manager, first, before = sees(homes.manager), day("2026-12-01"), memberships_of(homes.patel)
    patel, hub = membership_of(homes.patel), membership_of(homes.hub)
    elsewhere = factories.create_constellation(factories.create_service())
    factories.stored(ClosedMonth(service_id=homes.service.id, month=Month(2026, 10)))
    for error, given in (
        (HubStays, (hub, valley.id, first, 1)),
        (SameConstellation, (patel, homes.constellation.id, first, 1)),
        (NotFound, (patel, elsewhere.id, first, 1)),
        (ChangedMeanwhile, (patel, valley.id, first, 2)),
        (MonthClosed, (patel, valley.id, day("2026-10-31"), 1)),
    ):
        with pytest.raises(error):
            move_family(manager, *given)
    with pytest.raises(AnotherService):
        move_family(EVERYTHING, patel, elsewhere.id, first, 1)
    assert memberships_of(homes.patel) == before


def test_what_is_under_way_is_shown_before(homes: Households, valley: Constellation) -> None:
    homes.stay("2026-11-20", "2026-11-30")
    homes.stay("2026-12-04", "2026-12-06")
    factories.create_ask((homes.jb,), (homes.hub,), "2026-12-11", "2026-12-13")
    occurrence = factories.create_event(homes.constellation)
    said = {"said": Coming.GOING, "adults": 2, "children": 1, "for_day": occurrence.starts_on}
    factories.stored(EventAnswer(occurrence_id=occurrence.id, home_id=homes.patel.id, **said))
    manager = sees(homes.manager)
    found = what_changes(manager, family_to_move(manager, membership_of(homes.patel)), valley.id, day("2026-12-01"))
    assert [effect.words for effect in found.effects] == [
        "1 answer to a date of the calendar after that day: the date is no longer in their calendar.",
        "A sleepover with Moira: Fri 4 Dec, 2 nights (home Sun). It stays agreed.",
        "1 ask for a sleepover after that day waits for an answer: it goes on waiting.",
    ]
    assert (found.old.satellites, found.new.satellites) == (1, 1)
    assert (found.new.hubs, found.new.workers) == (("Sands",), ("Lou Byrne",))


def test_the_page_shows_first_and_moves_then(
    app: Flask, homes: Households, valley: Constellation, clock: time_machine.Traveller
) -> None:
    client, path = client_of(app, homes.manager), f"/memberships/{membership_of(homes.patel)}/move"
    asked = {"constellation_id": str(valley.id), "day": "2026-12-01"}
    page = client.get(path, query_string=asked)
    assert page.status_code == 200
    assert "From Tuesday 1 December 2026 on" in page.text
    assert memberships_of(homes.patel)[-1][0] == "Harbour", "looking moves nobody"
    assert client.get(path, query_string=asked | {"day": "never"}).status_code == 422
    answer = client.post(path, data=asked | {"version": "1"}, follow_redirects=True)
    assert "Patel moves." in answer.text
    clock.move_to("2026-12-01T12:00Z")
    assert sees(homes.anita).constellation_ids == {valley.id}
