"""The five words of a month, with whom one may be shared, and which months are a strip: plain values."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from flask_babel import gettext

from constellations.core.clock import Month, months_from
from constellations.core.errors import RuleBroken

STRIP_MONTHS = 12
"""How many months a carer looks back on; what is older is removed."""

READ_MONTHS = 2
"""For how many months, the running one included, those with whom a word is shared read it."""


class PulseWord(StrEnum):
    """How a month is: a word, and no number; none is better than another."""

    GOOD = "good"
    FINE = "fine"
    MIXED = "mixed"
    TIRING = "tiring"
    HARD = "hard"


class Sharing(StrEnum):
    """Who besides the carer reads the word of a month."""

    NOBODY = "nobody"
    PAIR = "pair"
    LIAISON = "liaison"


class NoSuchMonth(RuleBroken):
    """Only months of the strip can be taken back or shared."""

    def __init__(self) -> None:
        super().__init__(gettext("There is no word of yours for that month any more."))


class NobodyToShareWith(RuleBroken):
    """Who has no buddy, mentor or liaison worker cannot share with one."""

    def __init__(self) -> None:
        super().__init__(gettext("There is nobody yet with whom to share it so. Your service can change that."))


def strip_months(today: dt.date) -> tuple[Month, ...]:
    """The months that a carer looks back on, the running one last."""
    running = Month.of(today)
    return months_from(running.shifted(1 - STRIP_MONTHS), running)


def strip(words: Mapping[Month, PulseWord], today: dt.date) -> tuple[tuple[Month, PulseWord | None], ...]:
    """Each month of the strip with its word, or none where nothing was said."""
    return tuple((month, words.get(month)) for month in strip_months(today))


def first_read(today: dt.date) -> Month:
    """The first month of which others read a word that is shared with them."""
    return Month.of(today).shifted(1 - READ_MONTHS)


def month_of_strip(text: str, today: dt.date) -> Month:
    """The month that a form names; raises NoSuchMonth where it is none of the strip."""
    found = {str(month): month for month in strip_months(today)}
    if text not in found:
        raise NoSuchMonth
    return found[text]
