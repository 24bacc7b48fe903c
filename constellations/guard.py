"""The guard at the door: every route says who may come in, and one that says nothing keeps Roost from starting."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from constellations.access import Viewer
from constellations.accounts.actions import note_seen
from constellations.accounts.queries import signed_in
from constellations.accounts.rules import gave_password_lately
from constellations.core import clock
from constellations.core.errors import SignedOut
from constellations.permissions import Permission
from constellations.queries import viewer_for

View = TypeVar("View", bound=Callable[..., object])

PUBLIC = "public"
DECLARED = "roost_access"
ASKS_AGAIN = "roost_asks_again"

UNATTENDED = "Roost-Unattended"
"""The header of requests that a page sends by itself: they do not keep a person signed in who has gone away."""


class AccessUndeclared(Exception):
    """A route says neither @public nor @requires: a fault of ours."""


@dataclass(frozen=True, slots=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """What Flask-Login holds of somebody: the device with its token, and the viewer it stands for."""

    token: str
    device_id: uuid.UUID
    since: dt.datetime
    viewer: Viewer

    def get_id(self) -> str:
        """What the signed cookie keeps."""
        return self.token


def public(view: View) -> View:
    """Let everybody in, signed in or not."""
    setattr(view, DECLARED, PUBLIC)
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Let those in whose role has the permission; nobody signed in is sent to sign in."""

    def declare(view: View) -> View:
        """Write the permission on the view."""
        setattr(view, DECLARED, permission)
        return view

    return declare


def asks_password_again(view: View) -> View:
    """Let nobody in who has not given their password within the last minutes; stands between @requires and def."""
    setattr(view, ASKS_AGAIN, True)
    return view


def current_viewer() -> Viewer:
    """Who asks; raises SignedOut where nobody is signed in."""
    if not current_user.is_authenticated:
        raise SignedOut
    viewer: Viewer = current_user.viewer
    return viewer


def current_device() -> SignedIn:
    """The device on which the viewer is signed in; raises SignedOut where nobody is."""
    if not current_user.is_authenticated:
        raise SignedOut
    device: SignedIn = current_user._get_current_object()
    return device


def let_in(token: str) -> None:
    """Keep a device's token in this browser's cookie, and nothing of what was in it before."""
    cookie.clear()
    arrived = _load(token)
    if arrived is None:
        raise SignedOut
    # A carer's own phone keeps the cookie when it is switched off; a desk's browser forgets it when it is closed.
    cookie.permanent = arrived.viewer.is_carer
    login_user(arrived)


def show_out() -> None:
    """Forget who was signed in on this browser."""
    logout_user()
    cookie.clear()


def init_guard(app: Flask) -> None:
    """Stand at the door of every route; Flask's own static files are public."""
    people = LoginManager(app)
    # Flask-Login would tie a cookie to the network address, which a phone changes all day; devices are ours to end.
    people.session_protection = None
    people.user_loader(_load)
    public(app.view_functions["static"])
    app.before_request(_check)


def check_every_route(app: Flask) -> None:
    """Raise AccessUndeclared, naming the routes that do not say who may come in."""
    silent = sorted(name for name, view in app.view_functions.items() if not hasattr(view, DECLARED))
    if silent:
        raise AccessUndeclared(f"neither @public nor @requires: {', '.join(silent)}")


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    declared = getattr(view, DECLARED)
    if declared == PUBLIC:
        return None
    current_viewer().must(declared)
    if getattr(view, ASKS_AGAIN, False) and not gave_password_lately(current_device().since, clock.now()):
        return redirect(url_for("accounts.sign_in_again", next=request.path))
    return None


def _load(token: str) -> SignedIn | None:
    found = signed_in(token)
    if found is None:
        return None
    device, person = found
    if UNATTENDED not in request.headers:
        note_seen(device.id, person.role, device.last_seen_at)
    return SignedIn(token, device.id, device.created_at, viewer_for(person))
