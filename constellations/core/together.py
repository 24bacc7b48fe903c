"""Pieces of work that arrive at about the same time, done at once by one of those who brought them."""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from constellations.core.errors import Busy

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class _Brought(Generic[Asked, Answer]):
    """One piece of work, who waits for it, and in time its answer."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.answers: list[Answer] = []
        self.is_over = False
        self.turn = threading.Event()


class Together(Generic[Asked, Answer]):
    """Does work in batches, and nobody waits for a batch to fill.

    Who comes while nothing is done does what there is, alone. What comes meanwhile waits, and is done by the first
    of those who brought it, all of it at once: the longer a piece takes, the more there is to do together. So a
    database commits once for many (DeWitt and others, 1984, "Implementation Techniques for Main Memory Database
    Systems", section 5.2: group commit).
    """

    def __init__(self, act: Callable[[Sequence[Asked]], Sequence[Answer]], most: int = 100) -> None:
        """`act` gives an answer for each piece, in order, and raises nothing; it is given at most so many."""
        self._act = act
        self._most = most
        self._waiting: list[_Brought[Asked, Answer]] = []
        self._is_led = False
        self._lock = threading.Lock()

    def ask(self, asked: Asked) -> Answer:
        """Have a piece of work done, with others or alone; raises Busy where
        whoever did it was stopped."""
        mine: _Brought[Asked, Answer] = _Brought(asked)
        with self._lock:
            self._waiting.append(mine)
            leads, self._is_led = not self._is_led, True
        if not leads:
            mine.turn.wait()
        if not mine.is_over:
            self._lead()
        if not mine.answers:
            raise Busy
        return mine.answers[0]

    def _lead(self) -> None:
        """Do what waits; one's own is at its head."""
        with self._lock:
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            for one, answer in zip(batch, self._act([one.asked for one in batch]), strict=True):
                one.answers.append(answer)
        finally:
            with self._lock:
                following = self._waiting[:1]
                self._is_led = bool(following)
            for one in batch:
                one.is_over = True
            for one in (*batch, *following):
                one.turn.set()
