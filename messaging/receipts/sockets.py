"""What a browser sends by itself: how far somebody has read, and that they write."""

import uuid

from pydantic import BaseModel, ConfigDict, Field

from constellations.access import Viewer, find
from constellations.core.columns import LARGEST_NUMBER
from constellations.live import Ack, on
from constellations.pace.rules import Pace
from constellations.permissions import Permission
from messaging.models import Conversation
from messaging.people.queries import people_in
from messaging.receipts import actions
from messaging.telling.sockets import is_typing


class Read(BaseModel):
    """How far."""

    model_config = ConfigDict(extra="forbid")
    conversation: uuid.UUID
    seq: int = Field(ge=0, le=LARGEST_NUMBER)


class Typing(BaseModel):
    """Where."""

    model_config = ConfigDict(extra="forbid")
    conversation: uuid.UUID


@on("mark_read", Permission.TALK, Read, Pace.BY_THE_WAY)
def mark_read(viewer: Viewer, sent: Read) -> Ack:
    """Note how far the sender has read."""
    actions.mark_read(viewer, sent.conversation, sent.seq)
    return {}


@on("typing", Permission.TALK, Typing, Pace.BY_THE_WAY)
def typing(viewer: Viewer, sent: Typing) -> Ack:
    """Let the others know that the sender writes; nothing is stored."""
    conversation = find(viewer, Conversation, sent.conversation)
    is_typing(viewer, conversation.id, people_in(conversation))
    return {}
