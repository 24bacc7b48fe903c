"""Twelve months as figures, and how many of the families there came."""

import datetime as dt
import uuid

import pytest

from constellations.core.clock import ALWAYS, Month
from constellations.events.rules import EventKind
from constellations.rules import HomeRole, Span
from sleepovers.picture.giving.rules import Slept
from sleepovers.picture.rules import Place, Roster, Together
from sleepovers.picture.year import rules
from sleepovers.picture.year.rules import Gathering, KeptBeds, Known, MonthFigures, Wanted

HUB, ADA, BEA, FAR = (uuid.UUID(int=n) for n in range(1, 5))
TODAY = dt.date(2026, 11, 22)
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
CHANGE = dt.date(2026, 10, 16)


def place(
    home: uuid.UUID, role: HomeRole = HomeRole.SATELLITE, since: dt.date = ALWAYS, until: dt.date | None = None
) -> Place:
    """Some days of a home in the constellation."""
    return Place(home, f"Home {home.int}", role, Span(since, until))


ROSTER = Roster((place(HUB, HomeRole.HUB), place(ADA), place(BEA, until=CHANGE)))


def gathering(day: str, *came: uuid.UUID, is_kept: bool = True, title: str = "Picnic") -> Gathering:
    """An event with those who came."""
    on = dt.date.fromisoformat(day)
    return Gathering(on, title, EventKind.GATHERING, None, is_kept, frozenset(came), len(came), 0)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2026-10", OCTOBER),
        ("2026-11", NOVEMBER),
        ("2026-12", NOVEMBER),
        ("2015-12", Month(2015, 12)),
        ("2015-11", NOVEMBER),
        ("soon", NOVEMBER),
        ("", NOVEMBER),
        (None, NOVEMBER),
    ],
)
def test_an_address_asks_for_a_last_month_and_else_gets_this_one(text: str | None, last: Month) -> None:
    assert rules.last_month(text, TODAY) == last


def test_twelve_months_end_with_the_one_asked_for() -> None:
    months = rules.months_up_to(NOVEMBER)
    assert (len(months), str(months[0]), months[-1]) == (12, "2025-12", NOVEMBER)


@pytest.mark.parametrize(
    ("starts", "first_record", "since"),
    [
        ([], None, None),
        ([ALWAYS], None, None),
        ([ALWAYS], "2026-09-04", "2026-09-04"),
        ([ALWAYS, dt.date(2026, 10, 1)], None, "2026-10-01"),
        ([ALWAYS, dt.date(2026, 10, 1)], "2026-09-04", "2026-09-04"),
        ([dt.date(2026, 10, 1), dt.date(2026, 9, 1)], "2020-01-01", "2026-09-01"),
    ],
)
def test_a_constellation_is_known_since_it_began_or_since_something_is_known_of_it(
    starts: list[dt.date], first_record: str | None, since: str | None
) -> None:
    homes = Roster(tuple(place(ADA, since=day) for day in starts))
    found = rules.known_since(homes, dt.date.fromisoformat(first_record) if first_record else None)
    assert (found and str(found)) == since


def figures(month: Month, *nights: Slept, known: Known | None = None) -> MonthFigures:
    """One month of the usual homes."""
    (found,) = rules.figures_of([month], known or Known(ROSTER, dt.date(2026, 9, 1), nights), TODAY)
    return found


def test_nights_of_a_month_are_counted_by_what_the_host_was_on_them() -> None:
    night = dt.date(2026, 10, 20)
    found = figures(
        OCTOBER,
        Slept(night, HUB, ADA),
        Slept(night, HUB, ADA, in_bed=False),
        Slept(night, ADA, HUB),
        Slept(night, BEA, ADA),
        Slept(night, FAR, ADA),
        Slept(CHANGE - dt.timedelta(days=1), BEA, ADA),
        Slept(dt.date(2026, 11, 1), HUB, ADA),
    )
    assert (found.nights_hub, found.nights_satellites, found.nights, found.beds_used) == (2, 2, 4, 3)


def test_a_hub_that_changes_within_a_month_is_the_hub_for_its_own_nights_alone() -> None:
    homes = Roster((place(HUB, HomeRole.HUB, until=CHANGE), place(ADA, until=CHANGE), place(ADA, HomeRole.HUB, CHANGE)))
    before, after = dt.date(2026, 10, 15), CHANGE
    nights = [Slept(before, HUB, BEA), Slept(before, ADA, BEA), Slept(after, ADA, BEA), Slept(after, HUB, BEA)]
    found = figures(OCTOBER, known=Known(homes, ALWAYS, nights))
    assert (found.nights_hub, found.nights_satellites) == (2, 1)


