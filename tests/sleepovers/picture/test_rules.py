"""What ties homes, how strongly, who stands apart, and who reads of it."""

import datetime as dt
import uuid

import pytest

from constellations.core.clock import ALWAYS
from constellations.rules import HomeRole, Span
from sleepovers.picture import rules
from sleepovers.picture.rules import (
    HubChange,
    Occasion,
    Period,
    Place,
    Reader,
    Roster,
    Sight,
    Standing,
    Strength,
    Tie,
    Together,
)

HUB, ADA, BEA, CAT, DOT, EVE = (uuid.UUID(int=n) for n in range(1, 7))
NAMES = {HUB: "Moira", ADA: "ada", BEA: "Bea", CAT: "Cat", DOT: "Dot", EVE: "Eve"}
TODAY = dt.date(2026, 11, 22)
ALL = Reader(Sight.ALL)
DAY = dt.timedelta(days=1)


def place(
    home: uuid.UUID, since: dt.date = ALWAYS, until: dt.date | None = None, role: HomeRole = HomeRole.SATELLITE
) -> Place:
    """Some days of a home in the constellation."""
    return Place(home, NAMES[home], role, Span(since, until))


def roster(*homes: uuid.UUID) -> Roster:
    """The hub, and satellites since ever."""
    return Roster((place(HUB, role=HomeRole.HUB), *(place(home) for home in homes)))


def met(kind: Together, *homes: uuid.UUID, ago: int = 1) -> Occasion:
    """What some homes did together so many days ago."""
    return Occasion(kind, TODAY - ago * DAY, frozenset(homes))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("60-days", Period.SIXTY_DAYS),
        ("12-months", Period.YEAR),
        (None, Period.SIXTY_DAYS),
        ("", Period.SIXTY_DAYS),
        ("forever", Period.SIXTY_DAYS),
    ],
)
def test_an_address_asks_for_a_period_and_else_gets_the_shorter_one(text: str | None, period: Period) -> None:
    assert rules.period_of(text) is period


@pytest.mark.parametrize(("period", "first"), [(Period.SIXTY_DAYS, "2026-09-24"), (Period.YEAR, "2025-11-23")])
def test_a_period_has_today_as_its_last_day(period: Period, first: str) -> None:
    assert str(period.first(TODAY)) == first
    assert (TODAY - period.first(TODAY)).days + 1 == period.days


@pytest.mark.parametrize(
    ("period", "days", "strength"),
    [
        (Period.SIXTY_DAYS, 1, Strength.SELDOM),
        (Period.SIXTY_DAYS, 2, Strength.SELDOM),
        (Period.SIXTY_DAYS, 3, Strength.SOMETIMES),
        (Period.SIXTY_DAYS, 7, Strength.SOMETIMES),
        (Period.SIXTY_DAYS, 8, Strength.OFTEN),
        (Period.YEAR, 11, Strength.SELDOM),
        (Period.YEAR, 12, Strength.SOMETIMES),
        (Period.YEAR, 35, Strength.SOMETIMES),
        (Period.YEAR, 36, Strength.OFTEN),
    ],
)
def test_a_tie_is_as_strong_as_it_has_days(period: Period, days: int, strength: Strength) -> None:
    tie = Tie(days={TODAY - n * DAY for n in range(days)})
    assert tie.strength(period) is strength


def test_a_day_on_which_much_was_done_together_is_one_day() -> None:
    found = rules.ties_of(
        [met(Together.NIGHT, ADA, BEA), met(Together.NIGHT, ADA, BEA), met(Together.EVENT, ADA, BEA)],
        roster(ADA, BEA),
        ALL,
    )
    tie = found[ADA, BEA]
    assert (tie.counts[Together.NIGHT], tie.counts[Together.EVENT], len(tie.days)) == (2, 1, 1)


def test_an_event_ties_each_two_homes_that_came() -> None:
    found = rules.ties_of([met(Together.EVENT, HUB, ADA, BEA)], roster(ADA, BEA), ALL)
    assert set(found) == {(HUB, ADA), (HUB, BEA), (ADA, BEA)}


def test_talk_counts_each_day_once_whatever_number_of_conversations() -> None:
    found = rules.ties_of(
        [met(Together.TALK, ADA, BEA), met(Together.TALK, ADA, BEA), met(Together.TALK, ADA, BEA, ago=2)],
        roster(ADA, BEA),
        ALL,
    )
    assert found[ADA, BEA].counts[Together.TALK] == 2


