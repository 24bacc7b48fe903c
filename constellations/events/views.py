"""The page of an event."""

import uuid

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from constellations.events.queries import on_the_calendar
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("events", __name__)


@pages.get("/events/<uuid:occurrence_id>")
@requires(Permission.SEE_EVENTS)
def event(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """One date of an event: when, where, what to bring."""
    return render_template("events/event.html", event=on_the_calendar(current_viewer(), occurrence_id))
