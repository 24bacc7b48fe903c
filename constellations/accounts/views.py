"""Signing in and out, one's own page, devices and password."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from constellations.accounts import actions
from constellations.accounts.council.queries import councils
from constellations.accounts.forms import ChangePasswordForm, SignInForm
from constellations.accounts.queries import devices_of, own_page
from constellations.accounts.rules import path_within
from constellations.accounts.second_step.giving.actions import sign_in_again as give_again
from constellations.accounts.second_step.giving.forms import AgainForm
from constellations.accounts.second_step.queries import second_steps_of
from constellations.core.forms import accepted
from constellations.guard import (
    before_second_step,
    current_device,
    current_viewer,
    keep_half_way,
    let_in,
    public,
    requires,
    show_out,
    this_browser,
)
from constellations.permissions import ROLE_WORDS, Permission

pages = Blueprint("accounts", __name__)

HOME = "/"
FORGET_ALL = '"cache", "cookies", "storage"'


@pages.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """The way in; wrong answers keep the address that was typed, never the password."""
    form = SignInForm()
    if not form.is_submitted():
        return _sign_in_page(form)
    if form.validate():
        arrival = actions.sign_in(form.email.data or "", form.password.data or "", this_browser())
        if arrival is not None:
            return go_on(arrival)
        form.form_errors.append(_("That email address and password do not belong together. Check both and try again."))
    return _sign_in_page(form), HTTPStatus.UNPROCESSABLE_ENTITY


@pages.route("/sign-in/again", methods=["GET", "POST"])
@requires(Permission.USE_ROOST)
@before_second_step
def sign_in_again() -> ResponseReturnValue:
    """The password once more, and the second step of who has one, before something that matters."""
    viewer, came = current_viewer(), []
    form, steps = AgainForm(), second_steps_of(actions.own_id(viewer))
    form.asking(steps)
    if accepted(form, lambda: came.append(give_again(viewer, form.proof, this_browser()))):
        return go_on(actions.Arrival(came[0]))
    return render_template("accounts/sign_in_again.html", form=form, steps=steps), form.http_status


@pages.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Out, on this device; also where the device was ended long ago."""
    if current_user.is_authenticated:
        actions.end_device(current_viewer(), current_device().device_id)
    return _farewell()


@pages.post("/sign-out/everywhere")
@requires(Permission.USE_ROOST)
def sign_out_everywhere() -> ResponseReturnValue:
    """Out, on all devices; ticked, calendars read on no more either."""
    actions.sign_out_everywhere(current_viewer(), calendars_too=bool(request.form.get("calendars")))
    return _farewell()


@pages.get("/me")
@requires(Permission.USE_ROOST)
def me() -> ResponseReturnValue:
    """What Roost knows of the person, and the ways to their devices and password."""
    viewer = current_viewer()
    page, talks, goes = own_page(viewer), viewer.may(Permission.TALK), viewer.may(Permission.SEE_EVENTS)
    return render_template("accounts/me.html", page=page, role=ROLE_WORDS[page.role], talks=talks, may_see_events=goes)


@pages.get("/me/devices")
@requires(Permission.USE_ROOST)
def devices() -> ResponseReturnValue:
    """Where the person is signed in."""
    found = devices_of(current_viewer())
    return render_template("accounts/devices.html", devices=found, this_one=current_device().device_id)


@pages.post("/me/devices/<uuid:device_id>/end")
@requires(Permission.USE_ROOST)
def end_device(device_id: uuid.UUID) -> ResponseReturnValue:
    """Sign one device out from afar."""
    actions.end_device(current_viewer(), device_id)
    flash(_("That device is signed out."), "success")
    return redirect(url_for("accounts.devices"))


@pages.route("/me/password", methods=["GET", "POST"])
@requires(Permission.USE_ROOST)
def change_password() -> ResponseReturnValue:
    """A new password, for who knows the present one."""
    viewer = current_viewer()
    page = own_page(viewer)
    form = ChangePasswordForm((page.name, page.email))
    if not form.is_submitted():
        return render_template("accounts/password.html", form=form)
    if form.validate():
        token = actions.change_password(viewer, form.password.data or "", form.new_password.data or "", this_browser())
        if token is not None:
            let_in(token)
            flash(_("Your password is changed. On all other devices you are signed out."), "success")
            return redirect(url_for("accounts.me"))
        form.password.errors = [_("That is not the password that you use now.")]
    return render_template("accounts/password.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY


def sign_in_page(problems: Sequence[str]) -> str:
    """The way in, where another way than a password did not lead in."""
    form = SignInForm(formdata=None)
    form.form_errors.extend(problems)
    return _sign_in_page(form)


def _sign_in_page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form, councils=councils())


def go_on(arrival: actions.Arrival, wished: str | None = None) -> Response:
    """Let somebody in, and on to where they wished to go, if that is a page of ours; or to their second step."""
    wished = request.args.get("next", "") if wished is None else wished
    if arrival.is_half:
        keep_half_way(arrival.token)
        return redirect(url_for("giving.second_step", next=wished or None))
    let_in(arrival.token)
    path, addresses = path_within(wished), current_app.create_url_adapter(request)
    is_ours = path is not None and addresses is not None and addresses.test(path, "GET")
    return redirect(wished if is_ours else HOME)


def _farewell() -> Response:
    show_out()
    answer = redirect(url_for("accounts.sign_in", out="yes"))
    answer.headers["Clear-Site-Data"] = FORGET_ALL
    return answer
