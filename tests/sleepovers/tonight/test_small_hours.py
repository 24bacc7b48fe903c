"""Between midnight and six tonight is still the night that runs, on the board, on the pages and in what a home says."""

import pytest
import time_machine
from flask import Flask

from sleepovers.availability.actions import say_free_tonight, take_back_span
from sleepovers.availability.models import AvailabilitySpan
from sleepovers.availability.queries import room_tonight
from sleepovers.availability.rules import SpanWord
from sleepovers.nights.queries import tonights_beds
from sleepovers.tonight.queries import board
from tests.client import client_of
from tests.registers import rows
from tests.sleepovers.households import Households, day, sees


@pytest.fixture(autouse=True)
def _half_past_midnight(homes: Households, clock: time_machine.Traveller) -> None:
    homes.stay("2026-11-22", "2026-11-23")
    clock.move_to("2026-11-23T00:30Z")


def test_who_came_in_the_evening_is_there(app: Flask, homes: Households) -> None:
    viewer = sees(homes.moira)
    hub = next(one for one in tonights_beds(viewer, [homes.constellation.id]) if one.home_id == homes.hub.id)
    assert ([bed.label for bed in hub.beds], hub.free) == (["JB", None], 1)
    found = board(viewer, homes.constellation.id)
    line = next(one for one in found.lines if one.home.home_id == homes.hub.id)
    assert (line.room.places, found.night) == (1, day("2026-11-22"))
    assert "Sunday 22 November 2026" in client_of(app, homes.moira).get(f"/tonight/{homes.constellation.id}").text
    assert room_tonight(viewer, homes.hub.id).empty == 1


def test_room_is_offered_for_the_night_that_runs_and_taken_back(homes: Households) -> None:
    say_free_tonight(sees(homes.okafors), homes.okafor.id)
    assert rows(AvailabilitySpan.starts_on, AvailabilitySpan.ends_on) == [(day("2026-11-22"), day("2026-11-23"))]
    room = room_tonight(sees(homes.okafors), homes.okafor.id)
    assert (room.word, room.is_offered) == (SpanWord.FREE, True)
    assert room.span_id is not None
    take_back_span(sees(homes.okafors), room.span_id)
    assert rows(AvailabilitySpan.id) == []
