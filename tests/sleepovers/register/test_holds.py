"""The file knows no reviews of holds: what an import does with the one that staff entered."""

import datetime as dt

import pytest
import time_machine

from constellations.access import Viewer, visible
from constellations.core.database import transaction
from constellations.models import Home, HomeTerms
from constellations.rules import HomeStatus
from tests.registers import Register, key_of, rows

REVIEW = dt.date(2026, 12, 4)


def reviews() -> list[dt.date | None]:
    """The reviews of the home that the tests put on hold, in order."""
    ash = key_of(Home, "Ash")
    found = rows(HomeTerms.home_id, HomeTerms.starts_on, HomeTerms.review_on)
    return [review for home, _, review in sorted(found, key=lambda row: row[1]) if home == ash]


@pytest.fixture
def held(register: Register) -> Register:
    """A register that put a home on hold, which staff review on 4 December."""
    register.set("homes", 1, status="on_hold").load()
    assert reviews() == [None, None]
    with transaction() as here:
        terms = visible(Viewer.system(), HomeTerms).where(HomeTerms.status == HomeStatus.ON_HOLD)
        here.scalars(terms).one().review_on = REVIEW
    return register


def test_the_same_file_again_changes_nothing_of_it(held: Register) -> None:
    assert not held.load().is_news
    assert reviews() == [None, REVIEW]


@pytest.mark.parametrize(("day", "then"), [("22", [None, REVIEW]), ("24", [None, REVIEW, REVIEW])])
def test_a_home_that_stays_on_hold_keeps_its_review(held: Register, day: str, then: list[dt.date | None]) -> None:
    with time_machine.travel(f"2026-11-{day}T09:00Z", tick=False):
        assert held.set("homes", 1, beds="2").load().stored
    assert reviews() == then


@pytest.mark.parametrize(("day", "then"), [("22", [None, None]), ("24", [None, REVIEW, None])])
def test_a_home_that_is_on_hold_no_more_has_none(held: Register, day: str, then: list[dt.date | None]) -> None:
    with time_machine.travel(f"2026-11-{day}T09:00Z", tick=False):
        assert held.set("homes", 1, status="active").load().stored
    assert reviews() == then
