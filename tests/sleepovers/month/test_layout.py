"""The month laid out: rows, cells, bars and their lanes."""

import datetime as dt
import uuid
from collections.abc import Mapping

import pytest

from constellations.core.clock import ALWAYS, Month
from constellations.rules import HomeRole, HomeStatus
from sleepovers.month.layout import BarState, HomeInMonth, HomeSpan, NightTaken, Row, columns_of, rows_of
from sleepovers.rules import NightState

NOVEMBER, TODAY = Month(2026, 11), dt.date(2026, 11, 22)
HUB, PATEL = uuid.UUID(int=1), uuid.UUID(int=2)
JB, AK = uuid.UUID(int=11), uuid.UUID(int=12)


def home(home_id: uuid.UUID = HUB, name: str = "Moira", role: HomeRole = HomeRole.HUB, beds: int = 2) -> HomeInMonth:
    return HomeInMonth(home_id, name, role, (HomeSpan(ALWAYS, None),), (HomeSpan(ALWAYS, None, beds),))


def night(
    number: int,
    stay: uuid.UUID = JB,
    label: str | None = "JB",
    state: NightState = NightState.HAPPENED,
    over: bool = False,
) -> NightTaken:
    return NightTaken(HUB, dt.date(2026, 11, number), stay, state, over, label)


def row_with(
    *nights: NightTaken, at: HomeInMonth | None = None, asked: Mapping[tuple[uuid.UUID, dt.date], int] | None = None
) -> Row:
    (row,) = rows_of(NOVEMBER, TODAY, [at or home()], nights, asked or {})
    return row


def test_the_columns_are_the_nights_of_the_month_with_weekends_holidays_and_today() -> None:
    christmas = {dt.date(2026, 12, 25): "Christmas Day"}
    columns = columns_of(Month(2026, 12).days, dt.date(2026, 12, 24), christmas)
    assert [column.night.day for column in columns] == list(range(1, 32))
    assert [column.night.day for column in columns if column.is_weekend] == [5, 6, 12, 13, 19, 20, 26, 27]
    assert [column.night.day for column in columns if column.is_today] == [24]
    assert columns[24].holiday == "Christmas Day"


def test_the_hub_comes_first_and_the_others_by_name() -> None:
    homes = [home(PATEL, "ápple", HomeRole.SATELLITE), home(AK, "Brook", HomeRole.SATELLITE), home(name="Zoe")]
    assert [row.name for row in rows_of(NOVEMBER, TODAY, homes, [], {})] == ["Zoe", "Brook", "ápple"]


def test_nights_of_one_stay_that_follow_each_other_are_one_bar() -> None:
    row = row_with(night(6), night(7), night(8))
    bars = [cell.bars[0] for cell in row.cells[5:8]]
    assert [(bar.starts, bar.ends, bar.nights) for bar in bars] == [
        (True, False, 3),
        (False, False, 3),
        (False, True, 3),
    ]
    assert row.cells[4].bars == row.cells[8].bars == ()


def test_a_bar_breaks_where_the_child_was_away_and_where_a_night_is_missing() -> None:
    row = row_with(night(6), night(7, state=NightState.ABSENT), night(9))
    drawn = {cell.night.day: (cell.bars[0].state, cell.bars[0].nights) for cell in row.cells if cell.bars}
    assert drawn == {6: (BarState.HAPPENED, 1), 7: (BarState.ABSENT, 1), 9: (BarState.HAPPENED, 1)}


@pytest.mark.parametrize(
    ("number", "state", "drawn"),
    [
        (20, NightState.PLANNED, BarState.UNCONFIRMED),
        (22, NightState.PLANNED, BarState.AGREED),
        (20, NightState.HAPPENED, BarState.HAPPENED),
        (20, NightState.ABSENT, BarState.ABSENT),
    ],
)
def test_a_bar_says_how_far_the_night_is(number: int, state: NightState, drawn: BarState) -> None:
    assert row_with(night(number, state=state)).cells[number - 1].bars[0].state is drawn


@pytest.mark.parametrize("state", [NightState.PLANNED, NightState.HAPPENED, NightState.ABSENT])
def test_who_is_not_told_the_child_learns_only_that_the_bed_is_taken(state: NightState) -> None:
    (bar,) = row_with(night(20, label=None, state=state)).cells[19].bars
    assert (bar.state, bar.label, bar.stay_id) == (BarState.TAKEN, None, None)


def test_stays_at_the_same_time_have_lanes_of_their_own_and_a_lane_is_used_again() -> None:
    row = row_with(night(6), night(7), night(7, AK, "AK"), night(8, AK, "AK"), night(9, uuid.UUID(int=13), "TS"))
    lanes = {(cell.night.day, bar.label): bar.lane for cell in row.cells for bar in cell.bars}
    assert lanes == {(6, "JB"): 1, (7, "JB"): 1, (7, "AK"): 2, (8, "AK"): 2, (9, "TS"): 1}


