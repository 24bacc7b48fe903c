"""Removing what is too old for good, some at a time, each in a transaction of its own: stopped anywhere, it goes on."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, delete, select, update

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import Base, session, transaction
from constellations.core.files.shelf import Shelf
from constellations.core.search import leave_no_trace
from constellations.core.settings import current_settings
from constellations.keeping.rules import Cut
from messaging.announcements.models import Announcement, GotIt
from messaging.attachments.models import Attachment
from messaging.attachments.rules import SHELF
from messaging.conversations.queries import held_conversation
from messaging.keeping.removing import queries
from messaging.keeping.rules import Gone, Kept
from messaging.models import EarlierWords, Mention, Message, Reaction
from messaging.polls.models import Poll, PollAnswer, Vote
from messaging.search.models import MessageWords

SYSTEM = Viewer.system

AT_ONCE = 500
"""Messages that one transaction removes: nobody who writes meanwhile waits long."""


def remove_talk(kept: Kept, cut: Cut) -> Counter[Gone]:
    """Remove what a service keeps no longer of one kind of conversation; says how much of what, and no word of it."""
    removed = Counter[Gone]()
    if cut.service_id is None:
        return removed
    for conversation_id in queries.too_old(cut.service_id, kept, cut.begins):
        removed += _all_of(_remove_messages, conversation_id, cut.begins)
    if kept is Kept.CONSTELLATION:
        removed += _all_of(_remove_announcements, cut.service_id, cut.begins)
    return removed


def remove_earlier_words(cut: Cut) -> Counter[Gone]:
    """Remove what messages said before they were changed, and all but the stub of those that were removed."""
    removed = Counter[Gone]()
    if cut.service_id is not None:
        for conversation_id in queries.with_old_words(cut.service_id, cut.begins):
            removed += _all_of(_remove_old_words, conversation_id, cut.begins)
    return removed


Some = Callable[[uuid.UUID, dt.datetime], Counter[Gone]]
"""Removes some of what is too old, of a conversation or a service; nothing more where it gives nothing."""


def _all_of(remove_some: Some, of: uuid.UUID, since: dt.datetime) -> Counter[Gone]:
    removed = Counter[Gone]()
    while some := remove_some(of, since):
        removed += some
    return removed


def _remove_messages(conversation_id: uuid.UUID, since: dt.datetime) -> Counter[Gone]:
    """Remove the oldest messages of a conversation; the numbers of what is kept stay as they are, without a gap."""
    with transaction():
        conversation = held_conversation(SYSTEM(), conversation_id)
        oldest = queries.next_messages(conversation, since, AT_ONCE)
        # Asked once they are held: whoever holds the conversation now waits, or has come before.
        if not oldest or queries.is_held_now(conversation_id):
            return Counter()
        ids = [message_id for message_id, _ in oldest]
        keys = _keys(ids)
        removed = _strip(ids)
        conversation.kept_from_seq = oldest[-1][1] + 1
        _remove_rows(ids)
        removed[Gone.MESSAGES] = len(ids)
    _remove_files(keys)
    return removed


def _remove_old_words(conversation_id: uuid.UUID, since: dt.datetime) -> Counter[Gone]:
    """Remove what messages said before, and all but the stub of those that were removed."""
    with transaction():
        conversation = held_conversation(SYSTEM(), conversation_id)
        ids = queries.next_old_words(conversation, since, AT_ONCE)
        if not ids or queries.is_held_now(conversation_id):
            return Counter()
        earlier = delete(EarlierWords).where(EarlierWords.message_id.in_(ids), EarlierWords.until < since)
        removed = Counter({Gone.EARLIER: _done(earlier)})
        gone = select(Message.id).where(Message.id.in_(ids), Message.removed_at < since)
        stubs = list(session().scalars(covering(SYSTEM(), gone)))
        keys = _keys(stubs)
        removed += _strip(stubs)
        _done(update(Message).where(Message.id.in_(stubs)).values(carries_poll=False))
    _remove_files(keys)
    return removed


def _remove_announcements(service_id: uuid.UUID, since: dt.datetime) -> Counter[Gone]:
    with transaction():
        ids = queries.next_announcements(service_id, since, AT_ONCE)
        return (
            Counter(
                {
                    Gone.GOT_IT: _done(delete(GotIt).where(GotIt.announcement_id.in_(ids))),
                    Gone.ANNOUNCEMENTS: _done(delete(Announcement).where(Announcement.id.in_(ids))),
                }
            )
            if ids
            else Counter()
        )


def _strip(ids: Collection[uuid.UUID]) -> Counter[Gone]:
    """Take from messages all that hangs on them; gives how much of what."""

    def gone(model: type[Base]) -> int:
        """Remove what a table has of these messages; gives how many rows."""
        return _done(delete(model).where(model.__table__.c.message_id.in_(ids)))

    removed = Counter(
        {
            Gone.VOTES: gone(Vote),
            Gone.REACTIONS: gone(Reaction),
            Gone.MENTIONS: gone(Mention),
            Gone.EARLIER: gone(EarlierWords),
            Gone.FILES: gone(Attachment),
        }
    )
    gone(PollAnswer)
    removed[Gone.POLLS] = gone(Poll)
    return removed


def _remove_rows(ids: Collection[uuid.UUID]) -> None:
    """Remove messages, and from the index their words; what answers them answers nothing any more.

    Of one about which somebody has raised a concern, a stub without words stays: who wrote it, and when.
    """
    _done(delete(MessageWords).where(MessageWords.message_id.in_(ids)))
    leave_no_trace(MessageWords)
    _done(update(Message).where(Message.reply_to.in_(ids)).values(reply_to=None))
    named = queries.named_by_concern(ids)
    _done(delete(Message).where(Message.id.in_([one for one in ids if one not in named])))
    empty = {"body": "", "reply_to": None, "edited_at": None, "hidden_at": None, "carries_poll": False}
    pins = {"pinned_at": None, "pinned_by": None, "removed_at": clock.now()}
    _done(update(Message).where(Message.id.in_(named)).values({**empty, **pins}))


def _keys(ids: Collection[uuid.UUID]) -> list[str]:
    """Under which keys the files of messages lie."""
    keys = select(Attachment.key).where(Attachment.message_id.in_(ids))
    return list(session().scalars(covering(SYSTEM(), keys)))


def _remove_files(keys: Collection[str]) -> None:
    """Off the disk, once no row speaks of them; what a stop leaves behind, the daily sweep of files finds."""
    shelf = Shelf.below(current_settings().data_folder, SHELF)
    for key in keys:
        shelf.remove(key)


def _done(statement: Delete | Update) -> int:
    """Change many rows at once; gives how many."""
    all_of_them = covering(SYSTEM(), statement).execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", session().execute(all_of_them)).rowcount
