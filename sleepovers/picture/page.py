"""The page of a constellation's ties, as its reader may know it: plain values."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from constellations.rules import ConstellationKind, HomeRole
from sleepovers.picture.giving.rules import Flow, Large, Share, Unused
from sleepovers.picture.layout.rules import Layout, Spot
from sleepovers.picture.rules import APART, HubChange, Period, Roster, Sight, Standing, Strength, Tie


@dataclass(frozen=True, slots=True)
class Light:
    """A home of today in the picture; `standing` is none where the reader is not told how it is tied."""

    home_id: uuid.UUID
    home: str
    is_hub: bool
    spot: Spot
    standing: Standing | None

    @property
    def is_apart(self) -> bool:
        """Whether it is set apart from the others."""
        return self.standing in APART


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie with the names of its two homes, as a row and as a line.

    `path` is none where one of them has left; `talk_days` where the reader is not told who talks with whom.
    """

    home: str
    other: str
    tie: Tie
    talk_days: int | None
    strength: Strength
    path: str | None


@dataclass(frozen=True, slots=True)
class ShareLine:
    """What a home gave and took; `role` is none where it has left, on `left_on`."""

    home_id: uuid.UUID
    home: str
    role: HomeRole | None
    left_on: dt.date | None
    standing: Standing | None
    share: Share


@dataclass(frozen=True, slots=True)
class Around:
    """What has to be known beside the figures to read them right."""

    since: dt.date | None
    hub_changes: tuple[HubChange, ...]
    left: tuple[tuple[str, dt.date], ...]
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...]
    untold: int


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A constellation in some days up to today, as far as `sight` goes."""

    constellation_id: uuid.UUID
    name: str
    kind: ConstellationKind
    period: Period
    first: dt.date
    last: dt.date
    sight: Sight
    roster: Roster
    layout: Layout
    lights: tuple[Light, ...]
    ties: tuple[TieLine, ...]
    flows: Mapping[Flow, int]
    shares: tuple[ShareLine, ...]
    large_hosts: tuple[Large, ...]
    large_families: tuple[Large, ...]
    unused: tuple[Unused, ...]
    around: Around

    @property
    def nights(self) -> int:
        """All nights that somebody confirmed."""
        return sum(self.flows.values())

    @property
    def highest(self) -> int:
        """The most nights that a home gave or took; at least one, so that bars have a length."""
        shares = [line.share for line in self.shares]
        return max([1, *(share.nights_hosted for share in shares), *(share.nights_received for share in shares)])

    @property
    def is_told_all(self) -> bool:
        """Whether the reader is staff, who are told which family stands apart."""
        return self.sight is Sight.ALL

    @property
    def hub(self) -> Light | None:
        """The hub home of today."""
        return next((light for light in self.lights if light.is_hub), None)

    def standing(self, *wanted: Standing) -> list[Light]:
        """The homes that stand so, by name."""
        return [light for light in self.lights if light.standing in wanted]
