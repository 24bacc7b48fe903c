"""What a browser sends of messages: writing, changing, removing, reacting, and asking for what it lacks."""

import uuid
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from constellations.access import Viewer
from constellations.core.columns import LARGEST_NUMBER
from constellations.core.errors import RoostError
from constellations.live import Ack, on, on_together
from constellations.pace.rules import Pace
from constellations.permissions import Permission
from messaging.messages import actions
from messaging.messages.queries import MOST_TO_SYNC, last_numbers, messages_since, shown
from messaging.models import Message
from messaging.posting.actions import Post, Written, post_messages
from messaging.rules import LONGEST_BODY
from messaging.telling.sockets import message_words, votes_words

LONGEST_SENT = 4 * LONGEST_BODY
"""Letters that are looked at; whether they are too many for a message is said by the rules."""


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Posted(_Sent):
    """Words for a conversation."""

    conversation: uuid.UUID
    client_id: uuid.UUID
    body: str = Field(max_length=LONGEST_SENT)
    reply_to: uuid.UUID | None = None
    sure: bool = False


class Lacking(_Sent):
    """The last number, and the last change, that a browser knows of."""

    conversation: uuid.UUID
    after_seq: int = Field(ge=0, le=LARGEST_NUMBER)
    after_change: int = Field(default=LARGEST_NUMBER, ge=0, le=LARGEST_NUMBER)


class Edited(_Sent):
    """Other words for a message."""

    id: uuid.UUID
    body: str = Field(max_length=LONGEST_SENT)
    sure: bool = False


class Named(_Sent):
    """A message."""

    id: uuid.UUID


class ReactedTo(_Sent):
    """A picture under a message, there or not."""

    id: uuid.UUID
    emoji: str = Field(max_length=16)
    on: bool


@on_together("post_message", Permission.TALK, Posted)
def post_message(sent: Sequence[tuple[Viewer, Posted]]) -> list[Ack | RoostError]:
    """Say something; the ack comes when it is safely stored, together with what others said at the same time."""
    posts = [
        Post(viewer, one.conversation, Written(one.client_id, one.body, one.reply_to, one.sure)) for viewer, one in sent
    ]
    return [_stored(message) for message in post_messages(posts)]


@on("sync", Permission.TALK, Lacking, Pace.BY_THE_WAY)
def sync(viewer: Viewer, sent: Lacking) -> Ack:
    """Give what came, and what was changed, since the numbers that are known; `more` says to ask again."""
    return lacking(viewer, sent.conversation, sent.after_seq, sent.after_change)


def lacking(viewer: Viewer, conversation_id: uuid.UUID, after_seq: int, after_change: int) -> Ack:
    """What a browser lacks that knows a conversation up to these numbers; raises NotFound."""
    # The numbers first: what is said between the two questions is then asked for again, not passed over.
    last = last_numbers(viewer, conversation_id)
    found = messages_since(viewer, conversation_id, after_seq, after_change)
    return {
        "messages": [message_words(message) for message in found],
        "votes": votes_words(viewer, [message.message_id for message in found if message.poll]),
        "last_seq": last.seq,
        "last_change": last.change,
        "kept_from": last.kept_from,
        "more": len(found) == MOST_TO_SYNC,
    }


@on("edit_message", Permission.TALK, Edited)
def edit_message(viewer: Viewer, sent: Edited) -> Ack:
    """Change the words of one's own message."""
    return _as_it_is(actions.edit_message(viewer, sent.id, sent.body, sent.sure))


@on("remove_message", Permission.TALK, Named)
def remove_message(viewer: Viewer, sent: Named) -> Ack:
    """Take a message away; a stub stays."""
    return _as_it_is(actions.remove_message(viewer, sent.id))


@on("react", Permission.TALK, ReactedTo)
def react(viewer: Viewer, sent: ReactedTo) -> Ack:
    """Put a picture under a message, or take one's own away."""
    return _as_it_is(actions.react(viewer, sent.id, sent.emoji, sent.on))


def _stored(message: Message | RoostError) -> Ack | RoostError:
    if isinstance(message, RoostError):
        return message
    return {"id": str(message.id), "seq": message.seq, "at": message.created_at.isoformat()}


def _as_it_is(message: Message) -> Ack:
    return message_words(shown([message])[0])
