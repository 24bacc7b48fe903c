"""What is told soon: at once after a rest, then once a rest for all that came."""

import threading

from constellations.core.soon import Soon
from tests.processes import wait_until


def test_without_a_rest_it_is_done_at_once_and_here() -> None:
    done: list[tuple[set[int], str]] = []
    soon: Soon[int] = Soon(lambda keys: done.append((keys, threading.current_thread().name)), rest_seconds=0)
    soon.name(1, 2)
    soon.name(2)
    here = threading.current_thread().name
    assert done == [({1, 2}, here), ({2}, here)]


def test_what_is_named_while_it_rests_is_done_once_afterwards() -> None:
    done: list[set[int]] = []
    soon: Soon[int] = Soon(done.append, rest_seconds=0.3)
    soon.name(1)
    wait_until(lambda: done == [{1}])
    for number in (2, 3, 2):
        soon.name(number)
    assert done == [{1}]
    wait_until(lambda: len(done) > 1)
    assert done == [{1}, {2, 3}]


def test_what_fails_is_not_done_and_the_next_is() -> None:
    done: list[set[int]] = []

    def fail_at_first(keys: set[int]) -> None:
        """Fail for a one."""
        done.append(keys)
        if 1 in keys:
            raise ZeroDivisionError

    soon: Soon[int] = Soon(fail_at_first, rest_seconds=0.01)
    soon.name(1)
    wait_until(lambda: done == [{1}])
    soon.name(2)
    wait_until(lambda: len(done) > 1)
    assert done == [{1}, {2}]
