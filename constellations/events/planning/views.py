"""The page on which an event is planned."""

import datetime as dt
import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.events.actions import plan_event
from constellations.events.planning.forms import PlanForm
from constellations.events.planning.queries import may_plan_for
from constellations.events.queries import first_date_of
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("planning", __name__)


@pages.route("/events/new", methods=["GET", "POST"])
@requires(Permission.PLAN_EVENTS)
def new() -> ResponseReturnValue:
    """Plan an event: a gathering on Saturday afternoon at the hub, until something else is said."""
    viewer = current_viewer()
    may, form = may_plan_for(viewer), PlanForm()
    form.offer(may)
    if not form.is_submitted():
        day = request.args.get("day", type=dt.date.fromisoformat)
        form.preset(may, viewer.today, day, request.args.get("constellation", type=uuid.UUID))
    planned: list[uuid.UUID] = []
    if accepted(form, lambda: planned.append(plan_event(viewer, form.plan).id)):
        flash(_("It is in the calendar."), "success")
        return redirect(url_for("events.event", occurrence_id=first_date_of(viewer, planned[0])))
    return render_template("events/plan.html", form=form, may=may), form.http_status
