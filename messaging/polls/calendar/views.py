"""The page on which the day that a poll found becomes an event."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.events.planning.forms import PlanForm
from constellations.events.planning.queries import may_plan_for
from constellations.events.planning.rules import LONGEST_TITLE
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from messaging.polls.calendar.actions import put_into_calendar
from messaging.polls.calendar.queries import chosen_day

pages = Blueprint("poll_calendar", __name__)


@pages.route("/polls/<uuid:poll_id>/calendar", methods=["GET", "POST"])
@requires(Permission.PLAN_EVENTS)
def plan(poll_id: uuid.UUID) -> ResponseReturnValue:
    """Plan the event for which a poll found a day: it is called what was asked, until it is called something else."""
    viewer = current_viewer()
    found, may, form = chosen_day(viewer, poll_id), may_plan_for(viewer), PlanForm()
    form.offer(may)
    if not form.is_submitted():
        form.preset(may, viewer.today, found.day, found.constellation_id)
        form.title.data = found.question[:LONGEST_TITLE]
    planned: list[uuid.UUID] = []
    if accepted(form, lambda: planned.append(put_into_calendar(viewer, poll_id, form.plan))):
        flash(_("It is in the calendar."), "success")
        return redirect(url_for("events.event", occurrence_id=planned[0]))
    return render_template("events/plan.html", form=form, may=may), form.http_status
