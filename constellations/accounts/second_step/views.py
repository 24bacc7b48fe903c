"""One's own second steps: what there is, setting an app up, recovery codes, and taking them away."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.accounts.council.queries import own_council
from constellations.accounts.passkeys.queries import own_passkeys
from constellations.accounts.second_step import actions
from constellations.accounts.second_step.codes.actions import renew_codes
from constellations.accounts.second_step.forms import FirstCodeForm
from constellations.accounts.second_step.queries import key_shown, own_steps, sealed, unsealed
from constellations.core.forms import accepted
from constellations.guard import (
    asks_password_again,
    before_second_step,
    current_device,
    current_viewer,
    let_in,
    requires,
    this_browser,
)
from constellations.permissions import Permission

pages = Blueprint("second_step", __name__, url_prefix="/me/second-step")

SHOWN = "codes"
"""Where the browser keeps recovery codes, sealed, between their making and the one page that shows them."""


@pages.get("")
@requires(Permission.USE_ROOST)
@before_second_step
def second_step() -> str:
    """What one has, and what one can do about it; all that staff see who must have one, and have none."""
    viewer, must = current_viewer(), not current_device().is_whole
    shown = {"own": own_steps(viewer), "passkeys": own_passkeys(viewer), "council": own_council(viewer)}
    return render_template("second_step/second_step.html", must=must, **shown)


@pages.post("/app/begin")
@requires(Permission.USE_ROOST)
@before_second_step
@asks_password_again
def begin_app() -> ResponseReturnValue:
    """A key to put into an app."""
    actions.begin_app(current_viewer())
    return redirect(url_for("second_step.app"))


@pages.route("/app", methods=["GET", "POST"])
@requires(Permission.USE_ROOST)
@before_second_step
@asks_password_again
def app() -> ResponseReturnValue:
    """The key to scan or type, and the code that proves that the app has it."""
    viewer, form, done = current_viewer(), FirstCodeForm(), []
    shown = key_shown(viewer)
    if accepted(form, lambda: done.append(actions.prove_app(viewer, form.code.data or "", this_browser()))):
        let_in(done[0].token)
        flash(_("From now on Roost asks for a code after your password."), "success")
        return show_codes(done[0].codes)
    return render_template("second_step/app.html", form=form, shown=shown), form.http_status


@pages.post("/app/end")
@requires(Permission.USE_ROOST)
@asks_password_again
def end_app() -> ResponseReturnValue:
    """No app any more."""
    let_in(actions.end_app(current_viewer(), this_browser()))
    flash(_("Your app is taken away. Remove Roost in the app, too."), "success")
    return redirect(url_for("second_step.second_step"))


@pages.post("/codes/new")
@requires(Permission.USE_ROOST)
@asks_password_again
def new_codes() -> ResponseReturnValue:
    """Other recovery codes."""
    codes = renew_codes(current_viewer())
    flash(_("Here are your new recovery codes. The ones before are good no more."), "success")
    return show_codes(codes)


@pages.get("/codes")
@requires(Permission.USE_ROOST)
@before_second_step
def codes() -> str:
    """Recovery codes that were just made, this once."""
    return render_template("second_step/codes.html", codes=unsealed(cookie.pop(SHOWN, "")))


def show_codes(codes: list[str]) -> ResponseReturnValue:
    """On to recovery codes that were just made, this once; where none were, to the second steps."""
    if not codes:
        return redirect(url_for("second_step.second_step"))
    cookie[SHOWN] = sealed(codes)
    return redirect(url_for("second_step.codes"))
