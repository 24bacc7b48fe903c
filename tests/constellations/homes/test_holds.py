"""A home on hold has a day on which that is looked at again: asked for, kept, shown to staff, and due one morning."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.clock import ALWAYS
from constellations.core.database import session, transaction
from constellations.homes.actions import change_terms
from constellations.homes.queries import holds_to_review, home_page
from constellations.homes.rules import Terms
from constellations.models import Constellation, Home, HomeTerms, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole, HomeStatus
from tests import factories
from tests.client import RoostClient, client_of

HELD = {"version": "1", "day": "2026-11-22", "beds": "1", "approved_children": "3", "status": "on_hold"}
REVIEW = dt.date(2026, 12, 4)
HOME_LINE = "Review of the hold on Friday 4 December 2026."
LIST_LINE = "review of the hold on Friday 4 December 2026"


@pytest.fixture
def service(app: Flask) -> Service:
    """A service."""
    return factories.create_service()


@pytest.fixture
def constellation(service: Service) -> Constellation:
    """A constellation."""
    return factories.create_constellation(service)


@pytest.fixture
def sayed(service: Service, constellation: Constellation) -> Home:
    """A satellite of it."""
    home = factories.create_home(service, "Sayed", beds=1)
    factories.join(home, constellation)
    return home


@pytest.fixture
def liaison(app: Flask, service: Service, constellation: Constellation) -> RoostClient:
    """The liaison worker's browser."""
    return client_of(app, factories.create_person(Role.LIAISON, service, constellations=(constellation,)))


def reviews(home: Home) -> list[dt.date | None]:
    asked = visible(Viewer.system(), HomeTerms).where(HomeTerms.home_id == home.id).order_by(HomeTerms.starts_on)
    return [row.review_on for row in session().scalars(asked)]


def test_a_review_is_asked_for_beside_its_field(liaison: RoostClient, sayed: Home) -> None:
    refused = liaison.post(f"/homes/{sayed.id}/terms", data=HELD)
    assert refused.status_code == 422
    assert refused.text.count("A hold is looked at again. Enter the day of its review.") == 2
    late = liaison.post(f"/homes/{sayed.id}/terms", data={**HELD, "review_on": "2027-12-01"})
    assert (late.status_code, "no more than a year after it" in late.text) == (422, True)
    assert reviews(sayed) == [None]


def test_a_review_is_kept_with_the_hold_and_goes_with_it(liaison: RoostClient, sayed: Home) -> None:
    liaison.post(f"/homes/{sayed.id}/terms", data={**HELD, "review_on": "2026-12-04"})
    assert 'value="2026-12-04"' in liaison.get(f"/homes/{sayed.id}/terms").text
    liaison.post(
        f"/homes/{sayed.id}/terms",
        data={**HELD, "version": "2", "day": "2026-12-01", "status": "active", "review_on": "2026-12-04"},
    )
    assert reviews(sayed) == [None, REVIEW, None]


def test_staff_read_of_the_review_and_carers_do_not(
    app: Flask, service: Service, constellation: Constellation, sayed: Home, liaison: RoostClient
) -> None:
    liaison.post(f"/homes/{sayed.id}/terms", data={**HELD, "review_on": "2026-12-04"})
    hub = factories.create_home(service, "Quince")
    factories.join(hub, constellation, HomeRole.HUB)
    carers = [
        client_of(app, factories.create_person(Role.SATELLITE_CARER, home=sayed)),
        client_of(app, factories.create_person(Role.HUB_CARER, home=hub)),
    ]
    for path, line in ((f"/homes/{sayed.id}", HOME_LINE), (f"/constellations/{constellation.id}", LIST_LINE)):
        assert line in liaison.get(path).text
        pages = [carer.get(path).text for carer in carers]
        assert [("on hold" in page, "review" in page.lower()) for page in pages] == [(True, False)] * 2


def test_a_hold_to_come_is_listed_with_its_review(liaison: RoostClient, sayed: Home) -> None:
    liaison.post(f"/homes/{sayed.id}/terms", data={**HELD, "day": "2026-12-01", "review_on": "2026-12-04"})
    page = liaison.get(f"/homes/{sayed.id}").text
    assert LIST_LINE in page
    assert HOME_LINE not in page


