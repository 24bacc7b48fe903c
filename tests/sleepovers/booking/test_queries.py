"""What the booking check is told: of the children, of the home, and of who would be there on each night."""

import datetime as dt
import uuid

import pytest
from flask import Flask

from constellations.children.models import Child, NotTogether
from constellations.core.database import database
from constellations.models import Home, HomeTerms
from constellations.rules import ChildStatus, HomeRole, HomeStatus
from sleepovers.availability.actions import say_away, set_pattern
from sleepovers.booking.free.queries import homes_with_beds
from sleepovers.booking.queries import Proposal, wish_of
from sleepovers.booking.rules import HomeNight, Point, Wish, check
from sleepovers.nights.actions import mark_absent
from sleepovers.rules import StayKind, StayState
from sleepovers.stays.actions import say_nobody_came
from tests import factories
from tests.queries import count_queries
from tests.sleepovers.asks.asking import make_trusted_households, trusted_child
from tests.sleepovers.households import Households, sees

FRI, SAT = dt.date(2026, 11, 27), dt.date(2026, 11, 28)


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def wish(homes: Households, host: Home | None = None, *nights: dt.date, child: Child | None = None) -> Wish:
    """JB with the hub on Friday, unless said otherwise."""
    asked = Proposal(((child or homes.jb).id,), (host or homes.hub).id, nights or (FRI,), StayKind.PLANNED)
    return wish_of(asked)


def present(night: HomeNight) -> set[str]:
    return {child.initials for child in night.present}


def points(found: Wish) -> list[Point]:
    return [finding.point for finding in check(found)]


def test_who_lives_there_and_is_not_away_and_who_visits_would_be_there(homes: Households) -> None:
    trusted_child(homes, homes.hub, "LM")
    away = trusted_child(homes, homes.hub, "NO")
    homes.stay("2026-11-27", "2026-11-28", away, homes.okafor)
    homes.stay("2026-11-27", "2026-11-29", homes.ak)
    friday, saturday = wish(homes, homes.hub, FRI, SAT).nights
    assert (present(friday), present(saturday)) == ({"LM", "AK"}, {"LM", "NO", "AK"})
    assert (friday.taken, friday.beds, friday.approved, friday.status) == (frozenset({1}), 2, 3, HomeStatus.ACTIVE)


def test_a_child_who_did_not_come_is_not_there_and_one_who_is_missing_may_come_back(homes: Households) -> None:
    sat, sun = dt.date(2026, 11, 21), dt.date(2026, 11, 22)
    off = homes.stay("2026-11-21", "2026-11-22", homes.ak)
    say_nobody_came(sees(homes.moira), off.id, off.version, "")
    missing = trusted_child(homes, homes.okafor, "LM")
    stay = factories.create_stay(missing, homes.hub, "2026-11-21", "2026-11-23", StayState.AGREED, bed=2)
    mark_absent(sees(homes.moira), stay.id, stay.version, sat, "")
    for night in wish(homes, homes.hub, sat, sun).nights:
        assert (present(night), night.taken) == ({"LM"}, frozenset({2}))


def test_terms_of_each_night_are_those_that_hold_then_and_without_any_nobody_is_taken(homes: Households) -> None:
    home = Home(key="New", name="New", service_id=homes.service.id)
    factories.stored(home)
    factories.stored(HomeTerms(home_id=home.id, starts_on=SAT, beds=1, approved_children=2, status=HomeStatus.ACTIVE))
    friday, saturday = wish(homes, home, FRI, SAT).nights
    assert (friday.beds, friday.approved, friday.status) == (0, 0, HomeStatus.LEFT)
    assert (saturday.beds, saturday.approved, saturday.status) == (1, 2, HomeStatus.ACTIVE)


def test_children_of_other_statuses_are_there_and_not_counted(homes: Households) -> None:
    grown = factories.create_child(homes.service, homes.hub, "SP", ChildStatus.STAYING_PUT)
    kin = factories.create_child(homes.service, homes.hub, "KC", ChildStatus.KINSHIP)
    (friday,) = wish(homes).nights
    assert present(friday) == {"SP", "KC"}
    assert friday.fostered == {kin.id, homes.jb.id}
    assert grown.id not in friday.fostered


@pytest.mark.parametrize("comes", ["jb", "ak"])
def test_who_must_not_be_together_is_known_of_both(homes: Households, comes: str) -> None:
    pair = sorted([homes.jb.id, homes.ak.id])
    factories.stored(NotTogether(first_id=pair[0], second_id=pair[1]))
    other = homes.ak if comes == "jb" else homes.jb
    homes.stay("2026-11-27", "2026-11-28", other)
    assert points(wish(homes, child=getattr(homes, comes))) == [Point.NOT_TOGETHER]


@pytest.mark.parametrize("comes", ["jb", "ak"])
def test_who_must_be_alone_is_known_of_both(homes: Households, comes: str) -> None:
    factories.changed(homes.jb, is_solo=True)
    homes.stay("2026-11-27", "2026-11-28", homes.ak if comes == "jb" else homes.jb)
    assert points(wish(homes, child=getattr(homes, comes))) == [Point.SOLO]


