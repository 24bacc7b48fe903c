"""The pages of the health check."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.support.health_check import actions, queries
from constellations.support.health_check.forms import QuestionsForm, answers_form

pages = Blueprint("health_check", __name__)


@pages.route("/support/health-check", methods=["GET", "POST"])
@requires(Permission.ANSWER_HEALTH_CHECK)
def check() -> ResponseReturnValue:
    """Answer the check that is open."""
    viewer = current_viewer()
    found = queries.open_check(viewer)
    form = answers_form(found.questions if found else {})
    if accepted(form, lambda: actions.answer_health_check(viewer, form.answers)):
        flash(_("Thank you. Your answers are added to the others’; nobody can find yours among them."), "success")
        return redirect(url_for("health_check.check"))
    return render_template("support/health_check.html", check=found, form=form), form.http_status


@pages.get("/support/health-check/results")
@requires(Permission.SEE_HEALTH_CHECK)
def results() -> str:
    """What carers answered, of checks that are over."""
    viewer = current_viewer()
    may_set = viewer.may(Permission.SET_SERVICE)
    return render_template("support/health_results.html", results=queries.results(viewer), may_set=may_set)


@pages.route("/support/health-check/sentences", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def sentences() -> ResponseReturnValue:
    """Write the sentences of the next check."""
    viewer = current_viewer()
    form = QuestionsForm(questions="\n".join(queries.own_questions(viewer)))
    if accepted(form, lambda: actions.set_questions(viewer, form.questions.data or "")):
        flash(_("The next health check asks that."), "success")
        return redirect(url_for("health_check.results"))
    back, heading = url_for("health_check.results"), _("Sentences of the health check")
    return render_template("correction.html", form=form, heading=heading, back=back), form.http_status