def test_families_who_came_count_once_a_month_and_only_those_of_here() -> None:
    gatherings = [
        gathering("2026-10-03", HUB, ADA, BEA),
        gathering("2026-10-17", HUB, BEA, FAR),
        gathering("2026-10-24", is_kept=False),
        gathering("2026-11-14", HUB),
    ]
    known = Known(ROSTER, ALWAYS, gatherings=gatherings)
    october, november = rules.figures_of([OCTOBER, NOVEMBER], known, TODAY)
    assert (october.events, october.registers, october.families, october.families_came) == (3, 2, 3, 3)
    assert (november.events, november.families, november.families_came) == (1, 2, 1)


@pytest.mark.parametrize(
    ("since", "is_known"),
    [(None, False), ("2026-10-31", True), ("2026-11-01", False), ("2026-10-01", True)],
)
def test_a_month_before_all_that_is_known_is_not_known(since: str | None, is_known: bool) -> None:
    known = Known(ROSTER, dt.date.fromisoformat(since) if since else None)
    assert figures(OCTOBER, known=known).is_known is is_known


def test_a_month_in_which_nothing_happened_says_so() -> None:
    nothing = figures(OCTOBER)
    assert nothing.is_empty
    assert not figures(OCTOBER, known=Known(ROSTER, None)).is_empty
    assert not figures(OCTOBER, Slept(dt.date(2026, 10, 3), HUB, ADA)).is_empty
    asked = MonthFigures(OCTOBER, True, 0, 0, 0, 0, 0, 0, 3, 0, Wanted(0, 1))
    assert not asked.is_empty


@pytest.mark.parametrize(
    ("first", "end", "beds"),
    [
        ("2026-10-01", "2026-11-01", 2 * 31 + 1 * 15),
        ("2026-10-15", "2026-10-17", 2 * 2 + 1),
        ("2026-12-01", "2026-11-22", 0),
        ("2026-11-01", "2026-11-01", 0),
    ],
)
def test_beds_are_kept_on_the_nights_on_which_a_home_belonged_to_it(first: str, end: str, beds: int) -> None:
    kept = [KeptBeds(HUB, 2, Span(ALWAYS)), KeptBeds(BEA, 1, Span(ALWAYS)), KeptBeds(FAR, 4, Span(ALWAYS))]
    within = Span(dt.date.fromisoformat(first), dt.date.fromisoformat(end))
    assert rules.bed_nights(kept, ROSTER, within) == beds


def test_beds_of_no_end_are_not_counted_and_those_of_other_days_neither() -> None:
    assert rules.bed_nights([KeptBeds(HUB, 2, Span(ALWAYS))], ROSTER, Span(ALWAYS)) == 0
    before = [KeptBeds(HUB, 2, Span(ALWAYS, dt.date(2026, 9, 1)))]
    assert rules.bed_nights(before, ROSTER, Span(OCTOBER.first, OCTOBER.end)) == 0


def test_of_the_running_month_beds_are_counted_up_to_yesterday() -> None:
    known = Known(ROSTER, ALWAYS, beds=[KeptBeds(HUB, 2, Span(ALWAYS))])
    assert figures(NOVEMBER, known=known).bed_nights == 2 * 21


def test_the_last_events_say_how_many_of_the_families_of_that_day_came() -> None:
    lines = rules.latest_first(
        [gathering("2026-10-03", HUB, BEA, FAR), gathering("2026-11-14", HUB), gathering("2026-11-14", title="Coffee")],
        ROSTER,
    )
    assert [(line.gathering.title, line.families, line.families_came) for line in lines] == [
        ("Picnic", 2, 1),
        ("Coffee", 2, 0),
        ("Picnic", 3, 2),
    ]


def test_an_event_to_which_nobody_is_known_to_have_come_ties_nobody() -> None:
    found = rules.occasions_of([gathering("2026-10-03", HUB, ADA), gathering("2026-10-17", is_kept=False)])
    assert [(one.kind, one.homes) for one in found] == [(Together.EVENT, frozenset({HUB, ADA}))]
