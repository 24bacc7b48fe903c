"""The page between the password and Roost, for those who have a second step."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.accounts.actions import Arrival
from constellations.accounts.second_step.giving.actions import finish_sign_in
from constellations.accounts.second_step.giving.forms import CodeForm
from constellations.accounts.second_step.queries import half_way, second_steps_of
from constellations.accounts.views import go_on
from constellations.core.forms import accepted
from constellations.guard import HALF_WAY, public, this_browser

pages = Blueprint("giving", __name__)


@pages.route("/sign-in/second-step", methods=["GET", "POST"])
@public
def second_step() -> ResponseReturnValue:
    """The second step, for who gave their password a moment ago."""
    token, form, came = cookie.get(HALF_WAY, ""), CodeForm(), []
    found = half_way(token)
    if found is None:
        flash(_("Sign in with your password first. You then have ten minutes for the second step."))
        return redirect(url_for("accounts.sign_in", next=request.args.get("next")))
    steps, service_id = second_steps_of(found[1].id), found[1].service_id
    if accepted(form, lambda: came.append(finish_sign_in(token, form.code.data or "", this_browser()))):
        return go_on(Arrival(came[0]))
    return render_template("second_step/give.html", form=form, steps=steps, service_id=service_id), form.http_status
