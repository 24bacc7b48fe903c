"""The bank holidays of England."""

import datetime as dt

from constellations.core.clock import Month
from sleepovers.month.bank_holidays import bank_holidays


def test_a_holiday_has_the_name_that_people_use() -> None:
    assert bank_holidays(Month(2026, 5)) == {
        dt.date(2026, 5, 4): "Early May bank holiday",
        dt.date(2026, 5, 25): "Spring bank holiday",
    }
    assert bank_holidays(Month(2026, 8)) == {dt.date(2026, 8, 31): "Summer bank holiday"}


def test_a_holiday_on_a_weekend_is_made_up_for_on_a_working_day() -> None:
    assert bank_holidays(Month(2026, 12)) == {
        dt.date(2026, 12, 25): "Christmas Day",
        dt.date(2026, 12, 26): "Boxing Day",
        dt.date(2026, 12, 28): "Bank holiday for Boxing Day",
    }


def test_england_has_no_day_of_saint_patrick() -> None:
    assert bank_holidays(Month(2026, 3)) == {}
