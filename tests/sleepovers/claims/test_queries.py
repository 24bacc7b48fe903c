"""The report of a month: which homes, which figures, for whom, and with how many queries."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.children.models import ChildStatusFrom
from constellations.core.database import database, session, transaction
from constellations.core.errors import NotFound
from constellations.models import Home
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import ChildStatus, HomeRole
from sleepovers.claims.actions import close_month, flag_uplifts
from sleepovers.claims.models import Claim
from sleepovers.claims.queries import UpliftRow, past_must_be_open, uplift_rows
from sleepovers.counting.queries import homes_near_threshold
from sleepovers.nights.rules import MonthClosed
from sleepovers.policies.models import UpliftPolicy, UpliftRate
from sleepovers.policies.queries import policies_in_force
from sleepovers.rules import StayKind, StayState
from sleepovers.uplift import DEFAULT_POLICY, Basis, ClaimStatus
from tests.factories import (
    create_child,
    create_constellation,
    create_home,
    create_person,
    create_region,
    create_service,
    create_stay,
    join,
    stored,
)
from tests.queries import count_queries
from tests.sleepovers.claims.months import OCTOBER, Around, create_around, host, stand

EVERYTHING = Viewer.system()
MOST_QUERIES = 5


def report(viewer: Viewer = EVERYTHING, service: str | None = None) -> dict[str, UpliftRow]:
    """October's rows by the home's key."""
    return {row.figures["home"]: row for row in uplift_rows(viewer, OCTOBER, service)}


def policy_of(around: Around, valid_from: dt.date, threshold: int) -> UpliftPolicy:
    """The default policy but for its threshold."""
    return UpliftPolicy(
        service_id=around.service.id,
        valid_from=valid_from,
        threshold=threshold,
        basis=Basis.NIGHTS,
        shape=DEFAULT_POLICY.shape,
        eligible_roles=DEFAULT_POLICY.eligible_roles,
        counted_kinds=DEFAULT_POLICY.counted_kinds,
        counted_statuses=DEFAULT_POLICY.counted_statuses,
    )


class TestRows:
    def test_the_row_of_a_hub_beyond_sixteen(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 19)
        stored(UpliftRate(service_id=around.service.id, valid_from=dt.date(2026, 4, 1), per_night_pence=4000))
        flag_uplifts(EVERYTHING, around.service.id, [OCTOBER])
        assert report()[around.hub.key].figures == {
            "service": around.service.key,
            "home": around.hub.key,
            "constellations": [around.constellation.key],
            "month": "2026-10",
            "child_nights": 19,
            "nights": 14,
            "counted": 19,
            "basis": "child_nights",
            "threshold": 16,
            "beyond": 3,
            "due": True,
            "amount_pence": 12000,
            "amount_reason": None,
            "policy_valid_from": None,
            "status": "flagged",
        }

    def test_rows_stand_by_service_then_home(self, app: Flask) -> None:
        later, earlier = create_service("B"), create_service("A")
        for service, key in ((later, "x"), (earlier, "z"), (earlier, "y")):
            host(create_around(service, key).hub, 1)
        assert [(row.figures["service"], row.figures["home"]) for row in uplift_rows(EVERYTHING, OCTOBER)] == [
            ("A", "y"),
            ("A", "z"),
            ("B", "x"),
        ]
        assert list(report(service="B")) == ["x"]

    def test_a_home_without_a_night_that_happened_has_no_row(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 3, state=StayState.AGREED)
        host(around.satellite, 3, OCTOBER.shifted(1))
        assert report() == {}

    def test_a_home_whose_nights_all_do_not_count_has_zeros(self, app: Flask) -> None:
        around = create_around()
        child = create_child(around.service)
        create_stay(child, around.hub, "2026-10-03", "2026-10-05", kind=StayKind.OUTREACH)
        row = report()[around.hub.key].figures
        assert (row["child_nights"], row["nights"], row["counted"], row["beyond"], row["due"]) == (0, 0, 0, 0, False)
        assert (row["amount_pence"], row["amount_reason"], row["status"]) == (None, None, None)

    def test_a_child_without_any_status_counts_for_nothing_and_hides_nothing(self, app: Flask) -> None:
        around = create_around()
        child = create_child(around.service)
        create_stay(child, around.hub, "2026-10-03", "2026-10-05")
        with transaction() as here:
            for row in here.scalars(visible(EVERYTHING, ChildStatusFrom)):
                here.delete(row)
        assert report()[around.hub.key].figures["child_nights"] == 0

    def test_a_status_counts_from_its_date(self, app: Flask) -> None:
        around = create_around()
        child = create_child(around.service)
        create_stay(child, around.hub, "2026-10-03", "2026-10-08")
        with transaction() as here:
            here.scalars(visible(EVERYTHING, ChildStatusFrom)).one().ends_on = dt.date(2026, 10, 6)
        stored(ChildStatusFrom(child_id=child.id, starts_on=dt.date(2026, 10, 6), status=ChildStatus.ADOPTED))
        assert report()[around.hub.key].figures["counted"] == 3

    def test_a_hub_of_two_constellations_is_counted_once(self, app: Flask) -> None:
        around = create_around()
        second = create_constellation(around.service, "A first one")
        join(around.hub, second, HomeRole.HUB)
        host(around.hub, 17)
        row = report()[around.hub.key].figures
        assert (row["counted"], row["beyond"]) == (17, 1)
        assert row["constellations"] == sorted(["A first one", around.constellation.key])

    def test_only_nights_as_a_hub_count_and_the_month_names_every_constellation(self, app: Flask) -> None:
        service = create_service()
        before, after = create_constellation(service, "before"), create_constellation(service, "from")
        home, change = create_home(service), dt.date(2026, 10, 11)
        join(home, before, HomeRole.HUB, ends_on=change)
        join(home, after, HomeRole.SATELLITE, starts_on=change)
        host(home, 14)
        row = report()[home.key].figures
        assert (row["child_nights"], row["counted"]) == (14, 10)
        assert row["constellations"] == ["before", "from"]

    def test_a_stay_across_the_month_end_is_split(self, app: Flask) -> None:
        around = create_around()
        create_stay(create_child(around.service), around.hub, "2026-10-30", "2026-11-02")
        assert report()[around.hub.key].figures["counted"] == 2
        (november,) = uplift_rows(EVERYTHING, OCTOBER.shifted(1))
        assert november.figures["counted"] == 1

    def test_an_arrival_in_the_small_hours_belongs_to_the_night_before(self, app: Flask) -> None:
        around = create_around()
        create_stay(create_child(around.service), around.hub, "2026-11-01T01:40", "2026-11-01T17:00")
        assert report()[around.hub.key].figures["counted"] == 1
        assert uplift_rows(EVERYTHING, OCTOBER.shifted(1)) == []

    def test_services_follow_their_own_policies(self, app: Flask) -> None:
        around, other = create_around(), create_around()
        stored(policy_of(around, dt.date(2026, 10, 1), 3), policy_of(around, dt.date(2026, 11, 1), 99))
        for home in (around.hub, other.hub):
            for _ in range(2):
                host(home, 4)
        ours, theirs = report()[around.hub.key].figures, report()[other.hub.key].figures
        assert (ours["counted"], ours["basis"], ours["threshold"], ours["policy_valid_from"]) == (
            4,
            "nights",
            3,
            "2026-10-01",
        )
        assert (theirs["counted"], theirs["basis"], theirs["threshold"], theirs["policy_valid_from"]) == (
            8,
            "child_nights",
            16,
            None,
        )
        assert (ours["due"], theirs["due"]) == (True, False)

    def test_from_approval_on_the_row_is_the_snapshot(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 19)
        flag_uplifts(EVERYTHING, around.service.id, [OCTOBER])
        approved = dict(report()[around.hub.key].figures) | {"counted": 21, "status": "approved"}
        with transaction() as here:
            claim = here.scalars(visible(EVERYTHING, Claim)).one()
            stand(claim, ClaimStatus.CHECKED).snapshot = approved
        assert report()[around.hub.key].figures["counted"] == 19
        with transaction() as here:
            stand(here.scalars(visible(EVERYTHING, Claim)).one(), ClaimStatus.PAID)
        assert report()[around.hub.key].figures == approved | {"status": "paid"}

    def test_a_service_that_is_not_there_is_named(self, app: Flask) -> None:
        with pytest.raises(NotFound, match="Nowhere"):
            uplift_rows(EVERYTHING, OCTOBER, "Nowhere")


class TestWhoseCount:
    def test_a_carer_reads_of_the_own_home_alone(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 3)
        host(around.satellite, 2)
        assert set(report(viewer_for(around.carer))) == {around.hub.key}
        assert set(report(viewer_for(around.neighbour))) == {around.satellite.key}

    def test_staff_read_of_what_is_theirs(self, app: Flask) -> None:
        around, same_service, other = create_around(), None, create_around()
        same_service = create_around(around.service)
        for each in (around, same_service, other):
            host(each.hub, 1)
        assert set(report(viewer_for(around.liaison))) == {around.hub.key}
        both = {around.hub.key, same_service.hub.key}
        assert set(report(viewer_for(around.manager))) == set(report(viewer_for(around.finance))) == both
        regional = create_person(Role.REGIONAL, region=create_region())
        assert report(viewer_for(regional)) == {}

    def test_a_liaison_worker_reads_of_homes_that_were_theirs_in_the_month_and_of_all_their_nights(
        self, app: Flask
    ) -> None:
        around = create_around()
        elsewhere, change = create_constellation(around.service), dt.date(2026, 10, 3)
        moved = create_home(around.service)
        join(moved, around.constellation, ends_on=change)
        join(moved, elsewhere, starts_on=change)
        host(moved, 9)
        viewer = viewer_for(around.liaison)
        assert report(viewer)[moved.key].figures["child_nights"] == 9
        host(moved, 9, OCTOBER.shifted(1))
        assert uplift_rows(viewer, OCTOBER.shifted(1)) == []


class TestQueries:
    @pytest.mark.parametrize("nights", [2, 18])
    def test_the_report_of_forty_homes_takes_five_queries_whatever_the_nights(self, app: Flask, nights: int) -> None:
        service = create_service()
        homes: list[Home] = []
        for _ in range(4):
            constellation = create_constellation(service)
            for number in range(10):
                homes.append(create_home(service))
                join(homes[-1], constellation, HomeRole.SATELLITE if number else HomeRole.HUB)
        for home in homes[::5]:
            host(home, nights)
        key = service.key
        with count_queries(database().engine) as sent:
            rows = uplift_rows(EVERYTHING, OCTOBER, key)
        assert len(rows) == 8
        assert sum(row.figures["due"] for row in rows) == (4 if nights > 16 else 0)
        assert len(sent) <= MOST_QUERIES

    def test_the_report_never_writes(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 18)
        with count_queries(database().engine) as sent:
            report()
        assert sent
        assert all(statement.lstrip().upper().startswith("SELECT") for statement in sent)

    def test_only_homes_near_the_threshold_leave_the_database(self, app: Flask) -> None:
        around, other = create_around(), create_around()
        host(around.hub, 12)
        host(other.hub, 11)
        near = homes_near_threshold(EVERYTHING, OCTOBER, policies_in_force(EVERYTHING, OCTOBER))
        assert [(home.home_id, home.counted) for home in near] == [(around.hub.id, 12)]


def test_the_past_of_a_closed_month_stays(app: Flask) -> None:
    around = create_around()
    close_month(viewer_for(around.manager), around.service.id, OCTOBER)
    with pytest.raises(MonthClosed, match="October 2026"):
        past_must_be_open(EVERYTHING, around.service.id, dt.date(2026, 10, 31))
    past_must_be_open(EVERYTHING, around.service.id, dt.date(2026, 11, 1))
    assert session().scalars(visible(EVERYTHING, Claim)).all() == []
