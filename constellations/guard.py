"""The guard at the door: every route says who may come in, and one that says nothing keeps Roost from starting."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, current_app, g, request
from flask_login import LoginManager, UserMixin, current_user

from constellations.access import Viewer
from constellations.accounts.actions import note_seen
from constellations.accounts.queries import signed_in
from constellations.core.errors import SignedOut
from constellations.permissions import Permission
from constellations.queries import viewer_for

View = TypeVar("View", bound=Callable[..., object])

PUBLIC = "public"
DECLARED = "roost_access"


class AccessUndeclared(Exception):
    """A route says neither @public nor @requires: a fault of ours."""


@dataclass(frozen=True, slots=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """What Flask-Login holds of somebody: the token of the device, and the viewer it stands for."""

    token: str
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
        setattr(view, DECLARED, permission)
        return view

    return declare


def current_viewer() -> Viewer:
    """Who asks; raises SignedOut where nobody is signed in."""
    if not current_user.is_authenticated:
        raise SignedOut
    viewer: Viewer = current_user.viewer
    return viewer


def init_guard(app: Flask) -> None:
    """Stand at the door of every route; Flask's own static files are public."""
    people = LoginManager(app)
    people.user_loader(_load)
    public(app.view_functions["static"])
    app.before_request(_check)


def check_every_route(app: Flask) -> None:
    """Raise AccessUndeclared, naming the routes that do not say who may come in."""
    silent = sorted(name for name, view in app.view_functions.items() if not hasattr(view, DECLARED))
    if silent:
        raise AccessUndeclared(f"neither @public nor @requires: {', '.join(silent)}")


def _check() -> None:
    if request.endpoint is None:
        return
    declared = getattr(current_app.view_functions[request.endpoint], DECLARED)
    if declared != PUBLIC:
        current_viewer().must(declared)


def _load(token: str) -> SignedIn | None:
    found = signed_in(token)
    if found is None:
        return None
    device, person = found
    note_seen(device.id, person.role, device.last_seen_at)
    g.device_id = device.id
    return SignedIn(token, viewer_for(person))
