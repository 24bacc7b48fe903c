"""Nights put together for the calendar: those of one stay in a row, and nights with as many beds taken."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

ONE_DAY = dt.timedelta(days=1)


class OfStay(Protocol):
    """A night of a stay at a home."""

    @property
    def night(self) -> dt.date:
        """The date on which it begins."""
        ...

    @property
    def stay_id(self) -> object:
        """Its stay."""
        ...

    @property
    def home_id(self) -> object:
        """Where it is."""
        ...


N = TypeVar("N", bound=OfStay)


def runs_of(nights: Iterable[N]) -> list[Sequence[N]]:
    """The nights of each stay at one home that follow each other, in the order in which they begin."""
    found: list[list[N]] = []
    for night in sorted(nights, key=lambda one: (str(one.stay_id), one.night)):
        before = found[-1][-1] if found else None
        follows = before is not None and (before.stay_id, before.home_id, before.night + ONE_DAY) == (
            night.stay_id,
            night.home_id,
            night.night,
        )
        if follows:
            found[-1].append(night)
        else:
            found.append([night])
    return sorted(found, key=lambda run: (run[0].night, str(run[0].stay_id)))


def alike(taken: Mapping[dt.date, int]) -> list[tuple[dt.date, dt.date, int]]:
    """Nights that follow each other with as many beds taken: the first, the last, and how many beds."""
    found: list[tuple[dt.date, dt.date, int]] = []
    for night, beds in sorted(taken.items()):
        if found and found[-1][1:] == (night - ONE_DAY, beds):
            found[-1] = (found[-1][0], night, beds)
        else:
            found.append((night, night, beds))
    return found
