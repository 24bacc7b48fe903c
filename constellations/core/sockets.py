"""Live lines to browsers: who gets one, what is sent down them, and that nobody waits for it."""

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import structlog
from flask import Flask
from flask_socketio import SocketIO
from socketio import Manager, Server

from constellations.core.carrier import Carrier
from constellations.core.errors import Busy
from constellations.core.fanout import init_fanout
from constellations.core.http import HEADERS
from constellations.core.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger()

Json = int | str | bool | None | list["Json"] | dict[str, "Json"]
Words = dict[str, Json]
"""What goes down a line, in either direction."""

EXTENSION = "roost_lines"
PATH = "/socket.io"

LARGEST = 64 * 1024
"""Bytes of a single packet from a browser."""

MOST_OF_ONE = 5
"""Lines that one person may hold at once: a few tabs and a phone."""

MOST_OF_NETWORK = 200
"""Lines that one network address may hold at once: a whole council stands behind one."""

MOST_ON_THREADS, MOST_ON_SERVER = 200, 1800
"""Lines in all: beside an embedded database each holds one of the server's threads, and pages need some too."""

MOST_TO_SEND = 10_000
"""Pieces of news that may wait to be sent; beyond that they are dropped, for browsers ask by themselves too."""

ASKED_AT_ONCE = 10
"""Browsers of which the database is asked at the same time who they are, so that pages find a connection beside them: a
server that starts anew has hundreds at its door."""

TURN_SECONDS = 10
"""How long a browser waits for that before it is told to come back."""

SOON_SECONDS = 0.5

HOW_IT_ENDS = (StopIteration, ConnectionError)
"""How a websocket that is over tells its server that no answer follows: gunicorn's way, and Werkzeug's."""

OF_LINES = {**HEADERS, "Cache-Control": "no-store"}
"""The headers of what is answered here and by the engine below: Flask, which gives pages theirs, never sees it."""

NOT_NEEDED = ("werkzeug.request", "werkzeug.proxy_fix.orig")
"""What a request leaves in its environment: a line, which keeps that for as long as it is open, has no use for it."""

OWNER, MARK = "roost.owner", "roost.mark"
"""Where a request's environment says whose line it is, and which."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose line it is: a person, on one of their signed-in devices, known by the token of its cookie.

    And from which network they ask at this moment, which says nothing of who they are; none for one that nobody counts.
    """

    person: str
    device: str
    token: str = field(repr=False)
    network: str | None = field(default=None, compare=False)


class Lines:
    """All lines of this process, and what waits to be sent down them."""

    def __init__(self, server: Server, most: int) -> None:
        self.server = server
        self.most = most
        self._fanout = init_fanout(server)
        self._waiting: queue.Queue[tuple[str, Words, Sequence[str]]] = queue.Queue(MOST_TO_SEND)
        self._sender: threading.Thread | None = None
        self._starting = threading.Lock()

    @property
    def owners(self) -> dict[str, Owner]:
        """The owner of each line, by the line's own id."""
        return {line: environ[OWNER] for line, environ in dict(self.server.environ).items()}

    @property
    def delivered(self) -> int:
        """How many packets were handed to lines of this process."""
        return self._fanout.delivered

    def send(self, event: str, words: Words, rooms: Sequence[str]) -> None:
        """Send to some rooms, in every process; returns at once, for a Redis out of breath must not hold up anybody."""
        with self._starting:
            if self._sender is None:
                self._sender = threading.Thread(target=self._send_all, name="live lines", daemon=True)
                self._sender.start()
        try:
            self._waiting.put_nowait((event, words, rooms))
        except queue.Full:
            log.warning("live news dropped", live_event=event)

    def cut(self, owners: Iterable[Owner]) -> None:
        """Cut the lines of these owners in this process."""
        gone = set(owners)
        for line, owner in self.owners.items():
            if owner in gone:
                self._cut(line)

    def cut_soon(self, owner: Owner) -> None:
        """Cut the lines of an owner in a moment, when the answer that is being made has been sent."""
        later = threading.Timer(SOON_SECONDS, self.cut, [[owner]])
        later.daemon = True
        later.start()

    def cut_handshake(self, mark: object) -> None:
        """Cut the line that a request began, known by the mark it was given."""
        for line, environ in dict(self.server.environ).items():
            if environ.get(MARK) is mark:
                self._cut(line)

    def cut_all(self) -> None:
        """Cut every line of this process, which ends: browsers find another, or this one when it is back."""
        for line in list(self.server.eio.sockets):
            self._cut(line)

    def let_go(self) -> None:
        """Hang up where a line is over and its browser takes not even that in, so that nothing is held for it."""
        self._fanout.hang_up_on_the_deaf()

    def _cut(self, line: str) -> None:
        open_line = self.server.eio.sockets.pop(line, None)
        if open_line is not None:
            # Not waiting until the other side has heard of it: it may be long gone.
            open_line.close(wait=False)

    def _send_all(self) -> None:
        while True:
            event, words, rooms = self._waiting.get()
            try:
                self.server.emit(event, words, to=rooms, namespace="/")
            except Exception as failure:
                log.warning("live news not sent", live_event=event, exc_info=failure)


