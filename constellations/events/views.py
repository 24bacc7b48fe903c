"""The page of an event."""

import uuid

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from constellations.events.feeds import file_of_date
from constellations.events.queries import on_the_calendar
from constellations.feeds.ics import KIND
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("events", __name__)


@pages.get("/events/<uuid:occurrence_id>")
@requires(Permission.SEE_EVENTS)
def event(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """One date of an event: when, where, what to bring."""
    return render_template("events/event.html", event=on_the_calendar(current_viewer(), occurrence_id))


@pages.get("/events/<uuid:occurrence_id>.ics")
@requires(Permission.SEE_EVENTS)
def event_as_file(occurrence_id: uuid.UUID) -> Response:
    """One date of an event as a file that any calendar takes in."""
    answer = Response(file_of_date(current_viewer(), occurrence_id), content_type=KIND)
    answer.headers["Content-Disposition"] = 'attachment; filename="roost-event.ics"'
    return answer
