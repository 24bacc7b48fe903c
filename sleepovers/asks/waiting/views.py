"""Waiting for a bed with a home that was asked, and giving that up."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.asks.answering.actions import Asked
from sleepovers.asks.forms import VersionForm
from sleepovers.asks.views import shown
from sleepovers.asks.waiting import actions

pages = Blueprint("waiting", __name__, url_prefix="/asks/<uuid:ask_id>/<uuid:home_id>")


@pages.post("/wait")
@requires(Permission.ASK_FOR_SLEEPOVER)
def wait(ask_id: uuid.UUID, home_id: uuid.UUID) -> ResponseReturnValue:
    """Ask again if a bed frees up."""
    form, viewer = VersionForm(), current_viewer()
    if accepted(form, lambda: actions.wait_for_bed(viewer, Asked(ask_id, home_id, form.seen_version))):
        flash(_("They are asked again if they have room. You are told."), "success")
        return redirect(url_for("asks.ask", ask_id=ask_id))
    return shown(ask_id, form)


@pages.post("/stop-waiting")
@requires(Permission.ASK_FOR_SLEEPOVER)
def stop_waiting(ask_id: uuid.UUID, home_id: uuid.UUID) -> ResponseReturnValue:
    """Not needed any more."""
    form, viewer = VersionForm(), current_viewer()
    if accepted(form, lambda: actions.stop_waiting(viewer, Asked(ask_id, home_id, form.seen_version))):
        flash(_("You do not wait for a bed there any more."), "success")
        return redirect(url_for("asks.ask", ask_id=ask_id))
    return shown(ask_id, form)
