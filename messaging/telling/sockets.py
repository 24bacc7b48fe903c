"""What is sent to the lines of those who are in a conversation; a hint, for browsers ask for what they lack."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from constellations.access import Viewer
from constellations.core.sockets import Json
from constellations.core.soon import Soon
from constellations.live import Ack
from constellations.sockets import tell_people
from messaging.messages.queries import Fresh, MessageShown, Sender, message_shown, shown
from messaging.models import Message
from messaging.polls.queries import own_votes
from messaging.receipts.queries import sharing
from messaging.rules import MOST_FOR_SEEN_BY
from messaging.telling.queries import unread_by_person, unread_in

UNREAD = "roost_unread"
UNREAD_SECONDS = 1.0
"""How often at most people are told how much is unread in a conversation: it is read at a glance, beside its name."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message that was stored a moment ago, by whom, whether it carries files, and who is in its conversation."""

    message: Message
    sender: Sender
    with_files: bool
    people: frozenset[uuid.UUID]


def messages_posted(posted: Sequence[Told]) -> None:
    """Show new messages to everybody in their conversations, the senders' other devices included."""
    fresh = Fresh(
        {one.message.sender_id: one.sender for one in posted}, {one.message.id for one in posted if one.with_files}
    )
    people = {one.message.id: one.people for one in posted}
    for message in shown([one.message for one in posted], fresh):
        tell_people(people[message.message_id], "message_posted", message_words(message))
    _unread().name(*{message.message.conversation_id for message in posted})


def init_unread(app: Flask, rest_seconds: float = UNREAD_SECONDS) -> None:
    """Let it be told how much is unread, once a moment however much is said."""

    def tell(conversation_ids: set[uuid.UUID]) -> None:
        """Tell all who are in these conversations."""
        with app.app_context():
            unread_told(conversation_ids)

    app.extensions[UNREAD] = Soon(tell, rest_seconds)


def unread_told(conversation_ids: Collection[uuid.UUID]) -> None:
    """Tell everybody in some conversations how much they have not read there; who has as much as another, with them."""
    for conversation_id, counts in unread_in(conversation_ids).items():
        alike = defaultdict(list)
        for person_id, count in counts.items():
            alike[count].append(person_id)
        for count, people in alike.items():
            tell_people(people, "unread", {"conversation": str(conversation_id), "count": count})


def message_changed(event: str, message_id: uuid.UUID, people: Collection[uuid.UUID]) -> None:
    """Show everybody what became of a message: `message_edited`, `reacted`, `voted` and so on.

    Who had not read one that was removed has less to read.
    """
    message = message_shown(Viewer.system(), message_id)
    tell_people(people, event, message_words(message))
    if message.removed:
        _unread().name(message.conversation_id)


def conversation_read(viewer: Viewer, conversation_id: uuid.UUID, seq: int, people: Collection[uuid.UUID]) -> None:
    """Tell how far somebody has read, and the reader's own devices that less is unread.

    Who does not let others see what they have read is neither told of nor told; among many nobody is.
    """
    words: Ack = {"conversation": str(conversation_id), "person": str(viewer.person_id), "seq": seq}
    open_ones = sharing(people) if len(people) <= MOST_FOR_SEEN_BY else set()
    if viewer.person_id in open_ones:
        tell_people(open_ones, "read", {**words, "name": viewer.name})
    if viewer.person_id:
        left = unread_by_person(Viewer.system(), conversation_id, [viewer.person_id])
        count = left.get(viewer.person_id, 0)
        tell_people([viewer.person_id], "unread", {"conversation": str(conversation_id), "count": count})


def is_typing(viewer: Viewer, conversation_id: uuid.UUID, people: Collection[uuid.UUID]) -> None:
    """Tell the others that somebody writes; nothing of it is kept."""
    others = [person for person in people if person != viewer.person_id]
    tell_people(others, "typing", {"conversation": str(conversation_id), "name": viewer.name})


def votes_told(viewer: Viewer, conversation_id: uuid.UUID, message_id: uuid.UUID) -> None:
    """Tell somebody's own devices what they have answered to a poll, which its picture does not say."""
    if viewer.person_id:
        words: Ack = {"conversation": str(conversation_id), "votes": votes_words(viewer, [message_id])}
        tell_people([viewer.person_id], "own_votes", words)


def votes_words(viewer: Viewer, message_ids: Collection[uuid.UUID]) -> Json:
    """What somebody has answered to some polls, as it goes down a line to them alone."""
    own = own_votes(viewer, message_ids)
    return {str(one): {str(number): says.value for number, says in votes.items()} for one, votes in own.items()}


def message_words(message: MessageShown) -> Ack:
    """A message as it goes down a line: the same for everybody who gets it."""
    return {
        "conversation": str(message.conversation_id),
        "seq": message.seq,
        "change": message.change,
        "id": str(message.message_id),
        "client_id": str(message.client_id),
        "sender": str(message.sender_id),
        "name": message.sender,
        "body": message.body,
        "at": message.at.isoformat(),
        "attachments": [dict(attachment.as_json) for attachment in message.attachments],
        "html": _picture(message),
        "poll": message.poll.as_json if message.poll else None,
    }


def _picture(message: MessageShown) -> str:
    """The same partial as on the page; who did it may have been a job, so no request is asked for anything."""
    return current_app.jinja_env.get_template("conversations/_message.html").render(message=message)


def _unread() -> Soon[uuid.UUID]:
    found: Soon[uuid.UUID] = current_app.extensions[UNREAD]
    return found
