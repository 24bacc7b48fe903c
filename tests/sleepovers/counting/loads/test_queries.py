"""How far a home's month has come, and where a stay would bring it."""

import datetime as dt
from dataclasses import asdict, replace

import pytest
from flask import Flask

from constellations.children.models import Child
from constellations.core.clock import Month
from constellations.rules import ChildStatus, HomeRole
from sleepovers.counting.loads.queries import forecasts, hub_loads
from sleepovers.counting.loads.words import forecast_words
from sleepovers.policies.models import UpliftPolicy
from sleepovers.rules import StayKind
from sleepovers.uplift import DEFAULT_POLICY, Basis
from tests import factories
from tests.sleepovers.asks.asking import make_trusted_households, trusted_child
from tests.sleepovers.households import Households, sees

NOVEMBER = Month(2026, 11)


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def nights(first: str, number: int) -> tuple[dt.date, ...]:
    return tuple(dt.date.fromisoformat(first) + dt.timedelta(days=n) for n in range(number))


def forecast(
    homes: Households, ahead: tuple[dt.date, ...], *children: Child, kind: StayKind = StayKind.PLANNED
) -> list[tuple[str, str, int, int]]:
    """For each month of the hub and the Okafors: nights there, and nights that the stay adds."""
    ids = [child.id for child in children or (homes.jb,)]
    found = forecasts(sees(homes.moira), (homes.hub.id, homes.okafor.id), ids, ahead, kind)
    return [(str(each.month), each.home, each.nights, each.added) for each in found]


def test_a_forecast_counts_what_happened_and_what_is_planned_and_adds_the_stay(homes: Households) -> None:
    factories.create_stay(homes.ak, homes.hub, "2026-11-01", "2026-11-13")
    homes.stay("2026-11-24", "2026-11-26", homes.ak)
    assert forecast(homes, nights("2026-11-27", 3)) == [("2026-11", "Moira", 14, 3)]
    (found,) = forecasts(sees(homes.moira), [homes.hub.id], [homes.jb.id], nights("2026-11-27", 3), StayKind.PLANNED)
    assert found.words(knows_limit=True) == "November 2026: 14 of 16. This makes 17: an uplift will be due."
    assert found.words(knows_limit=False) == "Moira has 14 nights in November 2026."


def test_a_stay_over_the_turn_of_a_month_is_forecast_for_both(homes: Households) -> None:
    assert forecast(homes, nights("2026-11-29", 3)) == [("2026-11", "Moira", 0, 2), ("2026-12", "Moira", 0, 1)]


def test_only_nights_that_would_count_are_added(homes: Households) -> None:
    ahead = nights("2026-11-27", 2)
    grown = factories.create_child(homes.service, homes.patel, "SP", ChildStatus.STAYING_PUT)
    assert forecast(homes, ahead, grown) == [("2026-11", "Moira", 0, 0)]
    assert forecast(homes, ahead, homes.jb, grown) == [("2026-11", "Moira", 0, 2)]
    assert forecast(homes, ahead, kind=StayKind.DAY_CARE) == [("2026-11", "Moira", 0, 0)]
    assert forecast(homes, ahead, homes.jb, trusted_child(homes, homes.patel, "LM")) == [("2026-11", "Moira", 0, 4)]


def test_a_home_that_becomes_a_hub_within_the_month_counts_from_then_on(homes: Households) -> None:
    new = factories.create_home(homes.service, "New")
    other = factories.create_constellation(homes.service)
    factories.join(new, other, HomeRole.HUB, starts_on=dt.date(2026, 11, 28))
    found = forecasts(sees(homes.manager), [new.id], [homes.jb.id], nights("2026-11-27", 2), StayKind.PLANNED)
    assert [(each.nights, each.added) for each in found] == [(0, 1)]


def test_where_dates_are_counted_two_children_are_one_night(homes: Households) -> None:
    by_date = asdict(replace(DEFAULT_POLICY, valid_from=dt.date(2026, 1, 1), basis=Basis.NIGHTS))
    factories.stored(UpliftPolicy(service_id=homes.service.id, **by_date))
    homes.stay("2026-11-27", "2026-11-28", homes.ak)
    assert forecast(homes, nights("2026-11-27", 2)) == [("2026-11", "Moira", 1, 1)]
    assert [(load.counted, load.planned) for load in hub_loads(sees(homes.moira), [homes.constellation.id])] == [(0, 1)]


def test_a_night_that_is_booked_already_is_not_added_again(homes: Households) -> None:
    homes.stay("2026-11-27", "2026-11-28")
    assert forecast(homes, nights("2026-11-27", 2)) == [("2026-11", "Moira", 1, 1)]


@pytest.mark.parametrize(
    ("before", "added", "words"),
    [
        (14, 2, "November 2026: 14 of 16. This makes 16."),
        (16, 1, "November 2026: 16 of 16. This makes 17: an uplift will be due."),
        (17, 0, "November 2026: 17 nights, more than 16."),
        (17, 1, "November 2026: 17 nights, more than 16. This makes 18: an uplift will be due."),
    ],
)
def test_the_limit_is_said_at_its_edge(before: int, added: int, words: str) -> None:
    assert forecast_words("Moira", NOVEMBER, before, added, 16, knows_limit=True) == words


def test_of_one_night_it_is_said_so() -> None:
    assert forecast_words("Moira", NOVEMBER, 1, 3, 16, knows_limit=False) == "Moira has 1 night in November 2026."
