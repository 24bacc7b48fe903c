"""Correcting homes: what they are ready for, where they belong, and who may say so."""

import datetime as dt
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core.clock import ALWAYS
from constellations.core.database import session
from constellations.corrections import ChangedMeanwhile, DayOutOfReach
from constellations.homes import actions
from constellations.homes.rules import AlreadyHub, AlreadyMember, HomeHasLeft, JoinedLater, NotAMember, Terms, TwoHubs
from constellations.models import Constellation, Home, HomeTerms, Membership, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole, HomeStatus
from tests import factories

EVERYTHING = Viewer.system()
HUB, SATELLITE = HomeRole.HUB, HomeRole.SATELLITE


def day(number: int, month: int = 12) -> dt.date:
    return dt.date(2026, month, number)


@pytest.fixture
def service(app: Flask) -> Service:
    """A service."""
    return factories.create_service()


@pytest.fixture
def constellation(service: Service) -> Constellation:
    """A constellation without homes."""
    return factories.create_constellation(service)


@pytest.fixture
def manager(service: Service) -> Viewer:
    """The service's manager."""
    return viewer_for(factories.create_person(Role.MANAGER, service))


def terms_of(home: Home) -> list[tuple[dt.date, dt.date | None, int, HomeStatus]]:
    asked = visible(EVERYTHING, HomeTerms).where(HomeTerms.home_id == home.id).order_by(HomeTerms.starts_on)
    return [(row.starts_on, row.ends_on, row.beds, row.status) for row in session().scalars(asked)]


def memberships_of(home: Home) -> list[tuple[HomeRole, dt.date, dt.date | None]]:
    asked = visible(EVERYTHING, Membership).where(Membership.home_id == home.id).order_by(Membership.starts_on)
    return [(row.role, row.starts_on, row.ends_on) for row in session().scalars(asked)]


def acts() -> list[str]:
    """What was done, in the order of the alphabet: the clock of the tests stands still."""
    return sorted(session().scalars(covering(EVERYTHING, select(Activity.action))))


def audited() -> Sequence[str]:
    return session().scalars(covering(EVERYTHING, select(AuditEntry.action).order_by(AuditEntry.seq))).all()


def version_of(home: Home) -> int:
    return session().scalars(visible(EVERYTHING, Home).where(Home.id == home.id)).one().version


def test_terms_hold_from_a_day_and_history_is_kept(service: Service, manager: Viewer) -> None:
    home = factories.create_home(service, beds=2)
    actions.change_terms(manager, home.id, Terms(1, 3, HomeStatus.ON_HOLD, day(31)), day(1), home.version)
    assert terms_of(home) == [
        (ALWAYS, day(1), 2, HomeStatus.ACTIVE),
        (day(1), None, 1, HomeStatus.ON_HOLD),
    ]
    assert acts() == ["change_terms"]
    assert audited() == ["change_terms"]
    assert version_of(home) == 2


def test_terms_said_for_a_day_before_later_ones_hold_until_those_begin(service: Service, manager: Viewer) -> None:
    home = factories.create_home(service, beds=2)
    actions.change_terms(manager, home.id, Terms(1, 3, HomeStatus.ACTIVE), day(20), 1)
    actions.change_terms(manager, home.id, Terms(0, 3, HomeStatus.AWAY), day(10), 2)
    assert [(start, end, beds) for start, end, beds, _ in terms_of(home)] == [
        (ALWAYS, day(10), 2),
        (day(10), day(20), 0),
        (day(20), None, 1),
    ]


def test_terms_said_twice_for_one_day_are_those_said_last(service: Service, manager: Viewer) -> None:
    home = factories.create_home(service, beds=2)
    actions.change_terms(manager, home.id, Terms(1, 3, HomeStatus.ACTIVE), day(1), 1)
    actions.change_terms(manager, home.id, Terms(3, 3, HomeStatus.ACTIVE), day(1), 2)
    assert [beds for *_, beds, _ in terms_of(home)] == [2, 3]


