"""Handing mails and text messages to GOV.UK Notify, by its REST API, with the key of a service's own account there.

Its documentation: https://docs.notifications.service.gov.uk/rest-api.html
"""

import base64
import hashlib
import hmac
import http.client
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from constellations.core import clock
from constellations.core.mail import NoServer, NotTaken

SECONDS = 5
"""How long Notify may take to answer."""

MOST_BYTES = 256 * 1024
"""Of an answer; what is longer is none of Notify's."""

MOST_SECONDS_OFF = 30
"""How far our clock may be from Notify's: a token is no older, and no younger."""

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_KEY = re.compile(rf"\S{{1,200}}?-({_UUID})-({_UUID})", re.IGNORECASE)
_TEMPLATE = re.compile(_UUID, re.IGNORECASE)


class Way(StrEnum):
    """What Notify carries for us."""

    MAIL = "mail"
    TEXT = "text"


class Refusal(StrEnum):
    """Why Notify does not take something; the word is kept beside what was not taken, and says nothing of whom."""

    BAD_KEY = "bad key"
    CLOCK = "clock"
    TRIAL = "trial mode"
    TEAM_KEY = "team key"
    TEMPLATE = "template"
    RECIPIENT = "recipient"
    REFUSED = "refused"
    TOO_MANY = "too many"
    AWAY = "away"


class NeverTaken(NotTaken):
    """Notify has understood, and would answer every other try alike."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where Notify is, and the key of a service's account there."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Message:
    """What Notify is handed: to whom, the id of the template, the words for its places, and a name to find it by."""

    way: Way
    to: str
    template: str
    words: Mapping[str, str]
    reference: str


def is_notify_url(url: str, must_be_sealed: bool) -> bool:
    """Whether Notify can be asked there: by https, or where that need not be by http too."""
    try:
        parts = urlsplit(url)
        # Asked for, because a port that is none is found only then.
        _ = parts.port
    except ValueError:
        return False
    return bool(parts.hostname) and parts.scheme in (("https",) if must_be_sealed else ("https", "http"))


def is_notify_key(text: str) -> bool:
    """Whether this could be a key: its name, the id of the account and the secret, joined by hyphens."""
    return _KEY.fullmatch(text) is not None


def is_template(text: str) -> bool:
    """Whether this could be the id of a template."""
    return _TEMPLATE.fullmatch(text) is not None


def hand_in(account: Account, message: Message) -> str:
    """Hand one in; gives the text that Notify made of it.

    Raises NeverTaken, or NoServer where another try may succeed, of which nobody knows whether it got through.
    Notify takes the same twice: ask `was_taken` before another try.
    """
    path, to = _PLACES[message.way]
    words = {to: message.to, "template_id": message.template, "personalisation": dict(message.words)}
    found = _ask(account, "POST", path, json.dumps({**words, "reference": message.reference}))
    content = found.get("content")
    return str(content.get("body", "")) if isinstance(content, dict) else ""


def was_taken(account: Account, reference: str) -> bool:
    """Whether something of that name has reached Notify before; raises as `hand_in`."""
    found = _ask(account, "GET", f"/v2/notifications?{urlencode({'reference': reference})}")
    taken = found.get("notifications")
    if not isinstance(taken, list):
        raise NoServer(Refusal.AWAY)
    return any(isinstance(each, dict) and each.get("reference") == reference for each in taken)


_PLACES = {
    Way.MAIL: ("/v2/notifications/email", "email_address"),
    Way.TEXT: ("/v2/notifications/sms", "phone_number"),
}
"""Where each is handed in, and what the recipient is called there."""


def _ask(account: Account, method: str, path: str, body: str | None = None) -> dict[str, object]:
    """What Notify answers; it is followed nowhere else."""
    to = urlsplit(account.url)
    kind = http.client.HTTPSConnection if to.scheme == "https" else http.client.HTTPConnection
    line = kind(to.hostname or "", to.port, timeout=SECONDS)
    headers = {"Authorization": f"Bearer {_token(account.key)}", "Content-Type": "application/json"}
    try:
        line.request(method, f"{to.path.rstrip('/')}{path}", body.encode() if body else None, headers)
        answer = line.getresponse()
        content = answer.read(MOST_BYTES)
    except (OSError, http.client.HTTPException) as failure:
        raise NoServer(Refusal.AWAY) from failure
    finally:
        line.close()
    found = _read(content)
    if answer.status in (HTTPStatus.OK, HTTPStatus.CREATED):
        return found
    raise _refusal(answer.status, found, answer.headers.get("Date", ""))


def _token(key: str) -> str:
    """What proves that we have the key: a JSON Web Token, signed with HMAC and SHA-256 (RFC 7519, RFC 7515)."""
    parts = _KEY.fullmatch(key)
    if parts is None:
        raise NeverTaken(Refusal.BAD_KEY)
    claims = {"iss": parts[1], "iat": int(clock.now().timestamp())}
    said = ".".join(_encoded(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "HS256"}, claims))
    return f"{said}.{_encoded(hmac.digest(parts[2].encode(), said.encode(), hashlib.sha256))}"


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _read(content: bytes) -> dict[str, object]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _refusal(status: int, found: dict[str, object], date: str) -> NotTaken:
    errors = found.get("errors")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return NoServer(Refusal.TOO_MANY)
    if status not in (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN) or not isinstance(errors, list):
        # Also a proxy that says no in Notify's place: its word is not Notify's.
        return NoServer(Refusal.AWAY)
    if status == HTTPStatus.FORBIDDEN:
        return NoServer(Refusal.CLOCK) if _is_clock_off(date) else NeverTaken(Refusal.BAD_KEY)
    return NeverTaken(_why(" ".join(str(each.get("message")) for each in errors if isinstance(each, dict))))


def _why(said: str) -> Refusal:
    """Which sentence a person is shown; Notify may change its words, so nothing else depends on them."""
    named = (why for words, why in _SAID if words in said.lower())
    return next(named, Refusal.REFUSED)


_SAID = (
    ("trial mode", Refusal.TRIAL),
    ("team-only", Refusal.TEAM_KEY),
    ("template", Refusal.TEMPLATE),
    ("personalisation", Refusal.TEMPLATE),
    ("phone_number", Refusal.RECIPIENT),
    ("email_address", Refusal.RECIPIENT),
)


def _is_clock_off(date: str) -> bool:
    """Whether our clock is further from the one that an answer shows than a token may be old."""
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return False
    return theirs.tzinfo is not None and abs((theirs - clock.now()).total_seconds()) > MOST_SECONDS_OFF
