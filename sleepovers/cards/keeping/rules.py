"""How long what was written for a sleepover is kept after it: plain values, without a clock."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sleepovers.cards.rules import OPENS_BEFORE

USUAL_DAYS = 30
"""For so many days after the last sleepover that it served something is kept, unless the service chose otherwise."""


class Gone(StrEnum):
    """What the daily job removes, as it counts it."""

    CARDS = "cards"
    VERSIONS = "versions"
    NOTES = "notes"
    THINGS = "things"


@dataclass(frozen=True, slots=True)
class Written:
    """A version of a card, and the day in London on which it was written."""

    number: int
    on: dt.date


@dataclass(frozen=True, slots=True)
class Slept:
    """A stay that was not called off: from which day to which, both included."""

    arrive_on: dt.date
    depart_on: dt.date


@dataclass(frozen=True, slots=True)
class Lived:
    """That a child lives, or lived, with a home; the day on which it left, none where no end is known."""

    until: dt.date | None


@dataclass(frozen=True, slots=True)
class KeptCard:
    """A card with all that says how long it is kept; the versions in order, the one that holds last."""

    versions: Sequence[Written]
    stays: Collection[Slept]
    homes: Collection[Lived]

    def goes_whole(self, since: dt.date, today: dt.date) -> bool:
        """Whether no word of it is needed any more: the child lives with nobody, and its last sleepover is long ago.

        What was last needed before `since` goes.
        """
        if any(home.until is None or home.until > today for home in self.homes):
            return False
        left = [home.until for home in self.homes if home.until]
        slept = [stay.depart_on for stay in self.stays]
        return max([self.versions[-1].on, *left, *slept]) < since

    def too_old(self, since: dt.date, today: dt.date) -> list[int]:
        """The numbers of the versions that go on a day: all of them, or earlier ones alone."""
        if self.goes_whole(since, today):
            return [version.number for version in self.versions]
        pairs = zip(self.versions, self.versions[1:], strict=False)
        return [version.number for version, after in pairs if self._served_until(version, after) < since]

    def _served_until(self, version: Written, after: Written) -> dt.date:
        """The last day on which an earlier version was, or may have been, what a host went by."""
        begun = [
            stay.depart_on
            for stay in self.stays
            if stay.arrive_on - OPENS_BEFORE <= after.on and stay.depart_on >= version.on
        ]
        return max([after.on, *begun])
