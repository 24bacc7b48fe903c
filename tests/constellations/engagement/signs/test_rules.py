"""What counts as a sign, and that a month comes to the same however it was added up."""

import datetime as dt
import uuid

import pytest
from hypothesis import given, strategies

from constellations.core.clock import Month
from constellations.engagement.signs.rules import (
    NOTHING,
    OBSERVED,
    Cell,
    Key,
    LastSign,
    Sign,
    Told,
    counted,
    counted_by_key,
    last_of,
    merged,
    order,
    pieces,
    step_end,
    to_count_again,
    together,
)

PATEL, OKAFOR = uuid.UUID(int=1), uuid.UUID(int=2)
PICNIC, WALK = uuid.UUID(int=11), uuid.UUID(int=12)
NOVEMBER = Month(2026, 11)


def came(number: int, day: int = 20, of: uuid.UUID = PICNIC, adds: int = 1, home: uuid.UUID = PATEL) -> Told:
    """A row that says that a family came, or with -1 that it did not after all; rows are numbered as they came."""
    action = "came_to_event" if adds > 0 else "did_not_come_to_event"
    return Told(home, Sign.CAME, dt.date(2026, 11, day), uuid.UUID(int=number), action, of, adds)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-22T09:00", "2026-12-01T00:00"),
        ("2026-11-30T23:59", "2026-12-01T00:00"),
        ("2026-12-01T00:00", "2027-01-01T00:00"),
        # In summer a month in London begins at 23:00 UTC.
        ("2026-06-30T22:59", "2026-06-30T23:00"),
        ("2026-06-30T23:00", "2026-07-31T23:00"),
    ],
)
def test_a_step_goes_to_the_end_of_the_month_in_london(start: str, end: str) -> None:
    began, ends = (dt.datetime.fromisoformat(f"{at}+00:00") for at in (start, end))
    assert step_end(began) == ends


def test_what_others_saw_counts_whoever_writes_it_down_and_no_other_sign() -> None:
    assert {Sign.CAME, Sign.HOSTED, Sign.CALLED} == OBSERVED


def test_a_row_is_counted_by_its_home_the_month_of_its_day_and_its_kind() -> None:
    assert came(1, day=30).key == (PATEL, NOVEMBER, Sign.CAME)


@pytest.mark.parametrize(
    ("rows", "count", "last", "is_torn"),
    [
        ([], 0, None, False),
        ([came(1)], 1, 1, False),
        ([came(1), came(2, of=WALK)], 2, 2, False),
        ([came(2, day=3), came(1, day=20)], 2, 1, False),
        # Taken back: gone, and the one before is the last again.
        ([came(1), came(2, adds=-1)], 0, None, True),
        ([came(1, day=3, of=WALK), came(2), came(3, adds=-1)], 1, 1, True),
        # Taken back and said again.
        ([came(1), came(2, adds=-1), came(3)], 1, 3, True),
        # In whatever order they are read.
        ([came(2, adds=-1), came(1)], 0, None, True),
        # Another event, or another day of it, is not taken back.
        ([came(1), came(2, of=WALK, adds=-1)], 1, 1, True),
        ([came(1), came(2, day=21, adds=-1)], 1, 1, True),
    ],
)
def test_a_cell_is_what_is_left_of_its_rows(rows: list[Told], count: int, last: int | None, is_torn: bool) -> None:
    cell = counted(rows)
    assert (cell.count, cell.last.id.int if cell.last else None, cell.is_torn) == (count, last, is_torn)


def test_of_one_day_the_last_is_what_was_written_down_last() -> None:
    assert counted([came(5, of=WALK), came(4)]).last == came(5, of=WALK)
    assert order(came(4)) < order(came(5)) < order(came(1, day=21))


def test_parts_of_a_cell_are_added() -> None:
    one, other = Cell(2, came(1)), Cell(1, came(2), is_torn=True)
    assert merged(one, other) == merged(other, one) == Cell(3, came(2), is_torn=True)
    assert merged(NOTHING, NOTHING) == NOTHING


def test_rows_without_one_taken_back_need_no_other_row() -> None:
    rows = [came(1), came(2, of=WALK), came(3, home=OKAFOR)]
    assert pieces(rows) == counted_by_key(rows)


def test_what_is_taken_back_is_counted_again_now_and_whenever_something_comes_to_it() -> None:
    key = came(1).key
    assert to_count_again({}, pieces([came(1)])) == set()
    assert to_count_again({}, pieces([came(1), came(2, adds=-1)])) == {key}
    assert to_count_again({key: Cell(1, came(1), is_torn=True)}, pieces([came(3)])) == {key}
    assert to_count_again({key: Cell(1, came(1), is_torn=True)}, {}) == set()


def test_what_is_counted_again_stands_in_place_of_what_was_added() -> None:
    key, added = came(1).key, pieces([came(1), came(2, of=WALK)])
    assert together({key: Cell(1, came(3))}, added, {}) == {key: Cell(3, came(3))}
    assert together({key: Cell(1, came(3))}, added, {key: NOTHING}) == {key: NOTHING}


def test_the_last_signs_of_a_home_are_one_of_each_kind_the_newest_first() -> None:
    wrote = Told(PATEL, Sign.WROTE, dt.date(2026, 11, 21), uuid.UUID(int=9), "talked", None)
    earlier = Told(PATEL, Sign.CAME, dt.date(2026, 10, 3), uuid.UUID(int=3), "came_to_event", WALK)
    cells = [Cell(1, came(1)), Cell(4, earlier), Cell(1, wrote), NOTHING, Cell(1, came(7, home=OKAFOR))]
    assert last_of(cells) == {
        PATEL: (
            LastSign(Sign.WROTE, dt.date(2026, 11, 21), None, "talked"),
            LastSign(Sign.CAME, dt.date(2026, 11, 20), PICNIC, "came_to_event"),
        ),
        OKAFOR: (LastSign(Sign.CAME, dt.date(2026, 11, 20), PICNIC, "came_to_event"),),
    }


# Few homes, days and subjects: so that rows meet, are taken back, and taken back without having been there.
ROWS = strategies.builds(
    Told,
    strategies.sampled_from((PATEL, OKAFOR)),
    strategies.sampled_from((Sign.CAME, Sign.HOSTED)),
    strategies.sampled_from([dt.date(2026, month, day) for month in (9, 10, 11) for day in (1, 30)]),
    strategies.uuids(),
    strategies.just("came_to_event"),
    strategies.sampled_from((PICNIC, WALK, None)),
    strategies.sampled_from((1, 1, 1, -1)),
)


@given(strategies.lists(strategies.lists(ROWS, min_size=1, max_size=8), max_size=8))
def test_whatever_the_cuts_the_roll_up_comes_to_what_all_rows_come_to(steps: list[list[Told]]) -> None:
    cells: dict[Key, Cell] = {}
    read: list[Told] = []
    for step in steps:
        read += step
        added = pieces(step)
        again = {key: counted([row for row in read if row.key == key]) for key in to_count_again(cells, added)}
        cells |= together(cells, added, again)
        assert cells == counted_by_key(read)
