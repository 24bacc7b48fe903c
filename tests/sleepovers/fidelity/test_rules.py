"""How each item of the checklist stands: tables of cases at the edges."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from constellations.rules import ConstellationKind, HomeRole, HomeStatus, Span
from sleepovers.fidelity.rules import Facts, Item, Judged, Member, Room, Standing, Terms, Wanted, checklist, monthly

TODAY = dt.date(2026, 11, 22)
EVER = dt.date(2024, 1, 1)
HUB, COVERING = uuid.UUID(int=1), uuid.UUID(int=2)
ALWAYS = Span(EVER)
MET, AMBER, NOT_MET = Standing
HIVE = ConstellationKind.HIVE


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def satellites(number: int, leaving: int = 0, on: str = "12-10") -> list[Member]:
    """So many satellites, some of which leave on a day."""
    return [
        Member(uuid.UUID(int=100 + n), HomeRole.SATELLITE, Span(EVER, day(on)) if n < leaving else ALWAYS)
        for n in range(number)
    ]


HUB_MEMBER = Member(HUB, HomeRole.HUB, ALWAYS)
OPEN = {HUB: [Room(ALWAYS, 2, HomeStatus.ACTIVE)], COVERING: [Room(ALWAYS, 2, HomeStatus.ACTIVE)]}


def facts(**changed: object) -> Facts:
    """A constellation in which everything is as it should be, but for what is changed."""
    whole = Facts(
        members=[HUB_MEMBER, *satellites(8)],
        rooms=OPEN,
        liaison=[ALWAYS],
        has_phone=True,
        gatherings=[day("10-17"), day("11-21"), day("12-19")],
        meetings=[day("10-20"), day("11-24"), day("12-15")],
        asks=[Wanted(day("11-01"), False, True, True)],
    )
    return replace(whole, **changed)  # type: ignore[arg-type]  # of whichever field


def of(item: Item, known: Facts, terms: Terms | None = None) -> Judged:
    """How one item stands today."""
    return next(line for line in checklist(known, terms or Terms(), TODAY) if line.item is item)


def standing(item: Item, known: Facts, terms: Terms | None = None) -> Standing:
    return of(item, known, terms).standing


def test_where_everything_is_as_it_should_be_every_item_is_met() -> None:
    found = checklist(facts(), Terms(), TODAY)
    assert [(line.item, line.standing) for line in found] == [(item, MET) for item in Item]


def test_of_nothing_nothing_is_met() -> None:
    found = {line.item: line.standing for line in checklist(Facts(), Terms(), TODAY)}
    assert {item for item, stands in found.items() if stands is NOT_MET} == set(Item) - {
        Item.GATHERING,
        Item.CARERS_MEETING,
    }
    assert found[Item.GATHERING] is AMBER


def test_what_is_switched_off_is_not_on_the_list() -> None:
    found = checklist(facts(), Terms(off=frozenset(set(Item) - {Item.BEDS})), TODAY)
    assert [line.item for line in found] == [Item.BEDS]


@pytest.mark.parametrize(
    ("number", "expected"), [(0, NOT_MET), (5, NOT_MET), (6, AMBER), (7, MET), (10, MET), (11, NOT_MET)]
)
def test_six_satellites_are_the_edge_and_eleven_too_many(number: int, expected: Standing) -> None:
    assert standing(Item.SIZE, facts(members=satellites(number))) is expected


@pytest.mark.parametrize(("number", "expected"), [(0, NOT_MET), (1, AMBER), (2, MET), (20, MET), (21, NOT_MET)])
def test_a_hive_has_up_to_twenty_homes(number: int, expected: Standing) -> None:
    assert standing(Item.SIZE, facts(kind=HIVE, members=satellites(number))) is expected


@pytest.mark.parametrize(("on", "expected"), [("11-23", AMBER), ("12-23", AMBER), ("12-24", MET)])
def test_a_size_that_slips_within_a_month_is_amber(on: str, expected: Standing) -> None:
    found = of(Item.SIZE, facts(members=satellites(8, leaving=3, on=on)))
    assert found.standing is expected
    assert (found.slips_on, found.then) == ((day(on), 5) if expected is AMBER else (None, None))


def test_a_service_sets_its_own_bounds() -> None:
    known = facts(members=[HUB_MEMBER, *satellites(12)])
    assert standing(Item.SIZE, known, Terms(smallest=4, largest=14)) is MET
    assert standing(Item.BEDS, known, Terms(beds=3)) is NOT_MET


def rooms(*held: Room) -> dict[uuid.UUID, list[Room]]:
    return {**OPEN, HUB: list(held)}


HOLD = Room(ALWAYS, 2, HomeStatus.ON_HOLD)
TO_HOLD = (
    Room(Span(EVER, day("12-01")), 2, HomeStatus.ACTIVE),
    Room(Span(day("12-01")), 2, HomeStatus.ON_HOLD),
)


@pytest.mark.parametrize(
    ("known", "expected", "now"),
    [
        (facts(), MET, 2),
        (facts(rooms=rooms(Room(ALWAYS, 1, HomeStatus.ACTIVE))), NOT_MET, 1),
        (facts(rooms=rooms(Room(ALWAYS, 2, HomeStatus.RESPITE_ONLY))), MET, 2),
        (facts(rooms={}), NOT_MET, 0),
        (facts(rooms=rooms(HOLD)), NOT_MET, 0),
        (facts(rooms=rooms(*TO_HOLD)), AMBER, 2),
        (facts(rooms=rooms(HOLD), covers=[(COVERING, ALWAYS)]), MET, 2),
        (facts(rooms=rooms(HOLD), covers=[(COVERING, Span(EVER, day("12-01")))]), AMBER, 2),
        (facts(rooms=rooms(*TO_HOLD), covers=[(COVERING, Span(day("12-01")))]), MET, 2),
    ],
)
def test_the_hub_keeps_the_beds_or_who_covers_while_it_takes_nobody(known: Facts, expected: Standing, now: int) -> None:
    assert (of(Item.BEDS, known).standing, of(Item.BEDS, known).now) == (expected, now)


def test_the_homes_of_a_hive_keep_its_beds_together() -> None:
    homes = satellites(3)
    known = facts(kind=HIVE, members=homes, rooms={one.home_id: [Room(ALWAYS, 1, HomeStatus.ACTIVE)] for one in homes})
    assert of(Item.BEDS, known).now == 3
    assert standing(Item.BEDS, known) is MET


@pytest.mark.parametrize(
    ("dates", "expected", "slips_on"),
    [
        (["10-17", "11-21", "12-19"], MET, None),
        (["10-17", "11-28", "12-19"], MET, None),
        (["10-17", "11-21"], AMBER, "2027-01-01"),
        (["10-17", "12-19"], AMBER, "2026-12-01"),
        (["10-31"], AMBER, "2026-12-01"),
        ([], NOT_MET, None),
        (["09-19", "12-19"], NOT_MET, None),
        (["11-28", "12-19"], NOT_MET, None),
        (["11-22", "12-19"], MET, None),
        (["11-01"], AMBER, "2027-01-01"),
    ],
)
def test_a_month_without_a_gathering_is_said_before_it_is_over(
    dates: list[str], expected: Standing, slips_on: str | None
) -> None:
    found = of(Item.GATHERING, facts(gatherings=[day(text) for text in dates]))
    assert found.standing is expected
    assert found.slips_on == (dt.date.fromisoformat(slips_on) if slips_on else None)


def test_the_last_and_the_next_date_are_said() -> None:
    found = of(Item.CARERS_MEETING, facts())
    assert (found.last, found.next, found.now) == (day("10-20"), day("11-24"), 1)


@pytest.mark.parametrize(("began", "expected"), [("10-01", NOT_MET), ("10-02", AMBER), ("11-20", AMBER)])
def test_of_a_month_in_which_a_constellation_began_nothing_is_asked(began: str, expected: Standing) -> None:
    assert monthly(Item.GATHERING, [], day(began), TODAY).standing is expected


def test_a_month_is_asked_of_a_constellation_whose_first_day_is_not_known() -> None:
    assert monthly(Item.GATHERING, [day("11-21"), day("12-19")], None, TODAY).standing is MET


UNMET, MET_ASK = Wanted(day("11-02"), False, False), Wanted(day("11-03"), False, True)
AT_ONCE, AT_ONCE_UNMET = Wanted(day("11-02"), True, True), Wanted(day("11-02"), True, False)
OLD = Wanted(day("05-01"), True, True)
CLOSED = rooms(HOLD)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (facts(asks=[], stays=[]), MET),
        (facts(asks=[MET_ASK, AT_ONCE]), MET),
        (facts(asks=[UNMET]), NOT_MET),
        (facts(asks=[UNMET, MET_ASK]), MET),
        (facts(asks=[UNMET], stays=[MET_ASK]), MET),
        (facts(asks=[AT_ONCE_UNMET]), NOT_MET),
        (facts(asks=[AT_ONCE_UNMET, OLD]), AMBER),
        (facts(asks=[AT_ONCE_UNMET, replace(OLD, first_day=day("04-30"))]), NOT_MET),
        (facts(asks=[MET_ASK], rooms=CLOSED), NOT_MET),
        (facts(asks=[MET_ASK, AT_ONCE], rooms=CLOSED), MET),
        (facts(asks=[], away={HUB: [Span(day("11-20"), day("11-30"))]}), NOT_MET),
        (facts(asks=[], away={HUB: [Span(day("12-20"), day("12-28"))]}), AMBER),
    ],
)
def test_both_kinds_are_offered_where_asked_for_or_where_somebody_is_there(known: Facts, expected: Standing) -> None:
    assert standing(Item.BOTH_KINDS, known) is expected


def test_what_was_asked_for_and_offered_is_counted_by_kind() -> None:
    found = of(Item.BOTH_KINDS, facts(asks=[UNMET, MET_ASK, AT_ONCE_UNMET], stays=[AT_ONCE]))
    assert ((found.of, found.now), found.emergency) == ((2, 1), (2, 1))


def test_any_home_of_a_hive_may_be_there() -> None:
    homes = satellites(2)
    known = facts(kind=HIVE, members=homes, asks=[], rooms={homes[0].home_id: OPEN[HUB]})
    assert standing(Item.BOTH_KINDS, known) is MET


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], NOT_MET),
        ([ALWAYS], MET),
        ([Span(EVER, day("12-10"))], AMBER),
        ([Span(EVER, day("12-10")), Span(day("12-10"))], MET),
        ([Span(EVER, day("11-22"))], NOT_MET),
        ([Span(day("11-23"))], NOT_MET),
    ],
)
def test_a_liaison_worker_is_named_today_and_in_a_month(spans: list[Span], expected: Standing) -> None:
    assert standing(Item.LIAISON, facts(liaison=spans)) is expected


AWAY = {HUB: [Span(day("12-01"), day("12-08"))]}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (facts(), MET),
        (facts(has_phone=False), NOT_MET),
        (facts(rooms=CLOSED), NOT_MET),
        (facts(away=AWAY), AMBER),
        (facts(away=AWAY, covers=[(COVERING, Span(day("12-01"), day("12-08")))]), MET),
        (facts(away=AWAY, covers=[(COVERING, Span(day("12-01"), day("12-07")))]), AMBER),
        (facts(members=satellites(8)), NOT_MET),
    ],
)
def test_out_of_hours_somebody_answers_and_there_is_a_phone(known: Facts, expected: Standing) -> None:
    assert standing(Item.OUT_OF_HOURS, known) is expected


WISHED = Wanted(day("11-02"), False, True, True)


@pytest.mark.parametrize(
    ("asks", "expected", "counted"),
    [
        ([], NOT_MET, (0, 0)),
        ([MET_ASK], NOT_MET, (0, 1)),
        ([MET_ASK, WISHED], MET, (1, 2)),
        ([replace(WISHED, first_day=day("05-03"))], AMBER, (1, 1)),
        ([replace(WISHED, first_day=day("04-30"))], NOT_MET, (0, 0)),
    ],
)
def test_what_children_want_is_written_down_in_an_ask(
    asks: list[Wanted], expected: Standing, counted: tuple[int, int]
) -> None:
    found = of(Item.CHILDREN, facts(asks=asks))
    assert (found.standing, (found.now, found.of)) == (expected, counted)
