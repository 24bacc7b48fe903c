"""The browser from which a request comes, as far as people have signed in on it before."""

from flask import current_app, request

from constellations.accounts.known.rules import KnownBrowser, known_browser
from constellations.core.settings import current_settings


def browser_here() -> KnownBrowser:
    """What the browser of this request keeps of that; one unknown where it keeps nothing that we signed."""
    return known_browser(request.cookies.get(cookie_name()), signing_keys())


def cookie_name() -> str:
    """The cookie beside the session's own, which ends when somebody signs out; this one does not."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}_known"


def signing_keys() -> tuple[str, ...]:
    """The keys that sign it, the present one first."""
    settings = current_settings()
    return (settings.secret_key, *settings.secret_key_fallbacks)
