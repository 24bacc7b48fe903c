"""A small GOV.UK Notify for tests: real HTTP, speaking its REST API as documented, and as strict about tokens.

https://docs.notifications.service.gov.uk/rest-api.html
"""

import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import cast
from urllib.parse import parse_qs, urlsplit

from tests.told_server import ToldServer, running

ACCOUNT = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"roost_live-{ACCOUNT}-{SECRET}"
OTHER_KEY = f"roost_live-{ACCOUNT}-00000000-8d35-48ac-975b-e847b4f122b0"
MAIL_TEMPLATE = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
TEXT_TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"

Json = dict[str, object]

TRIAL = "Can't send to this recipient when service is in trial mode"
TEAM = "Can't send to this recipient using a team-only API key"
PLACES = {
    "/v2/notifications/email": ("email_address", MAIL_TEMPLATE),
    "/v2/notifications/sms": ("phone_number", TEXT_TEMPLATE),
}
KINDS = {400: "BadRequestError", 403: "AuthError", 429: "RateLimitError", 500: "Exception"}


@dataclass
class Notify:
    """What it has taken, and how it answers: with an error where one is set, after a while, or not at all."""

    port: int = 0
    taken: list[Json] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    error: tuple[int, str] | None = None
    body: bytes | None = None
    takes_and_says_nothing: bool = False
    template: str = "((body))"
    date: str = ""

    @property
    def url(self) -> str:
        """Its address, for NOTIFY_URL."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """All that it was ever told, as one text to look for names in."""
        return json.dumps(self.taken)


def problem(token: str) -> str:
    """What Notify finds wrong with a token: its signature, whose it is, when it was made; nothing where it is right."""
    head, _, signature = token.rpartition(".")
    expected = hmac.new(SECRET.encode(), head.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(_raw(signature), expected):
        return "Invalid token: API key not found"
    header, claims = (cast("Json", json.loads(_raw(part))) for part in head.split("."))
    if header != {"typ": "JWT", "alg": "HS256"} or claims.get("iss") != ACCOUNT:
        return "Invalid token: service not found"
    if abs(time.time() - float(str(claims["iat"]))) > 30:
        return "Error: Your system clock must be accurate to within 30 seconds"
    return ""


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class _Answer(BaseHTTPRequestHandler):
    """One question."""

    def do_POST(self) -> None:  # the name that http.server asks for
        notify = self._notify()
        given = cast("Json", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if self._is_refused(notify):
            return
        to, template = PLACES[self.path]
        if not given[to] or given["template_id"] != template:
            self._refuse(400, "Template not found")
            return
        notify.taken.append({**given, "id": str(uuid.uuid4())})
        if notify.takes_and_says_nothing:
            self.close_connection = True
            return
        made = notify.template.replace("((body))", str(cast("Json", given["personalisation"])["body"]))
        content = {"body": made, "from_number": "GOVUK"}
        self._say(201, {"id": notify.taken[-1]["id"], "reference": given["reference"], "content": content})

    def do_GET(self) -> None:  # the same
        notify = self._notify()
        if self._is_refused(notify):
            return
        (reference,) = parse_qs(urlsplit(self.path).query)["reference"]
        found = [{"id": each["id"], "reference": reference} for each in notify.taken if each["reference"] == reference]
        self._say(200, {"notifications": found, "links": {"current": self.path}})

    def _notify(self) -> Notify:
        notify = cast("ToldServer[Notify]", self.server).told
        notify.asked.append(f"{self.command} {urlsplit(self.path).path}")
        return notify

    def _is_refused(self, notify: Notify) -> bool:
        wrong = problem(self.headers["Authorization"].removeprefix("Bearer "))
        if notify.error is None and not wrong:
            return False
        self._refuse(*(notify.error or (403, wrong)))
        return True

    def _refuse(self, status: int, message: str) -> None:
        self._say(status, {"status_code": status, "errors": [{"error": KINDS.get(status, ""), "message": message}]})

    def _say(self, status: int, words: Json) -> None:
        notify = cast("ToldServer[Notify]", self.server).told
        body = json.dumps(words).encode() if notify.body is None else notify.body
        self.send_response_only(status)
        self.send_header("Date", notify.date or self.date_time_string())
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # its parent's name for it
        """Say nothing."""


@contextmanager
def running_notify() -> Iterator[Notify]:
    """A Notify until the end of the body."""
    with running(Notify(), _Answer) as told:
        yield told
