"""What is sent to the lines of those who are in a conversation; a hint, for browsers ask for what they lack."""

import uuid
from collections.abc import Collection

from flask import current_app

from constellations.access import Viewer
from constellations.core.sockets import Json
from constellations.sockets import Ack, tell_people
from messaging.messages.queries import MessageShown, message_shown
from messaging.polls.queries import own_votes
from messaging.receipts.queries import sharing
from messaging.telling.queries import unread_by_person


def message_posted(message_id: uuid.UUID, people: Collection[uuid.UUID]) -> None:
    """Show a new message to everybody in the conversation, the sender's other devices included."""
    message = message_shown(Viewer.system(), message_id)
    tell_people(people, "message_posted", message_words(message))
    unread = unread_by_person(Viewer.system(), message.conversation_id, people)
    for person_id, count in unread.items():
        if person_id != message.sender_id:
            tell_people([person_id], "unread", {"conversation": str(message.conversation_id), "count": count})


def message_changed(event: str, message_id: uuid.UUID, people: Collection[uuid.UUID]) -> None:
    """Show everybody what became of a message: `message_edited`, `reacted`, `voted` and so on."""
    tell_people(people, event, message_words(message_shown(Viewer.system(), message_id)))


def conversation_read(viewer: Viewer, conversation_id: uuid.UUID, seq: int, people: Collection[uuid.UUID]) -> None:
    """Tell how far somebody has read, and the reader's own devices that less is unread.

    Who does not let others see what they have read is neither told of nor told.
    """
    words: Ack = {"conversation": str(conversation_id), "person": str(viewer.person_id), "seq": seq}
    open_ones = sharing(people)
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
