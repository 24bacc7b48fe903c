"""The days off of a service are its own, and everybody in it sees them."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.core.errors import Forbidden, NotFound
from constellations.days_off.actions import remove_terms, set_day, take_in_terms
from constellations.days_off.queries import days_off_in, days_page, own_days, school_holidays_in, school_periods
from constellations.days_off.rules import DayChoice, SchoolDays
from constellations.models import Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import Nation
from tests.constellations.people.stored import audited
from tests.factories import changed, create_home, create_person, create_region, create_service

CHRISTMAS, BOXING_DAY, EVE = (dt.date(2026, 12, day) for day in (25, 26, 24))
FIRST, END = dt.date(2026, 12, 1), dt.date(2027, 1, 1)
HALF_TERM = SchoolDays("Half term", dt.date(2026, 10, 26), dt.date(2026, 10, 30))
EASTER = SchoolDays("Easter holiday", dt.date(2027, 3, 26), dt.date(2027, 4, 9))
LAST_YEAR = SchoolDays("Half term", dt.date(2026, 5, 25), dt.date(2026, 5, 29))


@pytest.fixture
def service(app: Flask) -> Service:
    """A service in England."""
    return create_service()


@pytest.fixture
def manager(service: Service) -> Viewer:
    """Its manager."""
    return viewer_for(create_person(Role.MANAGER, service))


def december(viewer: Viewer) -> dict[dt.date, str]:
    """The days off of the viewer's service in December."""
    return dict(days_off_in(viewer, viewer.service_id, FIRST, END))


def test_what_the_service_says_of_a_day_is_seen_by_all_of_it_and_by_nobody_else(
    service: Service, manager: Viewer
) -> None:
    carer = viewer_for(create_person(Role.SATELLITE_CARER, home=create_home(service)))
    elsewhere = viewer_for(create_person(Role.MANAGER, create_service()))
    usual = december(carer)
    set_day(manager, EVE, DayChoice.OFF, "Office closed")
    set_day(manager, CHRISTMAS, DayChoice.OFF, "Nadolig")
    set_day(manager, BOXING_DAY, DayChoice.NOT_OFF, "")
    assert december(carer) == {EVE: "Office closed", CHRISTMAS: "Nadolig", dt.date(2026, 12, 28): usual.popitem()[1]}
    assert december(elsewhere)[CHRISTMAS] == "Christmas Day"
    assert days_off_in(elsewhere, service.id, FIRST, END) == {}
    assert [one.day for one in own_days(carer, FIRST, END)] == [EVE, CHRISTMAS, BOXING_DAY]
    assert audited(service) == [("set_day_off", "service", service.id)] * 3


def test_a_day_may_be_said_anew_and_be_again_what_it_was(manager: Viewer) -> None:
    set_day(manager, CHRISTMAS, DayChoice.NOT_OFF, "")
    set_day(manager, CHRISTMAS, DayChoice.OFF, "Yule")
    assert december(manager)[CHRISTMAS] == "Yule"
    set_day(manager, CHRISTMAS, DayChoice.AS_USUAL, "")
    assert december(manager)[CHRISTMAS] == "Christmas Day"


def test_services_of_several_nations_in_one_region_each_have_their_own(app: Flask) -> None:
    region = create_region()
    found = {}
    for nation in Nation:
        service = create_service(region=region)
        changed(service, nation=nation)
        viewer = viewer_for(create_person(Role.MANAGER, service))
        found[nation] = days_off_in(viewer, service.id, dt.date(2026, 3, 1), END)
    days = {nation: {f"{day:%d %b}" for day in each} for nation, each in found.items()}
    assert days[Nation.ENGLAND] == days[Nation.WALES]
    assert "17 Mar" in days[Nation.NORTHERN_IRELAND] - days[Nation.ENGLAND]
    assert "30 Nov" in days[Nation.SCOTLAND] - days[Nation.ENGLAND]


def test_a_list_of_terms_takes_the_place_of_its_school_years_alone(service: Service, manager: Viewer) -> None:
    take_in_terms(manager, [LAST_YEAR, HALF_TERM])
    take_in_terms(manager, [EASTER])
    assert school_periods(manager) == (LAST_YEAR, EASTER)
    assert school_holidays_in(manager, dt.date(2027, 4, 9), dt.date(2027, 4, 10)) == (EASTER,)
    assert school_holidays_in(manager, dt.date(2027, 4, 10), dt.date(2027, 5, 1)) == ()
    assert set(days_page(manager).terms) == {2025, 2026}
    assert audited(service) == [("took_in_terms", "service", service.id)] * 2


def test_the_terms_of_a_year_are_taken_out_once(service: Service, manager: Viewer) -> None:
    take_in_terms(manager, [LAST_YEAR, HALF_TERM])
    for year in (2025, 2025, 10**30):
        remove_terms(manager, year)
    assert school_periods(manager) == (HALF_TERM,)
    assert [action for action, *_ in audited(service)] == ["took_in_terms", "removed_terms"]


def test_only_a_manager_says_anything_of_days(service: Service) -> None:
    for viewer in (viewer_for(create_person(Role.LIAISON, service)), viewer_for(create_person(Role.FINANCE, service))):
        with pytest.raises(Forbidden):
            set_day(viewer, CHRISTMAS, DayChoice.NOT_OFF, "")
        with pytest.raises(Forbidden):
            take_in_terms(viewer, [HALF_TERM])
    with pytest.raises(NotFound):
        set_day(Viewer.system(), CHRISTMAS, DayChoice.NOT_OFF, "")
