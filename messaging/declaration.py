"""What others tell messaging: to what conversations belong and who reads them, what may be a name, and which notes
somebody may worry about.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Select

from constellations.access import Viewer
from constellations.core.errors import NotFound
from messaging.rules import ConversationKind
from messaging.safeguarding.rules import NoteKind

Key = int
"""By what one of several texts is known to who asks about them."""

EXTENSION = "roost_circles"
NAMES_EXTENSION = "roost_names_noticed"
TALKS_EXTENSION = "roost_talks_of_few"
NOTES_EXTENSION = "roost_notes_that_may_worry"

Texts = Mapping[Key, tuple[str, frozenset[uuid.UUID]]]
"""Words that somebody is about to say, each with the homes of those who would read them."""

NamesNoticed = Callable[[Texts], set[Key]]
"""Which of some texts may name a child who lives with one of those homes, asked about all at once."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Those around a stay, an ask or an event.

    `seen` selects the ids of the subjects whose readers a viewer belongs to, `people` gives everybody who is in the
    conversation of one at this moment, `titles` what some are called for a viewer, and `service` whose one is.
    `about` selects the ids of those that are about some children.
    """

    kind: ConversationKind
    seen: Callable[[Viewer], Select[uuid.UUID]]
    people: Callable[[uuid.UUID], set[uuid.UUID]]
    titles: Callable[[Viewer, Collection[uuid.UUID]], Mapping[uuid.UUID, str]]
    service: Callable[[Viewer, uuid.UUID], uuid.UUID]
    about: Callable[[Select[uuid.UUID | None]], Select[uuid.UUID]] | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note that a viewer may read: whose service it is of, who wrote what and when, and about which children.

    `path` leads to the page on which it stands.
    """

    service_id: uuid.UUID
    author_id: uuid.UUID
    child_ids: tuple[uuid.UUID, ...]
    written_at: dt.datetime
    words: str
    path: str


NoteSource = Callable[[Viewer, uuid.UUID], Note]
"""A note that a viewer may read at this moment; raises NotFound where it is not theirs to read, or nobody wrote it."""


def init_circles(app: Flask, declared: Sequence[Circle]) -> None:
    """Let conversations know what they may belong to."""
    app.extensions[EXTENSION] = {circle.kind: circle for circle in declared}


def circles() -> Mapping[ConversationKind, Circle]:
    """What conversations may belong to, by kind."""
    found: Mapping[ConversationKind, Circle] = current_app.extensions.get(EXTENSION, {})
    return found


def init_names(app: Flask, noticed: NamesNoticed) -> None:
    """Let messages know who can say whether words may name a child."""
    app.extensions[NAMES_EXTENSION] = noticed


def names_noticed(texts: Texts) -> set[Key]:
    """Which of some texts may name a child; none where nobody can say."""
    noticed: NamesNoticed | None = current_app.extensions.get(NAMES_EXTENSION)
    return noticed(texts) if noticed and texts else set()


def init_talks(app: Flask, talks: Callable[[], Select[uuid.UUID]]) -> None:
    """Let others know which conversations tie the homes that talk in them: a selection of their ids."""
    app.extensions[TALKS_EXTENSION] = talks


def talks_of_few() -> Select[uuid.UUID]:
    """The ids of the conversations of two and of groups, whosever they are; never what is said in them."""
    talks: Callable[[], Select[uuid.UUID]] = current_app.extensions[TALKS_EXTENSION]
    return talks()


def init_notes(app: Flask, sources: Mapping[NoteKind, NoteSource]) -> None:
    """Let concerns know where the notes are found that somebody may worry about."""
    app.extensions[NOTES_EXTENSION] = sources


def note_read(viewer: Viewer, kind: NoteKind, note_id: uuid.UUID) -> Note:
    """A note that the viewer may read; raises NotFound, and what its source raises."""
    sources: Mapping[NoteKind, NoteSource] = current_app.extensions.get(NOTES_EXTENSION, {})
    if kind not in sources:
        raise NotFound
    return sources[kind](viewer, note_id)
