"""Pages of learning logs."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.access import find
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.support.learning import actions
from constellations.support.learning.forms import HoursForm, OwnCourseForm
from constellations.support.learning.models import LearningEntry
from constellations.support.learning.queries import learning_page, log_of
from constellations.support.pathway.queries import steps

pages = Blueprint("learning", __name__)


@pages.get("/learning")
@requires(Permission.SEE_LEARNING)
def learning() -> ResponseReturnValue:
    """A carer's own log; for staff what waits to be verified, and the way to each carer's."""
    viewer = current_viewer()
    if viewer.person_id is not None and viewer.is_carer:
        return render_template("learning/log.html", log=log_of(viewer, viewer.person_id))
    return render_template("learning/learning.html", page=learning_page(viewer))


@pages.get("/people/<uuid:person_id>/learning")
@requires(Permission.SEE_LEARNING)
def log(person_id: uuid.UUID) -> ResponseReturnValue:
    """The log of one carer, for staff and for that carer."""
    return render_template("learning/log.html", log=log_of(current_viewer(), person_id))


@pages.route("/learning/new", methods=["GET", "POST"])
@requires(Permission.WRITE_LEARNING)
def new() -> ResponseReturnValue:
    """A course that one took elsewhere."""
    viewer = current_viewer()
    form = OwnCourseForm(learned_on=viewer.today).offer(steps(viewer))
    if accepted(form, lambda: actions.write_own_course(viewer, form.own_course)):
        flash(_("It stands in your log, and waits for your liaison worker."), "success")
        return redirect(url_for("learning.learning"))
    back, heading = url_for("learning.learning"), _("A course that you took")
    return render_template("correction.html", form=form, heading=heading, back=back), form.http_status


@pages.post("/learning/<uuid:entry_id>/take-out")
@requires(Permission.WRITE_LEARNING)
def take_out(entry_id: uuid.UUID) -> ResponseReturnValue:
    """A course of one's own was written down by mistake."""
    actions.take_out_own_course(current_viewer(), entry_id)
    flash(_("It is taken out of your log."), "success")
    return redirect(url_for("learning.learning"))


@pages.route("/learning/<uuid:entry_id>/hours", methods=["GET", "POST"])
@requires(Permission.VERIFY_LEARNING)
def hours(entry_id: uuid.UUID) -> ResponseReturnValue:
    """How long a course was, as staff know it."""
    viewer = current_viewer()
    entry = find(viewer, LearningEntry, entry_id)
    back, heading = url_for("learning.log", person_id=entry.person_id), _("How long was %(name)s?", name=entry.course)
    form = HoursForm(hours=entry.minutes, seen=entry.minutes)
    if accepted(form, lambda: actions.correct_hours(viewer, entry_id, form.hours.minutes, form.seen_minutes)):
        flash(_("The hours are corrected, and verified."), "success")
        return redirect(back)
    return render_template("correction.html", form=form, heading=heading, back=back), form.http_status


@pages.post("/learning/<uuid:entry_id>/verify")
@requires(Permission.VERIFY_LEARNING)
def verify(entry_id: uuid.UUID) -> ResponseReturnValue:
    """A course that stands in the log is right."""
    actions.verify_learning(current_viewer(), entry_id)
    flash(_("Verified."), "success")
    return redirect(url_for("learning.learning"))
