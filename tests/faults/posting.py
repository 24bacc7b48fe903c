"""A browser that posts by HTTP, with the token of its page, and knows how long each answer took."""

import http.client
import secrets
import time
import urllib.parse
from collections.abc import Mapping
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
    location: str = ""


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


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
        where = f"/conversations/{room.conversation_id}/messages.json"
        return self.send(port, where, body=body, client_id=name or str(new_id()))

    def get(self, port: int, path: str, accept: str = "application/json") -> Answer:
        """Read a page."""
        return self._ask(port, "GET", path, None, {"Accept": accept})

    def send(self, port: int, path: str, **words: str) -> Answer:
        """Send a form."""
        return self._ask(port, "POST", path, urllib.parse.urlencode({"csrf_token": self.token, **words}).encode(), FORM)

    def send_file(self, port: int, path: str, name: str, content: bytes, **words: str) -> Answer:
        """Send a form with one file, in its field `files`."""
        edge = secrets.token_hex(16)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in {"csrf_token": self.token, **words}.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        whole = "".join((*parts, head, "Content-Type: application/octet-stream\r\n\r\n")).encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self._ask(port, "POST", path, whole + content + f"\r\n--{edge}--\r\n".encode(), kind)

    def _ask(self, port: int, method: str, path: str, words: bytes | None, heads: Mapping[str, str]) -> Answer:
        line, began = http.client.HTTPConnection("127.0.0.1", port, timeout=self.seconds), time.monotonic()
        try:
            line.request(method, path, words, {"Cookie": self.cookie, "Accept": "application/json", **heads})
            answer = line.getresponse()
            body = answer.read().decode()
            return Answer(answer.status, body, time.monotonic() - began, answer.getheader("Location") or "")
        finally:
            line.close()