@pytest.mark.parametrize(
    ("kind", "homes", "ties"),
    [
        (Together.TALK, (ADA, BEA, CAT, DOT), 6),
        (Together.TALK, (ADA, BEA, CAT, DOT, EVE), 0),
        (Together.EVENT, (ADA, BEA, CAT, DOT, EVE), 10),
    ],
)
def test_a_conversation_of_more_families_than_sit_at_a_table_ties_nobody(
    kind: Together, homes: tuple[uuid.UUID, ...], ties: int
) -> None:
    assert len(rules.ties_of([met(kind, *homes)], roster(ADA, BEA, CAT, DOT, EVE), ALL)) == ties


def test_who_did_not_belong_to_the_constellation_on_the_day_has_no_tie_in_it() -> None:
    homes = Roster((place(ADA), place(BEA, until=TODAY - 5 * DAY)))
    found = rules.ties_of([met(Together.EVENT, ADA, BEA, ago=5), met(Together.EVENT, ADA, BEA, ago=6)], homes, ALL)
    assert found[ADA, BEA].days == {TODAY - 6 * DAY}
    assert rules.ties_of([met(Together.NIGHT, ADA, CAT)], homes, ALL) == {}


def test_homes_wrote_together_where_they_wrote_in_one_conversation_on_one_day() -> None:
    one, other = uuid.UUID(int=91), uuid.UUID(int=92)
    said = rules.talks([(one, TODAY, ADA), (one, TODAY, BEA), (one, TODAY - DAY, CAT), (other, TODAY, DOT)])
    assert {occasion.homes for occasion in said} == {frozenset({ADA, BEA}), frozenset({CAT}), frozenset({DOT})}
    assert set(rules.ties_of(said, roster(ADA, BEA, CAT, DOT), ALL)) == {(ADA, BEA)}


@pytest.mark.parametrize(
    ("is_staff", "is_hub", "sight"), [(True, False, Sight.ALL), (False, True, Sight.HUB), (False, False, Sight.OWN)]
)
def test_staff_read_all_a_hub_much_and_others_their_own(is_staff: bool, is_hub: bool, sight: Sight) -> None:
    assert rules.sight_of(is_staff, is_hub) is sight


@pytest.mark.parametrize(
    ("reader", "kind", "pair", "reads"),
    [
        (ALL, Together.TALK, (ADA, BEA), True),
        (Reader(Sight.HUB, HUB), Together.NIGHT, (ADA, BEA), True),
        (Reader(Sight.HUB, HUB), Together.EVENT, (ADA, BEA), True),
        (Reader(Sight.HUB, HUB), Together.TALK, (ADA, BEA), False),
        (Reader(Sight.HUB, HUB), Together.TALK, (HUB, BEA), True),
        (Reader(Sight.OWN, ADA), Together.TALK, (ADA, BEA), True),
        (Reader(Sight.OWN, ADA), Together.EVENT, (BEA, CAT), False),
        (Reader(Sight.OWN, None), Together.NIGHT, (ADA, BEA), False),
    ],
)
def test_what_two_homes_did_is_read_by_themselves_by_staff_and_but_for_talk_by_the_hub(
    reader: Reader, kind: Together, pair: rules.Pair, reads: bool
) -> None:
    assert reader.reads(kind, pair) is reads
    assert bool(rules.ties_of([met(kind, *pair)], roster(ADA, BEA, CAT), reader)) is reads


def stands(*occasions: Occasion, homes: Roster) -> dict[str, Standing]:
    """How each satellite is tied, by name."""
    found = rules.standings(rules.ties_of(occasions, homes, ALL), homes, TODAY)
    return {NAMES[home_id]: standing for home_id, standing in found.items()}


def test_a_family_is_apart_where_it_has_no_tie_or_only_one_to_the_hub() -> None:
    found = stands(met(Together.NIGHT, HUB, ADA), met(Together.TALK, BEA, CAT), homes=roster(ADA, BEA, CAT, DOT))
    assert found == {
        "ada": Standing.ONLY_HUB,
        "Bea": Standing.TIED,
        "Cat": Standing.TIED,
        "Dot": Standing.NO_TIE,
    }


def test_the_only_satellite_has_nobody_but_the_hub_to_be_tied_to() -> None:
    assert stands(met(Together.NIGHT, HUB, ADA), homes=roster(ADA)) == {"ada": Standing.TIED}
    assert stands(homes=roster(ADA)) == {"ada": Standing.NO_TIE}
    assert stands(homes=Roster((place(HUB, role=HomeRole.HUB),))) == {}


