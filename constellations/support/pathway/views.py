"""Pages of the first year."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.support.pathway import actions
from constellations.support.pathway.forms import CourseForm
from constellations.support.pathway.queries import first_years, steps

pages = Blueprint("pathway", __name__)


@pages.get("/support/first-year")
@requires(Permission.SEE_LEARNING)
def first_year() -> str:
    """How far carers have come in their first year: one's own, or those whom staff look after."""
    viewer = current_viewer()
    may_set = viewer.may(Permission.SET_SERVICE)
    return render_template("support/first_year.html", steps=steps(viewer), carers=first_years(viewer), may_set=may_set)


@pages.route("/support/first-year/courses", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def courses() -> ResponseReturnValue:
    """The courses of the first year; add one."""
    viewer, form = current_viewer(), CourseForm()
    if accepted(form, lambda: actions.list_course(viewer, form.name.data or "", form.hours.minutes)):
        flash(_("The course is in the list."), "success")
        return redirect(url_for("pathway.courses"))
    return render_template("support/courses.html", steps=steps(viewer), form=form), form.http_status


@pages.post("/support/first-year/courses/<uuid:course_id>/take-out")
@requires(Permission.SET_SERVICE)
def take_out(course_id: uuid.UUID) -> ResponseReturnValue:
    """A course is one of the first year no more."""
    actions.take_course_out(current_viewer(), course_id)
    flash(_("The course is taken out. Whoever took it keeps it in the log."), "success")
    return redirect(url_for("pathway.courses"))