def test_a_cell_counts_its_beds() -> None:
    cell = row_with(night(6), asked={(HUB, dt.date(2026, 11, 6)): 2}).cells[5]
    assert (cell.beds, cell.taken, cell.free, cell.asked, cell.is_over) == (2, 1, 1, 2, False)


def test_one_child_more_than_the_beds_leaves_no_bed_free() -> None:
    cell = row_with(night(6), night(6, AK, "AK", over=True), at=home(beds=1)).cells[5]
    assert (cell.taken, cell.free, cell.is_over) == (2, 0, True)


def test_before_it_joined_a_home_has_neither_beds_nor_nights() -> None:
    joined = HomeInMonth(
        HUB, "Clarke", HomeRole.SATELLITE, (HomeSpan(dt.date(2026, 11, 9), dt.date(2026, 11, 20)),), home().terms
    )
    row = row_with(night(8), night(9), night(20), at=joined, asked={(HUB, dt.date(2026, 11, 8)): 1})
    assert [cell.night.day for cell in row.cells if cell.beds is not None] == list(range(9, 20))
    assert [cell.night.day for cell in row.cells if cell.bars or cell.asked] == [9]


def test_beds_are_those_of_the_day() -> None:
    more = dt.date(2026, 11, 15)
    grown = HomeInMonth(HUB, "Moira", HomeRole.HUB, home().member, (HomeSpan(ALWAYS, more, 1), HomeSpan(more, None, 3)))
    row = row_with(at=grown)
    assert (row.cells[13].beds, row.cells[14].beds, row.beds) == (1, 3, 3)


HELD = dt.date(2026, 11, 15)


def held(*statuses: tuple[dt.date, dt.date | None, HomeStatus]) -> HomeInMonth:
    terms = tuple(HomeSpan(starts_on, ends_on, 2, status) for starts_on, ends_on, status in statuses)
    return HomeInMonth(HUB, "Moira", HomeRole.HUB, home().member, terms)


@pytest.mark.parametrize("status", [one for one in HomeStatus if one is not HomeStatus.ACTIVE])
def test_a_home_that_is_not_active_shows_no_bed_as_free(status: HomeStatus) -> None:
    row = row_with(night(20), at=held((ALWAYS, HELD, HomeStatus.ACTIVE), (HELD, None, status)))
    assert [(cell.free, cell.closed) for cell in row.cells[12:15]] == [(2, None), (2, None), (0, status)]
    assert (row.cells[19].taken, row.cells[19].beds, row.cells[19].free) == (1, 2, 0)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "closure"),
    [
        (ALWAYS, None, (None, None)),
        (HELD, None, (HELD, None)),
        (ALWAYS, HELD, (None, dt.date(2026, 11, 14))),
        (HELD, dt.date(2026, 11, 18), (HELD, dt.date(2026, 11, 17))),
    ],
)
def test_a_row_says_from_and_to_which_night_its_home_is_closed(
    starts_on: dt.date, ends_on: dt.date | None, closure: tuple[dt.date | None, dt.date | None]
) -> None:
    row = row_with(at=held((starts_on, ends_on, HomeStatus.ON_HOLD)))
    assert [(one.status, one.first, one.last) for one in row.closures] == [(HomeStatus.ON_HOLD, *closure)]


def test_an_active_home_has_no_closure() -> None:
    assert row_with().closures == ()


@pytest.mark.parametrize(
    ("label", "nights", "said"),
    [
        ("JB", 2, ""),
        ("JB (Whitlock)", 1, "Wh"),
        ("JB (Whitlock)", 2, "Whitlo"),
        ("JB (Whitlock)", 4, "Whitlock"),
        ("JB (Whitlock, 2015)", 1, "15"),
        ("JB (Whitlock, 2015)", 2, "2015"),
    ],
)
def test_children_with_the_same_initials_are_told_apart_as_far_as_the_bar_is_wide(
    label: str, nights: int, said: str
) -> None:
    row = row_with(*(night(6 + number, label=label) for number in range(nights)))
    bar = row.cells[5].bars[0]
    assert (bar.initials, bar.told_apart, row.tells_apart) == ("JB", said, bool(said))


@pytest.mark.parametrize(
    ("label", "whose"), [("JB", ""), ("JB (Whitlock)", "Whitlock"), ("JB (Whitlock, 2015)", "2015")]
)
def test_where_there_is_room_the_whole_word_stands(label: str, whose: str) -> None:
    assert row_with(night(6, label=label)).cells[5].bars[0].whose == whose
