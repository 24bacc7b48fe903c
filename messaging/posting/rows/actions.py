"""Storing messages with all that always follows from one, in a single statement on PostgreSQL.

Each statement is a way to the database and back, and what objects are stored with took a quarter of what it costs to
say something. The rows are the same as objects would write, on both databases.
"""

import uuid
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, Update, bindparam, cast, column, false, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.elements import NamedColumn
from sqlalchemy.sql.selectable import TableValuedAlias

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import Base, database, session, stands_for_row
from constellations.core.search_words import to_keep
from constellations.core.tripwire import EVERYTHING, SEEN
from messaging.models import Conversation, Message
from messaging.receipts.actions import MARKS, further, note_read_by
from messaging.search.actions import WORDS, keep_words

MESSAGES, CONVERSATIONS = (Base.metadata.tables[model.__tablename__] for model in (Message, Conversation))

SAID = [MESSAGES.c[name] for name in ("conversation_id", "seq", "id", "client_id", "sender_id", "body", "reply_to")]
SAID.append(MESSAGES.c.created_at)
"""What a message is made of; all else of its row is as for every new one."""

ENDS = [CONVERSATIONS.c.id, CONVERSATIONS.c.last_seq, CONVERSATIONS.c.last_at]
READ = [MARKS.c.conversation_id, MARKS.c.person_id, MARKS.c.seq, MARKS.c.at]
FOUND = [WORDS.c.message_id, MESSAGES.c.body.label("words")]

Rows = Sequence[Sequence[object]]


def store(messages: Sequence[Message], held: Mapping[uuid.UUID, Conversation]) -> None:
    """Store new messages, in their order and with all they hold; their conversations are held.

    With them the words by which they are found, the last number of each conversation, and that whoever said something
    has read as far. From now on the objects stand for the rows.
    """
    if not messages:
        return
    last = {message.conversation_id: message for message in messages}
    marks = {(message.conversation_id, message.sender_id): message.seq for message in messages}
    said: Rows = [[getattr(message, each.name) for each in SAID] for message in messages]
    ends: Rows = [[one.conversation_id, one.seq, one.created_at] for one in last.values()]
    if database().is_sqlite:
        session().execute(insert(MESSAGES), [dict(zip((each.name for each in SAID), row, strict=True)) for row in said])
        session().execute(_moved(), [dict(zip(("of", "seq", "at"), row, strict=True)) for row in ends])
        keep_words(messages)
        note_read_by(marks)
    else:
        read = [[*key, seq, clock.now()] for key, seq in sorted(marks.items())]
        found = [[message.id, words] for message in messages if (words := to_keep(message.body))]
        session().execute(_all_in_one(), _lists(said=said, ends=ends, found=found, read=read))
    for message in messages:
        stands_for_row(message)
    for conversation_id, message in last.items():
        set_committed_value(held[conversation_id], "last_seq", message.seq)
        set_committed_value(held[conversation_id], "last_at", message.created_at)


def _moved() -> Update:
    """Moves the end of a conversation."""
    moved = update(CONVERSATIONS).where(CONVERSATIONS.c.id == bindparam("of"))
    return covering(Viewer.system(), moved.values(last_seq=bindparam("seq"), last_at=bindparam("at")))


@cache
def _all_in_one() -> Insert:
    """All four, from lists of whatever length, so that it is written, and planned, once; checks come at its end."""
    said, ends, found, read = _given("said", SAID), _given("ends", ENDS), _given("found", FOUND), _given("read", READ)
    # Within a larger statement nobody fills in what a column is at first.
    new = select(*said.c, literal(0), false())
    names = [*(each.name for each in SAID), "change", "carries_poll"]
    messages = insert(MESSAGES).from_select(names, new, include_defaults=False).cte("messages")
    words = select(found.c.message_id, cast(found.c.words, WORDS.c.words.type))
    by_words = insert(WORDS).from_select([WORDS.c.message_id, WORDS.c.words], words).cte("by_words")
    moved = update(CONVERSATIONS).where(CONVERSATIONS.c.id == ends.c.id)
    moved_ends = moved.values(last_seq=ends.c.last_seq, last_at=ends.c.last_at).cte("moved_ends")
    marks = further(select(*read.c))
    return marks.add_cte(messages, by_words, moved_ends).execution_options(**{SEEN: EVERYTHING})


def _given(name: str, columns: Sequence[NamedColumn[Any]]) -> TableValuedAlias:
    """Rows that are handed over as lists, one for each column."""
    lists = (bindparam(f"{name}_{each.name}", type_=ARRAY(each.type)) for each in columns)
    return (
        func.unnest(*lists)
        .table_valued(*(column(each.name, each.type) for each in columns), name=name)
        .render_derived(name=name)
    )


def _lists(**rows: Rows) -> Mapping[str, list[object]]:
    """The lists that the statement is handed."""
    columns: dict[str, Sequence[NamedColumn[Any]]] = {"said": SAID, "ends": ENDS, "found": FOUND, "read": READ}
    return {
        f"{name}_{each.name}": [row[place] for row in rows[name]]
        for name, of in columns.items()
        for place, each in enumerate(of)
    }
