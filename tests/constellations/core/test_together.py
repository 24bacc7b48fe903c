"""Work that arrives at about the same time: done in one go, in order, and by nobody who could have been spared it."""

import threading
from collections.abc import Sequence
from functools import partial

import pytest

from constellations.core.errors import Busy
from constellations.core.together import Together
from tests.processes import wait_until


class Works:
    """Doubles what it is given; the first batch is held until the test lets go of it."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go_on = threading.Event()

    def __call__(self, asked: Sequence[int]) -> list[int]:
        """Double each."""
        self.batches.append(list(asked))
        if len(self.batches) == 1:
            assert self.may_go_on.wait(10)
        return [2 * one for one in asked]


def waits(together: Together[int, int], pieces: int) -> bool:
    """Whether so many pieces wait to be done."""
    return len(together._waiting) == pieces


def ask_all(together: Together[int, int], numbers: Sequence[int]) -> tuple[dict[int, int], list[threading.Thread]]:
    """Ask from threads, one after the other has got into line; gives what will be their answers."""
    answers: dict[int, int] = {}
    threads = []

    def note(number: int) -> None:
        """Ask, and write the answer down."""
        answers[number] = together.ask(number)

    for there, number in enumerate(numbers):
        threads.append(threading.Thread(target=note, args=[number]))
        threads[-1].start()
        wait_until(partial(waits, together, there))
    return answers, threads


def test_who_comes_alone_is_done_alone_and_at_once() -> None:
    works = Works()
    works.may_go_on.set()
    together = Together(works)
    assert [together.ask(1), together.ask(2)] == [2, 4]
    assert works.batches == [[1], [2]]


def test_what_comes_while_something_is_done_is_done_together_in_order_and_at_most_so_much() -> None:
    works = Works()
    together = Together(works, most=3)
    answers, threads = ask_all(together, [1, 2, 3, 4, 5])
    works.may_go_on.set()
    for thread in threads:
        thread.join(10)
    assert answers == {1: 2, 2: 4, 3: 6, 4: 8, 5: 10}
    assert works.batches == [[1], [2, 3, 4], [5]]


def test_who_is_stopped_while_working_leaves_nobody_waiting() -> None:
    works = Works()

    def stopped_at_first(asked: Sequence[int]) -> list[int]:
        """Stop the first time, work after that."""
        done = works(asked)
        if len(works.batches) == 1:
            raise KeyboardInterrupt
        return done

    together = Together(stopped_at_first)
    with pytest.raises(KeyboardInterrupt):
        works.may_go_on.set()
        together.ask(1)
    assert together.ask(2) == 4


def test_those_who_were_to_be_done_with_somebody_who_was_stopped_are_told_to_try_again() -> None:
    works, refused = Works(), []
    stops = {3}

    def stopped(asked: Sequence[int]) -> list[int]:
        """Stop where a three is among them."""
        done = works(asked)
        if stops & set(asked):
            raise SystemExit
        return done

    together = Together(stopped)

    def ask(number: int) -> None:
        """Note who is told that it was not done."""
        try:
            together.ask(number)
        except (Busy, SystemExit) as failure:
            refused.append((number, type(failure)))

    threads = []
    for there, number in enumerate([1, 2, 3, 4]):
        threads.append(threading.Thread(target=ask, args=[number]))
        threads[-1].start()
        wait_until(partial(waits, together, there))
    works.may_go_on.set()
    for thread in threads:
        thread.join(10)
    assert sorted(refused, key=lambda one: one[0]) == [(2, SystemExit), (3, Busy), (4, Busy)]
    assert together.ask(5) == 10
