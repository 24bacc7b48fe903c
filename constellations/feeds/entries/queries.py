"""Entries as they are written down."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.feeds.models import FeedEntry, FeedEntryCircle
from constellations.feeds.rules import Circle, EntryKind, Wording

Key = tuple[uuid.UUID, EntryKind, Wording]
"""What an entry is about, what it is, and in which words."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is kept of an entry besides its text."""

    digest: str
    sequence: int
    cancelled_on: dt.date | None


def written(viewer: Viewer, subjects: Collection[uuid.UUID]) -> dict[Key, Written]:
    """The entries that are written down of some things; the viewer must be the system."""
    e = FeedEntry
    rows = select(e.subject_id, e.kind, e.wording, e.digest, e.sequence, e.cancelled_on)
    found = session().execute(covering(viewer, rows.where(e.subject_id.in_(subjects)), e))
    return {(row[0], row[1], row[2]): Written(*row[3:]) for row in found}


def circles_of(viewer: Viewer, subjects: Collection[uuid.UUID]) -> dict[uuid.UUID, set[Circle]]:
    """The circles of some things; the viewer must be the system."""
    c = FeedEntryCircle
    rows = select(c.subject_id, c.circle, c.circle_id).where(c.subject_id.in_(subjects))
    found: dict[uuid.UUID, set[Circle]] = defaultdict(set)
    for subject_id, circle, circle_id in session().execute(covering(viewer, rows, c)):
        found[subject_id].add((circle, circle_id))
    return found
