"""A browser that posts by HTTP, with the token of its page, and knows how long each answer took."""

import http.client
import secrets
import time
import urllib.parse
from dataclasses import dataclass

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from constellations.core.ids import new_id
from constellations.models import Person
from tests.client import client_of
from tests.faults.installation import Room


@dataclass(frozen=True)
class Answer:
    """What a server said, and after how many seconds."""

    status: int
    body: str
    seconds: float


class Browser:
    """A browser on which somebody is signed in; each request has a connection of its own."""

    def __init__(self, app: Flask, person: Person, seconds: float = 60) -> None:
        client, raw = client_of(app, person), secrets.token_hex(16)
        with client.session_transaction() as kept:
            kept["csrf_token"] = raw
        cookie = client.get_cookie("roost")
        self.cookie = f"roost={cookie.value}" if cookie else ""
        self.token = str(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(raw))
        self.seconds = seconds

    def post(self, port: int, room: Room, body: str, name: str = "") -> Answer:
        """Say something without a line."""
        words = urllib.parse.urlencode({"body": body, "client_id": name or str(new_id()), "csrf_token": self.token})
        return self._ask(port, "POST", f"/conversations/{room.conversation_id}/messages.json", words)

    def get(self, port: int, path: str) -> Answer:
        """Read a page."""
        return self._ask(port, "GET", path, None)

    def _ask(self, port: int, method: str, path: str, words: str | None) -> Answer:
        line, began = http.client.HTTPConnection("127.0.0.1", port, timeout=self.seconds), time.monotonic()
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if words is not None else {}
        try:
            line.request(method, path, words, {"Cookie": self.cookie, "Accept": "application/json", **kind})
            answer = line.getresponse()
            return Answer(answer.status, answer.read().decode(), time.monotonic() - began)
        finally:
            line.close()
