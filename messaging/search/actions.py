"""Letting messages be found by their words, and no longer: within the transaction that stores or takes the words."""

from sqlalchemy import delete

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.search import leave_no_trace
from constellations.core.search_words import to_keep
from messaging.models import Message
from messaging.search.models import MessageWords


def keep_words(message: Message) -> None:
    """Let a message that is new, or whose words were forgotten, be found by its words."""
    words = to_keep(message.body)
    if words:
        session().add(MessageWords(message_id=message.id, words=words))


def forget_words(message: Message) -> None:
    """Let a message no longer be found, and nothing of its words stay behind in the index."""
    theirs = delete(MessageWords).where(MessageWords.message_id == message.id)
    session().execute(covering(Viewer.system(), theirs))
    leave_no_trace(MessageWords)
