"""UUID version 7."""

import time_machine

from constellations.core.clock import now
from constellations.core.ids import made_at, new_id


def test_an_id_is_a_version_seven_of_the_standard_variant() -> None:
    made = new_id()
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"


def test_an_id_begins_with_the_millisecond_it_was_made_in(clock: time_machine.Traveller) -> None:
    clock.move_to("2026-11-22T09:00:00.123Z")
    assert new_id().int >> 80 == 1795338000123


def test_later_ids_sort_after_earlier_ones(clock: time_machine.Traveller) -> None:
    earlier = new_id()
    clock.shift(0.001)
    assert earlier < new_id()


def test_no_two_ids_of_one_instant_are_alike() -> None:
    assert len({new_id() for _ in range(1_000)}) == 1_000


def test_an_id_says_when_it_was_made() -> None:
    assert made_at(new_id()) == now()
