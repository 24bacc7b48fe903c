"""The pages of homes, and the forms that correct them, as they answer in a browser."""

import datetime as dt
from dataclasses import dataclass

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import database, session
from constellations.models import Constellation, Home, HomeTerms, Membership, Person, Service
from constellations.permissions import Role
from constellations.rules import HomeRole, HomeStatus
from sleepovers.claims.models import ClosedMonth
from tests import factories
from tests.client import RoostClient, client_of
from tests.queries import count_queries

EVERYTHING = Viewer.system()
AWAY = {"version": "1", "day": "2026-12-01", "beds": "1", "approved_children": "3", "status": "away"}
ON_HOLD = {**AWAY, "day": "2026-11-22", "status": "on_hold", "review_on": "2026-12-04"}


@dataclass(frozen=True)
class Lane:
    """A constellation of a hub and one satellite, and the manager of its service."""

    service: Service
    constellation: Constellation
    hub: Home
    patel: Home
    manager: Person


@pytest.fixture
def lane(app: Flask) -> Lane:
    """The constellation."""
    service = factories.create_service()
    constellation = factories.create_constellation(service, "Orchard")
    hub, patel = factories.create_home(service, "Quince"), factories.create_home(service, "Patel")
    factories.join(hub, constellation, HomeRole.HUB)
    factories.join(patel, constellation)
    return Lane(service, constellation, hub, patel, factories.create_person(Role.MANAGER, service))


@pytest.fixture
def client(app: Flask, lane: Lane) -> RoostClient:
    """The manager's browser."""
    return client_of(app, lane.manager)


def terms_of(home: Home) -> list[HomeStatus]:
    asked = visible(EVERYTHING, HomeTerms).where(HomeTerms.home_id == home.id).order_by(HomeTerms.starts_on)
    return [row.status for row in session().scalars(asked)]


def membership_of(home: Home) -> Membership:
    return session().scalars(visible(EVERYTHING, Membership).where(Membership.home_id == home.id)).one()


def roles_of(home: Home) -> list[tuple[HomeRole, dt.date, dt.date | None]]:
    asked = visible(EVERYTHING, Membership).where(Membership.home_id == home.id).order_by(Membership.starts_on)
    return [(row.role, row.starts_on, row.ends_on) for row in session().scalars(asked)]


def test_a_carer_reads_a_home_without_what_is_for_staff(app: Flask, lane: Lane) -> None:
    factories.stored(
        HomeTerms(
            home_id=lane.hub.id, starts_on=dt.date(2027, 1, 1), beds=7, approved_children=9, status=HomeStatus.ACTIVE
        )
    )
    page = client_of(app, factories.create_person(Role.SATELLITE_CARER, home=lane.patel)).get(f"/homes/{lane.hub.id}")
    assert "2 beds for visiting children" in page.text
    assert "7 beds" not in page.text
    assert "Reference" not in page.text
    assert "/terms" not in page.text


def test_staff_read_what_held_before_and_what_will(client: RoostClient, lane: Lane) -> None:
    client.post(f"/homes/{lane.hub.id}/terms", data=AWAY)
    page = client.get(f"/homes/{lane.hub.id}").text
    assert "1 bed, approved for 3 children, away" in page
    assert "since Tuesday 1 December 2026" in page


def test_the_area_is_for_staff_the_own_home_and_the_hub(app: Flask, lane: Lane, client: RoostClient) -> None:
    client.post(
        f"/homes/{lane.patel.id}/names", data={"version": "1", "name": "Patel", "area": "Eastwood", "key": "P1"}
    )
    third = factories.create_home(lane.service)
    factories.join(third, lane.constellation)
    readers = {
        home: "Eastwood" in client_of(app, factories.create_person(role, home=of)).get(f"/homes/{lane.patel.id}").text
        for home, role, of in (
            ("own", Role.SATELLITE_CARER, lane.patel),
            ("hub", Role.HUB_CARER, lane.hub),
            ("third", Role.SATELLITE_CARER, third),
        )
    }
    assert readers == {"own": True, "hub": True, "third": False}


def test_since_when_it_fosters_is_for_staff_and_the_own_home(app: Flask, lane: Lane, client: RoostClient) -> None:
    sent = {"version": "1", "name": "Patel", "area": "", "key": "P1", "approved_on": "2026-11-23"}
    refused = client.post(f"/homes/{lane.patel.id}/names", data=sent)
    assert "Choose the day on which the carers were approved: not after today" in refused.text
    client.post(f"/homes/{lane.patel.id}/names", data={**sent, "approved_on": "01/05/2019"})
    own, hub = (
        client_of(app, factories.create_person(role, home=of)).get(f"/homes/{lane.patel.id}").text
        for role, of in ((Role.SATELLITE_CARER, lane.patel), (Role.HUB_CARER, lane.hub))
    )
    assert ["Wednesday 1 May 2019" in page for page in (client.get(f"/homes/{lane.patel.id}").text, own, hub)] == [
        True,
        True,
        False,
    ]


def test_beds_and_status_are_changed_from_a_day(client: RoostClient, lane: Lane) -> None:
    answer = client.post(f"/homes/{lane.hub.id}/terms", data=AWAY)
    assert (answer.status_code, answer.location) == (302, f"/homes/{lane.hub.id}")
    assert terms_of(lane.hub) == [HomeStatus.ACTIVE, HomeStatus.AWAY]


