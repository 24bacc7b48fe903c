"""The page of an event."""

import uuid

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from constellations.events.answers.forms import answer_form
from constellations.events.answers.queries import who_comes
from constellations.events.attendance.queries import who_came
from constellations.events.changing.forms import ScopeForm
from constellations.events.feeds import file_of_date
from constellations.events.page.queries import event_page
from constellations.feeds.ics import KIND
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("events", __name__)


@pages.get("/events/<uuid:occurrence_id>")
@requires(Permission.SEE_EVENTS)
def event(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """One date of an event: when, where, who comes; and what its reader may do with it."""
    viewer = current_viewer()
    page, coming = event_page(viewer, occurrence_id), who_comes(viewer, occurrence_id)
    off = ScopeForm(version=page.version).offer(page.scopes)
    answers = {"coming": coming, "answer": answer_form(coming), "came": who_came(viewer, occurrence_id)}
    return render_template("events/event.html", event=page.event, page=page, off=off, **answers)


@pages.get("/events/<uuid:occurrence_id>.ics")
@requires(Permission.SEE_EVENTS)
def event_as_file(occurrence_id: uuid.UUID) -> Response:
    """One date of an event as a file that any calendar takes in."""
    answer = Response(file_of_date(current_viewer(), occurrence_id), content_type=KIND)
    answer.headers["Content-Disposition"] = 'attachment; filename="roost-event.ics"'
    return answer
