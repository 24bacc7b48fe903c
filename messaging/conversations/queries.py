"""The conversations a viewer is in, as they stand in the list, and how much of each is new."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import CTE, ColumnElement, ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from constellations.access import Viewer, covering, find, is_key, visible
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Constellation, Person
from messaging.declaration import circles
from messaging.models import Conversation, ConversationMember, Message, ReadMark
from messaging.rules import BY_NAME, OF_CONSTELLATION, UNREAD_FOR, ConversationKind, snippet
from messaging.window.queries import within_window
from messaging.words import KIND_WORDS, WITHOUT_WORDS


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """One conversation as it stands in the list; `last` is who spoke last and what, none where nothing was said.

    `closes_on` is the day from which nothing more is said there, where its constellation closes.
    """

    conversation_id: uuid.UUID
    kind: ConversationKind
    title: str
    constellation: str | None
    last_seq: int
    last_at: dt.datetime | None
    last: str | None
    unread: int
    closes_on: dt.date | None = None

    @property
    def full_title(self) -> str:
        """Its title, and of which constellation it is."""
        return f"{self.title}, {self.constellation}" if self.constellation else self.title

    @property
    def as_json(self) -> dict[str, str | int | None]:
        """The line as other clients read it (docs/messaging.md)."""
        return {
            "id": str(self.conversation_id),
            "title": self.title,
            "kind": self.kind.value,
            "constellation": self.constellation,
            "last_seq": self.last_seq,
            "unread": self.unread,
        }


@dataclass(frozen=True, slots=True)
class _Named:
    """A constellation by its name, and the day on which it closes."""

    name: str
    closed_on: dt.date | None


def conversations_of(viewer: Viewer) -> list[ConversationLine]:
    """The conversations the viewer is in, those with the latest word first; a fixed number of queries."""
    rows = session().scalars(visible(viewer, Conversation)).all()
    return _lines(viewer, rows)


def conversation_line(viewer: Viewer, conversation_id: uuid.UUID) -> ConversationLine:
    """One conversation that the viewer is in; raises NotFound alike for not there and not theirs."""
    return _lines(viewer, [find(viewer, Conversation, conversation_id)])[0]


def held_conversation(viewer: Viewer, conversation_id: uuid.UUID) -> Conversation:
    """A conversation that the viewer is in, held until the commit: its messages are numbered one by one."""
    mine = visible(viewer, Conversation).where(Conversation.id == conversation_id)
    held = mine.with_for_update(of=Conversation).execution_options(populate_existing=True)
    found = session().scalars(held).one_or_none()
    if found is None:
        raise NotFound
    return found


def read_until(conversation_id: InstrumentedAttribute[uuid.UUID] | uuid.UUID) -> ColumnElement[int]:
    """The number up to which a person has read, by the mark that the statement joins.

    Without a mark, what is older than `UNREAD_FOR` counts as read. One number, so that a database walks the messages
    after it alone, however long a conversation has become.
    """
    return func.coalesce(ReadMark.seq, _last_old(conversation_id), 0)


def last_old_in(conversation_ids: Collection[uuid.UUID]) -> CTE:
    """The same without any mark, for several conversations, as rows: `conversation_id`, `seq`."""
    rows = select(Conversation.id.label("conversation_id"), _last_old(Conversation.id).label("seq"))
    found = rows.where(Conversation.id.in_(conversation_ids)).cte("last_old")
    # Worked out once for each, not for each person in it.
    return found.prefix_with("MATERIALIZED", dialect="postgresql")


def _last_old(conversation_id: InstrumentedAttribute[uuid.UUID] | uuid.UUID) -> ScalarSelect[int]:
    older = aliased(Message)
    return (
        select(older.seq)
        .where(older.conversation_id == conversation_id, older.created_at < clock.now() - UNREAD_FOR)
        .order_by(older.seq.desc())
        .limit(1)
        .scalar_subquery()
    )


def unread_counts(viewer: Viewer, conversation_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """How many messages of others the viewer has not read, by conversation; none is left out."""
    mark = and_(ReadMark.conversation_id == Message.conversation_id, is_key(ReadMark.person_id, viewer.person_id))
    counted = (
        select(Message.conversation_id, func.count())
        .join(Conversation, Conversation.id == Message.conversation_id)
        .outerjoin(ReadMark, mark)
        .where(
            Message.conversation_id.in_(conversation_ids),
            Message.seq > read_until(Conversation.id),
            Message.sender_id != viewer.person_id,
            Message.removed_at.is_(None),
            within_window(viewer),
        )
        .group_by(Message.conversation_id)
    )
    tables = (Message, ReadMark, ConversationMember)
    rows = session().execute(covering(viewer, counted, Conversation, through=tables))
    found = {row[0]: int(row[1]) for row in rows}
    return {one: found.get(one, 0) for one in conversation_ids}


def _lines(viewer: Viewer, rows: Sequence[Conversation]) -> list[ConversationLine]:
    ids = [row.id for row in rows]
    unread, last, titles = unread_counts(viewer, ids), _last_words(viewer, ids), _titles(viewer, rows)
    names = _constellation_names(viewer, rows)
    lines = [
        ConversationLine(
            conversation_id=row.id,
            kind=row.kind,
            title=titles[row.id],
            constellation=names[row.subject_id].name if row.subject_id in names else None,
            last_seq=row.last_seq,
            last_at=row.last_at,
            last=last.get(row.id),
            unread=unread[row.id],
            closes_on=names[row.subject_id].closed_on if row.subject_id in names else None,
        )
        for row in rows
    ]
    order = list(ConversationKind)
    lines.sort(key=lambda line: (line.constellation or "", order.index(line.kind), line.title))
    lines.sort(key=lambda line: line.last_at or dt.datetime.min.replace(tzinfo=dt.UTC), reverse=True)
    return lines


def _last_words(viewer: Viewer, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    said = (
        select(Message.conversation_id, Person.name, Message.body, Message.removed_at, Message.hidden_at)
        .join(Conversation, and_(Conversation.id == Message.conversation_id, Conversation.last_seq == Message.seq))
        .join(Person, Person.id == Message.sender_id)
        .where(Message.conversation_id.in_(ids), within_window(viewer))
    )
    through = (Message, Person, ConversationMember)
    rows = session().execute(covering(viewer, said, Conversation, through=through))
    there = [row for row in rows if row[3] is None and row[4] is None]
    return {row[0]: f"{row[1].split()[0]}: {snippet(row[2]) or WITHOUT_WORDS}" for row in there}


def _constellation_names(viewer: Viewer, rows: Iterable[Conversation]) -> dict[uuid.UUID | None, _Named]:
    ids = {row.subject_id for row in rows if row.kind in OF_CONSTELLATION}
    if not ids:
        return {}
    named = select(Constellation.id, Constellation.name, Constellation.closed_on).where(Constellation.id.in_(ids))
    return {row[0]: _Named(row[1], row[2]) for row in session().execute(covering(viewer, named, Constellation))}


def _titles(viewer: Viewer, rows: Sequence[Conversation]) -> dict[uuid.UUID, str]:
    """What each is called for the viewer: a group by its name, two people's by the other, else by what it is."""
    others = _others(viewer, [row.id for row in rows if row.kind is ConversationKind.DIRECT])
    subjects: dict[ConversationKind, list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        if row.subject_id:
            subjects[row.kind].append(row.subject_id)
    about = {kind: circle.titles(viewer, subjects[kind]) for kind, circle in circles().items() if subjects[kind]}
    titles = {}
    for row in rows:
        named = about.get(row.kind, {}).get(row.subject_id) if row.subject_id else None
        titles[row.id] = row.title or others.get(row.id) or named or str(KIND_WORDS[row.kind])
    return titles


def _others(viewer: Viewer, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not ids:
        return {}
    named = (
        select(ConversationMember.conversation_id, Person.name)
        .join(Person, Person.id == ConversationMember.person_id)
        .where(ConversationMember.conversation_id.in_(ids), ConversationMember.person_id != viewer.person_id)
        .order_by(Person.name)
    )
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for conversation_id, name in session().execute(covering(viewer, named, ConversationMember, through=(Person,))):
        found[conversation_id].append(name)
    return {one: ", ".join(names) for one, names in found.items()}


def named_conversations() -> Select[uuid.UUID]:
    """Select the conversations whose people are listed one by one: those of two, and groups."""
    return select(Conversation.id).where(Conversation.kind.in_(BY_NAME))
