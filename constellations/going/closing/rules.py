"""When a constellation may close, and be opened again: plain values, no clock of their own."""

import datetime as dt
from collections.abc import Collection

from flask_babel import ngettext

from constellations.core.errors import RuleBroken
from constellations.core.words import full_day_words


class ClosesAlready(RuleBroken):
    """It closes once."""

    def __init__(self, constellation: str, closes_on: dt.date) -> None:
        super().__init__(
            f"{constellation} closes on {full_day_words(closes_on)} already. Open it again first to choose another day."
        )


class NotClosed(RuleBroken):
    """Only what closes can be opened again."""

    def __init__(self, constellation: str) -> None:
        super().__init__(f"{constellation} does not close. There is nothing to take back.")


class StaysGoOn(RuleBroken):
    """Nobody is left in a sleepover between two homes that have nothing more to do with each other."""

    about = "day"

    def __init__(self, number: int) -> None:
        super().__init__(
            ngettext(
                "%(num)s sleepover between its homes goes on after that day. Call it off, or choose a later day.",
                "%(num)s sleepovers between its homes go on after that day. Call them off, or choose a later day.",
                number,
            )
        )


def check_closing(constellation: str, closes_on: dt.date | None, must_end_first: Collection[object]) -> None:
    """Raise ClosesAlready or StaysGoOn where a constellation cannot close."""
    if closes_on is not None:
        raise ClosesAlready(constellation, closes_on)
    if must_end_first:
        raise StaysGoOn(len(must_end_first))


def closing_day(constellation: str, closes_on: dt.date | None) -> dt.date:
    """The day on which a constellation closes; raises NotClosed."""
    if closes_on is None:
        raise NotClosed(constellation)
    return closes_on
