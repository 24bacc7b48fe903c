"""Recording a stay that nobody asked for, and saying who its child is."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.stays.queries import stay_page
from sleepovers.stays.recording import actions
from sleepovers.stays.recording.forms import name_child_form, record_stay_form
from sleepovers.stays.recording.rules import NamedAlready
from sleepovers.stays.views import shown

pages = Blueprint("recording", __name__)


@pages.route("/stays/new", methods=["GET", "POST"])
@requires(Permission.RECORD_STAY)
def record_stay() -> ResponseReturnValue:
    """A stay that nobody asked for: when, where, and who it was as far as is known."""
    viewer = current_viewer()
    form = record_stay_form(viewer)
    made: list[uuid.UUID] = []
    if accepted(form, lambda: made.append(actions.record_stay(viewer, form.recorded(viewer.home_id)))):
        flash(_("Thank you. It is written down."), "success")
        return redirect(url_for("stays.stay", stay_id=made[0]))
    return render_template("stays/record_stay.html", form=form), form.http_status


@pages.post("/stays/<uuid:stay_id>/name-child")
@requires(Permission.KEEP_REGISTER)
def name_child(stay_id: uuid.UUID) -> ResponseReturnValue:
    """Who the child is that came without an ask."""
    viewer = current_viewer()
    page = stay_page(viewer, stay_id)
    form = name_child_form(viewer, page)
    if form is None:
        raise NamedAlready
    if accepted(form, lambda: actions.name_child(viewer, stay_id, form.seen_version, form.child_id.data)):
        flash(_("Thank you. The stay is this child’s from now on."), "success")
        return redirect(url_for("stays.stay", stay_id=stay_id))
    return shown(page, form), form.http_status
