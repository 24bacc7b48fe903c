"""Where the lights of a picture stand: points in the unit square, top left first."""

import math
from typing import NamedTuple

ARC_RISE = 0.5
"""How far the middle of an arc stands above its ends."""

ONE_RING = 10
"""More lights than this stand in two rings, alternately, so that their words do not touch."""

OUTER_RADIUS = 0.5
INNER_RADIUS = 0.3


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
    """Spread lights clockwise from the top around the middle of the unit square; in two rings beyond ten."""
    return tuple(_on_ring(n, count) for n in range(count))


def _on_ring(place: int, count: int) -> Point:
    turn = 2 * math.pi * place / count
    radius = INNER_RADIUS if count > ONE_RING and place % 2 else OUTER_RADIUS
    return Point(0.5 + radius * math.sin(turn), 0.5 - radius * math.cos(turn))
