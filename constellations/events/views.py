"""The page of an event."""

import uuid

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from constellations.events.answers.forms import answer_form
from constellations.events.answers.queries import who_comes
from constellations.events.attendance.queries import who_came
from constellations.events.queries import on_the_calendar
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("events", __name__)


@pages.get("/events/<uuid:occurrence_id>")
@requires(Permission.SEE_EVENTS)
def event(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """One date of an event: when, where, what to bring."""
    viewer = current_viewer()
    shown, coming = on_the_calendar(viewer, occurrence_id), who_comes(viewer, occurrence_id)
    answers = {"coming": coming, "answer": answer_form(coming), "came": who_came(viewer, occurrence_id)}
    return render_template("events/event.html", event=shown, **answers)
