"""What a browser sends of polls: an answer."""

import uuid

from pydantic import BaseModel, ConfigDict, Field

from constellations.access import Viewer
from constellations.live import Ack, on
from constellations.permissions import Permission
from messaging.messages.queries import shown
from messaging.polls import actions
from messaging.polls.rules import MOST_ANSWERS, Says
from messaging.telling.sockets import message_words, votes_words


class Answered(BaseModel):
    """What somebody says to one answer of a poll; none takes it back."""

    model_config = ConfigDict(extra="forbid")
    id: uuid.UUID
    number: int = Field(ge=1, le=MOST_ANSWERS)
    says: Says | None


@on("vote", Permission.TALK, Answered)
def vote(viewer: Viewer, sent: Answered) -> Ack:
    """Answer a poll; gives the message, and all that the sender has answered to it."""
    message = actions.vote(viewer, sent.id, sent.number, sent.says)
    return {**message_words(shown([message])[0]), "votes": votes_words(viewer, [message.id])}
