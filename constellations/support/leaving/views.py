"""Homes that left, why each did, and whether placements that ended were planned to; for staff alone."""

import datetime as dt
import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.support.leaving import actions, words
from constellations.support.leaving.forms import EndingForm, LeavingForm
from constellations.support.leaving.queries import ended_placement, homes_that_left, leaving_page, placements_ended

pages = Blueprint("leaving", __name__)


@pages.get("/leavers")
@requires(Permission.SAY_WHY_LEFT)
def leavers() -> str:
    """Those first of which nobody has said why they left."""
    viewer = current_viewer()
    found = homes_that_left(viewer)
    return render_template("leaving/leavers.html", lines=found, endings=placements_ended(viewer), words=words)


@pages.route("/homes/<uuid:home_id>/leaving", methods=["GET", "POST"])
@requires(Permission.SAY_WHY_LEFT)
def why(home_id: uuid.UUID) -> ResponseReturnValue:
    """Say why a home left, or say it better."""
    viewer = current_viewer()
    page = leaving_page(viewer, home_id, request.values.get("on", type=dt.date.fromisoformat))
    if page.line is None:
        return render_template("leaving/why.html", page=page, form=None, words=words)
    form, on = LeavingForm().begin_with(page.line, page.version), page.line.departure.on
    if accepted(form, lambda: actions.say_why_left(viewer, home_id, on, form.words, form.seen_version)):
        flash(_("It is written down."), "success")
        return redirect(url_for("leaving.leavers"))
    return render_template("leaving/why.html", page=page, form=form, words=words), form.http_status


@pages.post("/placements/<uuid:placement_id>/ending")
@requires(Permission.SAY_WHY_LEFT)
def ending(placement_id: uuid.UUID) -> ResponseReturnValue:
    """Say whether the end of a placement was planned."""
    viewer, form = current_viewer(), EndingForm()
    ended = ended_placement(viewer, placement_id)
    if accepted(form, lambda: actions.say_whether_planned(viewer, ended.id, form.planned.data == "yes")):
        flash(_("It is written down."), "success")
    return redirect(url_for("leaving.leavers", _anchor="endings"))
