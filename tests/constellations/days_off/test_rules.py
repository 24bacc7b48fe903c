"""Bank holidays as people call them, in each nation and as a service keeps them; and when schools are closed."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from constellations.days_off import rules
from constellations.days_off.rules import DayChoice, SchoolDays, bank_holidays, checked_terms, chosen_day, days_off
from constellations.rules import Nation

TODAY = dt.date(2026, 11, 22)


def day(text: str) -> dt.date:
    """A date, as it is written."""
    return dt.date.fromisoformat(text)


def holidays(nation: Nation, first: str, end: str) -> dict[str, str]:
    """The bank holidays of some days by date."""
    return {str(at): words for at, words in bank_holidays(nation, day(first), day(end)).items()}


def days(name: str, first: str, last: str) -> SchoolDays:
    """A line of a list of terms."""
    return SchoolDays(name, day(first), day(last))


@pytest.mark.parametrize(
    ("nation", "first", "end", "found"),
    [
        (
            Nation.ENGLAND,
            "2026-05-01",
            "2026-09-01",
            {
                "2026-05-04": "Early May bank holiday",
                "2026-05-25": "Spring bank holiday",
                "2026-08-31": "Summer bank holiday",
            },
        ),
        (
            Nation.ENGLAND,
            "2026-12-01",
            "2027-01-02",
            {
                "2026-12-25": "Christmas Day",
                "2026-12-26": "Boxing Day",
                "2026-12-28": "Bank holiday for Boxing Day",
                "2027-01-01": "New Year's Day",
            },
        ),
        (Nation.ENGLAND, "2026-03-01", "2026-04-01", {}),
        (Nation.WALES, "2026-05-25", "2026-05-26", {"2026-05-25": "Spring bank holiday"}),
        (Nation.SCOTLAND, "2026-11-30", "2026-12-01", {"2026-11-30": "St Andrew’s Day"}),
        (Nation.NORTHERN_IRELAND, "2026-03-17", "2026-03-18", {"2026-03-17": "St Patrick’s Day"}),
        # The last day is not one of them.
        (Nation.ENGLAND, "2026-12-24", "2026-12-25", {}),
    ],
)
def test_each_nation_has_its_days_under_the_names_that_people_use(
    nation: Nation, first: str, end: str, found: dict[str, str]
) -> None:
    assert holidays(nation, first, end) == found


def test_a_service_adds_a_day_names_one_anew_and_takes_one_out() -> None:
    own = {
        day("2026-12-24"): "Office closed",
        day("2026-12-25"): "Nadolig",
        day("2026-12-26"): None,
        day("2027-12-24"): "Another year",
    }
    assert days_off(Nation.WALES, own, day("2026-12-01"), day("2027-01-01")) == {
        day("2026-12-24"): "Office closed",
        day("2026-12-25"): "Nadolig",
        day("2026-12-28"): "Bank holiday for Boxing Day",
    }


@pytest.mark.parametrize(
    ("choice", "words", "kept"),
    [(DayChoice.OFF, "Fair day", "Fair day"), (DayChoice.NOT_OFF, "x", None), (DayChoice.AS_USUAL, "", None)],
)
def test_what_is_kept_of_a_day(choice: DayChoice, words: str, kept: str | None) -> None:
    assert chosen_day(TODAY, choice, words, TODAY) == kept


def test_a_day_off_has_a_name() -> None:
    with pytest.raises(rules.NameTheDay, match="what the day is called"):
        chosen_day(TODAY, DayChoice.OFF, "", TODAY)


@pytest.mark.parametrize("far", ["2024-12-31", "2032-01-01", "9999-12-31", "0001-01-01"])
def test_a_day_that_nobody_looks_up_is_refused(far: str) -> None:
    with pytest.raises(rules.DayTooFar, match="from 2025 to 2031"):
        chosen_day(day(far), DayChoice.NOT_OFF, "", TODAY)


@pytest.mark.parametrize(
    ("name", "is_free"),
    [
        ("Half term", True),
        ("October half-term", True),
        ("Christmas holidays", True),
        ("INSET day", True),
        ("Easter break", True),
        ("Hanner tymor", True),
        ("Autumn term 1", False),
        ("Spring", False),
    ],
)
def test_a_name_says_whether_there_is_school(name: str, is_free: bool) -> None:
    assert days(name, "2026-10-26", "2026-10-30").is_free is is_free


@pytest.mark.parametrize(("text", "year"), [("2026-08-31", 2025), ("2026-09-01", 2026), ("2027-01-01", 2026)])
def test_a_school_year_begins_in_september(text: str, year: int) -> None:
    assert rules.school_year(day(text)) == year


@pytest.mark.parametrize(("year", "words"), [(2026, "2026/27"), (2099, "2099/00")])
def test_a_school_year_is_said_by_both_years(year: int, words: str) -> None:
    assert rules.school_year_words(year) == words


AUTUMN_1 = days("Autumn term 1", "2026-09-02", "2026-10-23")
AUTUMN_2 = days("Autumn term 2", "2026-11-02", "2026-12-18")
SPRING = days("Spring term", "2027-01-04", "2027-03-25")
HALF_TERM = days("October half term", "2026-10-26", "2026-10-30")


def test_what_lies_between_two_terms_is_a_holiday() -> None:
    assert rules.school_holidays([SPRING, AUTUMN_1, AUTUMN_2]) == (
        days("School holiday", "2026-10-24", "2026-11-01"),
        days("School holiday", "2026-12-19", "2027-01-03"),
    )


def test_a_holiday_that_has_a_name_keeps_it() -> None:
    inset = days("INSET day", "2026-11-20", "2026-11-20")
    assert rules.school_holidays([AUTUMN_1, AUTUMN_2, HALF_TERM, inset]) == (HALF_TERM, inset)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (days("Autumn term 2", "2026-10-26", "2026-12-18"), "no more than a weekend lies between"),
        (days("Autumn term 2", "2026-10-24", "2026-12-18"), "nothing lies between"),
        (days("Autumn term 2", "2026-10-20", "2026-12-18"), "they overlap"),
        (days("Spring term", "2027-01-04", "2027-03-25"), "a term is missing between"),
    ],
)
def test_not_all_that_lies_between_two_terms_is_a_holiday(second: SchoolDays, why: str) -> None:
    assert rules.school_holidays([AUTUMN_1, second]) == (), why


def test_the_lines_of_a_list_stand_once_and_in_order() -> None:
    assert checked_terms([SPRING, AUTUMN_1, SPRING], TODAY) == (AUTUMN_1, SPRING)
    assert rules.years_of([SPRING, AUTUMN_1, days("Summer", "2028-04-20", "2028-07-20")]) == (2026, 2027)


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        ([], "no term and no holiday"),
        ([AUTUMN_1] * 101, "more than 100 lines"),
        ([days("", "2026-09-02", "2026-10-23")], "begins on 2026-09-02 has no name"),
        ([days("Autumn", "2026-10-23", "2026-09-02")], "Autumn ends before"),
        ([days("Autumn", "2026-09-02", "2027-09-02")], "longer than any term"),
        ([days("Autumn", "2024-09-02", "2024-10-02")], "from 2025/26 to 2031/32"),
        ([days("Autumn", "2032-09-02", "2032-10-02")], "from 2025/26 to 2031/32"),
    ],
)
def test_a_list_that_cannot_be_right_is_refused(periods: list[SchoolDays], words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        checked_terms(periods, TODAY)
    assert refused.value.words.endswith(" Nothing was stored.")
