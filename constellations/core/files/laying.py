"""Laying down what somebody hands over, of a photo only what was drawn anew; and taking away what nobody speaks of."""

import datetime as dt
import itertools
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from constellations.core.files.pictures import redrawn
from constellations.core.files.rules import FileKind, KeptFile, NoRoom, clean_name
from constellations.core.files.shelf import Shelf, new_key
from constellations.core.turns import in_turn

DRAWN_AT_ONCE = 2
"""Pictures in the works: each takes up to 40 million pixels of memory for a moment."""

_turns = threading.BoundedSemaphore(DRAWN_AT_ONCE)

LOOKED_UP_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as somebody handed it over."""

    name: str
    content: bytes


def lay_down(
    shelf: Shelf, kind: FileKind, file: SentFile, now: dt.datetime, description: str | None = None
) -> KeptFile:
    """Lay one file down; on the disk when this returns. Raises NoRoom, and for photos BrokenPicture and the like.

    It takes its time: no connection to the database should be held meanwhile.
    """
    key = new_key()
    if kind is not FileKind.PHOTO:
        _put(shelf, key, file.content, None, now)
        return KeptFile(key, kind, len(file.content), clean_name(file.name, kind), description=description)
    picture = in_turn(_turns, lambda: redrawn(file.content))
    _put(shelf, key, picture.whole, picture.preview, now)
    return KeptFile(key, kind, len(picture.whole), width=picture.width, height=picture.height, description=description)


def remove_unused(shelf: Shelf, keys: Iterable[str], in_use: Callable[[Collection[str]], set[str]]) -> int:
    """Remove those of these files that no row speaks of; gives how many."""
    removed, ahead = 0, iter(keys)
    while some := list(itertools.islice(ahead, LOOKED_UP_AT_ONCE)):
        unused = set(some) - in_use(some)
        for key in unused:
            shelf.remove(key)
        removed += len(unused)
    return removed


def _put(shelf: Shelf, key: str, content: bytes, preview: bytes | None, now: dt.datetime) -> None:
    try:
        shelf.put(key, content, preview, now)
    except OSError as full:
        shelf.remove(key)
        raise NoRoom from full
