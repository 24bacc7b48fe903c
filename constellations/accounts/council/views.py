"""The way to a council's page and back, and connecting an account to it."""

import uuid

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from constellations.access import Viewer
from constellations.accounts.actions import Arrival
from constellations.accounts.council.actions import Back, Begun, come_back, disconnect, set_out
from constellations.accounts.second_step.views import show_codes
from constellations.accounts.views import go_on
from constellations.guard import (
    asks_password_again,
    before_second_step,
    current_viewer,
    let_in,
    public,
    requires,
    this_browser,
)
from constellations.permissions import Permission

pages = Blueprint("council", __name__)

STATE, WISHED = "council_state", "council_wished"
"""What the browser keeps until it is back: the state of its way, and where it wished to go."""


@pages.post("/sign-in/council/<uuid:service_id>")
@public
def sign_in(service_id: uuid.UUID) -> ResponseReturnValue:
    """On to the page of a service's council."""
    begun = set_out(service_id, this_browser(), anew=bool(current_user.is_authenticated))
    cookie[WISHED] = request.args.get("next", "")
    return _on_to(begun)


@pages.get("/sign-in/council/back")
@public
def back() -> ResponseReturnValue:
    """Back from there, with a code in the address that is good for nothing but this."""
    kept, wished = str(cookie.pop(STATE, "")), str(cookie.pop(WISHED, ""))
    brought = Back(kept, request.args.get("state", ""), request.args.get("code", ""))
    came = come_back(brought, this_browser(), _viewer())
    if not came.connected:
        return go_on(Arrival(came.token), wished)
    if came.set_up is not None:
        let_in(came.set_up.token)
    flash(_("Your council account is connected. From now on you can sign in with it."), "success")
    return show_codes(came.set_up.codes if came.set_up else [])


@pages.post("/me/council/connect")
@requires(Permission.USE_ROOST)
@before_second_step
@asks_password_again
def connect() -> ResponseReturnValue:
    """On to the page of the own council, to connect the account there."""
    viewer = current_viewer()
    return _on_to(set_out(viewer.service_id, this_browser(), viewer))


@pages.post("/me/council/disconnect")
@requires(Permission.USE_ROOST)
@asks_password_again
def end_connection() -> ResponseReturnValue:
    """Let the account there open nothing from now on."""
    token = disconnect(current_viewer(), this_browser())
    if token is not None:
        let_in(token)
        flash(_("Your council account is no longer connected. On all other devices you are signed out."), "success")
    return redirect(url_for("second_step.second_step"))


def _on_to(begun: Begun) -> Response:
    """A page that leads on by itself: the content policy lets no form lead to another site."""
    cookie[STATE] = begun.state
    answer = make_response(render_template("council/on_to.html", address=begun.address))
    answer.headers["Refresh"] = f"0;url={begun.address}"
    # Where people are sent is told to nobody but the council, and nothing of the page that they came from.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _viewer() -> Viewer | None:
    return current_viewer() if current_user.is_authenticated else None
