"""Which asks of a family count as unmet: those that came to nothing and were not met otherwise. Pure values."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sleepovers.asks.unmet.figures.rules import Outcome

DAYS_BACK = 60
"""How long an ask that came to nothing is held before somebody: two months."""

UNMET = frozenset({Outcome.DECLINED, Outcome.UNANSWERED, Outcome.CALLED_OFF})
"""What leaves a family without a bed; who withdraws an ask needed none."""

CARED_FOR = frozenset({Outcome.MET, Outcome.OPEN})
"""What a family has, or may still have: while somebody has yet to answer, nothing has come to nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One ask of a family: its first day, how many nights there were (none of a visit by day), what became of it."""

    first_day: dt.date
    nights: int
    outcome: Outcome

    @property
    def all_nights(self) -> frozenset[dt.date]:
        """Every night of it."""
        return frozenset(self.first_day + dt.timedelta(days=number) for number in range(self.nights))

    @property
    def is_by_day(self) -> bool:
        """Whether it is a visit without a night, on its first day."""
        return self.nights < 1


def unmet_of(asks: Collection[Asked], today: dt.date) -> list[Asked]:
    """The asks for nights of the last weeks, or still to come, of which nothing came; in order of their nights.

    Where the same family had a bed on all those nights after all, or may still have one, because it asked again,
    nothing is unmet. A visit by day is met by one on its day, or by a stay that begins then. Several asks for the same
    night, or the same day, put one after the other, are one.
    """
    cared_for = [one for one in asks if one.outcome in CARED_FOR]
    nights = _nights(cared_for)
    days = nights | {one.first_day for one in cared_for if one.is_by_day}
    found: dict[tuple[bool, frozenset[dt.date]], Asked] = {}
    for one in sorted(asks, key=lambda each: (each.first_day, each.nights)):
        missed = frozenset({one.first_day}) - days if one.is_by_day else one.all_nights - nights
        if one.outcome in UNMET and missed and one.first_day >= today - dt.timedelta(days=DAYS_BACK):
            found.setdefault((one.is_by_day, missed), one)
    return list(found.values())


def _nights(asks: Iterable[Asked]) -> frozenset[dt.date]:
    return frozenset(night for one in asks for night in one.all_nights)
