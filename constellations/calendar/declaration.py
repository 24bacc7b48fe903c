"""What another package hands to the calendar: its entries as plain values, as the viewer may read them."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence

from flask import Flask, current_app

from constellations.access import Viewer
from constellations.calendar.rules import Entry

Source = Callable[[Viewer, dt.date, dt.date, uuid.UUID | None], Sequence[Entry]]
"""The entries between two days (half-open), of one constellation or, with none, of all that the viewer sees."""

EXTENSION = "roost_calendar"


def init_calendar(app: Flask, sources: Sequence[Source]) -> None:
    """Let the calendar know what else stands in it."""
    app.extensions[EXTENSION] = tuple(sources)


def sources() -> tuple[Source, ...]:
    """What else stands in the calendar."""
    found: tuple[Source, ...] = current_app.extensions.get(EXTENSION, ())
    return found
