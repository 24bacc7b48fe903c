"""A lock that serves those who wait in the order in which they came."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class FairLock:
    """First come, first served; SQLite's own waiting is a lottery under load."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def held(self, seconds: float) -> Iterator[bool]:
        """Hold the lock for the body; yields whether it was got within so many seconds."""
        got = self._acquire(seconds)
        try:
            yield got
        finally:
            if got:
                self._release()

    def _acquire(self, seconds: float) -> bool:
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(seconds):
            return True
        with self._guard:
            # The turn may have come between the time-out and this line: then the lock is ours after all.
            if turn.is_set():
                return True
            self._waiting.remove(turn)
            return False

    def _release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False
