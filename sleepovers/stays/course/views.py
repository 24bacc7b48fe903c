"""Saying that a child has arrived or is home safe, and calling a stay off."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core import clock
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.stays.course import actions
from sleepovers.stays.course.forms import CallOffForm
from sleepovers.stays.course.queries import stay_of_theirs, stay_to_call_off

pages = Blueprint("course", __name__)


@pages.post("/stays/<uuid:stay_id>/arrived")
@requires(Permission.CONFIRM_NIGHTS)
def arrived(stay_id: uuid.UUID) -> ResponseReturnValue:
    """The child is there."""
    actions.say_arrived(current_viewer(), stay_id)
    flash(_("Thank you. It is written down, and the others are told."), "success")
    return redirect(url_for("stays.stay", stay_id=stay_id))


@pages.post("/stays/<uuid:stay_id>/came-home")
@requires(Permission.CONFIRM_NIGHTS)
def came_home(stay_id: uuid.UUID) -> ResponseReturnValue:
    """The child is home again."""
    actions.say_came_home(current_viewer(), stay_id)
    flash(_("Thank you. It is written down, and the others are told."), "success")
    return redirect(url_for("stays.stay", stay_id=stay_id))


@pages.get("/stays/<uuid:stay_id>/call-off")
@requires(Permission.ASK_FOR_SLEEPOVER)
def call_off(stay_id: uuid.UUID) -> str:
    """The reason for calling a stay off, before it has begun."""
    page = stay_to_call_off(current_viewer(), stay_id)
    form = CallOffForm(version=page.stay.version, opened_at=clock.now().isoformat())
    return render_template("stays/call_off.html", page=page, form=form)


@pages.post("/stays/<uuid:stay_id>/call-off")
@requires(Permission.ASK_FOR_SLEEPOVER)
def called_off(stay_id: uuid.UUID) -> ResponseReturnValue:
    """Call it off, with the reason."""
    viewer, form = current_viewer(), CallOffForm()
    page = stay_of_theirs(viewer, stay_id)
    reason = form.reason.data or ""
    if accepted(form, lambda: actions.call_off_stay(viewer, stay_id, form.seen_version, reason)):
        flash(_("It is called off. The beds are free, and the others are told."), "success")
        return redirect(url_for("stays.stay", stay_id=stay_id))
    return render_template("stays/call_off.html", page=page, form=form), form.http_status
