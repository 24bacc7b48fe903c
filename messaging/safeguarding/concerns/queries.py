"""Concerns as their readers know them."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from constellations.access import Viewer, covering, visible
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Constellation, Person
from constellations.permissions import Role
from messaging.models import Message
from messaging.safeguarding.models import Concern, ConcernNote
from messaging.safeguarding.opening.queries import opened
from messaging.safeguarding.readers.queries import readers_of
from messaging.safeguarding.rules import About, Outcome, Standing, standing
from messaging.safeguarding.subjects.queries import message_of_concern

SYSTEM = Viewer.system

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """A concern as it stands in the list of its readers: no word of what worries somebody.

    It `is_locked` where no key opens its words any more.
    """

    concern_id: uuid.UUID
    raised_by: str
    raised_at: dt.datetime
    hours: int
    constellation: str | None
    in_danger: bool
    standing: Standing
    outcome: Outcome | None
    is_locked: bool


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note to a concern; without words where no key opens them."""

    by: str
    at: dt.datetime
    words: str | None


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """A concern as its readers know it; a message itself is read with a reason (`safeguarding/looks`).

    Of a note `noted` are its words as they were when somebody worried, none where no key opens them.
    """

    line: ConcernLine
    words: str | None
    about: About
    author: str
    author_role: Role
    said_at: dt.datetime
    is_note: bool
    noted: str | None
    is_removed: bool
    is_hidden: bool
    acknowledged_by: str | None
    acknowledged_at: dt.datetime | None
    closed_by: str | None
    closed_at: dt.datetime | None
    woken_at: dt.datetime | None
    notes: tuple[NoteShown, ...]
    readers: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is not closed yet."""
        return self.closed_at is None


def concerns_of(viewer: Viewer) -> list[ConcernLine]:
    """The concerns that the viewer reads: open ones first, of these the oldest; then those closed, the latest first."""
    order = (Concern.closed_at.is_not(None), Concern.closed_at.desc(), Concern.raised_at)
    return _lines(session().scalars(_read_by(viewer).order_by(*order).limit(MOST_LISTED)).all())


def concern_page(viewer: Viewer, concern_id: uuid.UUID) -> ConcernPage:
    """One concern; raises NotFound alike for not there and not theirs to read."""
    concern = concern_read(viewer, concern_id)
    message = message_of_concern(concern)
    people = _people({concern.author_id, concern.acknowledged_by, concern.closed_by})
    author = people[concern.author_id]
    return ConcernPage(
        line=_lines([concern])[0],
        words=opened(Concern.words, [concern.id])[concern.id],
        about=concern.about,
        author=author.name,
        author_role=author.role,
        said_at=_said_at(concern, message),
        is_note=message is None,
        noted=opened(Concern.note_words, [concern.id])[concern.id],
        is_removed=_is_removed(concern, message),
        is_hidden=concern.hidden_at is not None,
        acknowledged_by=_name(people, concern.acknowledged_by),
        acknowledged_at=concern.acknowledged_at,
        closed_by=_name(people, concern.closed_by),
        closed_at=concern.closed_at,
        woken_at=concern.woken_at,
        notes=_notes(viewer, concern.id),
        readers=tuple(person.name for person in readers_of(concern).values()),
    )


def concern_read(viewer: Viewer, concern_id: uuid.UUID) -> Concern:
    """A concern of which the viewer is a reader; raises NotFound, also for who raised it."""
    found = session().scalars(_read_by(viewer).where(Concern.id == concern_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _said_at(concern: Concern, message: Message | None) -> dt.datetime:
    """When that was written which a concern is about."""
    return message.created_at if message else concern.noted_at or concern.raised_at


def _is_removed(concern: Concern, message: Message | None) -> bool:
    """Whether that is gone for good which a concern is about: a note stays hidden after the concern is closed."""
    if message is None:
        return concern.closed_at is not None and concern.hidden_at is not None
    return message.removed_at is not None


def _read_by(viewer: Viewer) -> Select[Concern]:
    return visible(viewer, Concern).where(Concern.read_by(viewer))


def _notes(viewer: Viewer, concern_id: uuid.UUID) -> tuple[NoteShown, ...]:
    rows = (
        session()
        .scalars(visible(viewer, ConcernNote).where(ConcernNote.concern_id == concern_id).order_by(ConcernNote.at))
        .all()
    )
    people, words = _people({row.by for row in rows}), opened(ConcernNote.words, [row.id for row in rows])
    return tuple(NoteShown(people[row.by].name, row.at, words[row.id]) for row in rows)


def _lines(rows: Sequence[Concern]) -> list[ConcernLine]:
    people, now = _people({row.raised_by for row in rows}), clock.now()
    named = select(Constellation.id, Constellation.name).where(
        Constellation.id.in_({row.constellation_id for row in rows if row.constellation_id})
    )
    names = {row[0]: row[1] for row in session().execute(covering(SYSTEM(), named))}
    words = opened(Concern.words, [row.id for row in rows])
    return [
        ConcernLine(
            concern_id=row.id,
            raised_by=people[row.raised_by].name,
            raised_at=row.raised_at,
            hours=(now - row.raised_at) // dt.timedelta(hours=1),
            constellation=names.get(row.constellation_id) if row.constellation_id else None,
            in_danger=row.in_danger,
            standing=standing(row.raised_at, row.acknowledged_at, row.closed_at, now, row.in_danger),
            outcome=row.outcome,
            is_locked=words[row.id] is None,
        )
        for row in rows
    ]


def _people(ids: Collection[uuid.UUID | None]) -> dict[uuid.UUID, Person]:
    people = select(Person).where(Person.id.in_({one for one in ids if one}))
    return {person.id: person for person in session().scalars(covering(SYSTEM(), people))}


def _name(people: dict[uuid.UUID, Person], person_id: uuid.UUID | None) -> str | None:
    return people[person_id].name if person_id else None
