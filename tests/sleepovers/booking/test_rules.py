"""The booking check: each light at its edge, alone and together with others."""

import datetime as dt

import pytest

from constellations.rules import HomeStatus, StayAuthority
from sleepovers.booking.rules import (
    AMBER,
    BEYOND_REASON,
    ChildFacts,
    Finding,
    HomeNight,
    Light,
    Point,
    Wish,
    beds_for,
    check,
    reds,
    stops_ask,
    stops_offer,
)
from sleepovers.rules import StayKind
from tests.sleepovers.booking.wishes import (
    FAMILY,
    FRI,
    OTHER_FAMILY,
    SAT,
    SUN,
    child,
    home,
    only,
    points,
    several,
    wish,
)

ASK_FIRST, UNKNOWN, NOT_ALLOWED = StayAuthority.ASK_FIRST, StayAuthority.UNKNOWN, StayAuthority.NOT_ALLOWED


def test_nothing_that_speaks_against_a_wish_is_green() -> None:
    assert check(wish(home(), home(SAT))) == ()
    assert check(wish()) == (), "a visit by day needs no bed"


@pytest.mark.parametrize(
    ("fostered_there", "more", "found"),
    [
        (("AK", "LM"), {}, []),
        (("AK", "LM", "NO"), {}, [Point.LIMIT]),
        (("AK", "LM", "NO"), {"not_fostered": "NO"}, []),
        (("AK", "LM", "NO"), {"not_fostered": "JB"}, []),
        (("AK", "LM", "NO"), {"exempted": "JB"}, []),
        (("AK", "LM", "NO"), {"exempted": "AK LM NO"}, [Point.LIMIT]),
        (("AK", "LM", "NO", "PQ"), {}, [Point.LIMIT]),
    ],
)
def test_the_usual_limit_is_three_children_who_are_fostered(
    fostered_there: tuple[str, ...], more: dict[str, str], found: list[Point]
) -> None:
    assert points(wish(home(present=several(*fostered_there), **more))) == found  # type: ignore[arg-type]  # by initials


def test_the_limit_says_how_many_there_would_be_at_most() -> None:
    there = several("AK", "LM", "NO")
    finding = only(wish(home(present=there), home(SAT, present=(*there, child("PQ"))), home(SUN)))
    assert (finding.point, finding.nights, finding.number, finding.children) == (Point.LIMIT, (FRI, SAT), 5, ())


def test_more_than_three_may_be_siblings_of_each_other_and_of_nobody_else() -> None:
    family = several("AK", "LM", "NO", siblings=FAMILY)
    sibling, cousin = child("JB", siblings=FAMILY), child("JB", siblings=OTHER_FAMILY)
    assert points(wish(home(present=family), children=(sibling,))) == []
    assert points(wish(home(present=family), children=(cousin,))) == [Point.LIMIT]
    assert points(wish(home(present=family), children=(child("JB"),))) == [Point.LIMIT]


def test_an_exemption_has_to_name_every_child_who_comes() -> None:
    two = several("JB", "AK")
    there = several("LM", "NO")
    assert points(wish(home(present=there, exempted="JB"), children=two)) == [Point.LIMIT]
    assert points(wish(home(present=there, exempted="JB AK"), children=two)) == []


def test_a_child_who_is_there_already_is_counted_once() -> None:
    there = several("JB", "AK", "LM")
    assert points(wish(home(approved=3, present=there), is_there=True)) == []


@pytest.mark.parametrize(
    ("approved", "more", "found"),
    [
        (2, {}, []),
        (1, {}, [Point.APPROVAL]),
        (1, {"exempted": "JB"}, []),
        (1, {"not_fostered": "AK"}, []),
        (0, {"not_fostered": "AK JB"}, []),
    ],
)
def test_a_home_is_approved_for_so_many_children(approved: int, more: dict[str, str], found: list[Point]) -> None:
    asked = wish(home(approved=approved, present=several("AK"), **more))  # type: ignore[arg-type]  # by initials
    assert points(asked) == found
    assert [finding.number for finding in check(asked)] == [approved] * len(found)