def test_the_limit_of_three_counts_who_lives_there_and_who_visits(homes: Households) -> None:
    big = factories.create_home(homes.service, beds=4, approved_children=9)
    for initials in ("LM", "NO"):
        trusted_child(homes, big, initials)
    assert points(wish(homes, big)) == []
    homes.stay("2026-11-27", "2026-11-28", homes.ak, big)
    assert points(wish(homes, big)) == [Point.LIMIT]


def test_a_child_lives_there_and_is_away_only_on_those_nights(homes: Households) -> None:
    homes.stay("2026-11-28", "2026-11-29", host=homes.okafor)
    found = check(wish(homes, homes.patel, FRI, SAT))
    assert [(finding.point, finding.nights) for finding in found] == [
        (Point.ALREADY_AWAY, (SAT,)),
        (Point.LIVES_THERE, (FRI, SAT)),
    ]


def test_a_stay_that_grows_is_not_in_its_own_way(homes: Households) -> None:
    stay = homes.stay("2026-11-27", "2026-11-29")
    asked = Proposal((homes.jb.id,), homes.hub.id, (FRI, SAT), StayKind.PLANNED, stay_id=stay.id)
    found = wish_of(asked)
    assert (check(found), found.is_there) == ((), True)
    assert [night.taken for night in found.nights] == [frozenset(), frozenset()]


def test_a_visit_by_day_needs_nothing_but_who_decides(homes: Households) -> None:
    asked = Proposal((homes.jb.id,), homes.hub.id, (), StayKind.DAY_CARE)
    assert check(wish_of(asked)) == ()


def test_the_check_asks_the_same_number_of_times_whatever_the_nights(homes: Households) -> None:
    homes.stay("2026-11-27", "2026-11-29", homes.ak)
    trusted_child(homes, homes.hub, "LM")
    wish(homes)
    counts = []
    for length in (1, 14):
        nights = tuple(FRI + dt.timedelta(days=n) for n in range(length))
        with count_queries(database().engine) as sent:
            wish(homes, homes.hub, *nights)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 12


def free(
    homes: Households, children: int = 1, besides: tuple[uuid.UUID, ...] = (), near: Home | None = None
) -> list[str]:
    return homes_with_beds(sees(homes.moira), sought(homes, FRI, SAT, children=children, near=near), besides)


def sought(homes: Households, *nights: dt.date, children: int = 1, near: Home | None = None) -> Proposal:
    """One child or two, on some nights."""
    child_ids = (homes.jb.id, homes.ak.id)[:children]
    return Proposal(child_ids, (near or homes.hub).id, nights, StayKind.PLANNED)


def test_other_homes_have_beds_when_they_have_one_for_each_child_on_every_night(homes: Households) -> None:
    assert free(homes) == ["Okafor", "Patel"]
    assert free(homes, near=homes.patel) == ["Moira", "Okafor"], "the hub first"
    assert free(homes, besides=(homes.patel.id,)) == ["Okafor"]
    homes.stay("2026-11-28", "2026-11-29", host=homes.okafor)
    assert free(homes) == ["Okafor", "Patel"]
    assert free(homes, children=2) == ["Patel"]
    assert homes_with_beds(sees(homes.moira), sought(homes)) == []


def test_a_home_that_is_away_keeps_the_night_or_has_as_many_as_it_may_is_not_named(homes: Households) -> None:
    say_away(sees(homes.anita), homes.patel.id, SAT, SAT + dt.timedelta(days=1))
    assert free(homes) == ["Okafor"]
    for initials in ("KA", "KB"):
        factories.create_child(homes.service, homes.okafor, initials)
    assert free(homes) == []
    brook = factories.create_home(homes.service, "Brook")
    factories.join(brook, homes.constellation)
    assert free(homes) == ["Brook"]
    set_pattern(sees(homes.liaison), brook.id, frozenset({FRI.weekday()}), "1111111")
    assert free(homes) == []


def test_a_home_that_takes_nobody_or_is_of_another_constellation_has_no_bed_to_offer(homes: Households) -> None:
    for status in (HomeStatus.ON_HOLD, HomeStatus.AWAY, HomeStatus.LEFT, HomeStatus.RESPITE_ONLY):
        factories.join(factories.create_home(homes.service, status=status), homes.constellation)
    other = factories.create_constellation(homes.service)
    factories.join(factories.create_home(homes.service, "Afar"), other, HomeRole.HUB)
    left = factories.create_home(homes.service, "Gone")
    factories.join(left, homes.constellation, ends_on=dt.date(2026, 11, 1))
    assert free(homes) == ["Okafor", "Patel"]


def test_a_night_that_was_not_stayed_leaves_its_bed_free(homes: Households) -> None:
    for bed, child in enumerate((homes.jb, trusted_child(homes, homes.patel, "LM")), 1):
        factories.create_stay(child, homes.okafor, "2026-11-27", "2026-11-28", StayState.AGREED, bed=bed)
    assert free(homes) == ["Patel"]
    off = homes.stay("2026-11-22", "2026-11-23", homes.ak, homes.patel)
    say_nobody_came(sees(homes.liaison), off.id, off.version, "")
    sunday = sought(homes, dt.date(2026, 11, 22), children=2)
    assert homes_with_beds(sees(homes.moira), sunday) == ["Okafor", "Patel"]