def init_lines(app: Flask, settings: Settings, owner_of: Callable[[], Owner | None], on_threads: bool) -> Lines:
    """Let browsers have lines; `owner_of` says, in a request's context, who asks and is signed in."""
    redis, channel = settings.redis_url, f"roost {settings.public_url}"
    manager = Carrier(redis, channel) if redis else Manager()
    SocketIO(
        app,
        async_mode="threading",
        client_manager=manager,
        # The door below asks where a page comes from; without this no answer carries a header that lets others in.
        cors_allowed_origins=[],
        max_http_buffer_size=LARGEST,
        manage_session=False,
        # One after the other for each line, in the order in which they came.
        async_handlers=False,
        logger=logging.getLogger("socketio"),
        engineio_logger=logging.getLogger("engineio"),
    )
    lines = Lines(app.extensions["socketio"].server, MOST_ON_THREADS if on_threads else MOST_ON_SERVER)
    app.extensions[EXTENSION] = lines
    door = _Door(app, lines, owner_of, settings.public_url if settings.is_production else None)
    app.wsgi_app = door  # type: ignore[method-assign]  # as Flask's manual does it
    return lines


class _Door:
    """Stands before the lines: an engine below would hold a line open for anybody, before it is asked who that is."""

    def __init__(self, app: Flask, lines: Lines, owner_of: Callable[[], Owner | None], origin: str | None) -> None:
        self._app = app
        self._behind: WSGIApplication = app.wsgi_app
        self._lines = lines
        self._owner_of = owner_of
        self._origin = origin
        self._turns = threading.BoundedSemaphore(ASKED_AT_ONCE)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self._behind(environ, start_response)
        start_response = _with_headers(start_response)
        try:
            refusal = self._refusal(environ)
        except Exception as failure:  # noqa: BLE001  # a database out of breath: the browser tries again by itself
            log.warning("nobody could say whose line it is", kind=type(failure).__name__)
            refusal = "503 Service Unavailable"
        if refusal is not None:
            return _say(refusal, start_response)
        environ[MARK] = mark = object()
        try:
            return self._behind(environ, start_response)
        except HOW_IT_ENDS:
            raise
        except Exception as failure:  # noqa: BLE001  # one line in the log, not a page for each odd packet
            # The engine stumbles over packets that no browser makes.
            log.warning("a live line broke", kind=type(failure).__name__, person=environ[OWNER].person)
            self._lines.cut_handshake(mark)
            if "HTTP_UPGRADE" in environ:
                raise HOW_IT_ENDS["gunicorn.socket" not in environ] from None
            return _say("400 Bad Request", start_response)

    def _refusal(self, environ: "WSGIEnvironment") -> str | None:
        if not is_from_here(environ, self._origin):
            return "403 Forbidden"
        owner = self._owner(environ)
        if owner is None:
            return "401 Unauthorized"
        environ[OWNER] = owner
        line = parse_qs(environ.get("QUERY_STRING", "")).get("sid", [""])[0]
        if line:
            # Who has another's line id still has no line.
            known = self._lines.server.environ.get(line, {})
            return None if known.get(OWNER) == owner else "401 Unauthorized"
        # Counted among the lines that are open, so that one that is over, however it ended, counts for nothing.
        owners = self._lines.owners.values()
        if sum(each.person == owner.person for each in owners) >= MOST_OF_ONE:
            return "429 Too Many Requests"
        if owner.network and sum(each.network == owner.network for each in owners) >= MOST_OF_NETWORK:
            return "429 Too Many Requests"
        return None if len(owners) < self._lines.most else "503 Service Unavailable"

    def _owner(self, environ: "WSGIEnvironment") -> Owner | None:
        """Who asks; raises Busy where many ask at once and none gets an answer."""
        if not self._turns.acquire(timeout=TURN_SECONDS):
            raise Busy
        try:
            with self._app.request_context(environ):
                return self._owner_of()
        finally:
            for name in NOT_NEEDED:
                environ.pop(name, None)
            self._turns.release()


def _say(status: str, start_response: "StartResponse") -> Iterable[bytes]:
    body = status.encode()
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


def _with_headers(start_response: "StartResponse") -> "StartResponse":
    """The same, and each answer has the headers that a page of Roost has."""

    def start(status: str, headers: list[tuple[str, str]], *failure: object) -> Callable[[bytes], object]:
        """Begin the answer, with what is missing added."""
        there = {name.lower() for name, _ in headers}
        added = [(name, value) for name, value in OF_LINES.items() if name.lower() not in there]
        return start_response(status, [*headers, *added], *failure)  # type: ignore[arg-type]  # an exception, or nothing

    return start


def is_from_here(environ: "WSGIEnvironment", origin: str | None) -> bool:
    """Whether a page of Roost asks; `origin` is Roost's own address, none for whatever address was asked.

    A browser names the page's origin with everything but a plain GET to the page's own site; then it
    says "same-origin", or names the page.
    """
    own = origin or f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"
    named = environ.get("HTTP_ORIGIN")
    if named is None and environ["REQUEST_METHOD"] == "GET" and "HTTP_UPGRADE" not in environ:
        if "HTTP_SEC_FETCH_SITE" in environ:
            return bool(environ["HTTP_SEC_FETCH_SITE"] == "same-origin")
        named = environ.get("HTTP_REFERER")
    return named is not None and _site(named) == _site(own)


def _site(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