@pytest.mark.parametrize(
    ("coming", "there", "about"),
    [
        ([child("JB", is_solo=True)], [], None),
        ([child("JB", is_solo=True)], [child("AK")], ("JB",)),
        ([child("JB", is_solo=True), child("AK")], [], ("JB",)),
        ([child("JB")], [child("AK", is_solo=True)], ()),
        ([child("JB", is_solo=True)], [child("AK", is_solo=True)], ("JB",)),
        ([child("JB", is_solo=True)], [child("JB", is_solo=True)], None),
    ],
)
def test_a_child_who_must_be_alone_meets_nobody_whoever_of_them_comes(
    coming: list[ChildFacts], there: list[ChildFacts], about: tuple[str, ...] | None
) -> None:
    found = check(wish(home(present=tuple(there)), children=tuple(coming)))
    assert [finding.children for finding in found] == ([] if about is None else [about])
    assert {finding.point for finding in found} <= {Point.SOLO}


@pytest.mark.parametrize(
    ("coming", "there", "about"),
    [
        ([child("JB", apart_from="AK")], [child("LM")], None),
        ([child("JB", apart_from="AK")], [child("AK")], ("JB",)),
        ([child("JB")], [child("AK", apart_from="JB")], ("JB",)),
        ([child("JB", apart_from="AK"), child("AK")], [], ("JB", "AK")),
        ([child("LM"), child("JB")], [child("AK", apart_from="JB")], ("JB",)),
        ([child("LM")], [child("JB", apart_from="AK"), child("AK")], None),
    ],
)
def test_two_who_must_not_be_together_are_kept_apart_whoever_of_them_comes(
    coming: list[ChildFacts], there: list[ChildFacts], about: tuple[str, ...] | None
) -> None:
    found = check(wish(home(present=tuple(there)), children=tuple(coming)))
    assert [finding.children for finding in found] == ([] if about is None else [about])
    assert {finding.point for finding in found} <= {Point.NOT_TOGETHER}


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (HomeStatus.ACTIVE, []),
        (HomeStatus.ON_HOLD, [Point.CLOSED]),
        (HomeStatus.AWAY, [Point.CLOSED]),
        (HomeStatus.LEFT, [Point.CLOSED]),
        (HomeStatus.RESPITE_ONLY, [Point.RESPITE_ONLY]),
    ],
)
def test_a_home_that_takes_nobody_is_red_and_one_for_respite_only_amber(status: HomeStatus, found: list[Point]) -> None:
    asked = wish(home(status=status))
    assert points(asked) == found
    assert [finding.status for finding in check(asked)] == [status] * (found == [Point.CLOSED]) + [None] * (
        found == [Point.RESPITE_ONLY]
    )


def test_a_home_that_is_away_and_then_left_is_said_once_for_each() -> None:
    first, second = check(wish(home(status=HomeStatus.AWAY), home(SAT, status=HomeStatus.LEFT)))
    assert (first.nights, first.status) == ((FRI,), HomeStatus.AWAY)
    assert (second.nights, second.status) == ((SAT,), HomeStatus.LEFT)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"said_away": True}, Finding(Point.AWAY, (FRI,))),
        ({"usual": False}, Finding(Point.NOT_USUAL, (FRI,))),
    ],
)
def test_what_a_home_says_of_its_nights_is_heard(more: dict[str, bool], found: Finding) -> None:
    finding = only(wish(home(**more), home(SAT)))  # type: ignore[arg-type]  # said_away or usual
    assert finding == found
    assert finding.light is (Light.RED if "said_away" in more else Light.AMBER)


@pytest.mark.parametrize(
    ("authority", "is_agreed", "kind", "is_there", "found"),
    [
        (StayAuthority.DELEGATED, False, StayKind.PLANNED, False, []),
        (ASK_FIRST, False, StayKind.PLANNED, False, [Point.AGREEMENT]),
        (UNKNOWN, False, StayKind.PLANNED, False, [Point.AGREEMENT]),
        (ASK_FIRST, False, StayKind.RESPITE, False, [Point.AGREEMENT]),
        (ASK_FIRST, True, StayKind.PLANNED, False, []),
        (ASK_FIRST, False, StayKind.EMERGENCY, False, [Point.AGREEMENT_AFTERWARDS]),
        (ASK_FIRST, False, StayKind.PLANNED, True, [Point.AGREEMENT_AFTERWARDS]),
        (UNKNOWN, True, StayKind.EMERGENCY, True, []),
        (NOT_ALLOWED, False, StayKind.PLANNED, False, [Point.NOT_ALLOWED]),
        (NOT_ALLOWED, True, StayKind.EMERGENCY, True, [Point.NOT_ALLOWED]),
    ],
)
def test_whoever_decides_for_a_child_is_asked_first_and_in_an_emergency_afterwards(
    authority: StayAuthority, is_agreed: bool, kind: StayKind, is_there: bool, found: list[Point]
) -> None:
    children = (child("JB", authority, is_agreed=is_agreed), child("AK"))
    asked = wish(home(), children=children, kind=kind, is_there=is_there)
    assert points(asked) == found
    assert [finding.children for finding in check(asked)] == [("JB",)] * len(found)


