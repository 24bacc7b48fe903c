"""Asking that somebody's second step be reset, and the page on which another confirms it."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.people.queries import person_page
from constellations.people.step_resets import actions
from constellations.people.step_resets.forms import AskForm, DecideForm
from constellations.people.step_resets.queries import reset_page
from constellations.permissions import Permission

pages = Blueprint("step_resets", __name__, url_prefix="/people")


@pages.route("/<uuid:person_id>/second-step", methods=["GET", "POST"])
@requires(Permission.SEE_PEOPLE)
@asks_password_again
def ask(person_id: uuid.UUID) -> ResponseReturnValue:
    """Say that somebody lost their second step."""
    viewer, form = current_viewer(), AskForm()
    person = person_page(viewer, person_id).person
    if accepted(form, lambda: actions.ask_for_reset(viewer, person_id, form.reason.data or "")):
        flash(_("Thank you. Another of your service has to confirm it; they are told now."), "success")
        return redirect(url_for("people.person", person_id=person_id))
    return render_template("step_resets/ask.html", form=form, person=person), form.http_status


@pages.route("/second-step/<uuid:reset_id>", methods=["GET", "POST"])
@requires(Permission.RESET_SECOND_STEP)
@asks_password_again
def decide(reset_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm it as the second person, or call it off."""
    viewer, form = current_viewer(), DecideForm()
    act = actions.confirm_reset if form.confirms else actions.refuse_reset
    if accepted(form, lambda: act(viewer, reset_id)):
        flash(_("It is reset.") if form.confirms else _("It is called off, and everything stays as it is."), "success")
        return redirect(url_for("step_resets.decide", reset_id=reset_id))
    return render_template("step_resets/decide.html", form=form, page=reset_page(viewer, reset_id)), form.http_status
