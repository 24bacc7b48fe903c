"""Live lines: who gets one, what comes down it is handed in and answered, and who is told what."""

import signal
import threading
import uuid
from collections.abc import Collection, Iterable
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

import structlog
from flask import Flask, current_app, request
from flask import session as cookie

from constellations.access import Viewer
from constellations.accounts.queries import signed_in, still_signed_in
from constellations.accounts.rules import network_of_line
from constellations.core.errors import RoostError, SignedOut
from constellations.core.settings import Settings
from constellations.core.sockets import EXTENSION, OWNER, Lines, Owner, init_lines
from constellations.live import Ack, Desk, EventUndeclared, Handler, Sent, declared, desk_of
from constellations.pace.rules import TooMany

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

log = structlog.get_logger()

OF_THE_ENGINE = {"connect", "disconnect"}
LOOK_SECONDS = 3
"""How often lines are looked at whose people may have signed out in another process, or been away too long: nobody who
was signed out reads on for five seconds."""


def init_sockets(app: Flask, settings: Settings, handlers: Iterable[Handler], on_threads: bool) -> None:
    """Let browsers have live lines on which these events may come; raises EventUndeclared for one without @on."""
    lines = init_lines(app, settings, _owner, on_threads)
    # Told to the server itself: around each event Flask-SocketIO would make up the request that opened the line.
    lines.server.on("connect", partial(_connect, lines), namespace="/")
    events = [declared(handler) for handler in handlers]
    for event in events:
        lines.server.on(event.name, partial(_receive, lines, desk_of(event, app)), namespace="/")
    _check_every_event(lines, {event.name for event in events})


def watch_lines(app: Flask) -> None:
    """Cut, every few seconds and for as long as the process lives, the lines of those who are signed in no longer.

    And all of them as soon as the process is told to end, for its server would wait for them. To be called by the
    main thread of a server that has set its own signals.
    """
    ending, before = threading.Event(), signal.getsignal(signal.SIGTERM)

    def end(number: int, frame: FrameType | None) -> None:
        """Let the watch cut all lines, then do what the server does by itself."""
        ending.set()
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, end)
    threading.Thread(target=_watch, args=(app, ending), name="line watch", daemon=True).start()


def tell_person(person_id: uuid.UUID, event: str, words: Ack) -> None:
    """Send something to all lines of a person, in every process; to be called after the commit."""
    tell_people([person_id], event, words)


def tell_people(people: Collection[uuid.UUID], event: str, words: Ack) -> None:
    """The same to several people, written once."""
    if people:
        _lines().send(event, words, [_room(str(person_id)) for person_id in people])


def disconnect_signed_out() -> None:
    """Cut the lines of everybody who is signed in no longer, to be called after the commit of what ended it."""
    lines = _lines()
    owners = set(lines.owners.values())
    if owners:
        still = still_signed_in(Viewer.system(), {uuid.UUID(owner.device) for owner in owners})
        lines.cut(owner for owner in owners if uuid.UUID(owner.device) not in still)


def _connect(lines: Lines, line: str, environ: "WSGIEnvironment", _: object = None) -> None:
    # Who it is was asked at the door, a moment ago; whose sign-in has ended since then is cut like every other line.
    owner: Owner = environ[OWNER]
    lines.server.enter_room(line, _room(owner.person), namespace="/")


def _receive(lines: Lines, desk: Desk, line: str, words: object = None, *more: object) -> Ack:
    """Answer one event: everything that can go wrong becomes an ack."""
    # No event is of several parts, so that together they are none that is known.
    whole = [words, *more] if more else {} if words is None else words
    owner: Owner = lines.server.get_environ(line)[OWNER]
    answer = desk(Sent(owner.token, whole))
    if not isinstance(answer, RoostError):
        return {"ok": True, **answer}
    if isinstance(answer, SignedOut | TooMany):
        lines.cut_soon(owner)
    return _refusal(answer)


def _refusal(refused: RoostError) -> Ack:
    """What went wrong: its name for a program, and a sentence for the person."""
    return {"ok": False, "error": refused.name, "message": refused.words}


def _owner() -> Owner | None:
    token = cookie.get("_user_id", "")
    # Of who brings no cookie the database is asked nothing.
    found = signed_in(token) if token else None
    if found is None:
        return None
    device, person = found
    return Owner(str(person.id), str(device.id), token, network_of_line(request.remote_addr))


def _room(person: str) -> str:
    return f"person {person}"


def _lines() -> Lines:
    found: Lines = current_app.extensions[EXTENSION]
    return found


def _check_every_event(lines: Lines, known: set[str]) -> None:
    """Also what was registered past the list is found."""
    silent = set(lines.server.handlers.get("/", {})) - known - OF_THE_ENGINE
    if silent or set(lines.server.handlers) - {"/"} or lines.server.namespace_handlers:
        raise EventUndeclared(f"events without @on: {', '.join(sorted(silent)) or 'another namespace'}")


def _watch(app: Flask, ending: threading.Event) -> None:
    lines: Lines = app.extensions[EXTENSION]
    while not ending.wait(LOOK_SECONDS):
        lines.let_go()
        try:
            with app.app_context():
                disconnect_signed_out()
        except Exception as failure:
            log.warning("lines not looked at", exc_info=failure)
    lines.cut_all()
