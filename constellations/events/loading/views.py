"""The pages on which staff load events from a calendar file: hand it over, see what it brings, load it."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.calendar_file import LARGEST_FILE
from constellations.core.forms import accepted
from constellations.events.loading.actions import load_events
from constellations.events.loading.forms import FileForm, LoadEventsForm
from constellations.events.loading.queries import outcome_of
from constellations.events.loading.rules import Becomes
from constellations.events.rules import EventKind
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.register.uploads import content_of, forget_upload, keep_file, kept_file

pages = Blueprint("loading", __name__, url_prefix="/events/load")

UPLOAD = "events_upload"


@pages.route("", methods=["GET", "POST"])
@requires(Permission.LOAD_EVENTS)
def choose() -> ResponseReturnValue:
    """Hand over a calendar file, to be looked at before anything is stored."""
    viewer, form = current_viewer(), FileForm()

    def keep() -> None:
        """Keep what was handed over if it can be read."""
        content = content_of(form.file.data, LARGEST_FILE)
        outcome_of(viewer, content)
        session[UPLOAD] = keep_file(viewer.person_id, content)

    if accepted(form, keep):
        return redirect(url_for("loading.check"))
    return render_template("events/load.html", form=form), form.http_status


@pages.route("/check", methods=["GET", "POST"])
@requires(Permission.LOAD_EVENTS)
def check() -> ResponseReturnValue:
    """What a file would bring; then load it, all or nothing."""
    viewer, form, token = current_viewer(), LoadEventsForm(), session.get(UPLOAD, "")
    content = kept_file(viewer.person_id, token)
    if content is None:
        flash(_("This file is no longer kept. Choose it again."), "error")
        return redirect(url_for("loading.choose"))
    if accepted(form, lambda: load_events(viewer, content, EventKind(form.kind.data))):
        forget_upload(viewer.person_id, token)
        flash(_("The events stand in the calendar of the whole service."), "success")
        return redirect(url_for("calendar.agenda"))
    outcome = outcome_of(viewer, content)
    return render_template("events/check.html", form=form, outcome=outcome, Becomes=Becomes), form.http_status
