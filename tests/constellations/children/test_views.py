"""The page of a child, and the forms that correct it."""

import datetime as dt
from dataclasses import dataclass

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.children.models import Child, ChildStatusFrom, NotTogether, Placement
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Constellation, Home, Service
from constellations.permissions import Role
from constellations.rules import HomeRole, StayAuthority
from sleepovers.claims.models import ClosedMonth
from tests import factories
from tests.client import RoostClient, client_of

EVERYTHING = Viewer.system()
FACTS = {"version": "1", "initials": "jbx", "born": "2014-02", "key": "C-9", "stay_authority": "ask_first"}


@dataclass(frozen=True)
class Lane:
    """A child who lives with a satellite, and the hub."""

    service: Service
    constellation: Constellation
    hub: Home
    patel: Home
    child: Child


@pytest.fixture
def lane(app: Flask) -> Lane:
    """The constellation."""
    service = factories.create_service()
    constellation = factories.create_constellation(service)
    hub, patel = factories.create_home(service, "Quince"), factories.create_home(service, "Patel")
    factories.join(hub, constellation, HomeRole.HUB)
    factories.join(patel, constellation)
    return Lane(service, constellation, hub, patel, factories.create_child(service, patel, key="C-1"))


@pytest.fixture
def client(app: Flask, lane: Lane) -> RoostClient:
    """The liaison worker's browser."""
    return client_of(app, factories.create_person(Role.LIAISON, lane.service, constellations=(lane.constellation,)))


def child() -> Child:
    session().expire_all()
    return session().scalars(visible(EVERYTHING, Child).where(Child.initials != "OO")).one()


def test_staff_read_what_is_kept_of_a_child(client: RoostClient, lane: Lane) -> None:
    page = client.get(f"/children/{lane.child.id}").text
    for words in ("JB", "C-1", "March 2015", "not known, so ask first", "looked after", "Patel"):
        assert words in page


@pytest.mark.parametrize("role", [Role.HUB_CARER, Role.SATELLITE_CARER, Role.FINANCE])
def test_carers_and_finance_do_not(app: Flask, lane: Lane, role: Role) -> None:
    person = factories.create_person(role, lane.service, home=None if role is Role.FINANCE else lane.patel)
    assert client_of(app, person).get(f"/children/{lane.child.id}").status_code == 403


def test_the_child_of_another_constellation_is_not_there(app: Flask, lane: Lane) -> None:
    other = factories.create_constellation(lane.service)
    stranger = client_of(app, factories.create_person(Role.LIAISON, lane.service, constellations=(other,)))
    assert stranger.get(f"/children/{lane.child.id}").status_code == 404


