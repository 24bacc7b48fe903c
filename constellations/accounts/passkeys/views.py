"""Passkeys: signing in with one, showing one again, and one's own list of them."""

import uuid
from http import HTTPStatus

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from constellations.accounts.actions import Arrival
from constellations.accounts.passkeys import actions
from constellations.accounts.passkeys.actions import Handed
from constellations.accounts.passkeys.challenges.actions import Asked, ask_for_proof
from constellations.accounts.passkeys.forms import NewPasskeyForm, PasskeyForm
from constellations.accounts.passkeys.queries import own_passkeys
from constellations.accounts.passkeys.rules import Purpose
from constellations.accounts.second_step.actions import SetUp
from constellations.accounts.second_step.queries import half_way
from constellations.accounts.second_step.views import show_codes
from constellations.accounts.views import go_on, sign_in_page
from constellations.core.forms import accepted
from constellations.guard import (
    HALF_WAY,
    asks_password_again,
    before_second_step,
    current_viewer,
    let_in,
    public,
    requires,
    this_browser,
)
from constellations.permissions import CARERS, Permission

pages = Blueprint("passkeys", __name__)

CHALLENGE = "passkey_challenge"
"""What the browser keeps of the challenge that it was given: its id."""


@pages.post("/sign-in/passkey/challenge")
@public
def challenge() -> ResponseReturnValue:
    """What the browser asks the device for: any passkey of this Roost; or one of who is signed in, or half way in."""
    network, wished, waiting = this_browser().network, request.args.get("for"), half_way(cookie.get(HALF_WAY, ""))
    if wished == Purpose.AGAIN and current_user.is_authenticated:
        viewer = current_viewer()
        return _wish(ask_for_proof(Purpose.AGAIN, network, viewer.person_id, viewer.is_carer))
    if wished == Purpose.SECOND_STEP and waiting is not None:
        person = waiting[1]
        return _wish(ask_for_proof(Purpose.SECOND_STEP, network, person.id, person.role in CARERS))
    return _wish(ask_for_proof(Purpose.SIGN_IN, network))


@pages.post("/sign-in/passkey")
@public
def sign_in() -> ResponseReturnValue:
    """In, with a passkey; where it proves nothing the page of signing in says so."""
    form, came, half = PasskeyForm(), [], cookie.get(HALF_WAY, "")
    viewer = current_viewer() if current_user.is_authenticated else None
    if accepted(form, lambda: came.append(actions.come_in(_handed(form), this_browser(), viewer, half))):
        return go_on(Arrival(came[0]))
    return sign_in_page(form.form_errors), HTTPStatus.UNPROCESSABLE_ENTITY


@pages.get("/me/passkeys")
@requires(Permission.USE_ROOST)
def passkeys() -> ResponseReturnValue:
    """One's own passkeys."""
    return render_template("passkeys/passkeys.html", passkeys=own_passkeys(current_viewer()))


@pages.post("/me/passkeys/challenge")
@requires(Permission.USE_ROOST)
@before_second_step
@asks_password_again
def new_challenge() -> ResponseReturnValue:
    """What the browser asks the device for, that is to make a passkey."""
    return _wish(actions.ask_for_new(current_viewer()))


@pages.route("/me/passkeys/new", methods=["GET", "POST"])
@requires(Permission.USE_ROOST)
@before_second_step
@asks_password_again
def add() -> ResponseReturnValue:
    """A new passkey."""
    viewer, form, browser, done = current_viewer(), NewPasskeyForm(), this_browser(), []
    if accepted(form, lambda: done.append(actions.add_passkey(viewer, _handed(form), form.name.data or "", browser))):
        words = _("Your passkey is made. From now on it opens Roost for you.")
        return _go_on_with(done[0], words)
    return render_template("passkeys/add.html", form=form), form.http_status


@pages.post("/me/passkeys/<uuid:passkey_id>/remove")
@requires(Permission.USE_ROOST)
@asks_password_again
def remove(passkey_id: uuid.UUID) -> ResponseReturnValue:
    """One passkey less."""
    let_in(actions.remove_passkey(current_viewer(), passkey_id, this_browser()))
    flash(_("That passkey opens nothing any more. On all other devices you are signed out."), "success")
    return redirect(url_for("second_step.second_step"))


def _go_on_with(set_up: SetUp | None, words: str) -> ResponseReturnValue:
    """On to the recovery codes of who has their first second step; else to the list."""
    if set_up is not None:
        let_in(set_up.token)
    flash(words, "success")
    return redirect(url_for("passkeys.passkeys")) if set_up is None else show_codes(set_up.codes)


def _wish(asked: Asked) -> Response:
    """The wish, and the browser keeps which challenge it is for."""
    cookie[CHALLENGE] = str(asked.challenge_id)
    answer = make_response(asked.wish)
    answer.mimetype = "application/json"
    return answer


def _handed(form: PasskeyForm) -> Handed:
    kept = cookie.pop(CHALLENGE, None)
    return Handed(uuid.UUID(kept) if kept else None, form.answer.data or "")
