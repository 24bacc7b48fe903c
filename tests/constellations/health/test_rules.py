"""An installation is as well as its worst part."""

import pytest

from constellations.health.rules import Health, report, worst

OK, DEGRADED, DOWN = Health.OK, Health.DEGRADED, Health.DOWN


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], OK),
        ([OK, OK], OK),
        ([OK, DEGRADED], DEGRADED),
        ([DOWN, DEGRADED, OK], DOWN),
        ([DEGRADED, DOWN], DOWN),
    ],
)
def test_the_whole_is_as_well_as_its_worst_part(parts: list[Health], whole: Health) -> None:
    assert worst(parts) is whole


def test_a_watchman_hears_of_the_whole_and_of_each_part() -> None:
    assert report({"database": OK, "redis": DEGRADED}) == {
        "status": "degraded",
        "parts": {"database": "ok", "redis": "degraded"},
    }
