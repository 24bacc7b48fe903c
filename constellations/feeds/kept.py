"""Calendars that were put together, kept ready within one process: plain values."""

import bisect
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, Protocol, TypeVar

from constellations.feeds.rules import Circle, EntryKind


class Sized(Protocol):
    """What knows how large it is."""

    def __len__(self) -> int: ...


S = TypeVar("S", bound=Sized)


class Kept(Generic[S]):
    """Things by their names; the longest unused go first where there is no room."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._found: OrderedDict[str, S] = OrderedDict()
        self._turn = Lock()

    def get(self, name: str) -> S | None:
        """What is kept under a name."""
        with self._turn:
            if name in self._found:
                self._found.move_to_end(name)
            return self._found.get(name)

    def put(self, name: str, one: S) -> None:
        """Keep one thing, instead of what was kept under its name; let others go where there is no room."""
        with self._turn:
            if name in self._found:
                self._size -= len(self._found.pop(name))
            self._found[name] = one
            self._size += len(one)
            while self._size > self._most:
                _, gone = self._found.popitem(last=False)
                self._size -= len(gone)


Raw = object
"""The key of what an entry is about, just as the database gives it."""

Texts = Mapping[tuple[EntryKind, Raw], bytes]
"""The texts of entries."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A feed as it was put together: its texts, the same in order, and of which version of each circle they are.

    `basis` is a name for all else that it depends on; with another basis nothing of it can be used again.
    """

    basis: str
    versions: Mapping[Circle, int]
    texts: Texts
    ordered: list[bytes]

    def __len__(self) -> int:
        return sum(map(len, self.ordered))

    @classmethod
    def of(cls, basis: str, versions: Mapping[Circle, int], texts: Texts) -> "Joined":
        """Put texts in order: their own, so that the same feed is always the same bytes."""
        return cls(basis, versions, texts, sorted(texts.values()))

    def changed(self, versions: Mapping[Circle, int], subjects: Collection[Raw], texts: Texts) -> "Joined":
        """The same feed when some things changed, of which `texts` are now all that there is."""
        kept, ordered = dict(self.texts), list(self.ordered)
        for key in [(kind, subject) for kind in EntryKind for subject in subjects]:
            before, after = kept.pop(key, None), texts.get(key)
            if before is not None:
                del ordered[bisect.bisect_left(ordered, before)]
            if after is not None:
                kept[key] = after
                bisect.insort(ordered, after)
        return Joined(self.basis, versions, kept, ordered)
