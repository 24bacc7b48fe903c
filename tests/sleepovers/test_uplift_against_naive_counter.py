"""The count of the product and a naive one, made from the raw cells alone, agree on whole drawn months."""

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable

from hypothesis import given, settings

from constellations.core.clock import Month
from constellations.rules import ChildStatus, HomeRole
from sleepovers.rules import Moment, StayKind, given_up_night, nights_of
from sleepovers.uplift import (
    Basis,
    HostedNight,
    MonthCount,
    Policy,
    Rate,
    Shape,
    Standing,
    Why,
    count_month,
    policy_for,
)
from tests.sleepovers.drawn_months import HOMES, registers
from tests.sleepovers.naive_counter import Register, Row, naive_count

# Derandomised: the same months on every run, so that the suite is never red by luck.
EXAMPLES = int(os.environ.get("ROOST_COUNTS", "120"))

STEADY = settings(derandomize=True, database=None, max_examples=EXAMPLES)
BRIEF = settings(STEADY, max_examples=60)


def policies_in(register: Register) -> list[Policy]:
    """The rows of policies.csv as values."""
    return [
        Policy(
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            threshold=int(row["threshold"]),
            basis=Basis(row["basis"]),
            shape=Shape(row["shape"]),
            eligible_roles=frozenset(HomeRole(word) for word in row["eligible_roles"].split(";")),
            counted_kinds=frozenset(StayKind(word) for word in row["counted_kinds"].split(";")),
            counted_statuses=frozenset(ChildStatus(word) for word in row["counted_statuses"].split(";")),
        )
        for row in register["policies"]
    ]


def rates_in(register: Register) -> list[Rate]:
    """The rows of rates.csv as values."""
    return [
        Rate(
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            per_night_pence=int(row["per_night_pence"]) if row["per_night_pence"] else None,
            flat_pence=int(row["flat_pence"]) if row["flat_pence"] else None,
        )
        for row in register["rates"]
    ]


def ends(stay: Row) -> tuple[Moment, Moment]:
    """A stay's arrival and departure."""
    return Moment.parse(stay["arrive"]), Moment.parse(stay["depart"])


def nights_kept(stay: Row, register: Register) -> list[dt.date]:
    """The nights of a stay that happened, without one that the child spent elsewhere in the end."""
    others = [
        other
        for other in register["stays"]
        if other is not stay and other["child"] == stay["child"] and other["state"] == "happened"
    ]
    given_up = {given_up_night(ends(stay), ends(other)) for other in others}
    return [night for night in nights_of(*ends(stay)) if night not in given_up]


def status_on(child: str, night: dt.date, register: Register) -> ChildStatus:
    """The status that holds on a night."""
    rows = [row for row in register["children"] if row["child"] == child and row["status_from"] <= night.isoformat()]
    return ChildStatus(max(rows, key=lambda row: row["status_from"])["status"])


def roles_on(home: str, night: dt.date, register: Register) -> frozenset[HomeRole]:
    """What the home is on a night, over all its memberships."""
    day = night.isoformat()
    return frozenset(
        HomeRole(row["role"])
        for row in register["memberships"]
        if row["home"] == home and row["joined_on"] <= day < (row["left_on"] or "9999-12-31")
    )


def hosted_in(home: str, month: Month, register: Register) -> list[HostedNight]:
    """What the product's own rules make of the stays, in the order of the file."""
    return [
        HostedNight(
            night=night,
            child=stay["child"],
            arrived=Moment.parse(stay["arrive"]),
            kind=StayKind(stay["kind"]),
            status=status_on(stay["child"], night, register),
            roles=roles_on(home, night, register),
        )
        for stay in register["stays"]
        if stay["host"] == home and stay["state"] == "happened"
        for night in nights_kept(stay, register)
        if night in month
    ]


def counted(home: str, month: str, register: Register) -> MonthCount:
    """The product's count of a home's month."""
    its = Month.parse(month)
    policy = policy_for(its, policies_in(register))
    return count_month(hosted_in(home, its, register), policy, rates_in(register))


