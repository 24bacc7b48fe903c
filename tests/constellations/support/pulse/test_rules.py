"""Which months are a strip, and which of them others read."""

import datetime as dt

import pytest

from constellations.core.clock import Month
from constellations.support.pulse.rules import (
    NobodyToShareWith,
    NoSuchMonth,
    PulseWord,
    first_read,
    month_of_strip,
    strip,
    strip_months,
)

TODAY = dt.date(2026, 11, 22)


def test_a_carer_looks_back_on_twelve_months_the_running_one_last() -> None:
    months = strip_months(TODAY)
    assert (months[0], months[-1], len(months)) == (Month(2025, 12), Month(2026, 11), 12)


def test_a_month_without_a_word_stays_empty_in_the_strip() -> None:
    found = strip({Month(2026, 10): PulseWord.TIRING, Month(2020, 1): PulseWord.GOOD}, TODAY)
    assert [(str(month), said) for month, said in found if said] == [("2026-10", PulseWord.TIRING)]
    assert found[-1] == (Month(2026, 11), None)


def test_others_read_this_month_and_the_one_before() -> None:
    assert first_read(TODAY) == Month(2026, 10)
    assert first_read(dt.date(2027, 1, 1)) == Month(2026, 12)


@pytest.mark.parametrize("text", ["2025-12", "2026-11"])
def test_a_month_of_the_strip_can_be_taken_back(text: str) -> None:
    assert str(month_of_strip(text, TODAY)) == text


@pytest.mark.parametrize("text", ["2025-11", "2026-12", "", "9999-12", "november"])
def test_no_other_month_can(text: str) -> None:
    with pytest.raises(NoSuchMonth, match="There is no word of yours for that month any more."):
        month_of_strip(text, TODAY)


def test_who_has_nobody_to_share_with_is_told_so() -> None:
    assert NobodyToShareWith().words.startswith("There is nobody yet with whom to share it so.")


def test_there_are_five_words_and_no_number() -> None:
    assert [one.value for one in PulseWord] == ["good", "fine", "mixed", "tiring", "hard"]