def test_who_is_overtaken_is_told_both_changes_and_changes_nothing(service: Service, manager: Viewer) -> None:
    home = factories.create_home(service, beds=2)
    actions.change_terms(manager, home.id, Terms(1, 3, HomeStatus.ACTIVE), manager.today, 1)
    with pytest.raises(ChangedMeanwhile) as refused:
        actions.change_terms(manager, home.id, Terms(0, 3, HomeStatus.AWAY), manager.today, 1)
    assert "now: 1 beds, approved for 3, active" in refused.value.words
    assert "wanted: 0 beds, approved for 3, away" in refused.value.words
    assert terms_of(home)[-1][2:] == (1, HomeStatus.ACTIVE)


def test_a_home_that_leaves_ends_its_memberships_that_day(
    service: Service, constellation: Constellation, manager: Viewer
) -> None:
    home = factories.create_home(service)
    factories.join(home, constellation)
    factories.join(home, factories.create_constellation(service), starts_on=day(24))
    actions.change_terms(manager, home.id, Terms(0, 1, HomeStatus.LEFT), day(20), 1)
    assert memberships_of(home) == [(SATELLITE, ALWAYS, day(20))]
    assert sorted(audited()) == ["change_terms", "end_membership", "end_membership"]


def test_a_home_cannot_have_left_before_it_joined(
    service: Service, constellation: Constellation, manager: Viewer
) -> None:
    home = factories.create_home(service)
    factories.join(home, constellation, starts_on=dt.date(2026, 5, 1))
    with pytest.raises(JoinedLater):
        actions.change_terms(manager, home.id, Terms(0, 1, HomeStatus.LEFT), dt.date(2026, 4, 1), 1)
    assert memberships_of(home) == [(SATELLITE, dt.date(2026, 5, 1), None)]
    assert len(terms_of(home)) == 1


@pytest.mark.parametrize("far", [dt.date(1999, 12, 31), dt.date(2027, 11, 24)])
def test_a_day_that_can_only_be_a_slip_is_refused(service: Service, manager: Viewer, far: dt.date) -> None:
    home = factories.create_home(service)
    with pytest.raises(DayOutOfReach):
        actions.change_terms(manager, home.id, Terms(1, 1, HomeStatus.ACTIVE), far, 1)
    assert len(terms_of(home)) == 1


def test_a_home_joins_from_a_day_and_leaves_on_one(
    service: Service, constellation: Constellation, manager: Viewer
) -> None:
    home = factories.create_home(service)
    actions.join_constellation(manager, home.id, constellation.id, SATELLITE, day(1))
    membership = session().scalars(visible(EVERYTHING, Membership)).one()
    actions.leave_constellation(manager, membership.id, day(5))
    assert memberships_of(home) == [(SATELLITE, day(1), day(5))]
    assert acts() == ["join_constellation", "leave_constellation"]
    assert audited() == ["begin_membership", "end_membership"]


def test_a_membership_is_taken_back_on_the_day_it_began(
    service: Service, constellation: Constellation, manager: Viewer
) -> None:
    home = factories.create_home(service)
    membership = factories.join(home, constellation, starts_on=day(1))
    actions.leave_constellation(manager, membership.id, day(1))
    assert memberships_of(home) == []


@pytest.mark.parametrize("wrong", [dt.date(2026, 1, 31), dt.date(2026, 3, 1), dt.date(2026, 4, 1)])
def test_a_membership_does_not_end_on_a_day_outside_it(
    service: Service, constellation: Constellation, manager: Viewer, wrong: dt.date
) -> None:
    home = factories.create_home(service)
    membership = factories.join(home, constellation, starts_on=dt.date(2026, 2, 1), ends_on=dt.date(2026, 3, 1))
    with pytest.raises(NotAMember):
        actions.leave_constellation(manager, membership.id, wrong)
    assert memberships_of(home) == [(SATELLITE, dt.date(2026, 2, 1), dt.date(2026, 3, 1))]


def test_a_home_is_a_member_once_at_a_time(service: Service, constellation: Constellation, manager: Viewer) -> None:
    home = factories.create_home(service)
    factories.join(home, constellation)
    with pytest.raises(AlreadyMember):
        actions.join_constellation(manager, home.id, constellation.id, SATELLITE, day(1))
    assert len(memberships_of(home)) == 1


def test_a_home_that_has_left_joins_nothing(service: Service, constellation: Constellation, manager: Viewer) -> None:
    home = factories.create_home(service, status=HomeStatus.LEFT)
    with pytest.raises(HomeHasLeft):
        actions.join_constellation(manager, home.id, constellation.id, SATELLITE, day(1))
    assert memberships_of(home) == []


