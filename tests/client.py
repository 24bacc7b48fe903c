"""A browser without a screen: signs in as somebody, posts with a valid token, and shares nothing with the test."""

import contextvars
import re
import secrets
from collections import Counter
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from constellations.accounts.actions import begin_on_device
from constellations.core.database import session
from constellations.models import Person

TOKEN = re.compile(r"\bI[\w-]{50,60}\.[\w-]{6}\.[\w-]{27}")
ID = re.compile(r'<[a-z][^<>]*? id="([^"]*)"')


class Page(TestResponse):
    """An answer whose text leaves the random tokens out: two letters of one could pass for a child's initials."""

    @property
    def text(self) -> str:
        """What the page says."""
        return TOKEN.sub("", super().text)


class RoostClient(FlaskClient):
    """A client whose requests run in a context of their own, as a server's do."""

    with_token = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as its parent's
        super().__init__(*args, **kwargs)
        self.response_wrapper = type("RoostPage", (Page, self.response_wrapper), {})

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401  # as its parent's
        """Send a request; what the test read before is forgotten, so that it sees what the request stored."""
        if has_app_context():
            session().rollback()
        if self.with_token and kwargs.get("method") == "POST":
            kwargs["headers"] = {"X-CSRFToken": self._token(), **(kwargs.get("headers") or {})}
        # Read to its end and closed, as a server does, whether the test looks at it or not.
        kwargs.setdefault("buffered", True)
        answer: TestResponse = contextvars.Context().run(super().open, *args, **kwargs)
        if answer.mimetype == "text/html" and not answer.is_streamed:
            _assert_each_id_is_there_once(answer)
        return answer

    def _token(self) -> str:
        with self.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", secrets.token_hex(20))  # as long as Roost makes them
        return str(URLSafeTimedSerializer(self.application.secret_key or "", salt="wtf-csrf-token").dumps(raw))


def _assert_each_id_is_there_once(page: TestResponse) -> None:
    """Find no id twice: the label of the second would tick or fill in the first, wherever on the page that is."""
    ids = Counter(ID.findall(page.get_data(as_text=True)))
    doubled = [name for name, times in ids.items() if times > 1 or not name]
    assert not doubled, f"{page.request.path} has more than once: {doubled}"


def client_of(app: Flask, person: Person | None = None) -> RoostClient:
    """A client on which somebody is signed in, or nobody."""
    app.test_client_class = RoostClient
    client = app.test_client()
    assert isinstance(client, RoostClient)
    if person is not None:
        token = begin_on_device(person, "test browser")
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
    return client
