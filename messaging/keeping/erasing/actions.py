"""Letting messages be found by the words that they hold after an erasure, and by no others."""

from sqlalchemy import delete, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.search import leave_no_trace
from constellations.rights.erasing.rules import Erased
from messaging.models import Message
from messaging.search.actions import keep_words
from messaging.search.models import MessageWords

SYSTEM = Viewer.system

AT_ONCE = 500


def index_anew(erased: Erased) -> None:
    """Index anew the messages that hold other words now; of those that went, leave nothing in the index."""
    changed = sorted(erased.changed.get(Message.__tablename__, ()))
    for start in range(0, len(changed), AT_ONCE):
        ids = changed[start : start + AT_ONCE]
        gone = delete(MessageWords).where(MessageWords.message_id.in_(ids))
        session().execute(covering(SYSTEM(), gone), execution_options={"synchronize_session": False})
        there = select(Message).where(Message.id.in_(ids), Message.removed_at.is_(None))
        keep_words(session().scalars(covering(SYSTEM(), there)).all())
    leave_no_trace(MessageWords)


ERASERS = (index_anew,)
"""What messaging brings along."""
