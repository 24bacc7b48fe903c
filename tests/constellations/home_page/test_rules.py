"""How somebody is greeted."""

import datetime as dt

import pytest

from constellations.home_page.rules import PartOfDay, called, part_of_day


@pytest.mark.parametrize(
    ("hour", "minute", "part"),
    [
        (4, 59, PartOfDay.EVENING),
        (5, 0, PartOfDay.MORNING),
        (11, 59, PartOfDay.MORNING),
        (12, 0, PartOfDay.AFTERNOON),
        (16, 59, PartOfDay.AFTERNOON),
        (17, 0, PartOfDay.EVENING),
        (23, 0, PartOfDay.EVENING),
        (0, 0, PartOfDay.EVENING),
    ],
)
def test_each_hour_has_its_greeting(hour: int, minute: int, part: PartOfDay) -> None:
    assert part_of_day(dt.time(hour, minute)) is part


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Anita Patel", "Anita"), ("Anita", "Anita"), ("Mrs Patel", "Mrs Patel"), ("Dr. Ada Lowe", "Dr. Ada Lowe")],
)
def test_people_are_called_by_their_first_name_and_never_by_a_title_alone(name: str, expected: str) -> None:
    assert called(name) == expected
