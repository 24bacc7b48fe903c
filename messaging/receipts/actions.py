"""Marking how far somebody has read."""

import uuid

from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from constellations.access import Viewer, find
from constellations.core import clock
from constellations.core.database import after_commit, database, session, transaction
from constellations.permissions import Permission
from messaging.models import Conversation, ReadMark
from messaging.people.queries import people_in
from messaging.telling.sockets import conversation_read


def mark_read(viewer: Viewer, conversation_id: uuid.UUID, seq: int) -> None:
    """Say that the viewer has read up to a number; never back, and never beyond the last. Raises NotFound."""
    viewer.must(Permission.TALK)
    with transaction():
        conversation = find(viewer, Conversation, conversation_id)
        read = min(seq, conversation.last_seq)
        if note_read(viewer, conversation.id, read):
            told = frozenset(people_in(conversation))
            after_commit(lambda: conversation_read(viewer, conversation_id, read, told))


def note_read(viewer: Viewer, conversation_id: uuid.UUID, seq: int) -> bool:
    """The same within a transaction; gives whether the mark moved."""
    insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
    row = insert_here(ReadMark).values(
        conversation_id=conversation_id, person_id=viewer.person_id, seq=seq, at=clock.now()
    )
    further = row.on_conflict_do_update(
        index_elements=[ReadMark.conversation_id, ReadMark.person_id],
        set_={"seq": row.excluded.seq, "at": row.excluded.at},
        where=ReadMark.seq < row.excluded.seq,
    )
    return session().execute(further.returning(ReadMark.seq)).one_or_none() is not None
