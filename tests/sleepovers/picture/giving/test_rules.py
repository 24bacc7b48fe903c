"""Who had children to stay and whose children stayed elsewhere, counted."""

import datetime as dt
import uuid

import pytest

from constellations.core.clock import ALWAYS
from constellations.rules import HomeRole, Span
from sleepovers.picture.giving import rules
from sleepovers.picture.giving.rules import Flow, Large, Other, Share, Slept, Unused, Visit
from sleepovers.picture.rules import Place, Roster, Together

HUB, ADA, BEA, FAR = (uuid.UUID(int=n) for n in range(1, 5))
TODAY = dt.date(2026, 11, 22)
NIGHT = dt.date(2026, 11, 20)
CHANGE = dt.date(2026, 11, 1)
DAY = dt.timedelta(days=1)


def place(
    home: uuid.UUID, role: HomeRole = HomeRole.SATELLITE, since: dt.date = ALWAYS, until: dt.date | None = None
) -> Place:
    """Some days of a home in the constellation."""
    return Place(home, f"Home {home.int}", role, Span(since, until))


ROSTER = Roster((place(HUB, HomeRole.HUB), place(ADA), place(BEA)))


def slept(host: uuid.UUID, family: uuid.UUID | None, times: int = 1, last: dt.date = NIGHT) -> list[Slept]:
    """So many nights of a child in a row."""
    return [Slept(last - n * DAY, host, family) for n in range(times)]


@pytest.mark.parametrize(
    ("host", "family", "flow"),
    [
        (HUB, ADA, Flow.BY_HUB),
        (ADA, BEA, Flow.AMONG_SATELLITES),
        (ADA, HUB, Flow.FOR_HUB),
        (HUB, FAR, Flow.ELSEWHERE),
        (HUB, None, Flow.ELSEWHERE),
        (FAR, ADA, Flow.ELSEWHERE),
        (FAR, None, None),
        (FAR, FAR, None),
    ],
)
def test_a_night_goes_from_home_to_home(host: uuid.UUID, family: uuid.UUID | None, flow: Flow | None) -> None:
    assert rules.flow_of(Slept(NIGHT, host, family), ROSTER) is flow


def test_nights_are_counted_each_way_and_those_of_others_not_at_all() -> None:
    nights = [*slept(HUB, ADA, 3), *slept(ADA, BEA, 2), *slept(FAR, None)]
    assert rules.flows(nights, ROSTER) == {
        Flow.BY_HUB: 3,
        Flow.AMONG_SATELLITES: 2,
        Flow.FOR_HUB: 0,
        Flow.ELSEWHERE: 0,
    }


def test_a_night_counts_by_what_the_homes_were_on_it() -> None:
    handed_over = Roster(
        (
            place(HUB, HomeRole.HUB, until=CHANGE),
            place(HUB, since=CHANGE),
            place(ADA, until=CHANGE),
            place(ADA, HomeRole.HUB, since=CHANGE),
            place(BEA),
        )
    )
    nights = [Slept(CHANGE - DAY, HUB, BEA), Slept(CHANGE, HUB, BEA), Slept(CHANGE, ADA, BEA)]
    found = rules.flows(nights, handed_over)
    assert (found[Flow.BY_HUB], found[Flow.AMONG_SATELLITES]) == (2, 1)


def test_what_a_home_gives_and_takes_is_told_by_with_whom() -> None:
    nights = [*slept(HUB, ADA, 3), *slept(ADA, BEA, 2), *slept(ADA, FAR), *slept(FAR, ADA), *slept(HUB, None)]
    visits = [Visit(NIGHT, ADA, BEA), Visit(NIGHT, FAR, ADA), Visit(NIGHT, BEA, None)]
    found = rules.give_and_take(nights, visits, [(NIGHT, HUB), (NIGHT, FAR)], ROSTER)
    ada, hub, bea = found[ADA], found[HUB], found[BEA]
    assert ada.hosted == {Other.SATELLITE: 2, Other.ELSEWHERE: 1}
    assert ada.received == {Other.HUB: 3, Other.ELSEWHERE: 1}
    assert (ada.nights_hosted, ada.nights_received, ada.visits_given, ada.visits_received) == (3, 4, 1, 1)
    assert (hub.hosted[Other.ELSEWHERE], hub.gatherings, hub.helped) == (1, 1, 1)
    assert (bea.visits_received, bea.visits_given, bea.helped) == (1, 1, 1)
    assert FAR not in found


def share(hosted: int, received: int) -> Share:
    """So many nights with satellites."""
    made = Share()
    made.hosted[Other.SATELLITE], made.received[Other.SATELLITE] = hosted, received
    return made


@pytest.mark.parametrize(
    ("mine", "others", "large"),
    [
        (3, 7, None),
        (4, 6, Large(ADA, 4, 10)),
        (4, 5, None),
        (31, 69, Large(ADA, 31, 100)),
        (30, 70, None),
    ],
)
def test_a_large_share_is_more_than_thirty_in_a_hundred_of_ten_nights_or_more(
    mine: int, others: int, large: Large | None
) -> None:
    hosts = rules.large_hosts({ADA: share(mine, 0), BEA: share(others, 0)})
    families = rules.large_families({ADA: share(0, mine), BEA: share(0, others)})
    assert [one for one in hosts if one.home_id == ADA] == ([large] if large else [])
    assert families == hosts


def test_a_share_is_said_in_a_hundred() -> None:
    assert Large(ADA, 24, 30).in_hundred == 80


@pytest.mark.parametrize(("last", "is_unused"), [(None, True), (90, False), (91, True), (0, False)])
def test_a_family_is_told_to_staff_after_ninety_days_without_a_sleepover(last: int | None, is_unused: bool) -> None:
    day = None if last is None else TODAY - last * DAY
    nights = [] if day is None else [*slept(HUB, ADA, last=day - DAY), *slept(HUB, ADA, last=day), *slept(HUB, None)]
    found = rules.unused(nights, ROSTER, {ADA}, TODAY)
    assert found == ([Unused(ADA, day)] if is_unused else [])


def test_neither_who_has_no_child_nor_who_joined_since_is_told() -> None:
    assert rules.unused([], ROSTER, set(), TODAY) == []
    joined = Roster((place(ADA, since=TODAY - 89 * DAY), place(BEA, since=TODAY - 90 * DAY)))
    assert rules.unused([], joined, {ADA, BEA}, TODAY) == [Unused(BEA, None)]
    assert rules.unused([], ROSTER, {HUB}, TODAY) == []


def test_nights_and_visits_are_occasions_but_not_those_of_a_child_from_nobody_knows_where() -> None:
    found = rules.occasions_of([*slept(HUB, ADA), *slept(HUB, None)], [Visit(NIGHT, ADA, BEA), Visit(NIGHT, ADA, None)])
    assert [(one.kind, one.homes) for one in found] == [
        (Together.NIGHT, frozenset({HUB, ADA})),
        (Together.BY_DAY, frozenset({ADA, BEA})),
    ]