def test_facts_are_corrected(client: RoostClient, lane: Lane) -> None:
    answer = client.post(f"/children/{lane.child.id}/facts", data={**FACTS, "is_solo": "y"})
    assert answer.status_code == 302
    assert (child().initials, child().key, child().born) == ("JBX", "C-9", Month(2014, 2))
    assert (child().stay_authority, child().is_solo) == (StayAuthority.ASK_FIRST, True)
    page = client.get(f"/children/{lane.child.id}").text
    assert "must be the only child staying in a home" in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("initials", "Jamie", "Enter one to four letters, never a name."),
        ("initials", "J B", "Enter one to four letters, never a name."),
        ("initials", "J1", "Enter one to four letters, never a name."),
        ("born", "March 2015", "Enter a year and a month, such as 2015-03."),
        ("born", "1985-01", "Check the year: nobody here was born then."),
        ("born", "2026-12", "Check the year: nobody here was born then."),
        ("key", "", "Enter a reference."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    client: RoostClient, lane: Lane, field: str, typed: str, said: str
) -> None:
    answer = client.post(f"/children/{lane.child.id}/facts", data={**FACTS, field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert child().key == "C-1"


def test_a_social_workers_address_is_kept_as_a_mail_address_and_may_be_emptied(
    app: Flask, client: RoostClient, lane: Lane
) -> None:
    path = f"/children/{lane.child.id}"
    client.post(f"{path}/facts", data={**FACTS, "social_worker_email": " Nina.Crewe@Council.example\n"})
    assert child().social_worker_email == "nina.crewe@council.example"
    assert "nina.crewe@council.example" in client.get(path).text
    assert 'value="nina.crewe@council.example"' in client.get(f"{path}/facts").text
    client.post(f"{path}/facts", data={**FACTS, "version": "2", "social_worker_email": "  "})
    assert child().social_worker_email is None
    assert "no address is known" in client.get(path).text


@pytest.mark.parametrize("typed", ["Nina Crewe", "nina@", "a@b.example, c@d.example", "n" * 300 + "@council.example"])
def test_what_cannot_be_a_mail_address_is_refused(client: RoostClient, lane: Lane, typed: str) -> None:
    answer = client.post(f"/children/{lane.child.id}/facts", data={**FACTS, "social_worker_email": typed})
    assert answer.status_code == 422
    assert "Enter an email address, such as name@example.org." in answer.text
    assert (child().key, child().social_worker_email) == ("C-1", None)


def test_carers_never_read_a_social_workers_address(app: Flask, client: RoostClient, lane: Lane) -> None:
    client.post(f"/children/{lane.child.id}/facts", data={**FACTS, "social_worker_email": "nina@council.example"})
    ours = lane.constellation.id
    paths = ("/", f"/homes/{lane.patel.id}", f"/constellations/{ours}", f"/nights/{ours}/2026-11")
    for role, home in ((Role.SATELLITE_CARER, lane.patel), (Role.HUB_CARER, lane.hub)):
        carer = client_of(app, factories.create_person(role, home=home))
        pages = [carer.get(path) for path in paths]
        assert [(page.status_code, "nina@" in page.text) for page in pages] == [(200, False)] * len(paths)


def test_a_move_and_a_change_of_arrangement_are_recorded(client: RoostClient, lane: Lane) -> None:
    client.post(
        f"/children/{lane.child.id}/move", data={"version": "1", "home_id": str(lane.hub.id), "day": "2026-12-01"}
    )
    client.post(f"/children/{lane.child.id}/status", data={"version": "2", "status": "adopted", "day": "2026-12-05"})
    page = client.get(f"/children/{lane.child.id}").text
    assert "since Tuesday 1 December 2026" in page
    assert "since Saturday 5 December 2026" in page
    assert len(session().scalars(visible(EVERYTHING, Placement)).all()) == 2
    assert len(session().scalars(visible(EVERYTHING, ChildStatusFrom)).all()) == 2


def test_a_child_moves_out_of_reach(client: RoostClient, lane: Lane) -> None:
    client.post(f"/children/{lane.child.id}/move", data={"version": "1", "home_id": "", "day": "2026-11-22"})
    ends = [row.ends_on for row in session().scalars(visible(EVERYTHING, Placement))]
    assert ends == [dt.date(2026, 11, 22)]
    assert client.get(f"/children/{lane.child.id}").status_code == 200


def test_an_arrangement_in_a_closed_month_stays_as_it_was_counted(client: RoostClient, lane: Lane) -> None:
    factories.stored(ClosedMonth(service_id=lane.service.id, month=Month(2026, 10)))
    changed = {"version": "1", "status": "adopted", "day": "2026-10-31"}
    refused = client.post(f"/children/{lane.child.id}/status", data=changed)
    assert refused.status_code == 422
    assert "October 2026 is closed" in refused.text
    assert len(session().scalars(visible(EVERYTHING, ChildStatusFrom)).all()) == 1


def test_two_children_are_kept_apart_and_both_pages_say_so(client: RoostClient, lane: Lane) -> None:
    other = factories.create_child(lane.service, lane.hub, "OO")
    client.post(f"/children/{lane.child.id}/apart", data={"other_id": str(other.id)})
    assert "OO" in client.get(f"/children/{lane.child.id}").text
    assert "JB" in client.get(f"/children/{other.id}").text.split("Not together")[1]
    client.post(f"/children/{other.id}/together/{lane.child.id}")
    assert session().scalars(visible(EVERYTHING, NotTogether)).all() == []


def test_a_child_of_another_service_is_no_choice(client: RoostClient, lane: Lane) -> None:
    stranger = factories.create_child(factories.create_service(), initials="OO")
    answer = client.post(f"/children/{lane.child.id}/apart", data={"other_id": str(stranger.id)})
    assert answer.status_code == 422
    assert "OO" not in answer.text