@pytest.mark.parametrize(("days", "standing"), [(20, Standing.NEW), (21, Standing.NO_TIE)])
def test_who_joined_three_weeks_ago_is_not_called_apart_yet(days: int, standing: Standing) -> None:
    homes = Roster((place(HUB, role=HomeRole.HUB), place(ADA, since=TODAY - days * DAY), place(BEA), place(CAT)))
    assert stands(met(Together.TALK, BEA, CAT), homes=homes)["ada"] is standing


def test_who_came_back_is_new_again_and_who_only_changed_its_role_is_not() -> None:
    week, month = TODAY - 7 * DAY, TODAY - 30 * DAY
    back = Roster((place(ADA, until=month), place(ADA, since=week), place(BEA)))
    assert stands(homes=back)["ada"] is Standing.NEW
    handed_over = Roster((place(ADA, until=week, role=HomeRole.HUB), place(ADA, since=week), place(BEA)))
    assert stands(homes=handed_over)["ada"] is Standing.NO_TIE


def test_a_tie_to_the_hub_of_the_time_stays_one_after_the_hub_has_changed() -> None:
    change = TODAY - 10 * DAY
    homes = Roster(
        (
            place(HUB, until=change, role=HomeRole.HUB),
            place(HUB, since=change),
            place(ADA, until=change),
            place(ADA, since=change, role=HomeRole.HUB),
            place(BEA),
        )
    )
    assert stands(met(Together.NIGHT, HUB, BEA, ago=20), homes=homes)["Bea"] is Standing.ONLY_HUB
    assert stands(met(Together.NIGHT, HUB, BEA, ago=5), homes=homes)["Bea"] is Standing.TIED


def test_those_of_some_standing_keep_their_order() -> None:
    found = {DOT: Standing.NO_TIE, ADA: Standing.TIED, BEA: Standing.ONLY_HUB}
    assert rules.of_standing(found, rules.APART) == [DOT, BEA]


def test_homes_stand_by_name_whatever_their_letters() -> None:
    homes = roster(BEA, ADA)
    assert list(homes.on(TODAY)) == [ADA, BEA, HUB]
    assert list(homes.within(TODAY, TODAY)) == [ADA, BEA, HUB]
    assert homes.names[HUB] == "Moira"


def test_a_home_that_is_hub_and_satellite_at_once_is_the_hub() -> None:
    homes = Roster((place(HUB), place(HUB, role=HomeRole.HUB)))
    assert homes.role_on(HUB, TODAY) is HomeRole.HUB
    assert homes.role_on(ADA, TODAY) is None


@pytest.mark.parametrize(
    ("spans", "joined"),
    [
        ([("2026-01-01", None)], "2026-01-01"),
        ([("2026-01-01", "2026-03-01"), ("2026-03-01", None)], "2026-01-01"),
        ([("2026-01-01", "2026-03-01"), ("2026-03-02", None)], "2026-03-02"),
        ([("2026-01-01", "2026-03-01")], None),
        ([("2026-12-01", None)], None),
        ([("2026-01-01", None), ("2026-02-01", None)], "2026-01-01"),
    ],
)
def test_since_when_a_home_belongs_to_it(spans: list[tuple[str, str | None]], joined: str | None) -> None:
    days = [(dt.date.fromisoformat(first), end and dt.date.fromisoformat(end)) for first, end in spans]
    homes = Roster(tuple(place(ADA, first, end or None) for first, end in days))
    found = homes.joined_on(ADA, TODAY)
    assert (str(found) if found else None) == joined


def test_a_home_left_on_its_last_day_unless_it_is_back() -> None:
    gone, back = dt.date(2026, 3, 1), dt.date(2026, 5, 1)
    assert Roster((place(ADA, until=gone),)).left_on(ADA, TODAY) == gone
    assert Roster((place(ADA, until=gone), place(ADA, since=back))).left_on(ADA, TODAY) is None
    assert Roster(()).left_on(ADA, TODAY) is None


def test_another_hub_is_told_once_within_the_days() -> None:
    change = dt.date(2026, 10, 16)
    homes = Roster(
        (
            place(ADA, until=change, role=HomeRole.HUB),
            place(BEA, since=change, until=TODAY, role=HomeRole.HUB),
            place(BEA, since=TODAY, role=HomeRole.HUB),
            place(CAT),
        )
    )
    assert homes.hub_changes(change, TODAY) == (HubChange(change, "Bea", "ada"),)
    assert homes.hub_changes(change + DAY, TODAY) == ()
