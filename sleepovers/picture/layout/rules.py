"""Where the homes of a constellation stand in its picture, and how the lines between them run: plain numbers.

The picture is 330 wide, as wide as a phone shows without shrinking; y grows downwards.
"""

import math
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.geometry import Point, ring_points, two_sided_ring_points

WIDTH = 330
MIDDLE_X = WIDTH / 2

MOST_ON_RING = 10
"""More homes than this have their words beside them instead of below."""

CLEAR = 44
"""So far from the hub runs a line that is not its own."""

IN_A_ROW = 3
"""Homes that stand apart, side by side."""

ROW_HEIGHT = 92
GAP = math.radians(46)
"""How far from the foot of the ring its last homes stand where others stand apart below it, on either side."""


class Side(StrEnum):
    """Where the name of a home stands."""

    BELOW = "below"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a home stands."""

    x: float
    y: float
    side: Side = Side.BELOW


@dataclass(frozen=True, slots=True)
class Layout:
    """The picture of a constellation: where everybody stands, and how high it is.

    `rim` is the height of the line between those around the hub and those apart; none where nobody is.
    """

    height: float
    middle: Spot
    spots: Mapping[uuid.UUID, Spot]
    rim: float | None

    def line(self, first: uuid.UUID, second: uuid.UUID) -> str:
        """The line between two homes, as the path of an SVG: straight, or bent so that it passes clear of the hub."""
        begins, ends = self.spots[first], self.spots[second]
        if self.middle in (begins, ends):
            return f"M{begins.x:.1f} {begins.y:.1f}L{ends.x:.1f} {ends.y:.1f}"
        bend = bend_of(begins, ends, self.middle)
        return f"M{begins.x:.1f} {begins.y:.1f}Q{bend.x:.1f} {bend.y:.1f} {ends.x:.1f} {ends.y:.1f}"


def layout_of(hub: uuid.UUID | None, around: Sequence[uuid.UUID], apart: Sequence[uuid.UUID]) -> Layout:
    """The hub in the middle, the homes that are tied around it, and those apart in rows below."""
    top, down, foot = _ring_of(len(around), bool(apart))
    middle = Spot(MIDDLE_X, top + down / 2)
    spots = dict(zip(around, _around(len(around), top, down, bool(apart)), strict=True))
    if hub is not None:
        spots[hub] = middle
    rim = float(foot) if apart else None
    spots |= dict(zip(apart, _apart(len(apart), foot + 38), strict=True))
    rows = math.ceil(len(apart) / IN_A_ROW)
    return Layout(foot + rows * ROW_HEIGHT + (10 if apart else 0), middle, spots, rim)


def bend_of(begins: Spot, ends: Spot, middle: Spot) -> Point:
    """The point that draws a line aside: half way between its ends where that is clear of the hub, else beyond."""
    x, y = (begins.x + ends.x) / 2, (begins.y + ends.y) / 2
    off_x, off_y = x - middle.x, y - middle.y
    away = math.hypot(off_x, off_y)
    if away >= CLEAR:
        return Point(x, y)
    if away < 1:
        # Right through the hub: to the side.
        off_x, off_y = ends.y - begins.y, begins.x - ends.x
        away = math.hypot(off_x, off_y) or 1
    # A curve comes half as near to this point as its ends' half way.
    return Point(2 * (middle.x + CLEAR * off_x / away) - x, 2 * (middle.y + CLEAR * off_y / away) - y)


def _ring_of(homes: int, has_apart: bool) -> tuple[float, float, float]:
    """Where the ring begins, how high it is, and the height of everything above those apart."""
    if homes > MOST_ON_RING:
        return 22, 500, 560
    if homes == 0:
        return 48, 0, 116
    return 34, 308, 352 if has_apart else 400


def _around(homes: int, top: float, down: float, has_apart: bool) -> Iterator[Spot]:
    if homes > MOST_ON_RING:
        for point in two_sided_ring_points(homes):
            yield Spot(95 + point.x * 140, top + point.y * down, Side.RIGHT if point.x > 0.5 else Side.LEFT)
    else:
        for point in _open_ring(homes) if has_apart else ring_points(homes):
            yield Spot(47 + point.x * 236, top + point.y * down)


def _open_ring(homes: int) -> Iterator[Point]:
    """A ring that is open at its foot, from its left end to its right."""
    span = 2 * (math.pi - GAP)
    for n in range(homes):
        turn = 0.0 if homes == 1 else n * span / (homes - 1) - span / 2
        yield Point(0.5 + math.sin(turn) / 2, 0.5 - math.cos(turn) / 2)


def _apart(homes: int, top: float) -> Iterator[Spot]:
    for n in range(homes):
        row, place = divmod(n, IN_A_ROW)
        in_row = min(IN_A_ROW, homes - row * IN_A_ROW)
        yield Spot(WIDTH * (place + 0.5) / in_row, top + row * ROW_HEIGHT)
