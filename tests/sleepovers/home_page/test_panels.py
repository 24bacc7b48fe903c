"""What each role reads of sleepovers on its home page, and what not."""

from dataclasses import dataclass

import pytest
from flask import Flask

from constellations.core.clock import Month
from constellations.core.database import database, transaction
from constellations.models import Constellation, Home, Service
from constellations.permissions import Role
from constellations.rules import HomeRole, HomeStatus
from sleepovers.claims.models import Claim
from sleepovers.rules import StayKind, StayState
from sleepovers.uplift import Basis, ClaimStatus
from tests import factories
from tests.client import client_of
from tests.queries import count_queries
from tests.sleepovers.claims.months import stand

AGREED = StayState.AGREED


@dataclass(frozen=True)
class Evening:
    """22 November in a constellation: two children sleep at the hub, one of them from Patel's."""

    service: Service
    constellation: Constellation
    hub: Home
    patel: Home
    okafor: Home


@pytest.fixture
def evening(app: Flask) -> Evening:
    """The constellation, with 14 nights of the hub behind it and 3 ahead."""
    with transaction():
        return orchard()


def orchard() -> Evening:
    """Make it."""
    service = factories.create_service()
    constellation = factories.create_constellation(service, "Orchard")
    hub = factories.create_home(service, "Quince")
    patel, okafor = factories.create_home(service, "Patel", beds=1), factories.create_home(service, "Okafor", beds=1)
    factories.join(hub, constellation, HomeRole.HUB)
    factories.join(patel, constellation)
    factories.join(okafor, constellation)
    pp, oo = factories.create_child(service, patel, "PP"), factories.create_child(service, okafor, "OO")
    factories.create_stay(pp, hub, "2026-11-01", "2026-11-15", bed=1)
    factories.create_stay(pp, hub, "2026-11-22", "2026-11-24", AGREED, bed=1)
    factories.create_stay(oo, hub, "2026-11-22", "2026-11-23", AGREED, bed=2)
    return Evening(service, constellation, hub, patel, okafor)


def home_page(app: Flask, role: Role, evening: Evening, home: Home | None = None) -> str:
    person = factories.create_person(role, evening.service, home=home, constellations=liaised(role, evening))
    answer = client_of(app, person).get("/")
    assert answer.status_code == 200
    return answer.text


def liaised(role: Role, evening: Evening) -> tuple[Constellation, ...]:
    return (evening.constellation,) if role is Role.LIAISON else ()


def claim(evening: Evening, status: ClaimStatus, pence: int | None) -> Claim:
    made = Claim(
        service_id=evening.service.id,
        home_id=evening.hub.id,
        month=Month(2026, 10),
        status=status,
        child_nights=19,
        nights=19,
        counted=19,
        threshold=16,
        basis=Basis.CHILD_NIGHTS,
        beyond=3,
        amount_pence=pence,
        amount_reason=None if pence is not None else "rate not set",
    )
    return stand(made, status)


def test_the_hub_carer_sees_who_sleeps_here_tonight_and_the_way_to_sixteen(app: Flask, evening: Evening) -> None:
    page = home_page(app, Role.HUB_CARER, evening, evening.hub)
    assert ">PP</text>" in page
    assert ">OO</text>" in page
    assert "14 of 16 nights in November 2026; 3 more planned" in page


def test_the_hub_carer_is_told_that_nothing_waits(app: Flask, evening: Evening) -> None:
    assert "Nothing is waiting for you." in home_page(app, Role.HUB_CARER, evening, evening.hub)


def test_the_hub_carer_confirms_a_night_from_the_home_page(app: Flask, evening: Evening) -> None:
    child = factories.create_child(evening.service, evening.patel, "ZZ")
    stay = factories.create_stay(child, evening.hub, "2026-11-20", "2026-11-21", AGREED)
    page = home_page(app, Role.HUB_CARER, evening, evening.hub)
    assert f'action="/stays/{stay.id}/slept-here"' in page
    assert "Slept here" in page


def test_a_satellite_reads_the_next_stay_and_others_nights_without_a_limit(app: Flask, evening: Evening) -> None:
    page = home_page(app, Role.SATELLITE_CARER, evening, evening.patel)
    assert "PP stays with Quince" in page
    assert "Sun 22 Nov, 2 nights (home Tue)" in page
    assert "Quince has 14 nights in November 2026; 3 more planned." in page
    assert "A bed is free tonight with Okafor." in page
    assert "OO" not in page
    assert "of 16" not in page
    assert "£" not in page


def test_a_satellite_that_hosts_tonight_sees_its_own_window(app: Flask, evening: Evening) -> None:
    child = factories.create_child(evening.service, evening.okafor, "GG")
    factories.create_stay(child, evening.patel, "2026-11-22", "2026-11-23", AGREED, bed=1)
    page = home_page(app, Role.SATELLITE_CARER, evening, evening.patel)
    assert ">GG</text>" in page


def test_a_home_without_plans_is_told_so(app: Flask, evening: Evening) -> None:
    lonely = factories.create_home(evening.service, "Lonely")
    page = home_page(app, Role.SATELLITE_CARER, evening, lonely)
    assert "No sleepover is planned." in page
    assert "Quince" not in page