def test_a_home_that_will_leave_belongs_to_nothing_from_that_day(
    service: Service, constellation: Constellation, manager: Viewer
) -> None:
    home = factories.create_home(service)
    factories.join(home, constellation)
    actions.change_terms(manager, home.id, Terms(0, 1, HomeStatus.LEFT), day(20), 1)
    actions.succeed_hub(manager, constellation.id, home.id, day(1), old_hub_stays=False)
    actions.join_constellation(manager, home.id, factories.create_constellation(service).id, SATELLITE, day(10))
    assert memberships_of(home) == [
        (SATELLITE, ALWAYS, day(1)),
        (HUB, day(1), day(20)),
        (SATELLITE, day(10), day(20)),
    ]


def test_a_second_hub_is_refused_in_words_that_say_what_to_do(
    service: Service, constellation: Constellation, manager: Viewer
) -> None:
    hub, second = factories.create_home(service, "Quince"), factories.create_home(service)
    factories.join(hub, constellation, HUB)
    membership = factories.join(second, constellation)
    with pytest.raises(TwoHubs, match="Quince is the hub home in that time"):
        actions.change_role(manager, membership.id, HUB, day(1))
    assert memberships_of(second) == [(SATELLITE, ALWAYS, None)]


def test_a_member_changes_its_role_from_a_day(service: Service, constellation: Constellation, manager: Viewer) -> None:
    home = factories.create_home(service)
    membership = factories.join(home, constellation, HUB, ends_on=day(31))
    actions.change_role(manager, membership.id, SATELLITE, day(10))
    assert memberships_of(home) == [(HUB, ALWAYS, day(10)), (SATELLITE, day(10), day(31))]
    assert acts() == ["change_role"]


@pytest.mark.parametrize(
    ("old_hub_stays", "then"), [(True, [(SATELLITE, day(1), None)]), (False, [])], ids=["stays", "leaves"]
)
def test_a_satellite_becomes_the_hub_on_the_day_the_old_hub_ends(
    service: Service,
    constellation: Constellation,
    manager: Viewer,
    old_hub_stays: bool,
    then: list[tuple[HomeRole, dt.date, dt.date | None]],
) -> None:
    old, new = factories.create_home(service), factories.create_home(service)
    factories.join(old, constellation, HUB)
    factories.join(new, constellation)
    actions.succeed_hub(manager, constellation.id, new.id, day(1), old_hub_stays)
    assert memberships_of(old) == [(HUB, ALWAYS, day(1)), *then]
    assert memberships_of(new) == [(SATELLITE, ALWAYS, day(1)), (HUB, day(1), None)]
    assert acts() == ["succeed_hub"]


def test_a_home_from_outside_becomes_the_hub_of_a_constellation_without_one(
    service: Service, constellation: Constellation, manager: Viewer
) -> None:
    home = factories.create_home(service)
    actions.succeed_hub(manager, constellation.id, home.id, day(1), old_hub_stays=False)
    assert memberships_of(home) == [(HUB, day(1), None)]


def test_a_hub_does_not_succeed_itself(service: Service, constellation: Constellation, manager: Viewer) -> None:
    hub = factories.create_home(service)
    factories.join(hub, constellation, HUB)
    with pytest.raises(AlreadyHub):
        actions.succeed_hub(manager, constellation.id, hub.id, day(1), old_hub_stays=True)
    assert memberships_of(hub) == [(HUB, ALWAYS, None)]


def test_a_succession_that_meets_a_hub_to_come_changes_nothing(
    service: Service, constellation: Constellation, manager: Viewer
) -> None:
    old, new, later = (factories.create_home(service) for _ in range(3))
    factories.join(old, constellation, HUB, ends_on=day(20))
    factories.join(new, constellation)
    factories.join(later, constellation, HUB, starts_on=day(20))
    with pytest.raises(TwoHubs):
        actions.succeed_hub(manager, constellation.id, new.id, day(1), old_hub_stays=True)
    assert memberships_of(old) == [(HUB, ALWAYS, day(20))]
    assert memberships_of(new) == [(SATELLITE, ALWAYS, None)]