def test_what_was_typed_is_kept_beside_the_error(client: RoostClient, lane: Lane) -> None:
    answer = client.post(f"/homes/{lane.hub.id}/terms", data={**AWAY, "beds": "21", "day": "soon"})
    assert answer.status_code == 422
    assert "Enter a number from 0 to 20." in answer.text
    assert "Enter a day, such as 27/11/2026." in answer.text
    assert 'value="21"' in answer.text
    assert terms_of(lane.hub) == [HomeStatus.ACTIVE]


def test_a_day_may_be_typed_as_people_write_it(client: RoostClient, lane: Lane) -> None:
    client.post(f"/homes/{lane.hub.id}/terms", data={**AWAY, "day": "01/12/2026"})
    assert terms_of(lane.hub) == [HomeStatus.ACTIVE, HomeStatus.AWAY]


def test_a_home_that_leaves_is_asked_for_once_more(client: RoostClient, lane: Lane) -> None:
    left = {**AWAY, "status": "left"}
    asked = client.post(f"/homes/{lane.patel.id}/terms", data=left)
    assert asked.status_code == 422
    assert "Tick the box if it leaves." in asked.text
    assert roles_of(lane.patel) == [(HomeRole.SATELLITE, ALWAYS, None)]
    client.post(f"/homes/{lane.patel.id}/terms", data={**left, "sure": "y"})
    assert roles_of(lane.patel) == [(HomeRole.SATELLITE, ALWAYS, dt.date(2026, 12, 1))]


def test_a_stale_page_is_a_conflict_that_says_both_changes(client: RoostClient, lane: Lane) -> None:
    client.post(f"/homes/{lane.hub.id}/terms", data=ON_HOLD)
    answer = client.post(f"/homes/{lane.hub.id}/terms", data=AWAY)
    assert answer.status_code == 409
    assert "1 beds, approved for 3, on hold, review on Friday 4 December 2026" in answer.text
    assert "1 beds, approved for 3, away" in answer.text


def test_a_second_hub_is_refused_on_the_form(client: RoostClient, lane: Lane) -> None:
    path = f"/memberships/{membership_of(lane.patel).id}/role"
    answer = client.post(path, data={"role": "hub", "day": "2026-12-01"})
    assert answer.status_code == 422
    assert "Quince is the hub home in that time, and a constellation has one." in answer.text


def test_the_hub_is_succeeded_in_one_act(client: RoostClient, lane: Lane) -> None:
    path = f"/constellations/{lane.constellation.id}/succession"
    assert "Patel" in client.get(path).text
    answer = client.post(path, data={"home_id": str(lane.patel.id), "day": "2026-12-01", "old_hub": "leaves"})
    assert answer.status_code == 302
    day = dt.date(2026, 12, 1)
    assert roles_of(lane.hub) == [(HomeRole.HUB, ALWAYS, day)]
    assert roles_of(lane.patel) == [(HomeRole.SATELLITE, ALWAYS, day), (HomeRole.HUB, day, None)]


def test_a_home_joins_and_leaves_by_form(client: RoostClient, lane: Lane) -> None:
    other = factories.create_constellation(lane.service, "Riverside")
    joined = client.post(
        f"/homes/{lane.patel.id}/join",
        data={"constellation_id": str(other.id), "role": "satellite", "day": "2026-12-01"},
    )
    assert joined.status_code == 302
    client.post(f"/memberships/{membership_of(lane.hub).id}/leave", data={"day": "2026-12-24"})
    assert len(roles_of(lane.patel)) == 2
    assert roles_of(lane.hub) == [(HomeRole.HUB, ALWAYS, dt.date(2026, 12, 24))]


def test_a_constellation_of_another_service_is_no_choice(client: RoostClient, lane: Lane) -> None:
    elsewhere = factories.create_constellation(factories.create_service())
    data = {"constellation_id": str(elsewhere.id), "role": "satellite", "day": "2026-12-01"}
    assert client.post(f"/homes/{lane.patel.id}/join", data=data).status_code == 422
    assert len(roles_of(lane.patel)) == 1


def test_who_belonged_in_a_closed_month_stays_as_it_was_counted(client: RoostClient, lane: Lane) -> None:
    factories.stored(ClosedMonth(service_id=lane.service.id, month=Month(2026, 10)))
    path = f"/memberships/{membership_of(lane.hub).id}/leave"
    refused = client.post(path, data={"day": "2026-10-31"})
    assert refused.status_code == 422
    assert "October 2026 is closed" in refused.text
    assert client.post(path, data={"day": "2026-11-01"}).status_code == 302


def test_the_page_takes_the_same_number_of_queries_however_long_the_history(client: RoostClient, lane: Lane) -> None:
    def queries() -> int:
        with count_queries(database().engine) as sent:
            client.get(f"/homes/{lane.patel.id}")
        return len(sent)

    before = queries()
    for year in range(2010, 2016):
        factories.join(
            lane.patel,
            factories.create_constellation(lane.service),
            starts_on=dt.date(year, 1, 1),
            ends_on=dt.date(year, 9, 1),
        )
        factories.create_child(lane.service, lane.patel)
        factories.create_person(Role.SATELLITE_CARER, home=lane.patel)
    assert queries() == before
