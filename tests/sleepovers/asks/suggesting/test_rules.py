"""Homes that might be asked: reasons in words, nobody ranked, nobody pressed."""

import uuid

import pytest

from sleepovers.asks.suggesting.rules import (
    MOST_SUGGESTED,
    QUIET_NIGHTS,
    Host,
    Reason,
    free_beds_of,
    may_be_suggested,
    of_the_home,
    reasons_for,
    suggested,
)
from sleepovers.booking.rules import Finding, Point, Wish
from sleepovers.rules import StayKind
from tests.sleepovers.booking.wishes import FRI, SAT, child, home

KNOWN, BEDS, QUIET = Reason.KNOWN, Reason.BEDS, Reason.QUIET


def host(name: str, beds: int | None = 1, known: tuple[str, ...] = (), nights: int = 9, *points: Point) -> Host:
    """A home with a bed and a busy month, unless said otherwise."""
    return Host(uuid.uuid5(uuid.NAMESPACE_OID, name), name, beds, known, nights, tuple(map(Finding, points)))


@pytest.mark.parametrize(
    ("beds", "known", "nights", "reasons"),
    [
        (2, ("JB",), 0, (KNOWN, BEDS, QUIET)),
        (2, (), QUIET_NIGHTS, (BEDS, QUIET)),
        (1, (), QUIET_NIGHTS + 1, (BEDS,)),
        (None, ("JB", "MB"), 30, (KNOWN,)),
        (None, (), 30, ()),
        (0, (), 0, ()),
        (0, ("JB",), 0, (KNOWN,)),
    ],
)
def test_why_a_home_might_be_asked(
    beds: int | None, known: tuple[str, ...], nights: int, reasons: tuple[Reason, ...]
) -> None:
    assert reasons_for(host("Okafor", beds, known, nights)) == reasons


@pytest.mark.parametrize(
    ("one", "may"),
    [
        (host("Okafor"), True),
        (host("Okafor", None), True),
        (host("Okafor", 0), False),
        (host("Okafor", 1, (), 0, Point.CLOSED), False),
        # A night that a home keeps for itself is no place to be pressed.
        (host("Okafor", 1, ("JB",), 0, Point.NOT_USUAL), False),
        (host("Okafor", 1, (), 0, Point.RESPITE_ONLY), False),
    ],
)
def test_a_home_is_suggested_where_nothing_at_all_speaks_against_it(one: Host, may: bool) -> None:
    assert may_be_suggested(one) is may


def test_those_who_know_the_child_come_first_and_then_the_alphabet() -> None:
    found = suggested([host("zeller", 3, (), 0), host("Brook"), host("Young", 1, ("JB",)), host("Full", 0)])
    assert [one.name for one in found] == ["Young", "Brook", "zeller"]


def test_a_handful_is_enough() -> None:
    assert len(suggested(host(f"Home {n}") for n in range(20))) == MOST_SUGGESTED


def test_what_is_so_at_every_home_speaks_against_none() -> None:
    points = (Point.ALREADY_AWAY, Point.AGREEMENT, Point.AGREEMENT_AFTERWARDS, Point.NOT_ALLOWED, Point.AWAY)
    assert [one.point for one in of_the_home(map(Finding, points))] == [Point.AWAY]


def test_beds_are_those_that_are_free_on_every_night() -> None:
    nights = (home(FRI, beds=3, taken=frozenset({1})), home(SAT, beds=3, taken=frozenset({1, 2})))
    assert free_beds_of(Wish((child("JB"),), StayKind.PLANNED, nights)) == 1
    assert free_beds_of(Wish((child("JB"),), StayKind.PLANNED, ())) is None
