"""Who reads a stay card: the child's own home, its host around the stay, staff in charge; and nobody else."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.access import find
from constellations.core.clock import ALWAYS
from constellations.models import LiaisonAssignment, Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.cards.actions import confirm_card, read_card, read_card_of_child, read_earlier_card
from sleepovers.cards.handover.actions import read_handover, write_note
from sleepovers.models import Stay
from sleepovers.rules import StayState
from sleepovers.stays.course.actions import call_off_stay
from tests import factories
from tests.sleepovers.cards.cards import SYSTEM, confirmed, fill_in, moved, outcome, unplaced, views
from tests.sleepovers.households import Households, day, make_households, sees, stored_stay

IN_TIME, BEFORE, AFTER = "2026-11-27T18:00Z", "2026-11-26T16:59Z", "2026-12-01T10:30Z"


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites, with a card for JB."""
    found = make_households()
    fill_in(found)
    return found


@pytest.fixture
def stay(homes: Households) -> Stay:
    """JB with Moira from Friday 17:00 until Sunday 10:30."""
    return homes.stay("2026-11-27T17:00", "2026-11-29T10:30")


def entered(person: Person, stay: Stay) -> str:
    """What becomes of somebody at the door of a stay's card, and of its hand-over, which is the same one."""
    card = outcome(lambda: read_card(sees(person), stay.id))
    assert outcome(lambda: read_handover(sees(person), stay.id)) == card
    return card


def test_while_the_child_is_there_host_home_and_staff_in_charge_come_in_and_nobody_else(
    homes: Households, stay: Stay, clock: time_machine.Traveller
) -> None:
    clock.move_to(IN_TIME)
    elsewhere = factories.create_constellation(homes.service)
    other_liaison = factories.create_person(Role.LIAISON, homes.service, constellations=(elsewhere,))
    other_manager = factories.create_person(Role.MANAGER, factories.create_service())
    people = (homes.anita, homes.moira, homes.tom, homes.liaison, homes.manager)
    assert [entered(person, stay) for person in people] == ["in"] * 5
    assert [entered(person, stay) for person in (homes.okafors, other_liaison, other_manager)] == ["NotFound"] * 3
    assert entered(homes.finance, stay) == "Forbidden"


def test_a_hub_that_is_not_the_host_reads_of_the_stay_but_not_the_card(
    homes: Households, clock: time_machine.Traveller
) -> None:
    at_okafors = homes.stay("2026-11-27T17:00", "2026-11-29T10:30", host=homes.okafor)
    clock.move_to(IN_TIME)
    assert [entered(person, at_okafors) for person in (homes.moira, homes.okafors)] == ["NotFound", "in"]


@pytest.mark.parametrize(
    ("at", "host"),
    [
        (BEFORE, "OpensLater"),
        ("2026-11-26T17:00Z", "in"),
        ("2026-12-01T10:29:59Z", "in"),
        (AFTER, "ClosedAgain"),
        ("2027-06-01T12:00Z", "ClosedAgain"),
    ],
)
def test_the_host_comes_in_from_a_day_before_until_two_days_after(
    homes: Households, stay: Stay, clock: time_machine.Traveller, at: str, host: str
) -> None:
    clock.move_to(at)
    assert [entered(person, stay) for person in (homes.moira, homes.anita, homes.liaison)] == [host, "in", "in"]


def test_a_clock_change_moves_no_door(homes: Households, clock: time_machine.Traveller) -> None:
    stay = homes.stay("2027-03-28T17:00", "2027-03-29T09:00")
    said = []
    # Saturday 17:00 is 17:00 UTC, Wednesday 09:00 is 08:00.
    for at in ("2027-03-27T16:59Z", "2027-03-27T17:00Z", "2027-03-31T07:59Z", "2027-03-31T08:00Z"):
        clock.move_to(at)
        said.append(entered(homes.moira, stay))
    assert said == ["OpensLater", "in", "in", "ClosedAgain"]


def test_the_host_keeps_no_card_and_confirms_none(homes: Households, stay: Stay, clock: time_machine.Traveller) -> None:
    clock.move_to(IN_TIME)
    assert outcome(lambda: confirm_card(sees(homes.moira), stay.id)) == "NotFound"
    assert outcome(lambda: read_card_of_child(sees(homes.moira), homes.jb.id)) == "NotFound"
    assert outcome(lambda: read_earlier_card(sees(homes.moira), homes.jb.id, 1)) == "NotFound"
    assert outcome(lambda: fill_in(homes, by=homes.moira, version=1)) == "NotFound"
    assert confirmed(stay.id) == set()
    assert views(homes.jb) == []


