"""How ties, shares and months are said, and what stands in their files."""

import datetime as dt
import uuid

import pytest

from constellations.core.clock import Month
from constellations.events.rules import EventKind
from constellations.rules import ConstellationKind, HomeRole
from sleepovers.picture import words
from sleepovers.picture.giving.rules import Flow, Large, Other, Share, Unused
from sleepovers.picture.layout.rules import layout_of
from sleepovers.picture.page import Around, Light, PicturePage, ShareLine, TieLine
from sleepovers.picture.rules import HubChange, Period, Roster, Sight, Standing, Strength, Tie, Together
from sleepovers.picture.year.page import YearPage
from sleepovers.picture.year.rules import Gathering, GatheringLine, MonthFigures, Wanted

HUB, ADA = uuid.UUID(int=1), uuid.UUID(int=2)
FIRST, LAST = dt.date(2026, 9, 24), dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("standing", "period", "kind", "said"),
    [
        (Standing.NO_TIE, Period.SIXTY_DAYS, ConstellationKind.MOCKINGBIRD, "no tie in 60 days"),
        (Standing.NO_TIE, Period.YEAR, ConstellationKind.HIVE, "no tie in 12 months"),
        (Standing.ONLY_HUB, Period.YEAR, ConstellationKind.MOCKINGBIRD, "only tied to the hub home"),
        (Standing.ONLY_HUB, Period.YEAR, ConstellationKind.HIVE, "only tied to the support worker’s home"),
        (Standing.NEW, Period.YEAR, ConstellationKind.MOCKINGBIRD, "joined a short time ago"),
        (Standing.TIED, Period.YEAR, ConstellationKind.MOCKINGBIRD, "tied to others"),
    ],
)
def test_how_a_family_is_tied_is_said_of_its_days_and_its_constellation(
    standing: Standing, period: Period, kind: ConstellationKind, said: str
) -> None:
    assert words.standing_words(standing, period, kind) == said


def test_every_step_way_and_period_has_words() -> None:
    assert set(words.STRENGTH_WORDS) == set(Strength)
    assert set(words.FLOW_WORDS) == set(Flow)
    assert set(words.PERIOD_WORDS) == set(Period)


def test_much_is_said_with_its_numbers() -> None:
    large = Large(ADA, 24, 30)
    assert words.large_host_words(large, "Kelly") == "Kelly had 24 of 30 nights to stay: 80 in 100."
    assert words.large_family_words(large, "Patel") == "The children of Patel had 24 of 30 nights: 80 in 100."


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (None, "Patel: no sleepover in 90 days, and none known in the last 12 months."),
        (dt.date(2026, 7, 11), "Patel: no sleepover in 90 days; the last was on Saturday 11 July 2026."),
    ],
)
def test_no_sleepover_is_said_with_the_last_one(last: dt.date | None, said: str) -> None:
    assert words.unused_words(Unused(ADA, last), "Patel") == said


def test_another_hub_is_said_with_its_day() -> None:
    said = words.hub_change_words(HubChange(dt.date(2026, 10, 16), "Lindqvist", "Osei"))
    assert said.startswith("Lindqvist became the hub home on Friday 16 October 2026, after Osei.")


@pytest.mark.parametrize(("untold", "begins"), [(1, "1 night that is over waits"), (3, "3 nights that are over wait")])
def test_nights_that_wait_are_said_in_number(untold: int, begins: str) -> None:
    assert words.untold_words(untold).startswith(begins)


