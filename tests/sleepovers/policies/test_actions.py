"""Policies and rates start and are withdrawn; history and closed months stay."""

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from constellations.access import Viewer, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.claims.actions import close_month
from sleepovers.policies.actions import start_policy, start_rate, withdraw_policy, withdraw_rate
from sleepovers.policies.models import UpliftPolicy, UpliftRate
from sleepovers.policies.queries import policies_in_force, policies_of, policy_page, rates_of
from sleepovers.policies.rules import ChangesClosedMonth, InForceAlready, NotAFirst, StartsAlready
from sleepovers.uplift import DEFAULT_POLICY, Rate
from tests.constraints import broken_constraint
from tests.factories import create_person, create_service, stored

EVERYTHING = Viewer.system()
JANUARY = dt.date(2027, 1, 1)
TEN = replace(DEFAULT_POLICY, valid_from=JANUARY, threshold=10)
FORTY = Rate(dt.date(2026, 12, 6), 4000, None)


@pytest.fixture
def service(app: Flask) -> Service:
    """A service that has set nothing yet."""
    return create_service()


@pytest.fixture
def manager(service: Service) -> Viewer:
    """Its manager."""
    return viewer_for(create_person(Role.MANAGER, service))


class TestStartPolicy:
    def test_a_month_follows_the_policy_in_force_on_its_first(self, service: Service, manager: Viewer) -> None:
        start_policy(manager, TEN)
        (before,) = policies_in_force(manager, Month(2026, 12))
        (after,) = policies_in_force(manager, Month(2027, 1))
        assert (before.policy, after.policy) == (DEFAULT_POLICY, TEN)

    def test_it_is_in_both_logs(self, service: Service, manager: Viewer) -> None:
        row = start_policy(manager, TEN)
        (activity,) = session().scalars(visible(EVERYTHING, Activity)).all()
        assert (activity.action, activity.subject_id, activity.person_id) == ("start_policy", row.id, manager.person_id)
        (entry,) = session().scalars(visible(EVERYTHING, AuditEntry)).all()
        assert (entry.action, entry.subject, entry.subject_id) == ("start_policy", "uplift_policy", row.id)

    def test_from_the_middle_of_a_month_it_is_refused_and_nothing_stored(
        self, service: Service, manager: Viewer
    ) -> None:
        for day in (dt.date(2027, 1, 2), None):
            with pytest.raises(NotAFirst):
                start_policy(manager, replace(TEN, valid_from=day))
        assert policies_of(manager, service.id) == []

    def test_a_second_one_on_that_day_is_refused(self, service: Service, manager: Viewer) -> None:
        start_policy(manager, TEN)
        with pytest.raises(StartsAlready):
            start_policy(manager, replace(TEN, threshold=12))

    def test_not_in_or_before_a_closed_month(self, service: Service, manager: Viewer) -> None:
        close_month(manager, service.id, Month(2026, 10))
        for day in (dt.date(2026, 10, 1), dt.date(2026, 9, 1)):
            with pytest.raises(ChangesClosedMonth):
                start_policy(manager, replace(TEN, valid_from=day))
        start_policy(manager, replace(TEN, valid_from=dt.date(2026, 11, 1)))

    @pytest.mark.parametrize("role", [Role.LIAISON, Role.FINANCE])
    def test_others_may_not(self, service: Service, role: Role) -> None:
        viewer = viewer_for(create_person(role, service))
        for act in (lambda: start_policy(viewer, TEN), lambda: start_rate(viewer, FORTY)):
            with pytest.raises(Forbidden):
                act()

    def test_the_database_refuses_a_policy_from_mid_month(self, service: Service) -> None:
        fields = {name: getattr(TEN, name) for name in TEN.__dataclass_fields__} | {"valid_from": dt.date(2027, 1, 2)}
        with pytest.raises(IntegrityError) as refused:
            stored(UpliftPolicy(service_id=service.id, **fields))
        assert broken_constraint(refused.value) == "ck_uplift_policy_from_a_first"


class TestStartRate:
    def test_it_holds_from_any_day(self, service: Service, manager: Viewer) -> None:
        start_rate(manager, FORTY)
        assert rates_of(manager, [service.id]) == {service.id: [FORTY]}

    def test_not_within_a_closed_month(self, service: Service, manager: Viewer) -> None:
        close_month(manager, service.id, Month(2026, 10))
        with pytest.raises(ChangesClosedMonth):
            start_rate(manager, Rate(dt.date(2026, 10, 31), 4000, None))
        start_rate(manager, Rate(dt.date(2026, 11, 1), 4000, None))

    def test_the_database_refuses_a_rate_that_pays_nothing(self, service: Service) -> None:
        with pytest.raises(IntegrityError) as refused:
            stored(UpliftRate(service_id=service.id, valid_from=JANUARY))
        assert broken_constraint(refused.value) == "ck_uplift_rate_sets_something"


class TestWithdraw:
    def test_what_is_to_come_can_be_withdrawn(self, service: Service, manager: Viewer) -> None:
        withdraw_policy(manager, start_policy(manager, TEN).id)
        withdraw_rate(manager, start_rate(manager, FORTY).id)
        page = policy_page(manager)
        assert (page.policies, page.rates) == ([], [])
        actions = [
            entry.action for entry in session().scalars(visible(EVERYTHING, AuditEntry).order_by(AuditEntry.seq))
        ]
        assert actions == ["start_policy", "withdraw_policy", "start_rate", "withdraw_rate"]

    def test_what_is_in_force_stays(self, service: Service, manager: Viewer) -> None:
        policy = start_policy(manager, replace(TEN, valid_from=dt.date(2026, 11, 1)))
        rate = start_rate(manager, Rate(manager.today, 4000, None))
        with pytest.raises(InForceAlready):
            withdraw_policy(manager, policy.id)
        with pytest.raises(InForceAlready):
            withdraw_rate(manager, rate.id)
        assert (len(policy_page(manager).policies), len(policy_page(manager).rates)) == (1, 1)

    def test_that_of_another_service_is_not_there(self, service: Service, manager: Viewer) -> None:
        stranger = viewer_for(create_person(Role.MANAGER, create_service()))
        policy, rate = start_policy(manager, TEN), start_rate(manager, FORTY)
        with pytest.raises(NotFound):
            withdraw_policy(stranger, policy.id)
        with pytest.raises(NotFound):
            withdraw_rate(stranger, rate.id)