def test_a_hold_from_the_register_has_no_review_and_says_so(service: Service, constellation: Constellation) -> None:
    held = factories.create_home(service, status=HomeStatus.ON_HOLD)
    factories.join(held, constellation)
    manager = viewer_for(factories.create_person(Role.MANAGER, service))
    terms = home_page(manager, held.id).present_terms
    assert terms is not None
    assert (terms.status, terms.review_on) == (HomeStatus.ON_HOLD, None)
    assert holds_to_review(manager) == []


def test_a_review_is_due_from_its_day_on(
    app: Flask,
    service: Service,
    constellation: Constellation,
    sayed: Home,
    liaison: RoostClient,
    clock: time_machine.Traveller,
) -> None:
    liaison.post(f"/homes/{sayed.id}/terms", data={**HELD, "review_on": "2026-12-04"})
    staff = [
        factories.create_person(Role.LIAISON, service, constellations=(constellation,)),
        factories.create_person(Role.MANAGER, service),
    ]

    def told() -> list[bool]:
        return ["Review of Sayed’s hold is due" in client_of(app, one).get("/").text for one in staff]

    assert told() == [False, False]
    clock.move_to("2026-12-04T09:00Z")
    assert told() == [True, True]
    clock.move_to("2026-12-24T09:00Z")
    assert told() == [True, True]
    viewer = viewer_for(staff[1])
    assert holds_to_review(viewer) == [(sayed.id, "Sayed")]


@pytest.mark.parametrize("status", [HomeStatus.ACTIVE, HomeStatus.ON_HOLD])
def test_a_hold_that_was_looked_at_is_due_no_more(
    service: Service, sayed: Home, clock: time_machine.Traveller, status: HomeStatus
) -> None:
    manager = factories.create_person(Role.MANAGER, service)
    tomorrow = dt.date(2026, 11, 23)
    change_terms(viewer_for(manager), sayed.id, Terms(1, 3, HomeStatus.ON_HOLD, tomorrow), dt.date(2026, 11, 22), 1)
    clock.move_to("2026-11-23T09:00Z")
    assert holds_to_review(viewer_for(manager)) == [(sayed.id, "Sayed")]
    change_terms(viewer_for(manager), sayed.id, Terms(1, 3, status, REVIEW), tomorrow, 2)
    assert holds_to_review(viewer_for(manager)) == []


def test_a_liaison_worker_is_told_of_members_of_today_alone(
    app: Flask, service: Service, constellation: Constellation
) -> None:
    for number, (starts, ends) in enumerate([(2025, None), (2025, 2026), (2027, None)]):
        home = factories.create_home(service, f"Home {'ABC'[number]}")
        factories.join(
            home, constellation, starts_on=dt.date(starts, 1, 1), ends_on=dt.date(ends, 6, 1) if ends else None
        )
        held = {"beds": 1, "approved_children": 3, "status": HomeStatus.ON_HOLD}
        factories.stored(
            HomeTerms(home_id=home.id, starts_on=dt.date(2026, 11, 1), review_on=dt.date(2026, 11, 22), **held)
        )
        _end_first_terms(home)
    worker = factories.create_person(Role.LIAISON, service, constellations=(constellation,))
    manager = factories.create_person(Role.MANAGER, service)
    stranger = factories.create_person(Role.MANAGER, factories.create_service())
    assert [home for _, home in holds_to_review(viewer_for(worker))] == ["Home A"]
    assert [home for _, home in holds_to_review(viewer_for(manager))] == ["Home A", "Home B", "Home C"]
    assert holds_to_review(viewer_for(stranger)) == []


def _end_first_terms(home: Home) -> None:
    with transaction() as current:
        asked = visible(Viewer.system(), HomeTerms).where(HomeTerms.home_id == home.id, HomeTerms.starts_on == ALWAYS)
        current.scalars(asked).one().ends_on = dt.date(2026, 11, 1)
