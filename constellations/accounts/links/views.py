"""The pages to which mailed links lead, and where one asks for such a link."""

from http import HTTPStatus

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.accounts.forms import NewPasswordForm
from constellations.accounts.links import actions
from constellations.accounts.links.forms import ForgottenForm
from constellations.accounts.links.queries import good_link
from constellations.accounts.views import go_on
from constellations.guard import public, this_browser

pages = Blueprint("links", __name__)


@pages.route("/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """Ask for a link to a new password; the answer is the same for every address."""
    form = ForgottenForm()
    if not form.is_submitted():
        return render_template("accounts/forgotten.html", form=form)
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    actions.ask_for_new_password(form.email.data or "", this_browser())
    return render_template("accounts/forgotten_sent.html", email=form.email.data)


@pages.route("/new-password/<token>", methods=["GET", "POST"])
@public
def new_password(token: str) -> ResponseReturnValue:
    """Choose a new password, led here by a mail."""
    return _choose_password(token, is_invitation=False)


@pages.route("/invitation/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> ResponseReturnValue:
    """Choose the first password, led here by an invitation."""
    return _choose_password(token, is_invitation=True)


def _choose_password(token: str, is_invitation: bool) -> ResponseReturnValue:
    person = good_link(token, is_invitation).person
    form = NewPasswordForm((person.name, person.email))
    if form.validate_on_submit():
        name, arrival = (
            person.name,
            actions.use_link(token, is_invitation, form.new_password.data or "", this_browser()),
        )
        answer = go_on(arrival)
        welcome = _("Welcome, %(name)s. You are signed in.", name=name)
        flash(_("Your new password is kept. Now your second step.") if arrival.is_half else welcome, "success")
        return answer
    page = render_template("accounts/choose_password.html", form=form, person=person, is_invitation=is_invitation)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
