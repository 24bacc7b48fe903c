"""The tests stand on a frozen clock, in the wrong zone, and cannot reach beyond this machine."""

import datetime as dt
import socket

import pytest
import time_machine

from constellations.core import clock as house_clock
from tests.conftest import NOW


def test_the_house_lives_at_the_instant_of_the_tests(clock: time_machine.Traveller) -> None:
    assert house_clock.now() == NOW
    clock.move_to("2026-12-01T00:30Z")
    assert house_clock.today() == dt.date(2026, 12, 1)


def test_the_machine_shows_another_day_than_london(clock: time_machine.Traveller) -> None:
    clock.move_to("2026-11-30T15:00Z")
    assert dt.datetime.now().date() == dt.date(2026, 12, 1)  # noqa: DTZ005  # what careless code would do
    assert house_clock.today() == dt.date(2026, 11, 30)


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 443), ("carers.example", 80)])
def test_no_test_reaches_beyond_this_machine(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as way_out, pytest.raises(AssertionError, match="tried to reach"):
        way_out.connect(address)


def test_a_name_is_not_looked_up_beyond_this_machine() -> None:
    with pytest.raises(AssertionError, match="tried to reach"):
        socket.create_connection(("carers.example", 80))
