"""When a constellation may close, and be opened again."""

import datetime as dt

import pytest

from constellations.going.closing import rules

DAY = dt.date(2026, 12, 31)


def test_it_closes_once_and_when_nobody_stays_in_a_sleepover() -> None:
    rules.check_closing("Harbour", None, [])
    with pytest.raises(rules.ClosesAlready, match="Harbour closes on Thursday 31 December 2026 already."):
        rules.check_closing("Harbour", DAY, [])
    with pytest.raises(rules.StaysGoOn, match="1 sleepover between its homes goes on") as one:
        rules.check_closing("Harbour", None, ["a stay"])
    with pytest.raises(rules.StaysGoOn, match="2 sleepovers between its homes go on"):
        rules.check_closing("Harbour", None, ["a stay", "another"])
    assert one.value.about == "day"


def test_only_what_closes_is_opened_again() -> None:
    assert rules.closing_day("Harbour", DAY) == DAY
    with pytest.raises(rules.NotClosed, match="Harbour does not close."):
        rules.closing_day("Harbour", None)
