"""The guard at the door: every route says who may come in, and one that says nothing keeps Roost from starting."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from constellations.access import Viewer
from constellations.accounts.actions import Browser, note_seen, own_id
from constellations.accounts.known.actions import keep_on_browser
from constellations.accounts.known.queries import browser_here
from constellations.accounts.queries import arrived, is_whole
from constellations.accounts.rules import browser_words, gave_password_lately, network_of
from constellations.accounts.second_step.giving.actions import sign_in_again
from constellations.accounts.second_step.giving.forms import AgainForm
from constellations.accounts.second_step.queries import second_steps_of
from constellations.accounts.second_step.rules import SecondStepMissing
from constellations.core import clock
from constellations.core.errors import SignedOut
from constellations.core.forms import accepted
from constellations.core.http import ASKED_BY, WRITTEN
from constellations.core.throttle import throttle
from constellations.feeds.serving.queries import Feed, feed_at
from constellations.pace.rules import A_MINUTE, Pace, TooMany
from constellations.permissions import Permission
from constellations.queries import viewer_for

View = TypeVar("View", bound=Callable[..., object])

PUBLIC = "public"
BY_FEED_TOKEN = "by_feed_token"  # noqa: S105  # the name of a kind of access
DECLARED = "roost_access"
ASKS_AGAIN = "roost_asks_again"
BEFORE_SECOND_STEP = "roost_before_second_step"

AGAIN = "again"
PASSWORD_AGAIN = f"{AGAIN}-password"
"""The field in which a password comes along with what it is asked for."""

SECRETS = frozenset({"api_key", "client_secret", "new_password", "password"})
"""Fields that are never sent back to a browser, not even to be carried along."""

HALF_WAY = "half_way"
"""Where a browser keeps the token of who is half way in."""

UNATTENDED = "Roost-Unattended"
"""The header of requests that a page sends by itself: they do not keep a person signed in who has gone away."""


class AccessUndeclared(Exception):
    """A route says neither @public nor @requires nor @by_feed_token: a fault of ours."""


@dataclass(frozen=True, slots=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """What Flask-Login holds of somebody: the device with its token, and the viewer it stands for.

    It `is_whole` unless a second step must be given, and was not: then it opens the way to one and nothing else.
    """

    token: str
    device_id: uuid.UUID
    since: dt.datetime
    viewer: Viewer
    is_whole: bool

    def get_id(self) -> str:
        """What the signed cookie keeps."""
        return self.token


def public(view: View) -> View:
    """Let everybody in, signed in or not."""
    setattr(view, DECLARED, PUBLIC)
    return view


def by_feed_token(view: View) -> View:
    """Let in who knows the secret `token` of the address, which opens one person's calendar and nothing else."""
    setattr(view, DECLARED, BY_FEED_TOKEN)
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Let those in whose role has the permission; nobody signed in is sent to sign in."""

    def declare(view: View) -> View:
        """Write the permission on the view."""
        setattr(view, DECLARED, permission)
        return view

    return declare


def asks_password_again(view: View) -> View:
    """Let nobody in who has not given their password, and second step, within the last minutes.

    Who follows a link goes on to it afterwards. What somebody was sending is carried through the question, so that
    nothing typed is lost and a button needs no second press; a file cannot be, a secret must not, and where there is
    one the form is asked for again.
    Stands between @requires and def.
    """
    return asks_password_again_where(lambda: True)(view)


def asks_password_again_where(matters: Callable[[], bool]) -> Callable[[View], View]:
    """The same where this says, of the request at hand, that it matters."""

    def declare(view: View) -> View:
        """Write the condition on the view."""
        setattr(view, ASKS_AGAIN, matters)
        return view

    return declare


def before_second_step(view: View) -> View:
    """Let those in, too, who must have a second step and have given none; stands between @requires and def."""
    setattr(view, BEFORE_SECOND_STEP, True)
    return view


def current_viewer() -> Viewer:
    """Who asks; raises SignedOut where nobody is signed in."""
    if not current_user.is_authenticated:
        raise SignedOut
    viewer: Viewer = current_user.viewer
    return viewer


def paced(viewer: Viewer) -> Viewer:
    """The viewer, as long as they do no more in a minute than a person can, by lines and forms together.

    Raises TooMany, which a form says, keeping what was typed.
    """
    if not throttle().take(A_MINUTE[Pace.ACTS], Pace.ACTS, str(viewer.person_id)):
        raise TooMany
    return viewer


def current_feed() -> Feed:
    """The feed that the address of this request opens."""
    found: Feed = g.feed
    return found


def current_device() -> SignedIn:
    """The device on which the viewer is signed in; raises SignedOut where nobody is."""
    if not current_user.is_authenticated:
        raise SignedOut
    device: SignedIn = current_user._get_current_object()
    return device


def this_browser() -> Browser:
    """Whence the request comes."""
    words = browser_words(request.user_agent.string)
    return Browser(words, network_of(request.remote_addr), cookie.get("_user_id"), browser_here())


def let_in(token: str) -> None:
    """Keep a device's token in this browser's cookie, and nothing of what was in it before."""
    cookie.clear()
    # The token of a form that was read before belongs to that cookie; forms on the page that follows get their own.
    g.pop("csrf_token", None)
    arrived = _load(token)
    if arrived is None:
        raise SignedOut
    # A carer's own phone keeps the cookie when it is switched off; a desk's browser forgets it when it is closed.
    cookie.permanent = arrived.viewer.is_carer
    login_user(arrived)
    keep_on_browser(own_id(arrived.viewer))


def keep_half_way(token: str) -> None:
    """Keep in this browser's cookie that somebody gave their password; who is signed in on it stays so meanwhile."""
    cookie[HALF_WAY] = token


