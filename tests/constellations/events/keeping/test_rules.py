"""From when on answers, registers and diets are kept, and what may be chosen."""

import datetime as dt

import pytest

from constellations.events.keeping import rules
from constellations.events.keeping.rules import Kept, KeptFor

TODAY = dt.date(2026, 11, 22)


def test_as_usual_answers_and_registers_are_kept_for_three_years_and_diets_for_one() -> None:
    assert KeptFor().since(TODAY) == {
        Kept.ANSWERS: dt.date(2023, 11, 22),
        Kept.REGISTERS: dt.date(2023, 11, 22),
        Kept.DIET: dt.date(2025, 11, 22),
    }
    assert str(KeptFor()) == "answers 36, registers 36, diet 12"


def test_each_has_a_time_of_its_own_and_one_that_is_kept_for_ever_none() -> None:
    chosen = KeptFor(answers=None, registers=600, diet=1)
    assert [chosen.months(kept) for kept in Kept] == [None, 600, 1]
    assert chosen.since(TODAY) == {Kept.REGISTERS: dt.date(1976, 11, 22), Kept.DIET: dt.date(2026, 10, 22)}
    assert str(chosen) == "answers for ever, registers 600, diet 1"


@pytest.mark.parametrize("months", [1, 36, 600, None])
def test_a_time_from_one_month_to_fifty_years_is_taken(months: int | None) -> None:
    assert KeptFor(diet=months).checked() == KeptFor(diet=months)


@pytest.mark.parametrize("months", [0, -1, 601])
def test_any_other_is_refused(months: int) -> None:
    for wrong in (KeptFor(months), KeptFor(registers=months), KeptFor(diet=months)):
        with pytest.raises(rules.EventMonthsOutOfReach, match="from 1 to 600, or nothing to keep it for ever"):
            wrong.checked()


def test_what_goes_is_said_before_it_goes() -> None:
    warning = rules.WouldGo("3 answers")
    assert (warning.about, warning.words.split(",")[0]) == ("sure", "3 answers would be removed tonight")
