"""What stands where somebody raises a concern, and what they hear of it afterwards."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from constellations.access import Viewer, find, is_key, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Person, Service
from messaging.safeguarding.models import Concern
from messaging.safeguarding.opening.queries import opened
from messaging.safeguarding.readers.queries import Around, reached, readers_of
from messaging.safeguarding.rules import About, NobodyReadsIt, Route, route_of
from messaging.safeguarding.subjects.queries import Subject


@dataclass(frozen=True, slots=True)
class Raised:
    """What who raised a concern knows of it: their words, who reads them, and that somebody has.

    Without words where no key opens them, and without `message_id` where it is about a note.
    """

    concern_id: uuid.UUID
    message_id: uuid.UUID | None
    raised_at: dt.datetime
    words: str | None
    readers: tuple[str, ...]
    acknowledged_at: dt.datetime | None
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Worrying:
    """Something that somebody worries about: whom to phone first, who would read that, and what one has raised.

    `readers` are the names of those who would read it, for each answer to whom it is about; none where nobody would.
    """

    subject: Subject
    out_of_hours_phone: str | None
    readers: dict[About, tuple[str, ...]]
    raised: tuple[Raised, ...]


def worrying(viewer: Viewer, subject: Subject) -> Worrying:
    """What stands beside the form."""
    return Worrying(
        subject=subject,
        out_of_hours_phone=out_of_hours_phone(viewer),
        readers={about: _would_read(subject.around, about) for about in About},
        raised=raised_about(viewer, subject),
    )


def out_of_hours_phone(viewer: Viewer) -> str | None:
    """The number that the viewer's service has set for nights; none where it has set none."""
    return find(viewer, Service, viewer.service_id).out_of_hours_phone if viewer.service_id else None


def raised_about(viewer: Viewer, subject: Subject) -> tuple[Raised, ...]:
    """The concerns that the viewer has raised about something, in order."""
    mine = visible(viewer, Concern).where(subject.is_it, is_key(Concern.raised_by, viewer.person_id))
    return tuple(map(_raised, session().scalars(mine.order_by(Concern.raised_at))))


def raised_concern(viewer: Viewer, concern_id: uuid.UUID) -> Raised:
    """A concern that the viewer has raised; raises NotFound."""
    mine = visible(viewer, Concern).where(Concern.id == concern_id, is_key(Concern.raised_by, viewer.person_id))
    found = session().scalars(mine).one_or_none()
    if found is None:
        raise NotFound
    return _raised(found)


def route_from(around: Around, about: About) -> Route:
    """The way that a concern takes from there; raises NobodyReadsIt."""
    return route_of(about, {route: reached(around, route).keys() for route in Route})


def _would_read(around: Around, about: About) -> tuple[str, ...]:
    """The names of those who would read it; none where nobody would."""
    try:
        return _names(reached(around, route_from(around, about)).values())
    except NobodyReadsIt:
        return ()


def _raised(concern: Concern) -> Raised:
    return Raised(
        concern_id=concern.id,
        message_id=concern.message_id,
        raised_at=concern.raised_at,
        words=opened(Concern.words, [concern.id])[concern.id],
        readers=_names(readers_of(concern).values()),
        acknowledged_at=concern.acknowledged_at,
        closed_at=concern.closed_at,
    )


def _names(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.name for person in people)