def show_out() -> None:
    """Forget who was signed in on this browser."""
    logout_user()
    cookie.clear()


def init_guard(app: Flask) -> None:
    """Stand at the door of every route; Flask's own static files are public."""
    people = LoginManager()
    # No template asks who is signed in past our own frame; a page about a database that is away must not ask at all.
    people.init_app(app, add_context_processor=False)
    # Flask-Login would tie a cookie to the network address, which a phone changes all day; devices are ours to end.
    people.session_protection = None
    people.user_loader(_load)
    public(app.view_functions["static"])
    app.before_request(_check)


def check_every_route(app: Flask) -> None:
    """Raise AccessUndeclared, naming the routes that do not say who may come in."""
    silent = sorted(name for name, view in app.view_functions.items() if not hasattr(view, DECLARED))
    if silent:
        raise AccessUndeclared(f"neither @public nor @requires nor @by_feed_token: {', '.join(silent)}")


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    declared = getattr(view, DECLARED)
    if declared == PUBLIC:
        return None
    if declared == BY_FEED_TOKEN:
        g.feed = feed_at((request.view_args or {})["token"], network_of(request.remote_addr))
        return None
    if not current_user.is_authenticated:
        _note_written()
    viewer = current_viewer()
    g.setdefault(ASKED_BY, str(viewer.person_id))
    viewer.must(declared)
    if not current_device().is_whole and not getattr(view, BEFORE_SECOND_STEP, False):
        return _ask_second_step()
    matters = getattr(view, ASKS_AGAIN, None)
    if matters is not None and matters() and not gave_password_lately(current_device().since, clock.now()):
        return _ask_again()
    return None


def _note_written() -> None:
    """Note what stands in a form of ours that comes when being signed in has run out, so that its words are not lost.

    Only where the form's token is right, as it was checked before, and nothing of a form with a secret.
    """
    if g.get("csrf_valid") and not any(name.endswith((*SECRETS, "code")) for name in request.form):
        texts = [text for _name, text in request.form.items(multi=True)]
        # Words, and no key, number or choice.
        setattr(g, WRITTEN, [text for text in texts if len(text.split()) > 1])


def _ask_second_step() -> ResponseReturnValue:
    """Lead somebody who must have a second step to theirs, or to setting one up."""
    if request.method != "GET" or not request.accept_mimetypes.accept_html:
        raise SecondStepMissing
    if second_steps_of(own_id(current_viewer())):
        return redirect(_again())
    return redirect(url_for("second_step.second_step"))


def _ask_again() -> ResponseReturnValue | None:
    """Ask for the password; what was sent goes along with the question, and on its way with the right answer."""
    if request.method != "POST" or request.files or any(request.form.get(name) for name in SECRETS):
        return redirect(_again())
    viewer, came, is_given = current_viewer(), [], PASSWORD_AGAIN in request.form
    form = AgainForm(prefix=AGAIN) if is_given else AgainForm(formdata=None, prefix=AGAIN)
    steps = second_steps_of(own_id(viewer))
    form.asking(steps)
    if is_given and accepted(form, lambda: came.append(sign_in_again(viewer, form.proof, this_browser()))):
        let_in(came[0])
        return None
    sent = request.form.items(multi=True)
    own = ("csrf_token", *(f"{AGAIN}-{name}" for name in form.data))
    carried = [(name, text) for name, text in sent if not name.endswith(own)]
    # By another way nothing is carried: it leads back to the page from which something was being sent.
    shown = {"action": request.full_path, "carried": carried, "wished": urlsplit(request.referrer or "").path}
    return render_template("accounts/sign_in_again.html", form=form, steps=steps, **shown), form.http_status


def _again() -> str:
    return url_for("accounts.sign_in_again", next=request.full_path.rstrip("?"))


def _load(token: str) -> SignedIn | None:
    found = arrived(token)
    if found is None:
        return None
    device, person = found
    whole = is_whole(person.role, device.second_step_at)
    if UNATTENDED not in request.headers:
        note_seen(device.id, person.role, device.last_seen_at)
    return SignedIn(token, device.id, device.created_at, viewer_for(person), whole)
