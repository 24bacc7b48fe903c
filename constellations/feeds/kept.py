"""Calendars that were put together, kept ready within one process."""

from collections import OrderedDict
from threading import Lock

from constellations.feeds.rules import MOST_KEPT


class Kept:
    """Calendars by their tags, as they are or packed; the longest unused go first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._bytes = most, 0
        self._found: OrderedDict[str, bytes] = OrderedDict()
        self._turn = Lock()

    def get(self, tag: str) -> bytes | None:
        """What is kept under a tag."""
        with self._turn:
            if tag in self._found:
                self._found.move_to_end(tag)
            return self._found.get(tag)

    def put(self, tag: str, whole: bytes) -> None:
        """Keep a calendar, and let others go where there is no room."""
        with self._turn:
            if tag not in self._found:
                self._found[tag] = whole
                self._bytes += len(whole)
            while self._bytes > self._most:
                _, gone = self._found.popitem(last=False)
                self._bytes -= len(gone)