def page(talk_days: int | None = 2, standing: Standing | None = Standing.TIED) -> PicturePage:
    """A hub and a home that is tied to it."""
    layout = layout_of(HUB, [ADA], [])
    tie = Tie(days={FIRST, LAST})
    tie.counts[Together.NIGHT], tie.counts[Together.EVENT], tie.counts[Together.TALK] = 3, 1, 2
    share = Share(visits_given=1, visits_received=2, gatherings=3)
    share.hosted[Other.HUB], share.received[Other.ELSEWHERE] = 4, 5
    lights = (
        Light(HUB, "Moira", True, layout.spots[HUB], None),
        Light(ADA, "=Ada", False, layout.spots[ADA], standing),
    )
    return PicturePage(
        constellation_id=uuid.UUID(int=9),
        name="Harbour",
        kind=ConstellationKind.MOCKINGBIRD,
        period=Period.SIXTY_DAYS,
        first=FIRST,
        last=LAST,
        sight=Sight.ALL,
        roster=Roster(()),
        layout=layout,
        lights=lights,
        ties=(TieLine("=Ada", "Moira", tie, talk_days, Strength.SELDOM, layout.line(HUB, ADA)),),
        flows={Flow.BY_HUB: 3, Flow.ELSEWHERE: 2},
        shares=(ShareLine(ADA, "=Ada", HomeRole.SATELLITE, None, standing, share),),
        large_hosts=(),
        large_families=(),
        unused=(),
        around=Around(None, (), (), (), 0),
    )


def test_a_file_of_ties_has_a_row_for_each_and_is_no_formula() -> None:
    heading, row = words.ties_as_csv(page()).splitlines()
    assert heading == ",".join(words.TIE_COLUMNS)
    assert row == "Harbour,2026-09-24,2026-11-22,'=Ada,Moira,3,0,1,2,2,seldom"
    assert words.ties_as_csv(page(talk_days=None)).splitlines()[1].endswith(",3,0,1,,2,seldom")


def test_a_file_of_homes_says_what_each_gave_and_took() -> None:
    heading, row = words.homes_as_csv(page()).splitlines()
    assert heading == ",".join(words.HOME_COLUMNS)
    assert row == "Harbour,2026-09-24,2026-11-22,'=Ada,satellite,,tied,4,4,0,0,5,0,0,5,1,2,3"
    assert ",satellite,,,4," in words.homes_as_csv(page(standing=None))


def test_a_page_knows_its_hub_its_nights_and_who_stands_how() -> None:
    shown = page(standing=Standing.ONLY_HUB)
    assert (shown.hub and shown.hub.home, shown.nights, shown.highest, shown.is_told_all) == ("Moira", 5, 5, True)
    assert [light.home for light in shown.standing(Standing.ONLY_HUB)] == ["=Ada"]
    assert [light.is_apart for light in shown.lights] == [False, True]


def year(is_known: bool = True) -> YearPage:
    """One month and one event."""
    figures = MonthFigures(Month(2026, 11), is_known, 3, 1, 4, 60, 2, 1, 9, 8, Wanted(5, 1))
    event = Gathering(dt.date(2026, 11, 7), "Picnic", EventKind.GATHERING, None, True, frozenset({HUB}), 2, 3)
    return YearPage(
        constellation_id=uuid.UUID(int=9),
        name="Harbour",
        months=(figures,),
        gatherings=(GatheringLine(event, 9, 1),) * 7,
        hub_changes=(),
        since=None,
        untold=0,
        shows_asks=True,
        may_go_on=False,
        may_go_back=False,
    )


def test_files_of_months_and_events_have_a_row_for_each() -> None:
    heading, row = words.months_as_csv(year()).splitlines()
    assert heading == ",".join(words.MONTH_COLUMNS)
    assert row == "Harbour,2026-11,yes,4,3,1,4,60,2,1,9,8,5,1"
    heading, row, *others = words.gatherings_as_csv(year()).splitlines()
    assert heading == ",".join(words.GATHERING_COLUMNS)
    assert (row, len(others)) == ("Harbour,2026-11-07,gathering,Picnic,yes,9,1,2,3", 6)


def test_a_year_of_which_nothing_is_known_lies_before_everything() -> None:
    assert not year().is_before
    assert year(is_known=False).is_before
    assert (year().last, len(year().latest)) == (Month(2026, 11), 6)
