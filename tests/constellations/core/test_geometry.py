"""Where the lights of a picture stand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constellations.core.geometry import Point, arc_points, ring_points, two_sided_ring_points

MIDDLE = Point(0.5, 0.5)
counts = st.integers(0, 60)


def near(one: Point, other: Point) -> bool:
    """Whether two points are the same, as far as an eye can tell."""
    return math.dist(one, other) < 1e-9


def test_no_light_needs_no_place() -> None:
    assert (arc_points(0), ring_points(0), two_sided_ring_points(0)) == ((), (), ())


@given(counts)
def test_every_light_has_a_place_of_its_own_within_the_square(count: int) -> None:
    for points in (arc_points(count), ring_points(count), two_sided_ring_points(count)):
        assert len(set(points)) == count
        assert all(-1e-9 <= x <= 1 + 1e-9 and -1e-9 <= y <= 1 + 1e-9 for x, y in points)


def test_an_arc_rises_from_its_ends_to_its_middle() -> None:
    left, middle, right = arc_points(3)
    assert near(left, Point(0, 1))
    assert near(middle, Point(0.5, 0.5))
    assert near(right, Point(1, 1))


def test_a_single_light_stands_at_the_height_of_an_arc() -> None:
    assert arc_points(1) == (Point(0.5, 0.5),)


@given(st.integers(2, 60))
def test_the_lights_of_an_arc_are_evenly_spread(count: int) -> None:
    steps = [after.x - before.x for before, after in zip(arc_points(count), arc_points(count)[1:], strict=False)]
    assert steps == pytest.approx([1 / (count - 1)] * (count - 1))


def test_a_ring_begins_at_the_top_and_goes_clockwise() -> None:
    top, right, foot, left = ring_points(4)
    assert near(top, Point(0.5, 0))
    assert near(right, Point(1, 0.5))
    assert near(foot, Point(0.5, 1))
    assert near(left, Point(0, 0.5))


@given(counts)
def test_all_lights_of_a_ring_are_as_far_from_its_middle(count: int) -> None:
    points = (*ring_points(count), *two_sided_ring_points(count))
    assert [math.dist(point, MIDDLE) for point in points] == pytest.approx([0.5] * len(points))


@given(st.integers(1, 60))
def test_a_two_sided_ring_has_its_lights_at_even_heights_on_each_side(count: int) -> None:
    points = two_sided_ring_points(count)
    right, left = points[: count - count // 2], points[count - count // 2 :]
    assert all(point.x > 0.5 for point in right)
    assert all(point.x < 0.5 for point in left)
    gaps = [below.y - above.y for above, below in zip(right, right[1:], strict=False)]
    assert gaps == pytest.approx([1 / len(right)] * len(gaps))
    assert [point.y for point in left] == [point.y for point in reversed(right[: len(left)])]
