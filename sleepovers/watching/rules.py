"""Which asks of a family count as unmet: those that came to nothing and were not met otherwise. Pure values."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sleepovers.asks.unmet.figures.rules import Outcome

DAYS_BACK = 60
"""How long an ask that came to nothing is held before somebody: two months."""

UNMET = frozenset({Outcome.DECLINED, Outcome.UNANSWERED, Outcome.CALLED_OFF})
"""What leaves a family without a bed; who withdraws an ask needed none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One ask of a family: its first night, how many there were, and what became of it."""

    first_day: dt.date
    nights: int
    outcome: Outcome

    @property
    def all_nights(self) -> frozenset[dt.date]:
        """Every night of it."""
        return frozenset(self.first_day + dt.timedelta(days=number) for number in range(self.nights))


def unmet_of(asks: Collection[Asked], today: dt.date) -> list[Asked]:
    """The asks for nights of the last weeks, or still to come, of which nothing came; in order of their nights.

    Where the same family had a bed on all those nights after all, because it asked again, nothing is unmet. Several
    asks for the same night, put one after the other, are one.
    """
    had = _nights(one for one in asks if one.outcome is Outcome.MET)
    found: dict[frozenset[dt.date], Asked] = {}
    for one in sorted(asks, key=lambda each: (each.first_day, each.nights)):
        missed = one.all_nights - had
        if one.outcome in UNMET and missed and one.first_day >= today - dt.timedelta(days=DAYS_BACK):
            found.setdefault(missed, one)
    return list(found.values())


def _nights(asks: Iterable[Asked]) -> frozenset[dt.date]:
    return frozenset(night for one in asks for night in one.all_nights)
