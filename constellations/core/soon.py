"""What is worth telling soon, but not again with every change: named as often as one likes, done once in a while."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

import structlog

log = structlog.get_logger()

K = TypeVar("K", bound=Hashable)


class Soon(Generic[K]):
    """Does something about all that was named since the last time: at once after a rest, and then once a rest.

    It happens in a thread of its own, so that nobody waits for it; what fails is a line in the log, and is not done.
    Without a rest it happens at once, where it is named.
    """

    def __init__(self, act: Callable[[set[K]], None], rest_seconds: float) -> None:
        self._act = act
        self._rest = rest_seconds
        self._named: set[K] = set()
        self._is_anything = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def name(self, *keys: K) -> None:
        """Have something done about these soon; returns at once."""
        if not self._rest:
            self._act(set(keys))
            return
        with self._lock:
            self._named.update(keys)
            if self._thread is None:
                # Not before: a server makes its workers of a process in which no thread runs.
                self._thread = threading.Thread(target=self._run, name="soon", daemon=True)
                self._thread.start()
        self._is_anything.set()

    def _run(self) -> None:
        while self._is_anything.wait():
            with self._lock:
                named, self._named = self._named, set()
                self._is_anything.clear()
            try:
                self._act(named)
            except Exception as failure:
                log.warning("not done soon", exc_info=failure)
            threading.Event().wait(self._rest)
