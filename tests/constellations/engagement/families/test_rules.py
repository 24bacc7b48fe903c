"""Of which months something can be said, and how it is drawn and written down."""

import datetime as dt
import uuid

import pytest

from constellations.core.clock import Month
from constellations.engagement.families.rules import (
    COLUMNS,
    Counted,
    MonthOfSigns,
    Span,
    counted_in,
    left_on,
    light,
    months_shown,
    seen_through,
    sign_rows,
    strip,
)
from constellations.engagement.signs.rules import Sign

TODAY = dt.date(2026, 11, 22)
OCTOBER = Month(2026, 10)
ALWAYS = dt.date(1900, 1, 1)
SINCE = dt.date(2026, 1, 1)


def test_the_strip_ends_with_the_running_month_and_has_twelve() -> None:
    assert months_shown(TODAY) == (Month(2025, 12), Month(2026, 11))


@pytest.mark.parametrize(
    ("since", "spans", "counted"),
    [
        (None, [(ALWAYS, None)], Counted.BEFORE_ROOST),
        (dt.date(2026, 11, 1), [(ALWAYS, None)], Counted.BEFORE_ROOST),
        # A month that Roost began in is counted from then on.
        (dt.date(2026, 10, 31), [(ALWAYS, None)], Counted.COUNTED),
        (SINCE, [(ALWAYS, None)], Counted.COUNTED),
        (SINCE, [], Counted.COUNTED),
        # Joined, and left, on the edges of the month.
        (SINCE, [(dt.date(2026, 11, 1), None)], Counted.NO_MEMBER),
        (SINCE, [(dt.date(2026, 10, 31), None)], Counted.COUNTED),
        (SINCE, [(ALWAYS, dt.date(2026, 10, 1))], Counted.NO_MEMBER),
        (SINCE, [(ALWAYS, dt.date(2026, 10, 2))], Counted.COUNTED),
        # Left and came back; and in two at once, of which one ended.
        (SINCE, [(ALWAYS, dt.date(2026, 9, 1)), (dt.date(2026, 12, 1), None)], Counted.NO_MEMBER),
        (SINCE, [(ALWAYS, dt.date(2026, 9, 1)), (ALWAYS, None)], Counted.COUNTED),
    ],
)
def test_a_month_is_counted_where_roost_was_and_the_family_was_a_member(
    since: dt.date | None, spans: list[Span], counted: Counted
) -> None:
    assert counted_in(OCTOBER, since, spans) is counted


def test_a_month_with_signs_was_counted_whatever_else_is_known() -> None:
    signs: dict[Month, dict[Sign, int]] = {Month(2026, 11): {}, OCTOBER: {Sign.CAME: 1}}
    assert strip(signs, None, []) == (
        MonthOfSigns(OCTOBER, {Sign.CAME: 1}, Counted.COUNTED),
        MonthOfSigns(Month(2026, 11), {}, Counted.BEFORE_ROOST),
    )


@pytest.mark.parametrize(("count", "size"), [(0, 0), (1, 1), (2, 2), (4, 2), (5, 3), (50, 3)])
def test_the_more_often_the_larger_in_few_steps(count: int, size: int) -> None:
    assert light(count) == size


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        ([], None),
        ([(ALWAYS, None)], None),
        ([(ALWAYS, dt.date(2026, 11, 23))], None),
        ([(ALWAYS, TODAY)], TODAY),
        ([(ALWAYS, dt.date(2026, 5, 1)), (ALWAYS, dt.date(2026, 9, 1))], dt.date(2026, 9, 1)),
        ([(ALWAYS, dt.date(2026, 5, 1)), (dt.date(2026, 6, 1), None)], None),
    ],
)
def test_a_family_has_left_with_its_last_constellation(spans: list[Span], left: dt.date | None) -> None:
    assert left_on(spans, TODAY) == left


A, B = uuid.UUID(int=1), uuid.UUID(int=2)
MAY, JUNE = dt.date(2026, 5, 1), dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("places", "seen"),
    [
        ([], set()),
        ([(A, (ALWAYS, None))], {A}),
        ([(A, (ALWAYS, JUNE)), (B, (JUNE, None))], {B}),
        ([(A, (ALWAYS, None)), (B, (JUNE, None))], {A, B}),
        ([(A, (ALWAYS, MAY)), (B, (MAY, JUNE))], {B}),
        ([(A, (ALWAYS, TODAY))], {A}),
        # It left, and is to join another one.
        ([(A, (ALWAYS, JUNE)), (B, (dt.date(2026, 12, 1), None))], {A}),
    ],
)
def test_a_family_is_read_of_where_it_is_else_where_it_was_last(
    places: list[tuple[uuid.UUID, Span]], seen: set[uuid.UUID]
) -> None:
    assert seen_through(places, TODAY) == seen


def test_the_file_has_a_row_for_each_kind_and_no_figure_where_nothing_could_be_counted() -> None:
    months = [
        MonthOfSigns(OCTOBER, {}, Counted.BEFORE_ROOST),
        MonthOfSigns(Month(2026, 11), {Sign.CAME: 2}, Counted.COUNTED),
    ]
    found = list(sign_rows("Patel", months))
    assert len(found) == 2 * len(Sign)
    assert all(len(row) == len(COLUMNS) for row in found)
    assert found[0] == ("Patel", "2026-10", "came", None, "before_roost")
    assert found[len(Sign)] == ("Patel", "2026-11", "came", 2, "counted")
    assert found[len(Sign) + 1] == ("Patel", "2026-11", "answered", 0, "counted")
