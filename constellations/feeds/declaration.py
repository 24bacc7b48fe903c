"""What a source of feeds is: features declare theirs, `app.py` hands them over as a list."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select

from constellations.access import Viewer
from constellations.core.database import Base
from constellations.feeds.kept import Joined, Kept
from constellations.feeds.rules import MOST_KEPT, Content, Derived, EntryKind

EXTENSION = "roost_feed_sources"
KEPT, JOINED = "roost_feeds_kept", "roost_feeds_joined"


@dataclass(frozen=True, slots=True)
class FeedSource:
    """Things that stand in feeds: `subject` is the table of them, `kinds` the entries that are made of one.

    `seen` says which of them a viewer has in a feed of some content: a condition beyond the table's own `seen_by`,
    of the viewer alone, for it is kept and used again, and reaching tables of `through` alone. `derive` gives the
    entries as they should be, of one that is gone none; `about` the things that speak of a child or a home;
    `of_service` those of a service that may be in a feed still.
    """

    subject: type[Base]
    kinds: frozenset[EntryKind]
    through: tuple[type[Base], ...]
    seen: Callable[[Viewer, Content], ColumnElement[bool]]
    derive: Callable[[Collection[uuid.UUID]], list[Derived]]
    about: Callable[[uuid.UUID, dt.date], Select[uuid.UUID] | None]
    of_service: Callable[[uuid.UUID, dt.date], Select[uuid.UUID]]


def init_feeds(app: Flask, sources: Sequence[FeedSource]) -> None:
    """Hand over where entries of feeds come from, and make room for calendars that are ready."""
    app.extensions[EXTENSION] = tuple(sources)
    app.extensions[KEPT], app.extensions[JOINED] = Kept[bytes](MOST_KEPT), Kept[Joined](MOST_KEPT)


def sources() -> tuple[FeedSource, ...]:
    """Where the entries of the application at work come from."""
    found: tuple[FeedSource, ...] = current_app.extensions[EXTENSION]
    return found


def source_of(kind: EntryKind) -> FeedSource:
    """Where entries of a kind come from."""
    return next(source for source in sources() if kind in source.kinds)


def kept() -> Kept[bytes]:
    """The calendars that the process at work keeps ready, by their tags."""
    found: Kept[bytes] = current_app.extensions[KEPT]
    return found


def kept_joined() -> Kept[Joined]:
    """The same by their feeds, in parts, from which the next is made when something changed."""
    found: Kept[Joined] = current_app.extensions[JOINED]
    return found
