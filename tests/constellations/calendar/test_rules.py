"""Days, weeks and months of a calendar, and what hangs on the fridge."""

import datetime as dt

import pytest

from constellations.calendar import rules
from constellations.calendar.rules import Day, Entry, EntryKind, Shown, agenda_days, stretch_from, weeks_of
from constellations.core.clock import Month

TODAY = dt.date(2026, 11, 22)


def day(text: str) -> dt.date:
    """A date, as it is written."""
    return dt.date.fromisoformat(text)


def entry(first: str, last: str = "", kind: EntryKind = EntryKind.EVENT, **more: object) -> Entry:
    """Something in the calendar."""
    given = {"words": f"{kind} of {first}", **more}
    return Entry(kind, day(first), day(last or first), **given)  # type: ignore[arg-type]  # as the test says


@pytest.mark.parametrize(
    ("text", "first", "end", "earlier", "later"),
    [
        ("", "2026-11-22", "2027-01-21", "2026-09-23", "2027-01-21"),
        ("rubbish", "2026-11-22", "2027-01-21", "2026-09-23", "2027-01-21"),
        ("2027-01-21", "2027-01-21", "2027-03-22", "2026-11-22", "2027-03-22"),
        # It goes no further than a year and the month one is in, and no further back than constellations.
        ("2027-12-01", "2027-12-01", "2028-01-01", "2027-10-02", None),
        ("2028-01-01", "2026-11-22", "2027-01-21", "2026-09-23", "2027-01-21"),
        ("2015-01-01", "2015-01-01", "2015-03-02", None, "2015-03-02"),
        ("2015-01-31", "2015-01-31", "2015-04-01", "2015-01-01", "2015-04-01"),
        ("2014-12-31", "2026-11-22", "2027-01-21", "2026-09-23", "2027-01-21"),
        ("9999-12-31", "2026-11-22", "2027-01-21", "2026-09-23", "2027-01-21"),
    ],
)
def test_an_agenda_shows_sixty_days_and_leads_to_those_around(
    text: str, first: str, end: str, earlier: str | None, later: str | None
) -> None:
    found = stretch_from(text, TODAY)
    beside = tuple(day(one) if one else None for one in (earlier, later))
    assert (found.first, found.end, (found.earlier, found.later)) == (day(first), day(end), beside)


@pytest.mark.parametrize("text", ["2015-01", "2026-11", "2027-12"])
def test_a_month_within_reach_is_shown(text: str) -> None:
    assert str(rules.month_in_reach(text, TODAY)) == text


@pytest.mark.parametrize("text", ["2014-12", "2028-01", "0001-01", "9999-12"])
def test_a_month_out_of_reach_says_which_are_not(text: str) -> None:
    with pytest.raises(rules.MonthOutOfReach, match="from January 2015 to December 2027"):
        rules.month_in_reach(text, TODAY)


@pytest.mark.parametrize("text", ["", "November", "2026-13", "2026-11-22"])
def test_what_is_no_month_says_how_one_is_written(text: str) -> None:
    with pytest.raises(rules.NoSuchMonth, match="such as 2026-11"):
        rules.month_in_reach(text, TODAY)


@pytest.mark.parametrize(
    ("month", "beside"),
    [
        (Month(2026, 12), (Month(2026, 11), Month(2027, 1))),
        (Month(2015, 1), (None, Month(2015, 2))),
        (Month(2027, 12), (Month(2027, 11), None)),
    ],
)
def test_the_months_around_end_where_the_calendar_ends(month: Month, beside: tuple[Month | None, Month | None]) -> None:
    assert rules.months_beside(month, TODAY) == beside


@pytest.mark.parametrize(("text", "shown"), [("nights", Shown.NIGHTS), ("", Shown.ALL), ("mail", Shown.ALL)])
def test_what_is_shown_is_everything_unless_an_address_says_what(text: str, shown: Shown) -> None:
    assert rules.shown_of(text) is shown


def test_every_kind_is_shown_by_one_choice_beside_everything() -> None:
    narrow = [kind for shown, kinds in rules.KINDS_SHOWN.items() if shown is not Shown.ALL for kind in kinds]
    assert sorted(narrow) == sorted(EntryKind)


def test_an_agenda_has_the_days_on_which_something_begins_in_order() -> None:
    late, early = entry("2026-11-24", at=dt.time(19)), entry("2026-11-24", at=dt.time(9))
    night, band = entry("2026-11-24", kind=EntryKind.NIGHTS), entry("2026-11-24", kind=EntryKind.DAY_OFF)
    running = entry("2026-11-20", "2026-11-30", EntryKind.SCHOOL)
    found = agenda_days([late, night, early, band, running], TODAY, TODAY)
    assert [(one.day, one.is_today) for one in found] == [(TODAY, True), (day("2026-11-24"), False)]
    assert found[0].entries == (running,)
    assert found[1].entries == (band, night, early, late)
    assert agenda_days([], TODAY, TODAY) == ()


@pytest.mark.parametrize(
    ("month", "first", "last", "weeks"),
    [
        (Month(2026, 11), "2026-10-26", "2026-12-06", 6),
        (Month(2027, 2), "2027-02-01", "2027-02-28", 4),
        (Month(2027, 8), "2027-07-26", "2027-09-05", 6),
    ],
)
def test_a_month_is_whole_weeks_from_a_monday_to_a_sunday(month: Month, first: str, last: str, weeks: int) -> None:
    found = weeks_of(month, [], TODAY)
    assert (found[0][0].day, found[-1][-1].day, len(found)) == (day(first), day(last), weeks)
    assert all(len(week) == 7 for week in found)
    assert rules.span_of(month) == (day(first), day(last) + dt.timedelta(days=1))
    assert [cell.day for week in found for cell in week if cell.in_month] == list(month.days)


def test_what_goes_on_for_days_stands_on_each_of_them() -> None:
    stay = entry("2026-11-21", "2026-11-23", EntryKind.NIGHTS)
    days = {cell.day: cell for week in weeks_of(Month(2026, 11), [stay], TODAY) for cell in week}
    assert [one.day for one, cell in days.items() if cell.things] == [21, 22, 23]
    assert [one for one, cell in days.items() if cell.is_today] == [TODAY]
    assert [days[day(f"2026-11-{number}")].is_weekend for number in (20, 21, 22, 23)] == [False, True, True, False]


def test_a_day_tells_what_colours_it_from_what_stands_on_it() -> None:
    things = [entry("2026-11-22", kind=kind) for kind in (EntryKind.NIGHTS, EntryKind.EVENT, EntryKind.EVENT)]
    bands = [entry("2026-11-22", kind=kind) for kind in (EntryKind.SCHOOL, EntryKind.DAY_OFF)]
    found = Day(TODAY, entries=(*things, *bands))
    assert (found.things, found.bands) == (things, bands)
    assert found.kinds == [EntryKind.EVENT, EntryKind.NIGHTS]


def test_the_fridge_shows_no_beds_of_others_and_nothing_called_off() -> None:
    own = entry("2026-11-22", kind=EntryKind.NIGHTS, is_own=True)
    others, event = entry("2026-11-22", kind=EntryKind.NIGHTS), entry("2026-11-22")
    off = entry("2026-11-22", is_cancelled=True)
    assert rules.for_the_fridge([own, others, event, off], all_nights=False) == [own, event]
    assert rules.for_the_fridge([own, others, off], all_nights=True) == [own, others]
