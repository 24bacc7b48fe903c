"""What a kind of record is, and how it goes: features declare theirs, `app.py` hands them over as one schedule."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Flask, current_app
from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, Delete, Update

from constellations.core.database import Base
from constellations.keeping.rules import Cut, Limits, Unit

KEPT = "roost_kept"

Which = Callable[[Cut], Sequence[ColumnElement[bool]]]
"""The conditions under which a row is too old, of that service, and held by nothing."""

With = Callable[[Sequence[uuid.UUID]], Sequence[Delete | Update]]
"""What goes with some rows, or forgets them, in the order in which the database allows it; given their first keys."""


def nothing_else(_keys: Sequence[uuid.UUID]) -> Sequence[Delete | Update]:
    """Rows on which nothing hangs."""
    return ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table that go by their age, with what hangs on them."""

    model: type[Base]
    which: Which
    also: With = nothing_else


@dataclass(frozen=True, slots=True)
class OwnWay:
    """Something that goes in a way of its own: how much would go, and letting it go; both say how much."""

    count: Callable[[Cut], int]
    remove: Callable[[Cut], int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of record: what it is, how long it is kept and from when that counts, whence the rule comes.

    `usual` holds until a service chooses otherwise within `limits`; none is for ever. `tables` are all that the kind
    looks after, those too that go along.
    """

    kind: str
    words: LazyString
    counted_from: LazyString
    source: LazyString
    unit: Unit
    usual: int | None
    limits: Limits
    tables: Sequence[type[Base]]
    rows: Sequence[Rows] = ()
    own_way: OwnWay | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """All kinds of record in their order, and why each further table is not emptied by age."""

    kept: Mapping[str, Kept] = field(default_factory=dict)
    lasting: Mapping[str, LazyString] = field(default_factory=dict)


def init_keeping(app: Flask, kept: Iterable[Kept], lasting: Mapping[str, LazyString]) -> None:
    """Take the schedule that features hand over; raises ValueError where two kinds have one name."""
    kinds = list(kept)
    named = {one.kind: one for one in kinds}
    if len(named) < len(kinds):
        raise ValueError(f"two kinds of record have one name: {', '.join(sorted(one.kind for one in kinds))}")
    app.extensions[KEPT] = Schedule(named, lasting)


def schedule() -> Schedule:
    """The schedule of the application at work."""
    found: Schedule = current_app.extensions[KEPT]
    return found
