"""What browsers may send down their lines: each event says who may send it, and who sends is asked about each time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from flask import Flask
from pydantic import BaseModel, ConfigDict, ValidationError

from constellations.access import Viewer
from constellations.accounts.queries import signed_in_by
from constellations.core.database import as_one, session
from constellations.core.errors import Busy, Forbidden, NotFound, RoostError, SignedOut
from constellations.core.sockets import Words
from constellations.core.throttle import throttle
from constellations.core.together import Together
from constellations.pace.rules import A_MINUTE, Pace, TooMany
from constellations.permissions import Permission
from constellations.queries import viewers_for

log = structlog.get_logger()

P = TypeVar("P", bound=BaseModel)
Ack = Words
Handler = Callable[..., object]
"""A function that was declared to answer an event."""

DECLARED = "roost_event"
MOST_TOGETHER = 100
"""Events of one kind, of several people, that are answered in one go."""


class Nothing(BaseModel):
    """The payload of an event that says all by its name."""

    model_config = ConfigDict(extra="forbid")


class EventUndeclared(Exception):
    """An event does not say who may send it: a fault of ours."""


class Garbled(RoostError):
    """An event whose payload is not what it should be (400)."""

    def __init__(self) -> None:
        super().__init__("Roost did not understand that. Reload the page and try again.")


@dataclass(frozen=True, slots=True)
class Event:
    """A declared event: its name, who may send it, with what it is counted, and what answers it.

    `answer` is given what several people sent at about the same time, and gives an ack or a refusal for each.
    """

    name: str
    permission: Permission
    pace: Pace
    payload: type[BaseModel]
    answer: Callable[[Sequence[tuple[Viewer, Any]]], Sequence[Ack | RoostError]]
    most: int


Act = Callable[[Viewer, P], Ack]
ActTogether = Callable[[Sequence[tuple[Viewer, P]]], Sequence[Ack | RoostError]]


def on(name: str, permission: Permission, payload: type[P], pace: Pace = Pace.ACTS) -> Callable[[Act[P]], Act[P]]:
    """Declare who may send an event, and the model of its payload; what the function gives is the ack."""

    def declare(act: Act[P]) -> Act[P]:
        """Write the event on the function."""

        def answer(sent: Sequence[tuple[Viewer, P]]) -> list[Ack | RoostError]:
            """Act for each by itself."""
            return [act(viewer, words) for viewer, words in sent]

        setattr(act, DECLARED, Event(name, permission, pace, payload, answer, most=1))
        return act

    return declare


def on_together(name: str, permission: Permission, payload: type[P]) -> Callable[[ActTogether[P]], ActTogether[P]]:
    """The same of an event that many may send at the same time: the function is given what waits, all at once.

    It gives an ack or a refusal for each, in order; should it raise, each is tried again by itself.
    """

    def declare(act: ActTogether[P]) -> ActTogether[P]:
        """Write the event on the function."""
        setattr(act, DECLARED, Event(name, permission, Pace.ACTS, payload, act, most=MOST_TOGETHER))
        return act

    return declare


@dataclass(frozen=True, slots=True)
class Sent:
    """What came down a line: by which sign-in, and its payload as it came."""

    token: str
    words: object


Desk = Callable[[Sent], Ack | RoostError]
"""Where what comes is handed in, and answered."""


def declared(handler: Handler) -> Event:
    """The event that a function was declared to answer; raises EventUndeclared."""
    event: Event | None = getattr(handler, DECLARED, None)
    if event is None:
        raise EventUndeclared(f"an event without @on: {getattr(handler, '__name__', handler)}")
    return event


def desk_of(event: Event, app: Flask) -> Desk:
    """Where an event is answered: each by itself, or with what others send at the same time."""

    def answers(sent: Sequence[Sent]) -> Sequence[Ack | RoostError]:
        """Answer in a context of the application, with a session of its own."""
        with app.app_context():
            return _answers(event, sent)

    if event.most == 1:
        return lambda sent: answers([sent])[0]
    return Together(answers, event.most).ask


def _answers(event: Event, sent: Sequence[Sent]) -> Sequence[Ack | RoostError]:
    """An ack or a refusal for each; a fault is one line in the log, and of several each is tried again by itself."""
    try:
        return _answered(event, sent)
    except RoostError as refused:
        if isinstance(refused, Forbidden | NotFound):
            log.warning("denied", live_event=event.name, kind=type(refused).__name__)
        return [refused] * len(sent)
    except Exception as failure:
        log.error("fault in an event", live_event=event.name, together=len(sent), exc_info=failure)
        session().rollback()
        return [Busy()] if len(sent) == 1 else [_answers(event, [one])[0] for one in sent]


def _answered(event: Event, sent: Sequence[Sent]) -> Sequence[Ack | RoostError]:
    """What is answered together always writes: who sends is asked in the same transaction, not in one before it."""
    return as_one(lambda: _one_by_one(event, sent)) if event.most > 1 else _one_by_one(event, sent)


def _one_by_one(event: Event, sent: Sequence[Sent]) -> Sequence[Ack | RoostError]:
    viewers = _viewers(event, [one.token for one in sent])
    read = [_read(event, viewer, one.words) for viewer, one in zip(viewers, sent, strict=True)]
    good = [one for one in read if not isinstance(one, RoostError)]
    answers = iter(event.answer(good) if good else ())
    return [one if isinstance(one, RoostError) else next(answers) for one in read]


def _read(event: Event, viewer: Viewer | RoostError, words: object) -> tuple[Viewer, BaseModel] | RoostError:
    """Who sends, and the payload as the event has it; or why not."""
    try:
        return viewer if isinstance(viewer, RoostError) else (viewer, event.payload.model_validate(words))
    except ValidationError:
        return Garbled()


def _viewers(event: Event, tokens: Sequence[str]) -> list[Viewer | RoostError]:
    """Who sends, as the database has them now; what was known when a line was opened counts for nothing."""
    by_token = signed_in_by(set(tokens))
    viewers = viewers_for([person for _, person in by_token.values()])
    known = {token: viewers[person.id] for token, (_, person) in by_token.items()}
    return [_let_in(event, known.get(token)) for token in tokens]


def _let_in(event: Event, viewer: Viewer | None) -> Viewer | RoostError:
    if viewer is None:
        return SignedOut()
    if not throttle().take(A_MINUTE[event.pace], event.pace, str(viewer.person_id)):
        return TooMany()
    return viewer if viewer.may(event.permission) else Forbidden()
