"""Twelve months as they are stored."""

import datetime as dt

from constellations.core.clock import Month
from constellations.core.database import database
from sleepovers.picture.words import gatherings_as_csv, months_as_csv
from sleepovers.picture.year.page import YearPage
from sleepovers.picture.year.queries import year_page
from sleepovers.picture.year.rules import Wanted
from sleepovers.rules import AskState
from tests import factories
from tests.factories import create_ask, create_event, create_stay
from tests.queries import count_queries
from tests.sleepovers.households import Households, sees
from tests.sleepovers.picture.world import came

NOVEMBER = Month(2026, 11)


def page_of(homes: Households, last: Month = NOVEMBER) -> YearPage:
    """The page as the liaison worker has it."""
    return year_page(sees(homes.liaison), homes.constellation.id, last)


def test_each_month_has_its_nights_events_families_asks_and_beds(homes: Households) -> None:
    create_stay(homes.jb, homes.hub, "2026-10-30", "2026-11-02")
    create_stay(homes.ak, homes.patel, "2026-10-09", "2026-10-10")
    came(homes.constellation, "2026-10-17", homes.hub, homes.patel)
    create_event(homes.constellation, "2026-10-24", "Coffee")
    create_ask((homes.jb,), (homes.hub,), "2026-10-13", "2026-10-14", AskState.DECLINED)
    *_, october, november = page_of(homes).months
    assert (october.nights_hub, october.nights_satellites, october.events, october.registers) == (2, 1, 2, 1)
    assert (october.families_came, october.families) == (2, 3)
    assert october.wanted == Wanted(met=2, unmet=1)
    assert (october.beds_used, october.bed_nights) == (3, 3 * 2 * 31)
    assert (november.nights, november.bed_nights) == (1, 3 * 2 * 21)


def test_months_before_anything_is_known_are_not_nought(homes: Households) -> None:
    create_stay(homes.jb, homes.hub, "2026-09-04", "2026-09-05")
    page = page_of(homes)
    assert [one.is_known for one in page.months] == [False] * 9 + [True] * 3
    assert (page.since, page.is_before, page.may_go_back, page.may_go_on) == (dt.date(2026, 9, 4), False, False, False)
    before = page_of(homes, Month(2025, 11))
    assert (before.is_before, before.may_go_on, before.gatherings) == (True, True, ())


def test_of_a_constellation_of_which_nothing_is_known_nothing_is_said(homes: Households) -> None:
    page = page_of(homes)
    assert (page.since, page.is_before, page.last) == (None, True, NOVEMBER)


def test_events_ahead_and_called_off_did_not_take_place(homes: Households) -> None:
    came(homes.constellation, "2026-11-07", homes.hub)
    create_event(homes.constellation, "2026-11-28")
    off = create_event(homes.constellation, "2026-11-14")
    factories.changed(off, cancelled_at=dt.datetime(2026, 11, 6, tzinfo=dt.UTC))
    page = page_of(homes)
    assert [(line.families_came, line.families) for line in page.gatherings] == [(1, 3)]
    assert page.months[-1].events == 1


def test_only_the_last_six_events_are_shown_and_all_are_in_the_file(homes: Households) -> None:
    for day in range(1, 9):
        came(homes.constellation, f"2026-11-{day:02}", homes.hub, title=f"=Day {day}")
    page = page_of(homes)
    assert [line.gathering.title for line in page.latest] == [f"=Day {day}" for day in range(8, 2, -1)]
    rows = gatherings_as_csv(page).splitlines()
    assert len(rows) == 9
    assert rows[1] == "Harbour,2026-11-08,gathering,'=Day 8,yes,3,1,2,1"


def test_carers_read_months_without_asks(homes: Households) -> None:
    create_stay(homes.jb, homes.hub, "2026-10-30", "2026-11-02")
    for carer in (homes.moira, homes.okafors):
        page = year_page(sees(carer), homes.constellation.id, NOVEMBER)
        assert (page.shows_asks, page.months[-2].nights, page.months[-2].wanted) == (False, 2, None)
        assert months_as_csv(page).splitlines()[-2].endswith(",2,2,0,2,186,0,0,3,0,,")


def test_it_takes_as_many_queries_with_much_as_with_nothing(homes: Households) -> None:
    liaison = sees(homes.liaison)
    with count_queries(database().engine) as none:
        year_page(liaison, homes.constellation.id, NOVEMBER)
    for day in range(1, 15):
        create_stay(homes.jb, homes.hub, f"2026-10-{day:02}", f"2026-10-{day + 1:02}")
        came(homes.constellation, f"2026-10-{day:02}", homes.hub, homes.patel)
    with count_queries(database().engine) as many:
        page = year_page(liaison, homes.constellation.id, NOVEMBER)
    assert (page.months[-2].nights, len(many)) == (14, len(none))
    assert len(many) <= 12
