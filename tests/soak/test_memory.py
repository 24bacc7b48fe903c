"""The slope of memory over time."""

import os

from tests.soak.memory import Sample, grows_by, memory_below


def test_memory_that_stays_has_no_slope_whatever_one_sample_says() -> None:
    flat = [Sample(minute, {"server": 90_000 + 40 * (minute % 2)}) for minute in range(20)]
    odd = [*flat[:9], Sample(9, {"server": 190_000}), *flat[10:]]
    assert abs(grows_by(odd, "server")) < 10


def test_memory_that_is_never_let_go_of_is_found() -> None:
    leaking = [Sample(minute, {"server": 90_000 + 300 * minute}) for minute in range(20)]
    assert grows_by(leaking, "server") == 300


def test_a_process_is_measured_with_its_children() -> None:
    assert memory_below(os.getpid()) > 10_000
