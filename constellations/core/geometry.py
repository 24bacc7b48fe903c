"""Where the lights of a picture stand: points in the unit square, top left first."""

import math
from collections.abc import Callable
from typing import NamedTuple

ARC_RISE = 0.5
"""How far the middle of an arc stands above its ends."""


class Point(NamedTuple):
    """A place in the unit square: x to the right, y down."""

    x: float
    y: float


def arc_points(count: int) -> tuple[Point, ...]:
    """Spread lights evenly from left to right along a gentle arc, its ends at the foot of the unit square."""
    if count == 1:
        return (Point(0.5, 1 - ARC_RISE),)
    return tuple(_on_arc(n / (count - 1)) for n in range(count))


def _on_arc(x: float) -> Point:
    return Point(x, 1 - ARC_RISE * (1 - (2 * x - 1) ** 2))


def ring_points(count: int) -> tuple[Point, ...]:
    """Spread lights evenly and clockwise, from the top, on a ring within the unit square."""
    return tuple(_on_ring(n / count) for n in range(count))


def _on_ring(turn: float) -> Point:
    angle = 2 * math.pi * turn
    return Point(0.5 + math.sin(angle) / 2, 0.5 - math.cos(angle) / 2)


def two_sided_ring_points(count: int) -> tuple[Point, ...]:
    """Spread many lights on a ring at even heights, so that the words beside them never meet.

    Down the right side first, then up the left.
    """
    right = count - count // 2
    heights = [(n + 0.5) / right for n in range(right)]
    down = [Point(0.5 + _half_width(y), y) for y in heights]
    up = [Point(0.5 - _half_width(y), y) for y in reversed(heights[: count // 2])]
    return (*down, *up)


def _half_width(height: float) -> float:
    return math.sqrt(height * (1 - height))


DRAWING: dict[str, Callable[[int], tuple[Point, ...]]] = {
    points.__name__: points for points in (arc_points, ring_points, two_sided_ring_points)
}
"""What templates may call to draw, by name."""
