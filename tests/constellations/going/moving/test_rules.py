"""When a family may move to another constellation."""

import datetime as dt
import uuid

import pytest

from constellations.going.moving import rules
from constellations.rules import HomeRole, Span

ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
HUB, SATELLITE = HomeRole.HUB, HomeRole.SATELLITE
DAY = dt.date(2026, 12, 1)


def test_a_satellite_moves_and_the_hub_does_not() -> None:
    rules.check_move("Patel", SATELLITE)
    with pytest.raises(rules.HubStays, match="Let another home become the hub first; then Moira can move."):
        rules.check_move("Moira", HUB)


@pytest.mark.parametrize(
    ("memberships", "goes_on"),
    [
        ([], None),
        ([(ONE, SATELLITE, Span(dt.date(2026, 1, 1), DAY))], ONE),
        ([(ONE, SATELLITE, Span(dt.date(2026, 1, 1), dt.date(2026, 11, 30)))], None),
        ([(ONE, SATELLITE, Span(dt.date(2026, 1, 1)))], None),
        ([(ONE, HUB, Span(dt.date(2026, 1, 1), DAY))], None),
        ([(ONE, HUB, Span(dt.date(2026, 1, 1), DAY)), (OTHER, SATELLITE, Span(dt.date(2026, 2, 1), DAY))], OTHER),
    ],
)
def test_what_ended_on_the_day_of_coming_back_goes_on(
    memberships: list[tuple[uuid.UUID, HomeRole, Span]], goes_on: uuid.UUID | None
) -> None:
    assert rules.goes_on_from(memberships, DAY) == goes_on


def test_where_a_move_cannot_lead_is_said_plainly() -> None:
    assert "belongs to Harbour already" in rules.SameConstellation("Harbour").words
    assert "Choose one of the family’s own." in rules.AnotherService().words
    assert rules.SameConstellation("Harbour").about == rules.AnotherService().about == "constellation_id"
