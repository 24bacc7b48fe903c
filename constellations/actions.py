"""What corrections of the register share: the history they may change, rows that hold from a day, being overtaken."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from flask import Flask, current_app
from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer
from constellations.core.database import session
from constellations.corrections import ChangedMeanwhile
from constellations.models import Dated
from constellations.rules import Span

HistoryCheck = Callable[[Viewer, uuid.UUID, dt.date], None]
"""Raises RuleBroken where the past of a service may no longer be changed from this day on."""

EXTENSION = "roost_history_checks"

PlacementCheck = Callable[[uuid.UUID, uuid.UUID, Span], None]
"""Raises RuleBroken where a child cannot have lived in a home on some days."""

PLACEMENTS = "roost_placement_checks"

RoomWatcher = Callable[[uuid.UUID], None]
"""Hears, as part of an action, that from today on another number of children can sleep at a home."""

WATCHERS = "roost_room_watchers"

D = TypeVar("D", bound=Dated)


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int
    key: str


def init_history(app: Flask, checks: Iterable[HistoryCheck]) -> None:
    """Take the checks that features hand over, such as that of closed months."""
    app.extensions[EXTENSION] = tuple(checks)


def check_history(viewer: Viewer, service_id: uuid.UUID, day: dt.date) -> None:
    """Ask every feature whether what a service has counted from this day on may still change; raises RuleBroken."""
    for check in current_app.extensions[EXTENSION]:
        check(viewer, service_id, day)


def init_placements(app: Flask, checks: Iterable[PlacementCheck]) -> None:
    """Take the checks that features hand over, such as that of sleepovers in the same home."""
    app.extensions[PLACEMENTS] = tuple(checks)


def check_living(child_id: uuid.UUID, home_id: uuid.UUID, span: Span) -> None:
    """Ask every feature whether a child can live in a home on these days; raises RuleBroken."""
    for check in current_app.extensions[PLACEMENTS]:
        check(child_id, home_id, span)


def init_rooms(app: Flask, watchers: Iterable[RoomWatcher]) -> None:
    """Take those who want to hear when the room in a home changes, such as open boards."""
    app.extensions[WATCHERS] = tuple(watchers)


def room_changes(home_id: uuid.UUID, day: dt.date, today: dt.date) -> None:
    """Say that what holds of a home from a day on has an effect on who can sleep there; of later days nobody hears."""
    if day <= today:
        for hear in current_app.extensions[WATCHERS]:
            hear(home_id)


def let_hold(rows: Sequence[D], new: D) -> None:
    """Let a dated row hold from its first day on, until the next one of its kind begins.

    `rows` are those of the same kind; the one that holds on that day ends there, or is replaced where it begins there.
    """
    before = next((row for row in rows if new.starts_on in span_of(row)), None)
    following = min((row.starts_on for row in rows if row.starts_on > new.starts_on), default=None)
    new.ends_on = before.ends_on if before else following
    if before is not None:
        let_end(before, new.starts_on)
    session().add(new)
    session().flush()


def let_end(row: Dated, day: dt.date) -> None:
    """End a dated row on a day; where it does not begin before that day, it is taken back altogether."""
    if row.starts_on < day:
        row.ends_on = day
    else:
        session().delete(row)
    session().flush()


def span_of(row: Dated) -> Span:
    """The days on which a dated row holds."""
    return Span(row.starts_on, row.ends_on)


def note_change(row: Versioned, version: int, now: str, wanted: str) -> None:
    """Count one more change of a row; raises ChangedMeanwhile, saying both, where `version` is not the present one."""
    if row.version != version:
        raise ChangedMeanwhile(now, wanted)
    flag_modified(row, "key")
