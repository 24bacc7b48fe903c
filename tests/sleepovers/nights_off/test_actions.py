"""Policies of nights off start and are withdrawn, and balances follow the stays."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from constellations.access import Viewer, visible
from constellations.activity.models import AuditEntry
from constellations.core.database import database, session
from constellations.core.errors import Forbidden, NotFound
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.nights_off.actions import start_nights_off, withdraw_nights_off
from sleepovers.nights_off.balances.queries import balance_of, balances, home_year, homes_with_balances
from sleepovers.nights_off.models import NightsOffPolicy
from sleepovers.nights_off.queries import nights_off_page, policies_of
from sleepovers.nights_off.rules import Entitlement, NotTheirNights, Unit, UsedByNothing
from sleepovers.policies.rules import InForceAlready, OutOfReach, StartsAlready
from sleepovers.rules import StayKind, StayState
from tests.constraints import broken_constraint
from tests.factories import changed, create_child, create_home, create_person, create_service, create_stay, join, stored
from tests.queries import count_queries
from tests.sleepovers.households import Households, sees

FOURTEEN = Entitlement(dt.date(2026, 4, 1), Unit.NIGHTS, 14, 4, 1, True, frozenset({StayKind.RESPITE}))
TO_COME = replace(FOURTEEN, valid_from=dt.date(2027, 4, 1), amount=20)


class TestPolicies:
    def test_one_starts_and_is_in_the_audit_trail(self, homes: Households) -> None:
        manager = sees(homes.manager)
        row = start_nights_off(manager, FOURTEEN)
        page = nights_off_page(manager)
        assert (page.now, [each.id for each in page.policies]) == (FOURTEEN, [row.id])
        (entry,) = session().scalars(visible(Viewer.system(), AuditEntry)).all()
        assert (entry.action, entry.subject_id) == ("start_nights_off", row.id)

    def test_a_day_has_one_and_no_day_is_out_of_reach(self, homes: Households) -> None:
        manager = sees(homes.manager)
        start_nights_off(manager, FOURTEEN)
        with pytest.raises(StartsAlready):
            start_nights_off(manager, replace(FOURTEEN, amount=3))
        with pytest.raises(OutOfReach):
            start_nights_off(manager, replace(FOURTEEN, valid_from=dt.date(2030, 1, 1)))
        with pytest.raises(UsedByNothing):
            start_nights_off(manager, replace(FOURTEEN, used_by=frozenset()))
        assert len(policies_of(manager, homes.service.id)) == 1

    def test_only_what_is_to_come_is_withdrawn_and_only_by_its_own_service(self, homes: Households) -> None:
        manager, stranger = sees(homes.manager), viewer_for(create_person(Role.MANAGER, create_service()))
        held, ahead = start_nights_off(manager, FOURTEEN), start_nights_off(manager, TO_COME)
        with pytest.raises(InForceAlready):
            withdraw_nights_off(manager, held.id)
        with pytest.raises(NotFound):
            withdraw_nights_off(stranger, ahead.id)
        withdraw_nights_off(manager, ahead.id)
        assert [row.id for row in policies_of(manager, homes.service.id)] == [held.id]

    @pytest.mark.parametrize("who", ["liaison", "finance", "anita"])
    def test_others_may_not(self, homes: Households, who: str) -> None:
        with pytest.raises(Forbidden):
            start_nights_off(sees(getattr(homes, who)), FOURTEEN)

    def test_the_database_refuses_a_policy_of_nothing(self, homes: Households) -> None:
        with pytest.raises(IntegrityError) as refused:
            stored(
                NightsOffPolicy(
                    service_id=homes.service.id,
                    valid_from=dt.date(2026, 4, 1),
                    unit=Unit.NIGHTS,
                    amount=0,
                    year_month=4,
                    year_day=1,
                    pro_rata=True,
                    used_by=frozenset({StayKind.RESPITE}),
                )
            )
        assert broken_constraint(refused.value) == "ck_nights_off_policy_amount"


class TestBalance:
    def test_there_is_none_where_the_service_gives_none(self, homes: Households) -> None:
        anita = sees(homes.anita)
        assert balance_of(anita, homes.patel.id) is None
        assert home_year(anita, homes.patel.id).balance is None
        assert homes_with_balances(sees(homes.manager)) == []

    def test_it_follows_the_stays_of_the_homes_own_children_elsewhere(self, homes: Households) -> None:
        start_nights_off(sees(homes.manager), FOURTEEN)
        respite = StayKind.RESPITE
        create_stay(homes.jb, homes.hub, "2026-10-02", "2026-10-05", kind=respite)
        create_stay(homes.jb, homes.hub, "2026-12-04", "2026-12-06", StayState.AGREED, kind=respite)
        create_stay(homes.jb, homes.hub, "2026-12-11", "2026-12-13", StayState.CANCELLED, kind=respite)
        create_stay(homes.jb, homes.hub, "2026-10-09", "2026-10-11")
        create_stay(homes.ak, homes.patel, "2026-10-02", "2026-10-03", kind=respite)
        create_stay(homes.jb, homes.hub, "2026-03-02", "2026-03-04", kind=respite)
        page = home_year(sees(homes.anita), homes.patel.id)
        assert page.balance is not None
        assert (page.balance.used, page.balance.agreed, page.balance.left) == (3, 2, 9)
        assert [(line.number, line.host, line.is_ahead) for line in page.stays] == [
            (2, "Moira", True),
            (3, "Moira", False),
        ]
        assert page.before is None
        other = balance_of(sees(homes.okafors), homes.okafor.id)
        assert other is not None
        assert (other.used, other.left) == (1, 13)

    def test_the_year_before_is_told_where_a_policy_held(self, homes: Households) -> None:
        start_nights_off(sees(homes.manager), replace(FOURTEEN, valid_from=dt.date(2025, 4, 1)))
        create_stay(homes.jb, homes.hub, "2026-03-02", "2026-03-04", kind=StayKind.RESPITE)
        before = home_year(sees(homes.anita), homes.patel.id).before
        assert before is not None
        assert (before.used, before.year.starts_on) == (2, dt.date(2025, 4, 1))

    def test_a_home_that_joined_in_october_has_half(self, homes: Households) -> None:
        start_nights_off(sees(homes.manager), FOURTEEN)
        home = create_home(homes.service)
        changed(join(home, homes.constellation), starts_on=dt.date(2026, 10, 1))
        found = balances(sees(homes.manager), [home.id])[home.id]
        assert found.allowance == 7

    def test_a_carer_reads_of_no_other_home_and_a_stranger_of_none(self, homes: Households) -> None:
        with pytest.raises(NotTheirNights):
            home_year(sees(homes.anita), homes.okafor.id)
        stranger = viewer_for(create_person(Role.MANAGER, create_service()))
        with pytest.raises(NotFound):
            home_year(stranger, homes.okafor.id)

    def test_many_homes_take_as_many_queries_as_few(self, homes: Households) -> None:
        start_nights_off(sees(homes.manager), FOURTEEN)
        manager = sees(homes.manager)
        with count_queries(database().engine) as few:
            homes_with_balances(manager)
        for _ in range(5):
            home = create_home(homes.service)
            join(home, homes.constellation)
            child = create_child(homes.service, home)
            create_stay(child, homes.hub, "2026-10-02", "2026-10-05", kind=StayKind.RESPITE)
        with count_queries(database().engine) as many:
            found = homes_with_balances(manager)
        assert (len(found), len(many)) == (8, len(few))
