"""Which days a home may cover for the hub."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from constellations.cover import rules
from constellations.rules import Span

TODAY = dt.date(2026, 11, 22)


def days(first: int, last: int) -> tuple[dt.date, dt.date]:
    """So many days from today."""
    return TODAY + dt.timedelta(days=first), TODAY + dt.timedelta(days=last)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 55), (366, 400)])
def test_days_that_may_be_covered_are_half_open(first: int, last: int) -> None:
    begins, ends = days(first, last)
    assert rules.covered_days(begins, ends, TODAY) == Span(begins, ends + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("first", "last", "error", "words"),
    [
        (-1, 3, rules.CoverInThePast, "That day is over."),
        (367, 368, rules.CoverTooFarAhead, "more than a year ahead"),
        (3, 2, rules.CoverEndsTooEarly, "The last day is before the first."),
        (0, 56, rules.CoverTooLong, "more than eight weeks"),
    ],
)
def test_other_days_may_not(first: int, last: int, error: type[RuleBroken], words: str) -> None:
    with pytest.raises(error, match=words) as broken:
        rules.covered_days(*days(first, last), TODAY)
    assert broken.value.about in ("first", "last")


@pytest.mark.parametrize(("first", "last", "is_free"), [(0, 3, True), (0, 4, False), (5, 5, False), (7, 9, True)])
def test_one_home_covers_at_a_time(first: int, last: int, is_free: bool) -> None:
    begins, ends = days(first, last)
    wanted = Span(begins, ends + dt.timedelta(days=1))
    taken = [("Patel", Span(*days(4, 7)))]
    try:
        rules.must_be_uncovered(wanted, taken)
    except rules.CoveredAlready as covered:
        said = covered.words
    else:
        said = ""
    words = "Patel covers on some of those days already. Choose other days, or end that first."
    assert said == ("" if is_free else words)


@pytest.mark.parametrize(
    ("memberships", "is_member"),
    [
        ([Span(TODAY)], True),
        ([Span(*days(0, 5))], True),
        ([Span(*days(0, 4))], False),
        ([Span(*days(1, 9))], False),
        ([], False),
        ([Span(*days(0, 2)), Span(*days(-9, 9))], True),
    ],
)
def test_who_covers_belongs_there_on_all_of_the_days(memberships: list[Span], is_member: bool) -> None:
    assert rules.is_member_throughout(Span(*days(0, 5)), memberships) is is_member


def test_days_without_an_end_are_covered_by_a_membership_without_one_alone() -> None:
    assert rules.is_member_throughout(Span(TODAY), [Span(TODAY)])
    assert not rules.is_member_throughout(Span(TODAY), [Span(*days(0, 5))])


def test_what_is_over_stays() -> None:
    rules.must_not_be_over(TODAY + dt.timedelta(days=1), TODAY)
    with pytest.raises(rules.CoverIsOver, match="nothing to end"):
        rules.must_not_be_over(TODAY, TODAY)


def test_who_may_not_and_who_cannot_are_told_so() -> None:
    assert "Only the hub home" in rules.NotTheHub().words
    assert rules.CannotCover("Patel").words == "Patel cannot cover on all of those days. Choose another home."
    assert rules.CannotCover.about == "home"
