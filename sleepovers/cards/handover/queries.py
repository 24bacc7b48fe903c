"""The hand-over of a stay as those at its door read it: notes each way, and what is in the bag."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import aliased, defer

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.models import Person
from messaging.safeguarding.subjects.queries import hidden_notes
from sleepovers.cards.handover.rules import Way
from sleepovers.cards.models import HandoverNote, PackedThing
from sleepovers.cards.queries import AtDoor, at_door, opened


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is read; its words are none where it is hidden, and where no key opens them."""

    note_id: uuid.UUID
    way: Way
    words: str | None
    who: str | None
    at: dt.datetime
    is_own: bool
    is_hidden: bool
    is_removed: bool

    @property
    def may_worry(self) -> bool:
        """Whether the reader may say that it worries them."""
        return self.words is not None and self.who is not None and not self.is_own


@dataclass(frozen=True, slots=True)
class Tick:
    """Who saw a thing in the bag, and when."""

    who: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing on the list, with its tick each way; its words are none where no key opens them."""

    thing_id: uuid.UUID
    words: str | None
    only_home: bool
    there: Tick | None
    home: Tick | None

    def tick(self, way: Way) -> Tick | None:
        """Its tick of one way."""
        return self.there if way is Way.THERE else self.home


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """The hand-over of a stay."""

    door: AtDoor
    notes: Sequence[Note]
    things: Sequence[Thing]

    def notes_of(self, way: Way) -> list[Note]:
        """The notes of one way, in the order in which they were written."""
        return [note for note in self.notes if note.way is way]

    def things_of(self, way: Way) -> list[Thing]:
        """What goes one way."""
        return [thing for thing in self.things if way is Way.HOME or not thing.only_home]


def handover_page(viewer: Viewer, stay_id: uuid.UUID) -> HandoverPage:
    """The hand-over of a stay, through the same door as the card; raises as `at_door` does."""
    door = at_door(viewer, stay_id)
    return HandoverPage(door, _notes(viewer, stay_id), _things(viewer, stay_id))


def things_held(viewer: Viewer, stay_id: uuid.UUID) -> Sequence[PackedThing]:
    """What is on the list, to be changed; nobody else changes it before the transaction ends.

    Its words are not asked for: what no key opens can be ticked all the same.
    """
    rows = visible(viewer, PackedThing).where(PackedThing.stay_id == stay_id).order_by(PackedThing.id)
    rows = rows.options(defer(PackedThing.words))
    return session().scalars(rows.with_for_update(of=PackedThing)).all()


def words_packed(viewer: Viewer, stay_id: uuid.UUID) -> list[str]:
    """The words of what is on the list, as far as they can be opened."""
    return [thing.words for thing in _things(viewer, stay_id) if thing.words is not None]


def _notes(viewer: Viewer, stay_id: uuid.UUID) -> Sequence[Note]:
    asked = (
        select(
            HandoverNote.id,
            HandoverNote.way,
            type_coerce(HandoverNote.words, Text),
            HandoverNote.person_id,
            Person.name,
            HandoverNote.at,
        )
        .outerjoin(Person, Person.id == HandoverNote.person_id)
        .where(HandoverNote.stay_id == stay_id)
        .order_by(HandoverNote.at, HandoverNote.id)
    )
    rows = session().execute(covering(viewer, asked, HandoverNote, through=(Person,))).all()
    hidden = hidden_notes([row[0] for row in rows])
    return [
        Note(
            note_id=note_id,
            way=way,
            words=None if note_id in hidden else opened(words),
            who=who,
            at=at,
            is_own=by is not None and by == viewer.person_id,
            is_hidden=note_id in hidden,
            is_removed=hidden.get(note_id, False),
        )
        for note_id, way, words, by, who, at in rows
    ]


def _things(viewer: Viewer, stay_id: uuid.UUID) -> Sequence[Thing]:
    there, home = aliased(Person), aliased(Person)
    asked = (
        select(
            PackedThing.id,
            type_coerce(PackedThing.words, Text),
            PackedThing.only_home,
            PackedThing.there_at,
            there.name,
            PackedThing.home_at,
            home.name,
        )
        .outerjoin(there, there.id == PackedThing.there_by)
        .outerjoin(home, home.id == PackedThing.home_by)
        .where(PackedThing.stay_id == stay_id)
        .order_by(PackedThing.added_at, PackedThing.id)
    )
    rows = session().execute(covering(viewer, asked, PackedThing, through=(Person,)))
    return [
        Thing(key, opened(words), only_home, _tick(there_by, there_at), _tick(home_by, home_at))
        for key, words, only_home, there_at, there_by, home_at, home_by in rows
    ]


def _tick(who: str | None, at: dt.datetime | None) -> Tick | None:
    return Tick(who, at) if at else None
