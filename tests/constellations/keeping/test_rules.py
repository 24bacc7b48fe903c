"""From when on something is kept, what a service may choose, and how that is said."""

import datetime as dt
import uuid

import pytest

from constellations.keeping import rules
from constellations.keeping.rules import Cut, Limits, Unit, checked_time, kept_since, reasons, time_words, unit_words

CHOICE, FIXED = Limits(6, 120, for_ever=True), Limits(12, 12)


@pytest.mark.parametrize(
    ("unit", "amount", "today", "since"),
    [
        (Unit.DAYS, 30, "2026-12-30", "2026-11-30"),
        (Unit.DAYS, 7, "2028-03-05", "2028-02-27"),
        (Unit.MONTHS, 12, "2026-11-22", "2025-11-22"),
        (Unit.MONTHS, 1, "2026-03-31", "2026-02-28"),
        (Unit.MONTHS, 1, "2028-03-30", "2028-02-29"),
        (Unit.MONTHS, 600, "2026-01-15", "1976-01-15"),
        (Unit.YEARS, 7, "2026-11-22", "2019-04-01"),
        (Unit.YEARS, 7, "2027-03-31", "2019-04-01"),
        (Unit.YEARS, 7, "2027-04-01", "2020-04-01"),
    ],
)
def test_what_is_kept_begins_with_a_day(unit: Unit, amount: int, today: str, since: str) -> None:
    assert kept_since(unit, amount, dt.date.fromisoformat(today)) == dt.date.fromisoformat(since)


@pytest.mark.parametrize(
    ("since", "begins"), [("2026-07-15", "2026-07-14T23:00+00:00"), ("2026-01-15", "2026-01-15T00:00+00:00")]
)
def test_the_first_day_that_is_kept_begins_at_midnight_in_london(since: str, begins: str) -> None:
    day = dt.date.fromisoformat(since)
    assert Cut(uuid.UUID(int=1), day, day).begins == dt.datetime.fromisoformat(begins)


@pytest.mark.parametrize("amount", [6, 120, None])
def test_a_time_within_the_limits_is_taken(amount: int | None) -> None:
    assert checked_time(CHOICE, Unit.MONTHS, amount) == amount


@pytest.mark.parametrize("amount", [5, 121, 0, -1])
def test_any_other_is_refused_with_what_may_be_chosen(amount: int) -> None:
    with pytest.raises(rules.TimeOutOfReach) as refused:
        checked_time(CHOICE, Unit.MONTHS, amount)
    assert refused.value.about == "amount"
    assert refused.value.words == "Choose from 6 months to 120 months, or nothing to keep it for ever."


def test_what_may_not_be_kept_for_ever_is_not() -> None:
    with pytest.raises(rules.TimeOutOfReach) as refused:
        checked_time(Limits(7, 365), Unit.DAYS, None)
    assert refused.value.words == "Choose from 7 days to 365 days."


@pytest.mark.parametrize(
    ("limits", "is_fixed"), [(FIXED, True), (CHOICE, False), (Limits(12, 12, for_ever=True), False)]
)
def test_where_there_is_one_time_alone_there_is_nothing_to_choose(limits: Limits, is_fixed: bool) -> None:
    assert limits.is_fixed is is_fixed


def test_what_cannot_be_chosen_and_what_would_go_is_said_plainly() -> None:
    fixed, warning = rules.NothingToChoose(), rules.WouldGo("Notices: 3")
    assert (fixed.about, "the same for every service" in fixed.words) == ("amount", True)
    assert (warning.about, warning.words.split(",")[0]) == ("sure", "Notices: 3 would be removed tonight")


@pytest.mark.parametrize(
    ("unit", "amount", "words"),
    [
        (Unit.DAYS, 30, "30 days"),
        (Unit.DAYS, 1, "1 day"),
        (Unit.MONTHS, 1, "1 month"),
        (Unit.MONTHS, 36, "36 months"),
        (Unit.YEARS, 7, "7 financial years"),
        (Unit.MONTHS, None, "for ever"),
    ],
)
def test_a_time_is_said_in_words(unit: Unit, amount: int | None, words: str) -> None:
    assert time_words(unit, amount) == words


@pytest.mark.parametrize(
    ("unit", "words"), [(Unit.DAYS, "days"), (Unit.MONTHS, "months"), (Unit.YEARS, "financial years")]
)
def test_beside_a_field_stands_in_what_it_is_counted(unit: Unit, words: str) -> None:
    assert unit_words(unit) == words


def test_each_reason_to_keep_is_said_once_with_all_that_it_is_said_of() -> None:
    lasting = {
        "home": "They belong to the register.",
        "stay": "Payments rest on them.",
        "child": "They belong to the register.",
    }
    assert reasons(lasting) == [
        ("They belong to the register.", ["home", "child"]),
        ("Payments rest on them.", ["stay"]),
    ]


@pytest.mark.parametrize(("chosen", "holds"), [(None, None), (2, 6), (6, 6), (7, 7)])
def test_what_was_chosen_while_less_was_allowed_is_the_least_of_today(chosen: int | None, holds: int | None) -> None:
    assert CHOICE.at_least(chosen) == holds
