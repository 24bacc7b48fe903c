"""Confirming nights, marking a child away, and taking a confirmation back."""

import datetime as dt

import pytest
import time_machine

from constellations.core.clock import Month
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.claims.models import ClosedMonth
from sleepovers.nights import rules
from sleepovers.nights.actions import confirm_nights, mark_absent, take_back_confirmation
from sleepovers.rules import NightState, StayState
from tests import factories
from tests.sleepovers.households import (
    Households,
    acts,
    audited,
    beds,
    day,
    history,
    nights_of_stay,
    sees,
    states,
    stored_stay,
)

PLANNED, HAPPENED, ABSENT = NightState.PLANNED, NightState.HAPPENED, NightState.ABSENT


def test_the_host_says_that_the_child_slept_here(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    confirm_nights(sees(homes.moira), stay.id, stay.version)
    assert states(stay) == {"2026-11-20": HAPPENED, "2026-11-21": HAPPENED}
    assert {row.confirmed_by for row in nights_of_stay(stay)} == {homes.moira.id}
    assert history(stay) == [("2026-11-20", PLANNED, HAPPENED), ("2026-11-21", PLANNED, HAPPENED)]
    assert (stored_stay(stay).state, stored_stay(stay).version) == (StayState.HAPPENED, 2)
    assert acts(stay.id) == ["confirmed_nights"]
    assert audited(stay.id) == [("confirmed_nights", "state;bed;over_capacity;confirmed_by;confirmed_at")]


def test_all_that_wait_are_confirmed_and_tonight_is_left(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-24")
    confirm_nights(sees(homes.liaison), stay.id, stay.version)
    assert list(states(stay).values()) == [HAPPENED, HAPPENED, PLANNED, PLANNED]
    assert stored_stay(stay).state is StayState.UNDER_WAY


def test_one_night_alone_can_be_confirmed(homes: Households) -> None:
    stay = homes.stay("2026-11-19", "2026-11-22")
    confirm_nights(sees(homes.tom), stay.id, stay.version, day("2026-11-20"))
    assert list(states(stay).values()) == [PLANNED, HAPPENED, PLANNED]


@pytest.mark.parametrize("night", ["2026-11-22", "2026-11-23"])
def test_tonight_and_nights_to_come_cannot_be_confirmed(homes: Households, night: str) -> None:
    stay = homes.stay("2026-11-20", "2026-11-24")
    with pytest.raises(rules.NightNotOver):
        confirm_nights(sees(homes.moira), stay.id, stay.version, day(night))
    assert set(states(stay).values()) == {PLANNED}
    assert acts(stay.id) == []


def test_the_night_is_over_by_the_london_date(homes: Households, clock: time_machine.Traveller) -> None:
    stay = homes.stay("2026-11-22", "2026-11-23")
    clock.move_to(dt.datetime(2026, 11, 22, 23, 59, tzinfo=dt.UTC))
    with pytest.raises(rules.NightNotOver):
        confirm_nights(sees(homes.moira), stay.id, stay.version)
    clock.move_to(dt.datetime(2026, 11, 23, 0, 0, tzinfo=dt.UTC))
    confirm_nights(sees(homes.moira), stay.id, stay.version)
    assert states(stay) == {"2026-11-22": HAPPENED}


def test_confirming_twice_says_who_did_and_when(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    confirm_nights(sees(homes.tom), stay.id, stay.version)
    with pytest.raises(rules.AlreadyTold, match="Tom Hale said at 09:00 on Sun 22 Nov that the child slept here"):
        confirm_nights(sees(homes.moira), stay.id, stay.version)
    with pytest.raises(rules.AlreadyTold, match="Tom Hale"):
        confirm_nights(sees(homes.moira), stay.id, stay.version, day("2026-11-20"))
    assert acts(stay.id) == ["confirmed_nights"]


def test_what_the_register_said_happened_is_told_already(homes: Households) -> None:
    stay = factories.create_stay(homes.jb, homes.hub, "2026-11-01", "2026-11-02")
    with pytest.raises(rules.AlreadyTold, match="The register said"):
        confirm_nights(sees(homes.moira), stay.id, stay.version)


def test_a_visit_without_a_night_has_nothing_to_confirm(homes: Households) -> None:
    stay = homes.stay("2026-11-20T10:00", "2026-11-20T19:00")
    with pytest.raises(rules.NothingToConfirm):
        confirm_nights(sees(homes.moira), stay.id, stay.version)


def test_a_night_that_the_stay_does_not_have_is_refused(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-21")
    with pytest.raises(rules.NoSuchNight, match="Sat 21 Nov"):
        confirm_nights(sees(homes.moira), stay.id, stay.version, day("2026-11-21"))


def test_a_page_that_somebody_else_overtook_changes_nothing(homes: Households) -> None:
    stay = homes.stay("2026-11-19", "2026-11-22")
    confirm_nights(sees(homes.tom), stay.id, 1, day("2026-11-19"))
    with pytest.raises(rules.Overtaken):
        confirm_nights(sees(homes.moira), stay.id, 1)
    assert list(states(stay).values()) == [HAPPENED, PLANNED, PLANNED]


@pytest.mark.parametrize("who", ["anita", "okafors"])
def test_a_carer_of_another_home_does_not_confirm(homes: Households, who: str) -> None:
    stay = homes.stay("2026-11-20", "2026-11-21")
    person: Person = getattr(homes, who)
    with pytest.raises(rules.NotTheirsToTell if who == "anita" else NotFound):
        confirm_nights(sees(person), stay.id, stay.version)
    assert states(stay) == {"2026-11-20": PLANNED}


def test_the_hub_reads_of_a_satellites_guest_and_does_not_confirm(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-21", homes.ak, homes.patel)
    with pytest.raises(rules.NotTheirsToTell):
        confirm_nights(sees(homes.moira), stay.id, stay.version)
    confirm_nights(sees(homes.anita), stay.id, stay.version)
    assert states(stay) == {"2026-11-20": HAPPENED}


def test_finance_and_strangers_do_not_confirm(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-21")
    other = factories.create_service()
    constellation, hub = factories.create_constellation(other), factories.create_home(other)
    factories.join(hub, constellation, HomeRole.HUB)
    with pytest.raises(Forbidden):
        confirm_nights(sees(homes.finance), stay.id, stay.version)
    for stranger in (
        factories.create_person(Role.HUB_CARER, home=hub),
        factories.create_person(Role.MANAGER, other),
        factories.create_person(Role.LIAISON, other, constellations=(constellation,)),
    ):
        with pytest.raises(NotFound):
            confirm_nights(sees(stranger), stay.id, stay.version)
    assert states(stay) == {"2026-11-20": PLANNED}


def test_a_closed_month_is_not_confirmed_any_more(homes: Households) -> None:
    stay = homes.stay("2026-10-30", "2026-11-02")
    factories.stored(ClosedMonth(service_id=homes.service.id, month=Month(2026, 10)))
    with pytest.raises(rules.MonthClosed, match="October 2026 is closed"):
        confirm_nights(sees(homes.moira), stay.id, stay.version)
    confirm_nights(sees(homes.moira), stay.id, stay.version, day("2026-11-01"))
    assert list(states(stay).values()) == [PLANNED, PLANNED, HAPPENED]


def test_a_night_without_a_bed_is_given_the_lowest_free_one(homes: Households) -> None:
    homes.stay("2026-11-20", "2026-11-21", homes.ak)
    stay = factories.create_stay(homes.jb, homes.hub, "2026-11-20", "2026-11-22", StayState.AGREED)
    confirm_nights(sees(homes.moira), stay.id, stay.version)
    assert beds(stay) == {"2026-11-20": 2, "2026-11-21": 1}


def test_a_night_beyond_the_beds_is_a_fact_and_marked(homes: Households) -> None:
    small = factories.create_home(homes.service, "Small", beds=0)
    factories.join(small, homes.constellation)
    stay = factories.create_stay(homes.jb, small, "2026-11-20", "2026-11-21", StayState.AGREED)
    confirm_nights(sees(homes.liaison), stay.id, stay.version)
    assert beds(stay) == {"2026-11-20": "over"}


def test_a_child_who_was_away_keeps_the_bed(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    mark_absent(sees(homes.moira), stay.id, stay.version, day("2026-11-21"), "in hospital")
    assert states(stay) == {"2026-11-20": PLANNED, "2026-11-21": ABSENT}
    assert beds(stay)["2026-11-21"] == 1
    assert history(stay) == [("2026-11-21", PLANNED, ABSENT)]
    assert acts(stay.id) == ["marked_absent"]
    with pytest.raises(rules.AlreadyTold, match="the child was away on Sat 21 Nov"):
        mark_absent(sees(homes.tom), stay.id, stay.version, day("2026-11-21"), "")
    with pytest.raises(rules.NightNotOver):
        mark_absent(sees(homes.tom), homes.stay("2026-11-23", "2026-11-24").id, 1, day("2026-11-23"), "")


def test_a_child_told_away_by_mistake_can_be_told_to_have_slept_here(
    homes: Households, clock: time_machine.Traveller
) -> None:
    stay = homes.stay("2026-11-20", "2026-11-21")
    mark_absent(sees(homes.moira), stay.id, stay.version, day("2026-11-20"), "")
    clock.shift(dt.timedelta(seconds=10))
    with pytest.raises(rules.AlreadyTold):
        confirm_nights(sees(homes.moira), stay.id, stored_stay(stay).version)
    confirm_nights(sees(homes.moira), stay.id, stored_stay(stay).version, day("2026-11-20"))
    assert history(stay) == [("2026-11-20", PLANNED, ABSENT), ("2026-11-20", ABSENT, HAPPENED)]


def test_a_confirmation_can_be_taken_back_and_the_history_keeps_both(
    homes: Households, clock: time_machine.Traveller
) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    confirm_nights(sees(homes.moira), stay.id, stay.version)
    clock.shift(dt.timedelta(seconds=10))
    take_back_confirmation(sees(homes.tom), stay.id, stored_stay(stay).version)
    assert states(stay) == {"2026-11-20": PLANNED, "2026-11-21": PLANNED}
    assert {row.confirmed_by for row in nights_of_stay(stay)} == {None}
    assert [after for _, _, after in history(stay)] == [HAPPENED, HAPPENED, PLANNED, PLANNED]
    assert stored_stay(stay).state is StayState.AGREED
    assert acts(stay.id) == ["confirmed_nights", "took_back_confirmation"]


def test_only_the_last_confirmation_is_taken_back(homes: Households, clock: time_machine.Traveller) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    confirm_nights(sees(homes.moira), stay.id, 1, day("2026-11-20"))
    clock.shift(dt.timedelta(minutes=5))
    confirm_nights(sees(homes.moira), stay.id, 2, day("2026-11-21"))
    take_back_confirmation(sees(homes.moira), stay.id, 3)
    assert states(stay) == {"2026-11-20": HAPPENED, "2026-11-21": PLANNED}


def test_nothing_is_taken_back_from_an_older_page_or_a_closed_month_or_where_nothing_was_said(
    homes: Households,
) -> None:
    stay = homes.stay("2026-10-30", "2026-10-31")
    with pytest.raises(rules.NothingToTakeBack):
        take_back_confirmation(sees(homes.moira), stay.id, 1)
    confirm_nights(sees(homes.moira), stay.id, 1)
    with pytest.raises(rules.Overtaken):
        take_back_confirmation(sees(homes.moira), stay.id, 1)
    factories.stored(ClosedMonth(service_id=homes.service.id, month=Month(2026, 10)))
    with pytest.raises(rules.MonthClosed):
        take_back_confirmation(sees(homes.moira), stay.id, 2)
    assert states(stay) == {"2026-10-30": HAPPENED}
