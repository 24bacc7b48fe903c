"""Who hears of it when a host opens a stay card by what they wrote down alone."""

import pytest
import time_machine

from constellations.models import Person
from sleepovers.models import Stay
from sleepovers.rules import Moment
from sleepovers.stays.actions import WhatHappened, correct_stay, say_nobody_came
from sleepovers.stays.recording.actions import Recorded, record_stay
from tests.sleepovers.emergencies.sending import mailed, told
from tests.sleepovers.households import Households, sees, stored_stay

NIGHT = "2026-11-22T23:30Z"
OPENED = "A home can read a stay card because of a sleepover that it wrote down itself: "


def record(homes: Households, by: Person, came: str, left: str, family: bool = True) -> None:
    """A stay at the Okafors, of JB where the family is said."""
    ends = Moment.parse(came), Moment.parse(left)
    family_id = homes.patel.id if family else None
    record_stay(sees(by), Recorded(homes.okafor.id, *ends, family_id=family_id, initials="JB"))


def correct(homes: Households, by: Person, stay: Stay, left: str) -> None:
    """The child went home on another day."""
    happened = WhatHappened(stay.arrive, Moment.parse(left), "It was longer.")
    correct_stay(sees(by), stay.id, stored_stay(stay).version, happened)


def heard_of_it(person: Person) -> int:
    """How often somebody was told."""
    return sum(words.startswith(OPENED) for words in told(person))


def test_a_carer_who_records_a_stay_of_tonight_opens_the_card_and_its_keepers_are_alerted_at_once(
    homes: Households, clock: time_machine.Traveller
) -> None:
    clock.move_to(NIGHT)
    alerted = mailed(lambda: record(homes, homes.okafors, "2026-11-22T22:00", "2026-11-23"))
    assert set(alerted) == {homes.anita.email, homes.liaison.email}
    assert f"{OPENED}Sun 22 Nov, 1 night. Phone if that is wrong." in told(homes.anita)


def test_nobody_is_alerted_by_what_staff_write_down_or_what_opens_no_card(homes: Households) -> None:
    record(homes, homes.liaison, "2026-11-21T22:00", "2026-11-22")
    record(homes, homes.okafors, "2026-11-10T22:00", "2026-11-11")
    record(homes, homes.okafors, "2026-11-20T22:00", "2026-11-21", family=False)
    assert [heard_of_it(person) for person in (homes.anita, homes.liaison, homes.manager)] == [0, 0, 0]


@pytest.mark.parametrize(("by", "times"), [("okafors", 1), ("liaison", 0)])
def test_a_card_that_was_closed_does_not_open_again_unheard(
    homes: Households, clock: time_machine.Traveller, by: str, times: int
) -> None:
    stay = homes.stay("2026-11-22", "2026-11-23", host=homes.okafor)
    clock.move_to("2026-11-27T10:00Z")
    correct(homes, getattr(homes, by), stay, "2026-11-29")
    assert heard_of_it(homes.anita) == times


def test_a_stay_that_goes_on_while_the_card_is_open_is_told_as_any_change(
    homes: Households, clock: time_machine.Traveller
) -> None:
    stay = homes.stay("2026-11-22", "2026-11-23", host=homes.okafor)
    clock.move_to("2026-11-23T10:00Z")
    correct(homes, homes.okafors, stay, "2026-11-25")
    assert heard_of_it(homes.anita) == 0


def test_a_stay_to_which_nobody_came_opens_nothing_unheard(homes: Households) -> None:
    stay = homes.stay("2026-11-22", "2026-11-23", host=homes.okafor)
    say_nobody_came(sees(homes.okafors), stay.id, stay.version, "")
    correct(homes, homes.okafors, stay, "2026-11-23")
    assert heard_of_it(homes.anita) == 1
