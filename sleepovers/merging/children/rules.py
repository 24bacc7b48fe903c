"""In which order the versions of two stay cards are those of one: plain values, no database."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """A card by the number of its last version, and when each version that is still there was written; 0 is no card."""

    last: int
    at: Mapping[int, dt.datetime]

    def moment(self, number: int) -> dt.datetime:
        """When a version was written; of one that is removed, by when it was."""
        return min(at for one, at in self.at.items() if one >= number)


def numbers_in_one(kept: Written, double: Written) -> tuple[dict[int, int], dict[int, int]]:
    """The new number of each version of both, removed ones too, whose readings stand: what was written last holds.

    Of two that were written at the same moment that of the kept one holds.
    """
    cards = enumerate((double, kept))
    found: tuple[dict[int, int], dict[int, int]] = ({}, {})
    versions = sorted((card.moment(old), which, old) for which, card in cards for old in range(1, card.last + 1))
    for new, (_at, which, old) in enumerate(versions, start=1):
        found[which][old] = new
    of_double, of_kept = found
    return of_kept, of_double
