"""The bank holidays of England, under the names people use."""

import datetime as dt

from holidays import country_holidays

from constellations.core.clock import Month

PLAIN_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}

_MOVED = " (observed)"


def bank_holidays(month: Month) -> dict[dt.date, str]:
    """The bank holidays of a month, by date; one moved from a weekend is told as such."""
    england = country_holidays("GB", subdiv="ENG", years=month.year)
    return {day: _plain(name) for day, name in sorted(england.items()) if day in month}


def _plain(name: str) -> str:
    if name.endswith(_MOVED):
        return f"Bank holiday for {name.removesuffix(_MOVED)}"
    return PLAIN_NAMES.get(name, name)
