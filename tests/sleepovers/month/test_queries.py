"""The month of nights as each reads it: who sees whom, which homes, what is asked, and how many queries it takes."""

import datetime as dt

import pytest

from constellations.core.clock import Month
from constellations.core.database import database
from constellations.core.errors import NotFound
from constellations.models import Home, Person
from constellations.permissions import Role
from constellations.rules import HomeRole, HomeStatus
from sleepovers.month.layout import BarState
from sleepovers.month.queries import constellations_of, nights_month
from sleepovers.rules import AnswerState, AskState, StayState
from tests import factories
from tests.queries import count_queries
from tests.sleepovers.households import Households, day, sees

NOVEMBER = Month(2026, 11)


def drawn(homes: Households, person: Person, month: Month = NOVEMBER) -> set[tuple[str, str | None, BarState]]:
    """Every bar of the month: at which home, whose, and how."""
    shown = nights_month(sees(person), homes.constellation.id, month)
    return {(row.name, bar.label, bar.state) for row in shown.rows for cell in row.cells for bar in cell.bars}


def test_each_reads_the_initials_they_may_know(homes: Households) -> None:
    homes.stay("2026-11-06", "2026-11-08")
    homes.stay("2026-11-27", "2026-11-29", homes.ak, homes.patel)
    jb, ak = ("Moira", "JB", BarState.UNCONFIRMED), ("Patel", "AK", BarState.AGREED)
    for person in (homes.moira, homes.liaison, homes.manager, homes.anita):
        assert drawn(homes, person) == {jb, ak}
    assert drawn(homes, homes.okafors) == {("Moira", None, BarState.TAKEN), ak}


def test_the_hub_of_another_constellation_reads_no_more_than_a_satellite(homes: Households) -> None:
    elsewhere = factories.create_constellation(homes.service)
    factories.join(homes.okafor, elsewhere, HomeRole.HUB)
    homes.stay("2026-11-27", "2026-11-29")
    assert drawn(homes, homes.okafors) == {("Moira", None, BarState.TAKEN)}


def test_a_constellation_that_is_not_ones_own_is_not_there(homes: Households) -> None:
    stranger = factories.create_person(Role.MANAGER, factories.create_service())
    with pytest.raises(NotFound):
        nights_month(sees(stranger), homes.constellation.id, NOVEMBER)


def test_nights_that_were_not_stayed_are_not_drawn(homes: Households) -> None:
    factories.create_stay(homes.jb, homes.hub, "2026-11-06", "2026-11-08", StayState.CANCELLED)
    assert drawn(homes, homes.liaison) == set()


def test_homes_are_those_of_the_month_with_the_beds_of_the_day(homes: Households) -> None:
    left, joined = factories.create_home(homes.service, "Leaver"), factories.create_home(homes.service, "Joiner")
    factories.join(left, homes.constellation, ends_on=day("2026-11-10"))
    factories.join(joined, homes.constellation, starts_on=day("2026-12-01"))
    rows = nights_month(sees(homes.liaison), homes.constellation.id, NOVEMBER).rows
    assert [row.name for row in rows] == ["Moira", "Leaver", "Okafor", "Patel"]
    assert [cell.night.day for cell in rows[1].cells if cell.beds == 2] == list(range(1, 10))
    december = nights_month(sees(homes.liaison), homes.constellation.id, Month(2026, 12)).rows
    assert [row.name for row in december] == ["Moira", "Joiner", "Okafor", "Patel"]


def test_a_hub_that_changed_during_the_month_stands_first_as_what_it_was_last(homes: Households) -> None:
    new = factories.create_home(homes.service, "Newhub")
    factories.join(new, homes.constellation, HomeRole.SATELLITE, ends_on=day("2026-11-16"))
    factories.join(new, homes.constellation, HomeRole.HUB, starts_on=day("2026-11-16"))
    rows = nights_month(sees(homes.manager), homes.constellation.id, NOVEMBER).rows
    assert [(row.name, row.role) for row in rows[:2]] == [("Moira", HomeRole.HUB), ("Newhub", HomeRole.HUB)]
    assert {cell.beds for cell in rows[1].cells} == {2}


