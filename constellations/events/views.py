"""The page of an event."""

import uuid

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from constellations.events.changing.forms import ScopeForm
from constellations.events.page.queries import event_page
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("events", __name__)


@pages.get("/events/<uuid:occurrence_id>")
@requires(Permission.SEE_EVENTS)
def event(occurrence_id: uuid.UUID) -> ResponseReturnValue:
    """One date of an event: when, where, what to bring; and what its reader may do with it."""
    page = event_page(current_viewer(), occurrence_id)
    off = ScopeForm(version=page.version).offer(page.scopes)
    return render_template("events/event.html", event=page.event, page=page, off=off)