@pytest.mark.parametrize("role", [Role.LIAISON, Role.MANAGER])
def test_staff_read_who_sleeps_where_and_what_waits(app: Flask, evening: Evening, role: Role) -> None:
    child = factories.create_child(evening.service, evening.okafor, "WW")
    factories.create_stay(child, evening.hub, "2026-10-20", "2026-10-22", AGREED)
    factories.create_ask((child,), (evening.hub,), "2026-12-04", "2026-12-05")
    page = home_page(app, role, evening)
    assert "2 nights wait to be confirmed" in page
    assert "October 2026 waits to be closed" in page
    assert "1 ask for a sleepover waits for an answer" in page
    assert "Quince: 14 of 16 nights in November 2026; 3 more planned." in page
    assert "Free beds: Okafor (1), Patel (1)." in page


def test_beyond_sixteen_is_said_as_such(app: Flask, evening: Evening) -> None:
    child = factories.create_child(evening.service, evening.okafor)
    factories.create_stay(child, evening.hub, "2026-11-15", "2026-11-19")
    page = home_page(app, Role.LIAISON, evening)
    assert "Quince: 18 nights in November 2026, 2 beyond the 16; 3 more planned." in page


def test_a_night_that_does_not_count_is_not_on_the_gauge(app: Flask, evening: Evening) -> None:
    child = factories.create_child(evening.service, evening.okafor)
    factories.create_stay(child, evening.hub, "2026-11-15", "2026-11-19", kind=StayKind.OUTREACH)
    assert "14 of 16 nights" in home_page(app, Role.HUB_CARER, evening, evening.hub)


def test_finance_reads_totals_and_no_child(app: Flask, evening: Evening) -> None:
    factories.stored(claim(evening, ClaimStatus.APPROVED, 12000))
    page = home_page(app, Role.FINANCE, evening)
    assert "October 2026" in page
    assert "1 approved" in page
    assert "£120.00" in page
    assert "PP" not in page
    assert "Quince" not in page


def test_a_claim_without_a_rate_has_no_amount_yet(app: Flask, evening: Evening) -> None:
    factories.stored(claim(evening, ClaimStatus.FLAGGED, None))
    page = home_page(app, Role.FINANCE, evening)
    assert "1 has no amount: the rate is not set" in page
    assert "no amount yet" in page
    assert "£0" not in page


def test_money_is_neither_for_liaison_workers_home_page_nor_for_carers(app: Flask, evening: Evening) -> None:
    factories.stored(claim(evening, ClaimStatus.APPROVED, 12000))
    pages = [
        home_page(app, Role.LIAISON, evening),
        home_page(app, Role.HUB_CARER, evening, evening.hub),
        home_page(app, Role.SATELLITE_CARER, evening, evening.patel),
    ]
    assert [page for page in pages if "£" in page] == []


def test_staff_read_of_a_stay_to_come_at_a_home_that_takes_nobody(app: Flask, evening: Evening) -> None:
    held = factories.create_home(evening.service, "Sayed", status=HomeStatus.ON_HOLD)
    factories.join(held, evening.constellation)
    child = factories.create_child(evening.service, evening.okafor, "GG")
    stay = factories.create_stay(child, held, "2026-11-27", "2026-11-29", AGREED, bed=1)
    for role in (Role.LIAISON, Role.MANAGER):
        page = home_page(app, role, evening)
        assert f'href="/stays/{stay.id}">GG is to stay with Sayed</a>' in page
        assert "Fri 27 Nov and Sat 28 Nov: the home takes nobody then." in page
    assert "is to stay with" not in home_page(app, Role.HUB_CARER, evening, evening.hub)


def test_the_liaison_worker_reads_where_claims_stand_without_money(app: Flask, evening: Evening) -> None:
    factories.stored(claim(evening, ClaimStatus.FLAGGED, 12000))
    page = home_page(app, Role.LIAISON, evening)
    assert "1 flagged, waits to be checked" in page
    assert "£" not in page


def test_another_constellation_and_another_service_read_nothing_of_it(app: Flask, evening: Evening) -> None:
    factories.stored(claim(evening, ClaimStatus.APPROVED, 12000))
    next_door = factories.create_constellation(evening.service)
    home = factories.create_home(evening.service)
    factories.join(home, next_door, HomeRole.HUB)
    elsewhere = factories.create_service()
    strangers = [
        factories.create_person(Role.HUB_CARER, home=home),
        factories.create_person(Role.LIAISON, evening.service, constellations=(next_door,)),
        factories.create_person(Role.MANAGER, elsewhere),
        factories.create_person(Role.FINANCE, elsewhere),
    ]
    for stranger in strangers:
        page = client_of(app, stranger).get("/").text
        found = [words for words in ("Quince", "Orchard", "PP", "OO", "£120.00") if words in page]
        assert (stranger.role, found) == (stranger.role, [])


@pytest.mark.parametrize("role", list(Role))
def test_a_home_page_takes_the_same_number_of_queries_however_much_there_is(
    app: Flask, evening: Evening, role: Role
) -> None:
    home = {Role.HUB_CARER: evening.hub, Role.SATELLITE_CARER: evening.patel}.get(role)
    client = client_of(
        app, factories.create_person(role, evening.service, home=home, constellations=liaised(role, evening))
    )

    def queries() -> int:
        with count_queries(database().engine) as sent:
            client.get("/")
        return len(sent)

    before = queries()
    for number in range(5):
        more = factories.create_home(evening.service)
        factories.join(more, evening.constellation)
        child = factories.create_child(evening.service, more)
        factories.create_stay(child, evening.hub, f"2026-11-{15 + number}", f"2026-11-{16 + number}", AGREED)
        factories.create_stay(child, more, "2026-11-22", "2026-11-25", AGREED)
        factories.create_constellation(evening.service)
    assert queries() == before