def test_open_asks_that_wait_are_counted_by_home_and_night(homes: Households) -> None:
    states = [
        (AskState.OPEN, AnswerState.WAITING),
        (AskState.OPEN, AnswerState.DECLINED),
        (AskState.WITHDRAWN, AnswerState.WAITING),
    ]
    for of_ask, of_answer in states:
        ends = ("2026-11-29", "2026-12-02")
        factories.create_ask((homes.jb,), (homes.hub,), *ends, of_ask, of_answer)
    hub = nights_month(sees(homes.moira), homes.constellation.id, NOVEMBER).rows[0]
    assert {cell.night.day: cell.asked for cell in hub.cells if cell.asked} == {29: 1, 30: 1}


def test_tonight_sums_up_only_in_its_own_month(homes: Households) -> None:
    homes.stay("2026-11-22", "2026-11-23")
    tonight = nights_month(sees(homes.liaison), homes.constellation.id, NOVEMBER).tonight
    assert tonight is not None
    assert (tonight.taken, tonight.free) == (1, 5)
    assert nights_month(sees(homes.liaison), homes.constellation.id, Month(2026, 10)).tonight is None


def test_a_home_on_hold_has_no_bed_free_tonight_and_its_row_says_why(homes: Households) -> None:
    held = factories.create_home(homes.service, "Sayed", status=HomeStatus.ON_HOLD)
    factories.join(held, homes.constellation)
    shown = nights_month(sees(homes.anita), homes.constellation.id, NOVEMBER)
    assert shown.tonight is not None
    assert (shown.tonight.taken, shown.tonight.free) == (0, 6)
    assert {row.name: [one.status for one in row.closures] for row in shown.rows} == {
        "Moira": [],
        "Okafor": [],
        "Patel": [],
        "Sayed": [HomeStatus.ON_HOLD],
    }


def test_a_stay_across_the_month_end_is_in_both_months(homes: Households) -> None:
    homes.stay("2026-10-30", "2026-11-02")
    for month, nights in ((Month(2026, 10), [30, 31]), (NOVEMBER, [1])):
        hub = nights_month(sees(homes.moira), homes.constellation.id, month).rows[0]
        assert [cell.night.day for cell in hub.cells if cell.bars] == nights


@pytest.mark.parametrize("role", [Role.HUB_CARER, Role.LIAISON, Role.MANAGER])
def test_twenty_homes_take_as_many_queries_as_three(homes: Households, role: Role) -> None:
    person = {Role.HUB_CARER: homes.moira, Role.LIAISON: homes.liaison, Role.MANAGER: homes.manager}[role]
    viewer, engine, constellation_id = sees(person), database().engine, homes.constellation.id
    with count_queries(engine) as few:
        nights_month(viewer, constellation_id, NOVEMBER)
    for number in range(17):
        host: Home = factories.create_home(homes.service, f"Home {number}")
        factories.join(host, homes.constellation)
        for first in ("2026-11-02", "2026-11-12", "2026-11-22"):
            child = factories.create_child(homes.service, homes.patel, "XY")
            factories.create_stay(child, host, first, str(day(first) + dt.timedelta(days=3)), StayState.AGREED, bed=1)
    with count_queries(engine) as many:
        shown = nights_month(viewer, constellation_id, NOVEMBER)
    assert len(shown.rows) == 20
    assert sum(len(cell.bars) for row in shown.rows for cell in row.cells) == 17 * 3 * 3
    assert len(many) == len(few) == 6


def test_the_constellations_to_choose_from_are_ones_own(homes: Households) -> None:
    other = factories.create_constellation(homes.service, "Zebra")
    factories.create_constellation(factories.create_service())
    assert [one.name for one in constellations_of(sees(homes.manager))] == ["Harbour", other.name]
    assert [one.name for one in constellations_of(sees(homes.anita))] == ["Harbour"]