def test_a_child_in_two_places_is_said_with_the_nights_and_the_child() -> None:
    two = several("JB", "AK")
    finding = only(wish(home(), home(SAT), home(SUN), children=two, elsewhere={"AK": {SAT, SUN}}))
    assert finding == Finding(Point.ALREADY_AWAY, (SAT, SUN), ("AK",))


def test_a_night_at_home_is_no_sleepover() -> None:
    finding = only(wish(home(), home(SAT), at_home={"JB": {SAT}, "AK": {FRI}}))
    assert finding == Finding(Point.LIVES_THERE, (SAT,), ("JB",))


@pytest.mark.parametrize(
    ("beds", "taken", "children", "given"),
    [
        (2, set(), 1, [1]),
        (2, {1}, 1, [2]),
        (2, {1}, 2, [2, None]),
        (2, {1, 2}, 1, [None]),
        (3, {2}, 3, [1, 3, None]),
        (0, set(), 1, [None]),
        (2, {7}, 2, [1, 2]),
        (2, set(), 0, []),
    ],
)
def test_each_child_gets_the_lowest_free_bed(
    beds: int, taken: set[int], children: int, given: list[int | None]
) -> None:
    assert beds_for(home(beds=beds, taken=frozenset(taken)), children) == given


@pytest.mark.parametrize(
    ("nights", "children", "without"),
    [
        ((home(beds=1),), several("JB"), ()),
        ((home(beds=1),), several("JB", "AK"), (FRI,)),
        ((home(beds=2, taken=frozenset({1})),), several("JB", "AK"), (FRI,)),
        ((home(beds=2), home(SAT, beds=2, taken=frozenset({2}))), several("JB", "AK"), (SAT,)),
        ((home(SAT, beds=0), home(FRI, beds=0), home(SUN)), several("JB"), (FRI, SAT)),
    ],
)
def test_every_child_needs_a_bed_on_every_night(
    nights: tuple[HomeNight, ...], children: tuple[ChildFacts, ...], without: tuple[dt.date, ...]
) -> None:
    found = check(wish(*nights, children=children))
    assert [finding.nights for finding in found] == ([without] if without else [])
    assert {finding.point for finding in found} <= {Point.NO_BED}


def everything_at_once() -> Wish:
    """A wish that nothing speaks for."""
    there = (child("AK", is_solo=True, apart_from="JB"), *several("LM", "NO"))
    away = home(FRI, 1, 2, HomeStatus.AWAY, frozenset({1}), present=there, said_away=True, usual=False)
    respite = home(SAT, status=HomeStatus.RESPITE_ONLY)
    children = (child("JB", NOT_ALLOWED), child("PQ", ASK_FIRST))
    return wish(away, respite, children=children, elsewhere={"JB": {FRI}}, at_home={"PQ": {FRI}})


def test_the_weightiest_is_said_first() -> None:
    assert points(everything_at_once()) == [point for point in Point if point is not Point.AGREEMENT_AFTERWARDS]


def test_only_reds_stop_an_agreement() -> None:
    found = check(everything_at_once())
    assert {finding.point for finding in found} - {finding.point for finding in reds(found)} == AMBER - {
        Point.AGREEMENT_AFTERWARDS
    }


def test_an_ask_is_stopped_by_what_no_answer_can_mend_and_of_staff_by_less() -> None:
    found = check(everything_at_once())
    of_carers = {Point.ALREADY_AWAY, Point.LIVES_THERE, Point.CLOSED, Point.AWAY, Point.NOT_ALLOWED}
    assert {finding.point for finding in stops_ask(found, is_staff=False)} == of_carers
    assert {finding.point for finding in stops_ask(found, is_staff=True)} == BEYOND_REASON
    assert stops_ask(check(wish(home())), is_staff=False) == ()


def test_other_nights_are_offered_where_only_somebody_else_has_to_agree_yet() -> None:
    found = check(everything_at_once())
    stopping = {finding.point for finding in stops_offer(found, is_staff=False)}
    assert stopping == {finding.point for finding in reds(found)} - {Point.AGREEMENT}
    assert {finding.point for finding in stops_offer(found, is_staff=True)} == BEYOND_REASON
    assert stops_offer(check(wish(home(status=HomeStatus.RESPITE_ONLY))), is_staff=False) == ()
