"""Letting a browser keep that somebody has signed in on it."""

import secrets
import uuid

from flask import Response, after_this_request, current_app

from constellations.accounts.known.queries import browser_here, cookie_name, signing_keys
from constellations.accounts.known.rules import KEPT_SECONDS


def keep_on_browser(person_id: uuid.UUID) -> None:
    """Let the browser of this request keep, with the answer, that this person signed in on it."""
    known = browser_here().with_person(person_id, secrets.token_hex(16))

    def keep(answer: Response) -> Response:
        """Send it along, as well guarded as the cookie of the session."""
        answer.set_cookie(
            cookie_name(),
            known.signed(signing_keys()),
            max_age=KEPT_SECONDS,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return answer

    after_this_request(keep)
