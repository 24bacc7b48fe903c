"""Marking how far somebody has read."""

import datetime as dt
import uuid
from collections.abc import Mapping

from sqlalchemy import Insert, Select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from constellations.access import Viewer, find
from constellations.core import clock
from constellations.core.database import Base, after_commit, database, session, transaction
from constellations.permissions import Permission
from messaging.conversations.queries import held_conversation
from messaging.models import Conversation, ReadMark
from messaging.people.queries import people_in
from messaging.telling.actions import read_news
from messaging.telling.queries import unread_news
from messaging.telling.sockets import conversation_read

# As a table, not as objects: those who talk move their own marks with every message.
MARKS = Base.metadata.tables[ReadMark.__tablename__]


Marks = Select[uuid.UUID, uuid.UUID, int, dt.datetime]
"""Selects conversations, people, up to which number each of them has read, and when."""


def mark_read(viewer: Viewer, conversation_id: uuid.UUID, seq: int) -> None:
    """Say that the viewer has read up to a number; never back, and never beyond the last. Raises NotFound.

    With it they have read the notices of what was said until then.
    """
    viewer.must(Permission.TALK)
    with transaction():
        news = unread_news({viewer.person_id} if viewer.person_id else (), [conversation_id])
        # Held where they were told something: what is said at this moment is told anew, or the notice stays.
        here = held_conversation(viewer, conversation_id) if news else find(viewer, Conversation, conversation_id)
        read = min(seq, here.last_seq)
        read_news(here, news, read)
        if _note_read(viewer, here.id, read):
            told = frozenset(people_in(here))
            after_commit(lambda: conversation_read(viewer, conversation_id, read, told))


def note_read_by(marks: Mapping[tuple[uuid.UUID, uuid.UUID], int]) -> None:
    """The same of several conversations and people, within a transaction: up to which number each has read."""
    rows = [
        {"conversation_id": conversation_id, "person_id": person_id, "seq": seq, "at": clock.now()}
        for (conversation_id, person_id), seq in sorted(marks.items())
    ]
    if rows:
        session().execute(further(), rows)


def _note_read(viewer: Viewer, conversation_id: uuid.UUID, seq: int) -> bool:
    """Move one mark; gives whether it moved."""
    row = {"conversation_id": conversation_id, "person_id": viewer.person_id, "seq": seq, "at": clock.now()}
    return session().execute(further().values(row).returning(MARKS.c.seq)).one_or_none() is not None


def further(which: Marks | None = None) -> Insert:
    """Notes how far somebody has read, where it is further than before; or several, as rows that a query gives."""
    row = insert_on_sqlite(MARKS) if database().is_sqlite else insert_on_postgresql(MARKS)
    rows = row if which is None else row.from_select([each.name for each in which.selected_columns], which)
    return rows.on_conflict_do_update(
        index_elements=[MARKS.c.conversation_id, MARKS.c.person_id],
        set_={"seq": row.excluded.seq, "at": row.excluded.at},
        where=MARKS.c.seq < row.excluded.seq,
    )