@BRIEF
@given(registers())
def test_a_child_has_one_night_in_one_place(drawn: tuple[str, Register]) -> None:
    month, register = drawn
    hosted = [row for home in HOMES for row in hosted_in(home, Month.parse(month), register)]
    assert [places for places in Counter((row.child, row.night) for row in hosted).values() if places > 1] == []


@BRIEF
@given(registers())
def test_the_amount_is_the_sum_of_the_priced_lines(drawn: tuple[str, Register]) -> None:
    month, register = drawn
    for home in HOMES:
        count = counted(home, month, register)
        pence = [line.rate_pence for line in count.lines if line.priced]
        assert count.due == bool(pence)
        assert count.amount_pence == (None if not pence or None in pence else sum(each or 0 for each in pence))
        assert max((line.number or 0 for line in count.lines), default=0) == count.counted


def moved_after_midnight(month: str, register: Register) -> bool:
    """Whether a child left one home for the other in the small hours, on a night of the month."""
    return any(
        stay["state"] == "happened" and night in Month.parse(month) and night not in nights_kept(stay, register)
        for stay in register["stays"]
        for night in nights_of(*ends(stay))
    )


def some_count(wanted: Callable[[MonthCount], bool]) -> Callable[[str, Register], bool]:
    """Whether one of the homes has a count like that."""
    return lambda month, register: any(wanted(counted(home, month, register)) for home in HOMES)


def leaves_out_for(why: Why) -> Callable[[MonthCount], bool]:
    """Whether a count leaves out a night for that reason."""
    return lambda count: any(line.why is why for line in count.lines)


def moved_twice(month: str, register: Register) -> bool:
    """Whether a child came to a home and left it again within the small hours, for another one."""
    return any(
        stay["state"] == "happened" and nights_of(*ends(stay)) != () == tuple(nights_kept(stay, register))
        for stay in register["stays"]
        if all(end.in_small_hours for end in ends(stay)) and stay["arrive"][:10] == stay["depart"][:10]
    )


REACHED: dict[str, Callable[[str, Register], bool]] = {
    "a move after midnight": moved_after_midnight,
    "two moves in one night": moved_twice,
    "due by child-nights, with an amount": some_count(
        lambda count: count.basis is Basis.CHILD_NIGHTS and bool(count.amount_pence)
    ),
    "due by dates, with an amount": some_count(lambda count: count.basis is Basis.NIGHTS and bool(count.amount_pence)),
    "due without a rate": some_count(lambda count: count.amount_reason is not None),
    "two rates among the nights beyond": some_count(
        lambda count: len({line.rate_pence for line in count.lines if line.priced} - {None}) > 1
    ),
    "paid flat, more than one beyond": some_count(
        lambda count: count.beyond > 1 and sum(line.priced for line in count.lines) == 1
    ),
    "due under the default policy": some_count(lambda count: count.threshold == 16 and count.due),
    "siblings on one date": some_count(lambda count: count.child_nights > count.nights > 0),
    **{f"not counted for the {why}": some_count(leaves_out_for(why)) for why in Why},
    "all three standings": some_count(lambda count: {line.standing for line in count.lines} == set(Standing)),
}


def test_both_counters_agree_on_every_figure_and_line_of_months_that_reach_every_case() -> None:
    reached: set[str] = set()

    @STEADY
    @given(registers())
    def agree(drawn: tuple[str, Register]) -> None:
        month, register = drawn
        for home in HOMES:
            ours, naive = counted(home, month, register), naive_count(home, month, register)
            figures = {name: getattr(ours, name) for name in naive._fields if name != "lines"}
            assert figures == {name: value for name, value in naive._asdict().items() if name != "lines"}
            assert [(str(line.hosted.night), line.hosted.child, line.standing) for line in ours.lines] == naive.lines
        reached.update(case for case, is_reached in REACHED.items() if is_reached(month, register))

    agree()
    assert reached == set(REACHED)
