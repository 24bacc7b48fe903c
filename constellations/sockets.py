"""The guard on live lines: every event says who may send it, and is asked about anew each time it comes."""

import re
import signal
import threading
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from types import FrameType
from typing import TypeVar

import structlog
from flask import Flask, current_app, request
from flask import session as cookie
from flask_socketio import join_room
from limits import RateLimitItemPerMinute
from pydantic import BaseModel, ConfigDict, ValidationError

from constellations.access import Viewer
from constellations.accounts.queries import signed_in, still_signed_in
from constellations.core.errors import Busy, Forbidden, RoostError, SignedOut
from constellations.core.settings import Settings
from constellations.core.sockets import EXTENSION, OWNER, Lines, Owner, Words, init_lines
from constellations.core.throttle import throttle
from constellations.permissions import Permission
from constellations.queries import viewer_for

log = structlog.get_logger()

P = TypeVar("P", bound=BaseModel)
Ack = Words
Handler = Callable[..., Ack]

DECLARED = "roost_event"
OF_THE_ENGINE = {"connect", "disconnect"}
EVENTS_A_MINUTE = RateLimitItemPerMinute(120)
LOOK_SECONDS = 10
"""How often lines are looked at whose people may have signed out in another process, or been away too long."""


class Nothing(BaseModel):
    """The payload of an event that says all by its name."""

    model_config = ConfigDict(extra="forbid")


class EventUndeclared(Exception):
    """An event does not say who may send it: a fault of ours."""


class Garbled(RoostError):
    """An event whose payload is not what it should be (400)."""

    def __init__(self) -> None:
        super().__init__("Roost did not understand that. Reload the page and try again.")


class TooMany(RoostError):
    """More events than a person can make (429)."""

    def __init__(self) -> None:
        super().__init__("That was a lot at once. Wait a minute, then try again.")


@dataclass(frozen=True, slots=True)
class Event:
    """A declared event: its name, who may send it, and what is done with it."""

    name: str
    permission: Permission
    answer: Callable[[Viewer, object], Ack]


Act = Callable[[Viewer, P], Ack]


def on(name: str, permission: Permission, payload: type[P]) -> Callable[[Act[P]], Act[P]]:
    """Declare who may send an event, and the model of its payload; what the function gives is the ack."""

    def declare(act: Act[P]) -> Act[P]:
        """Write the event on the function."""

        def answer(viewer: Viewer, sent: object) -> Ack:
            """Read the payload, and act; raises Garbled."""
            try:
                return act(viewer, payload.model_validate(sent))
            except ValidationError as wrong:
                raise Garbled from wrong

        setattr(act, DECLARED, Event(name, permission, answer))
        return act

    return declare


def init_sockets(app: Flask, settings: Settings, handlers: Iterable[Handler], on_threads: bool) -> None:
    """Let browsers have live lines on which these events may come; raises EventUndeclared for one without @on."""
    lines = init_lines(app, settings, _owner, on_threads)
    lines.socketio.on_event("connect", _connect)
    for handler in handlers:
        event: Event | None = getattr(handler, DECLARED, None)
        if event is None:
            raise EventUndeclared(f"an event without @on: {getattr(handler, '__name__', handler)}")
        lines.socketio.on_event(event.name, partial(_receive, event))
    _check_every_event(lines, {event.name for event in _declared(handlers)})


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


def disconnect_person(person_id: uuid.UUID) -> None:
    """Cut all lines of a person, to be called after the commit; other processes send them nothing from then on."""
    lines = _lines()
    lines.cut(owner for owner in lines.owners.values() if owner.person == str(person_id))
    lines.socketio.close_room(_room(str(person_id)), namespace="/")


def disconnect_signed_out() -> None:
    """Cut the lines of everybody who is signed in no longer, to be called after the commit of what ended it."""
    lines = _lines()
    owners = set(lines.owners.values())
    if owners:
        still = still_signed_in(Viewer.system(), {uuid.UUID(owner.device) for owner in owners})
        lines.cut(owner for owner in owners if uuid.UUID(owner.device) not in still)


def _connect(_: object = None) -> None:
    # Who it is was asked at the door, a moment ago; whose sign-in has ended since then is cut like every other line.
    owner: Owner = request.environ[OWNER]
    join_room(_room(owner.person))


def _receive(event: Event, sent: object = None, *more: object) -> Ack:
    """Answer one event: everything that can go wrong becomes an ack, and a fault one line in the log."""
    try:
        if more:
            raise Garbled
        return {"ok": True, **event.answer(_viewer(event.permission), {} if sent is None else sent)}
    except RoostError as refused:
        if isinstance(refused, SignedOut | TooMany):
            _cut_soon()
        return _refusal(refused)
    except Exception as failure:
        log.error("fault in an event", live_event=event.name, exc_info=failure)
        return _refusal(Busy())


def _refusal(refused: RoostError) -> Ack:
    """What went wrong: its name for a program, and a sentence for the person."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(refused).__name__).lower()
    return {"ok": False, "error": name, "message": refused.words}


def _cut_soon() -> None:
    owner: Owner = request.environ[OWNER]
    _lines().cut_soon(owner)


def _viewer(permission: Permission) -> Viewer:
    """Who sends, as the database has them now; what was known when the line was opened counts for nothing."""
    found = signed_in(cookie.get("_user_id", ""))
    if found is None:
        raise SignedOut
    _, person = found
    if not throttle().take(EVENTS_A_MINUTE, "event", str(person.id)):
        raise TooMany
    viewer = viewer_for(person)
    if not viewer.may(permission):
        raise Forbidden
    return viewer


def _owner() -> Owner | None:
    found = signed_in(cookie.get("_user_id", ""))
    return None if found is None else Owner(person=str(found[1].id), device=str(found[0].id))


def _room(person: str) -> str:
    return f"person {person}"


def _lines() -> Lines:
    found: Lines = current_app.extensions[EXTENSION]
    return found


def _declared(handlers: Iterable[Callable[..., Ack]]) -> list[Event]:
    return [getattr(handler, DECLARED) for handler in handlers]


def _check_every_event(lines: Lines, declared: set[str]) -> None:
    """Also what was registered past the list is found."""
    silent = set(lines.server.handlers.get("/", {})) - declared - OF_THE_ENGINE
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
