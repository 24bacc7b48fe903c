"""Nights put together for the calendar."""

import datetime as dt
from dataclasses import dataclass

from sleepovers.on_calendar.rules import alike, runs_of


@dataclass(frozen=True)
class Night:
    """A night of a stay at a home."""

    number: int
    stay_id: str = "JB"
    home_id: str = "Moira"

    @property
    def night(self) -> dt.date:
        """Its date."""
        return dt.date(2026, 12, self.number)


def test_nights_of_a_stay_that_follow_each_other_are_one() -> None:
    nights = [Night(6), Night(4), Night(5), Night(5, "AK"), Night(9), Night(10, home_id="Patel")]
    assert runs_of(nights) == [
        [Night(4), Night(5), Night(6)],
        [Night(5, "AK")],
        [Night(9)],
        [Night(10, home_id="Patel")],
    ]
    assert runs_of([]) == []


def test_nights_with_as_many_beds_taken_are_one() -> None:
    taken = {Night(number).night: beds for number, beds in ((6, 2), (4, 1), (5, 1), (7, 2), (9, 2))}
    assert [(first.day, last.day, beds) for first, last, beds in alike(taken)] == [(4, 5, 1), (6, 7, 2), (9, 9, 2)]
    assert alike({}) == []
