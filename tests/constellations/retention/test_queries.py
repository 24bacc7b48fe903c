"""The counts of a service, a liaison worker's constellations and a region, on a real database."""

import dataclasses

import pytest
from flask import Flask

from constellations.core.database import database, session
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.homes.actions import change_terms
from constellations.homes.rules import Terms
from constellations.permissions import Role
from constellations.retention.actions import enter_outside
from constellations.retention.models import OutsideHomes
from constellations.retention.queries import RetentionPage, as_rows, columns, outside_of, retention_page
from constellations.retention.rules import MoreLeftThanThere, Outside, Told
from constellations.retention.years import Year, YearKind
from constellations.rules import HomeStatus
from constellations.support.leaving.actions import say_whether_planned, say_why_left
from constellations.support.leaving.rules import LeavingWords, Reason, Scope
from tests import factories
from tests.constellations.support.library import create_library
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.households import Households, acts, audited, day, make_households, sees

YEAR, LAST = Year(YearKind.FINANCIAL, 2026), Year(YearKind.FINANCIAL, 2025)
LEFT = day("2026-10-16")


@pytest.fixture
def homes(app: Flask) -> Households:
    """Of three homes since ever one has retired in October; next door one has joined in May. A placement has ended."""
    made = make_households()
    manager = sees(made.manager)
    change_terms(manager, made.okafor.id, Terms(1, 2, HomeStatus.LEFT), LEFT, 1)
    say_why_left(manager, made.okafor.id, LEFT, LeavingWords(Scope.FOSTERING, LEFT, frozenset({Reason.RETIRED})), 0)
    factories.changed(made.okafor, approved_on=day("2025-01-01"))
    next_door = factories.create_constellation(made.service)
    factories.join(factories.create_home(made.service), next_door, starts_on=day("2026-05-01"))
    say_whether_planned(manager, create_library(made.service, made.hub).ended.id, False)
    return made


def only(page: RetentionPage) -> Told:
    """The numbers of the only service."""
    (service,) = page.services
    assert service.told is not None
    return service.told


def test_a_manager_reads_the_whole_service(homes: Households) -> None:
    told = only(retention_page(sees(homes.manager), YEAR))
    assert (told["members_at_start"], told["joined"], told["left"], told["members_at_end"]) == (3, 1, 1, 3)
    assert (told["left_fostering"], told["left_in_first_two_years"], told["reason_retired"]) == (1, 1, 1)
    assert (told["reason_not_said"], told["placements_ended_unplanned"], told["placements_ended"]) == (0, 1, 1)
    assert told["outside_left"] is None


def test_a_liaison_worker_reads_of_own_constellations(homes: Households) -> None:
    page = retention_page(sees(homes.liaison), YEAR)
    assert page.of_own_constellations
    told = only(page)
    assert (told["members_at_start"], told["joined"], told["left"], told["members_at_end"]) == (3, 0, 1, 2)


def test_a_regional_viewer_reads_no_small_number(homes: Households) -> None:
    region = factories.create_region()
    factories.changed(homes.service, region_id=region.id)
    beside = factories.create_service(region=region)
    factories.create_service(region=factories.create_region())
    viewer = sees(factories.create_person(Role.REGIONAL, region=region))
    page = retention_page(viewer, YEAR)
    assert page.must_hide
    assert [service.name for service in page.services] == sorted([homes.service.name, beside.name])
    found = {service.name: service.told for service in page.services}
    told = found[homes.service.name]
    assert told is not None
    assert (told["members_at_start"], told["joined"], told["left"], told["reason_retired"]) == (None, None, None, None)
    assert (found[beside.name] or {})["members_at_start"] == 0


def test_a_manager_may_hide_small_numbers_to_hand_them_on(homes: Households) -> None:
    page = retention_page(sees(homes.manager), YEAR, hides=True)
    assert (page.hides, page.must_hide, only(page)["left"]) == (True, False, None)


def test_before_the_register_begins_nothing_is_known(homes: Households) -> None:
    page = retention_page(sees(homes.manager), LAST)
    assert page.services[0].told is None
    assert page.services[0].first_known == day("2026-05-01")
    assert page.years == (YEAR, LAST)


@pytest.mark.parametrize("who", ["moira", "anita", "finance"])
def test_others_read_none_of_it(homes: Households, who: str) -> None:
    with pytest.raises(Forbidden):
        retention_page(sees(getattr(homes, who)), YEAR)
    with pytest.raises(Forbidden):
        enter_outside(sees(getattr(homes, who)), YEAR, Outside(1, 1, 1), 0)


def test_homes_outside_are_entered_put_right_and_written_down(homes: Households) -> None:
    manager = sees(homes.manager)
    enter_outside(manager, YEAR, Outside(60, 5, 9), 0)
    told = only(retention_page(manager, YEAR))
    assert (told["outside_at_start"], told["outside_joined"], told["outside_left"]) == (60, 5, 9)
    with pytest.raises(ChangedMeanwhile, match="It says now: 60 at the start, 5 joined, 9 left"):
        enter_outside(manager, YEAR, Outside(61, 5, 9), 0)
    enter_outside(manager, YEAR, Outside(61, 5, 9), 1)
    with pytest.raises(MoreLeftThanThere):
        enter_outside(manager, YEAR, Outside(1, 1, 9), 2)
    ((key, at_start),) = rows(OutsideHomes.id, OutsideHomes.at_start)
    assert at_start == 61
    assert acts(key) == ["entered_outside_homes"] * 2
    assert audited(key) == [("entered_outside_homes", "at_start;joined;gone")] * 2


def test_a_year_of_the_other_kind_and_another_service_have_their_own(homes: Households) -> None:
    enter_outside(sees(homes.manager), YEAR, Outside(60, 5, 9), 0)
    assert outside_of(sees(homes.manager), Year(YearKind.CALENDAR, 2026)) is None
    elsewhere = sees(factories.create_person(Role.MANAGER, factories.create_service()))
    assert outside_of(elsewhere, YEAR) is None
    with pytest.raises(NotFound):
        enter_outside(dataclasses.replace(elsewhere, service_id=None), YEAR, Outside(1, 1, 1), 0)


def test_a_file_has_a_line_for_each_year(homes: Households) -> None:
    page = retention_page(sees(homes.manager), YEAR)
    names = columns(page)
    (line,) = [dict(zip(names, row, strict=True)) for row in as_rows(page)]
    assert (line["year"], line["first_day"], line["counted_until"]) == (2026, day("2026-04-01"), day("2026-11-22"))
    assert (line["small_numbers_hidden"], line["left"], line["reason_retired"]) == (False, 1, 1)


def test_more_homes_and_services_cost_no_more_queries(homes: Households) -> None:
    region = factories.create_region()
    factories.changed(homes.service, region_id=region.id)
    viewer = sees(factories.create_person(Role.REGIONAL, region=region))

    def queries() -> int:
        session().rollback()
        with count_queries(database().engine) as sent:
            retention_page(viewer, YEAR)
        return len(sent)

    few = queries()
    for _ in range(3):
        service = factories.create_service(region=region)
        home = factories.create_home(service)
        factories.join(home, factories.create_constellation(service), ends_on=day("2026-05-05"))
    assert len(retention_page(viewer, YEAR).services) == 4
    assert queries() == few == 8
