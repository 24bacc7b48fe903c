"""Posting, changing and removing messages, and reacting to them; whoever is in the conversation hears of it."""

import uuid

from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import after_commit, session, transaction
from constellations.permissions import Permission
from messaging import rules
from messaging.conversations.queries import held_conversation
from messaging.declaration import names_noticed
from messaging.messages.queries import message_of
from messaging.models import Conversation, EarlierWords, Message, Reaction
from messaging.people.queries import people_in
from messaging.polls.queries import has_votes
from messaging.polls.rules import QuestionStands
from messaging.posting.actions import note_mentions_anew
from messaging.safeguarding.nudges.rules import must_be_meant, must_name_nobody
from messaging.search.actions import forget_words, keep_words
from messaging.telling.sockets import message_changed


def edit_message(viewer: Viewer, message_id: uuid.UUID, body: str, sure: bool = False) -> Message:
    """Change the words of one's own message, within a quarter of an hour; the earlier words are kept.

    Whom the new words name, and the earlier ones did not, is told.
    Raises NotYours, TooLate, QuestionStands, Removed, Hidden, NothingWritten, TooLong, Nudge, NameNudge, NotFound.
    """
    viewer.must(Permission.TALK)
    words = rules.tidy(body)
    must_be_meant(words, sure)
    with transaction():
        conversation, message = held_message(viewer, message_id)
        rules.must_be_editable(message.sender_id == viewer.person_id, message.created_at, clock.now())
        if message.carries_poll and has_votes(message.id):
            raise QuestionStands
        must_name_nobody(not sure and _may_name(conversation, words), sure)
        if words != message.body:
            _keep_words(message)
            message.body, message.edited_at = words, clock.now()
            forget_words(message)
            keep_words([message])
            note_mentions_anew(viewer, conversation, message)
            note_changed("message_edited", conversation, message)
        return message


def remove_message(viewer: Viewer, message_id: uuid.UUID) -> Message:
    """Take a message away: one's own, or as staff anybody's; a stub stays. Raises NotYours, Removed, NotFound."""
    viewer.must(Permission.TALK)
    with transaction():
        conversation, message = held_message(viewer, message_id)
        if message.sender_id != viewer.person_id and not viewer.is_staff:
            raise rules.NotYours
        take_away(viewer, conversation, message)
        return message


def react(viewer: Viewer, message_id: uuid.UUID, emoji: str, on: bool) -> Message:
    """Put a picture under a message, or take one's own away; twice is once. Raises UnknownEmoji, Removed, NotFound."""
    viewer.must(Permission.TALK)
    with transaction():
        conversation, message = held_message(viewer, message_id)
        if emoji not in rules.EMOJI:
            raise rules.UnknownEmoji
        mine = select(Reaction).where(
            Reaction.message_id == message.id, Reaction.person_id == viewer.person_id, Reaction.emoji == emoji
        )
        there = session().scalars(covering(Viewer.system(), mine)).one_or_none()
        if on and there is None and viewer.person_id:
            session().add(Reaction(message_id=message.id, person_id=viewer.person_id, emoji=emoji))
        elif there is not None and not on:
            session().delete(there)
        if on is (there is None):
            note_changed("reacted", conversation, message)
        return message


def pin_message(viewer: Viewer, message_id: uuid.UUID, on: bool) -> Message:
    """Keep a message in sight for everybody, or let it go; twice is once. Raises Removed, NotFound."""
    viewer.must(Permission.TALK)
    with transaction():
        conversation, message = held_message(viewer, message_id)
        if on is (message.pinned_at is None):
            message.pinned_at = clock.now() if on else None
            message.pinned_by = viewer.person_id if on else None
            note_changed("message_edited", conversation, message)
        return message


def take_away(viewer: Viewer, conversation: Conversation, message: Message) -> None:
    """Leave a stub of a message, and keep its words for safeguarding readers; the conversation is held."""
    _keep_words(message)
    message.body, message.removed_at, message.removed_by = "", clock.now(), viewer.person_id
    message.pinned_at = message.pinned_by = None
    forget_words(message)
    note_changed("message_removed", conversation, message)


def held_message(viewer: Viewer, message_id: uuid.UUID) -> tuple[Conversation, Message]:
    """A message that the viewer may read, with its conversation held: changes are numbered one by one.

    Raises Removed, Hidden, NotFound.
    """
    conversation = held_conversation(viewer, message_of(viewer, message_id).conversation_id)
    session().expire_all()
    message = message_of(viewer, message_id)
    if message.removed_at is not None:
        raise rules.Removed
    if message.hidden_at is not None:
        raise rules.Hidden
    return conversation, message


def note_changed(event: str, conversation: Conversation, message: Message) -> None:
    """Number what was done to a message, and let everybody who may read it hear; the conversation is held."""
    conversation.last_change += 1
    message.change = conversation.last_change
    told = frozenset(people_in(conversation, message.created_at))
    after_commit(lambda: message_changed(event, message.id, told))


def _may_name(conversation: Conversation, words: str) -> bool:
    people = people_in(conversation).values()
    homes = frozenset(person.home_id for person in people if person.home_id)
    return bool(names_noticed({0: (words, homes)}))


def _keep_words(message: Message) -> None:
    # The highest, not how many there are: the oldest may have been removed for good.
    kept = select(func.max(EarlierWords.number)).where(EarlierWords.message_id == message.id)
    number = session().scalar(covering(Viewer.system(), kept)) or 0
    session().add(EarlierWords(message_id=message.id, number=number + 1, body=message.body))
