"""The page of twelve months, as its reader may know it: plain values."""

import datetime as dt
import uuid
from dataclasses import dataclass

from constellations.core.clock import Month
from sleepovers.picture.rules import HubChange
from sleepovers.picture.year.rules import GATHERINGS_SHOWN, GatheringLine, MonthFigures


@dataclass(frozen=True, slots=True)
class YearPage:
    """Twelve months up to one of them; `since` is none where Roost knows nothing of the constellation yet."""

    constellation_id: uuid.UUID
    name: str
    months: tuple[MonthFigures, ...]
    gatherings: tuple[GatheringLine, ...]
    hub_changes: tuple[HubChange, ...]
    since: dt.date | None
    untold: int
    shows_asks: bool
    may_go_on: bool
    may_go_back: bool

    @property
    def last(self) -> Month:
        """The last of the months."""
        return self.months[-1].month

    @property
    def latest(self) -> tuple[GatheringLine, ...]:
        """The last events, the latest first."""
        return self.gatherings[:GATHERINGS_SHOWN]

    @property
    def is_before(self) -> bool:
        """Whether all of it lies before anything that Roost knows."""
        return not any(figures.is_known for figures in self.months)
