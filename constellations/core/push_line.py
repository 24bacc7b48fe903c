"""Handing a push in at a push service: at hosts that we know, outside our own network, and following nobody elsewhere.

The address comes from a browser, so from anybody: it must lead neither into this machine nor into its network.
"""

import http.client
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

from constellations.core.outside import NotOutside, line_outside

SECONDS = 10
"""How long a push service may take to answer."""

LONGEST_ADDRESS = 1000

PUSH_SERVICES = ("fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com")
"""Those of Chrome and its kin, Firefox, Safari and Edge; also what is under these names."""

GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
TAKEN = (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT)


class NotPushed(Exception):
    """The push service would not take it, or was not there; `kind` says why without saying to whom."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class NoAnswer(NotPushed):
    """The push service was not there, or broke off: others with the same `host` will fare no better now."""

    def __init__(self, kind: str, host: str) -> None:
        super().__init__(kind)
        self.host = host


class SubscriptionGone(NotPushed):
    """The browser does not listen there any more: nothing will ever get through again."""


@dataclass(frozen=True, slots=True)
class Push:
    """What a push service is handed; `topic` lets a newer one take the place of one that still waits there."""

    endpoint: str
    body: bytes
    authorization: str
    is_urgent: bool
    seconds_good: int
    topic: str


def is_push_address(endpoint: str, test_host: str | None = None) -> bool:
    """Whether a push may be handed in there: https at a push service that we know; while testing, the test's own."""
    if len(endpoint) > LONGEST_ADDRESS or not endpoint.isascii() or not endpoint.isprintable():
        return False
    try:
        to = urlsplit(endpoint)
        port, host = to.port, to.hostname or ""
    except ValueError:
        return False
    if "@" in to.netloc or "\\" in endpoint or " " in endpoint:
        return False
    if test_host is not None and host == test_host:
        return to.scheme == "http"
    is_known = any(host == name or host.endswith(f".{name}") for name in PUSH_SERVICES)
    return to.scheme == "https" and port in (None, 443) and is_known


def hand_in(push: Push, test_host: str | None = None) -> None:
    """Hand one in; raises NotPushed, NoAnswer, SubscriptionGone. One that would send us elsewhere is not followed."""
    if not is_push_address(push.endpoint, test_host):
        raise SubscriptionGone("not a push service")
    to = urlsplit(push.endpoint)
    line = _line(to, test_host)
    try:
        path = f"{to.path or '/'}?{to.query}" if to.query else to.path or "/"
        line.request("POST", path, push.body, _headers(push))
        status = line.getresponse().status
    except (OSError, http.client.HTTPException) as failure:
        raise NoAnswer(type(failure).__name__, to.netloc) from failure
    finally:
        line.close()
    if status in GONE:
        raise SubscriptionGone(f"refused, {status}")
    if status not in TAKEN:
        raise NotPushed(f"refused, {status}")


def _line(to: SplitResult, test_host: str | None) -> http.client.HTTPConnection:
    host = to.hostname or ""
    if test_host is not None and host == test_host:
        return http.client.HTTPConnection(host, to.port, timeout=SECONDS)
    try:
        return line_outside(host, SECONDS)
    except NotOutside as inside:
        raise NotPushed(str(inside)) from inside
    except OSError as failure:
        raise NoAnswer(type(failure).__name__, to.netloc) from failure


def _headers(push: Push) -> dict[str, str]:
    return {
        "Authorization": push.authorization,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(push.seconds_good),
        "Urgency": "high" if push.is_urgent else "normal",
        "Topic": push.topic,
    }
