"""Letting messages be found by their words, and no longer: within the transaction that stores or takes the words."""

from collections.abc import Iterable

from sqlalchemy import delete, insert

from constellations.access import Viewer, covering
from constellations.core.database import Base, session
from constellations.core.search import leave_no_trace
from constellations.core.search_words import to_keep
from messaging.models import Message
from messaging.search.models import MessageWords

# As a table, not as objects: each would be asked for the number that the database gave it.
WORDS = Base.metadata.tables[MessageWords.__tablename__]


def keep_words(messages: Iterable[Message]) -> None:
    """Let messages that are new, or whose words were forgotten, be found by their words."""
    rows = [{"message_id": message.id, "words": to_keep(message.body)} for message in messages]
    if kept := [row for row in rows if row["words"]]:
        session().execute(insert(WORDS), kept)


def forget_words(message: Message) -> None:
    """Let a message no longer be found, and nothing of its words stay behind in the index."""
    theirs = delete(MessageWords).where(MessageWords.message_id == message.id)
    session().execute(covering(Viewer.system(), theirs))
    leave_no_trace(MessageWords)
