"""Financial years, balances, and what may be written down."""

import datetime as dt

import pytest

from constellations.budget import rules
from constellations.budget.rules import FinancialYear, Spent
from constellations.core.errors import RuleBroken

TODAY = dt.date(2026, 11, 22)
THIS = FinancialYear(2026)


@pytest.mark.parametrize(
    ("day", "year"), [("2026-03-31", 2025), ("2026-04-01", 2026), ("2026-12-31", 2026), ("2027-03-31", 2026)]
)
def test_a_year_goes_from_april_to_march(day: str, year: int) -> None:
    found = FinancialYear.of(dt.date.fromisoformat(day))
    assert found == FinancialYear(year)
    assert dt.date.fromisoformat(day) in found
    assert found.end not in found


@pytest.mark.parametrize(("year", "words"), [(2026, "2026/27"), (2099, "2099/00"), (2009, "2009/10")])
def test_a_year_is_said_with_a_stroke(year: int, words: str) -> None:
    assert str(FinancialYear(year)) == words


@pytest.mark.parametrize(
    ("text", "year"), [(None, 2026), ("2025", 2025), ("2027", 2027), ("2028", 2026), ("2014", 2026), ("next", 2026)]
)
def test_the_year_of_an_address_is_one_within_reach(text: str | None, year: int) -> None:
    assert rules.year_of(text, TODAY) == FinancialYear(year)


def test_the_years_beside_end_where_nothing_is_known() -> None:
    assert rules.years_beside(THIS, TODAY) == (FinancialYear(2025), FinancialYear(2027))
    assert rules.years_beside(FinancialYear(2027), TODAY) == (THIS, None)
    assert rules.years_beside(FinancialYear(2015), TODAY) == (None, FinancialYear(2016))


@pytest.mark.parametrize(
    ("today", "share"),
    [
        ("2026-03-31", 0),
        ("2026-04-01", 0),
        ("2026-09-30", 50),
        ("2027-03-31", 100),
        ("2027-04-01", 100),
        ("2028-01-01", 100),
    ],
)
def test_how_much_of_the_year_is_over(today: str, share: int) -> None:
    assert rules.elapsed(THIS, dt.date.fromisoformat(today)) == share


def test_a_balance_adds_decisions_and_lines() -> None:
    found = rules.balance([180_000, 60_000], [Spent(8_500), Spent(3_500, 9)], THIS, TODAY)
    assert (found.decided, found.spent, found.left, found.spent_share, found.elapsed) == (
        240_000,
        12_000,
        228_000,
        5,
        64,
    )
    over = rules.balance([], [Spent(100)], THIS, TODAY)
    assert (over.left, over.spent_share) == (-100, None)


@pytest.mark.parametrize(
    ("lines", "pence"),
    [([], None), ([Spent(1_000)], None), ([Spent(1_000, 4)], 250), ([Spent(1_000, 3), Spent(500, 2), Spent(99)], 300)],
)
def test_the_cost_for_each_leaves_out_where_nobody_counted(lines: list[Spent], pence: int | None) -> None:
    assert rules.cost_per_person(lines) == pence


@pytest.mark.parametrize(
    ("pence", "spent_on", "what", "receipt", "people", "said"),
    [
        (0, "2026-11-01", "Picnic", "R1", None, r"from £0.01 to £100,000"),
        (10_000_001, "2026-11-01", "Picnic", "R1", None, r"from £0.01 to £100,000"),
        (1, "2026-11-23", "Picnic", "R1", None, "to today"),
        (1, "2015-03-31", "Picnic", "R1", None, "to today"),
        (1, "2026-11-01", "", "R1", None, "in a few words"),
        (1, "2026-11-01", "Picnic", "x" * 121, None, "in a few words"),
        (1, "2026-11-01", "Picnic", "R1", 0, "how many came"),
        (1, "2026-11-01", "Picnic", "R1", 501, "how many came"),
    ],
)
def test_a_line_that_nobody_can_mean_is_refused(
    pence: int, spent_on: str, what: str, receipt: str, people: int | None, said: str
) -> None:
    with pytest.raises(RuleBroken, match=said):
        rules.must_be_sound_spend(pence, dt.date.fromisoformat(spent_on), what, receipt, people, TODAY)
    rules.must_be_sound_spend(1, TODAY, "Picnic", "R1", 500, TODAY)


@pytest.mark.parametrize(
    ("pence", "decided_on", "year", "reason", "before", "said"),
    [
        (0, "2026-04-02", 2026, "Cabinet", 0, r"from £0.01"),
        (-10_000_001, "2026-04-02", 2026, "Cabinet", 0, r"from £0.01"),
        (1, "2026-11-23", 2026, "Cabinet", 0, "day of the decision"),
        (1, "2025-03-31", 2026, "Cabinet", 0, "day of the decision"),
        (1, "2026-04-02", 2028, "Cabinet", 0, "day of the decision"),
        (1, "2015-04-02", 2014, "Cabinet", 0, "day of the decision"),
        (1, "2026-04-02", 2026, "", 0, "in a few words"),
        (-101, "2026-04-02", 2026, "Cabinet", 100, "more than was decided"),
    ],
)
def test_a_decision_that_nobody_can_mean_is_refused(
    pence: int, decided_on: str, year: int, reason: str, before: int, said: str
) -> None:
    day = dt.date.fromisoformat(decided_on)
    with pytest.raises(RuleBroken, match=said):
        rules.must_be_sound_decision(pence, day, FinancialYear(year), reason, before, TODAY)
    rules.must_be_sound_decision(-100, dt.date(2025, 4, 1), THIS, "Cabinet", 100, TODAY)


def test_a_line_is_taken_back_once() -> None:
    assert "taken back already" in rules.TakenBackAlready().words


def test_a_line_is_for_an_event_of_its_own_constellation() -> None:
    assert "an event of this constellation" in rules.NotItsEvent().words