class TestWhoMoves:
    """Access follows the placement and the stay, at once."""

    def test_a_stay_that_moves_to_another_host_takes_its_door_along(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(IN_TIME)
        factories.changed(stay, host_id=homes.okafor.id)
        assert [entered(person, stay) for person in (homes.moira, homes.okafors)] == ["NotFound", "in"]

    def test_a_stay_that_is_called_off_shuts_the_door_to_its_host(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to("2026-11-26T18:00Z")
        assert entered(homes.moira, stay) == "in"
        call_off_stay(sees(homes.anita), stay.id, stored_stay(stay).version, "unwell")
        assert [entered(person, stay) for person in (homes.moira, homes.anita)] == ["NotFound", "in"]
        assert outcome(lambda: write_note(sees(homes.anita), stay.id, "Too late.")) == "NoHandoverNow"

    def test_a_stay_that_is_made_longer_keeps_the_door_open_longer(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(AFTER)
        assert entered(homes.moira, stay) == "ClosedAgain"
        factories.changed(stay, depart_on=day("2026-11-30"))
        assert entered(homes.moira, stay) == "in"

    def test_a_child_that_lives_elsewhere_takes_the_card_along(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(IN_TIME)
        moved(homes.jb, homes.okafor, day("2026-11-27"))
        assert [entered(person, stay) for person in (homes.anita, homes.okafors)] == ["NotFound", "in"]
        assert outcome(lambda: fill_in(homes, by=homes.anita, version=1)) == "NotFound"
        assert outcome(lambda: read_card_of_child(sees(homes.okafors), homes.jb.id)) == "in"

    def test_a_child_that_moves_tomorrow_is_kept_by_those_of_today(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(IN_TIME)
        moved(homes.jb, homes.okafor, day("2026-11-28"))
        assert [entered(person, stay) for person in (homes.anita, homes.okafors)] == ["in", "NotFound"]

    def test_of_a_child_with_no_home_the_managers_alone_keep_the_card(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(IN_TIME)
        unplaced(homes.jb)
        people = (homes.anita, homes.liaison, homes.manager, homes.moira)
        assert [entered(person, stay) for person in people] == ["NotFound", "NotFound", "in", "in"]

    def test_a_liaison_worker_reads_as_long_as_the_childs_home_is_theirs(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(IN_TIME)
        theirs_until = {"person_id": homes.liaison.id, "constellation_id": homes.constellation.id, "starts_on": ALWAYS}
        factories.changed(LiaisonAssignment(**theirs_until), ends_on=day("2026-11-27"))
        assert entered(homes.liaison, stay) == "NotFound"
        # Their constellation hosts the child, who lives in another one: that does not make it theirs.
        elsewhere = factories.create_constellation(homes.service)
        far = factories.create_home(homes.service)
        factories.join(far, elsewhere, HomeRole.HUB)
        moved(homes.jb, far, day("2026-11-20"))
        theirs = factories.create_person(Role.LIAISON, homes.service, constellations=(homes.constellation,))
        charged = factories.create_person(Role.LIAISON, homes.service, constellations=(elsewhere,))
        assert [entered(person, stay) for person in (theirs, charged)] == ["NotFound", "in"]

    def test_a_carer_who_moved_to_another_home_reads_what_that_home_reads(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(IN_TIME)
        factories.changed(homes.tom, home_id=homes.okafor.id)
        assert entered(find(SYSTEM, Person, homes.tom.id), stay) == "NotFound"
        assert entered(homes.moira, stay) == "in"

    def test_of_a_child_still_to_be_named_there_is_no_card(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(IN_TIME)
        factories.changed(homes.jb, is_unnamed=True)
        assert [entered(person, stay) for person in (homes.moira, homes.manager)] == ["NotFound", "NotFound"]

    @pytest.mark.parametrize("state", [StayState.UNDER_WAY, StayState.HAPPENED])
    def test_a_stay_that_has_begun_or_was_told_is_read_until_its_time_is_over(
        self, homes: Households, stay: Stay, clock: time_machine.Traveller, state: StayState
    ) -> None:
        clock.move_to("2026-11-30T09:00Z")
        factories.changed(stay, state=state)
        assert entered(homes.moira, stay) == "in"


def test_two_stays_of_one_child_have_a_door_each(homes: Households, clock: time_machine.Traveller) -> None:
    first = homes.stay("2026-11-27T17:00", "2026-11-29T10:30")
    second = homes.stay("2026-12-11T17:00", "2026-12-13T10:30")
    clock.move_to(IN_TIME)
    assert [entered(homes.moira, stay) for stay in (first, second)] == ["in", "OpensLater"]
    clock.move_to(dt.datetime(2026, 12, 11, tzinfo=dt.UTC))
    assert [entered(homes.moira, stay) for stay in (first, second)] == ["ClosedAgain", "in"]
