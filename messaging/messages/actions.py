"""Posting, changing and removing messages, and reacting to them; whoever is in the conversation hears of it."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.activity.actions import record_of_day
from constellations.core import clock
from constellations.core.database import after_commit, session, transaction
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.permissions import CARERS, Permission, Role
from messaging import rules
from messaging.attachments.models import Attachment
from messaging.attachments.rules import KeptFile
from messaging.conversations.queries import held_conversation
from messaging.messages.queries import message_of
from messaging.models import Conversation, EarlierWords, Mention, Message, Reaction
from messaging.people.queries import hub_homes, people_in
from messaging.polls.queries import has_votes
from messaging.polls.rules import QuestionStands
from messaging.receipts.actions import note_read
from messaging.rules import HUB, LIAISON, OF_CONSTELLATION
from messaging.safeguarding.nudges.rules import must_be_meant
from messaging.search.actions import forget_words, keep_words
from messaging.telling.actions import tell_of_message
from messaging.telling.sockets import message_changed, message_posted


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody writes; `client_id` is made where it is written, so that sending it again says nothing twice.

    `sure` says that what asked for a nudge is meant. The files, where there are any, lie on the disk already:
    `attachments.actions.post_with_files` sees to that.
    """

    client_id: uuid.UUID
    body: str
    reply_to: uuid.UUID | None = None
    sure: bool = False
    files: tuple[KeptFile, ...] = ()


def post_message(viewer: Viewer, conversation_id: uuid.UUID, written: Written) -> Message:
    """Say something; sent again, gives what was stored the first time.

    Raises NothingWritten, TooLong, Nudge, NotFound (also for a reply to a message elsewhere).
    """
    viewer.must(Permission.TALK)
    body = rules.tidy(written.body, is_alone=not written.files)
    must_be_meant(body, written.sure)
    with transaction():
        conversation = held_conversation(viewer, conversation_id)
        again = _sent_before(viewer, written.client_id)
        if again is not None:
            return again
        if written.reply_to and message_of(viewer, written.reply_to).conversation_id != conversation.id:
            raise NotFound
        message = _added(viewer, conversation, body, written)
        keep_words(message)
        people = people_in(conversation)
        named = _note_mentions(conversation, message, people)
        tell_of_message(viewer, conversation, message, named)
        note_read(viewer, conversation.id, message.seq)
        record_of_day(viewer, "talked", conversation.id, service_id=conversation.service_id)
        told = frozenset(people)
        after_commit(lambda: message_posted(message.id, told))
        return message


def edit_message(viewer: Viewer, message_id: uuid.UUID, body: str, sure: bool = False) -> Message:
    """Change the words of one's own message, within a quarter of an hour; the earlier words are kept.

    Raises NotYours, TooLate, QuestionStands, Removed, Hidden, NothingWritten, TooLong, Nudge, NotFound.
    """
    viewer.must(Permission.TALK)
    words = rules.tidy(body)
    must_be_meant(words, sure)
    with transaction():
        conversation, message = held_message(viewer, message_id)
        rules.must_be_editable(message.sender_id == viewer.person_id, message.created_at, clock.now())
        if message.carries_poll and has_votes(message.id):
            raise QuestionStands
        if words != message.body:
            _keep_words(message)
            message.body, message.edited_at = words, clock.now()
            forget_words(message)
            keep_words(message)
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


def _sent_before(viewer: Viewer, client_id: uuid.UUID) -> Message | None:
    same = select(Message).where(Message.sender_id == viewer.person_id, Message.client_id == client_id)
    return session().scalars(covering(Viewer.system(), same)).one_or_none()


def _added(viewer: Viewer, conversation: Conversation, body: str, written: Written) -> Message:
    """The next message, by number; the conversation is held."""
    if viewer.person_id is None:
        raise NotFound
    now = clock.now()
    conversation.last_seq += 1
    conversation.last_at = now
    message = Message(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        client_id=written.client_id,
        sender_id=viewer.person_id,
        body=body,
        reply_to=written.reply_to,
        created_at=now,
    )
    session().add(message)
    session().flush()
    session().add_all(Attachment.of(message, number, file) for number, file in enumerate(written.files, 1))
    return message


def _keep_words(message: Message) -> None:
    # The highest, not how many there are: the oldest may have been removed for good.
    kept = select(func.max(EarlierWords.number)).where(EarlierWords.message_id == message.id)
    number = session().scalar(covering(Viewer.system(), kept)) or 0
    session().add(EarlierWords(message_id=message.id, number=number + 1, body=message.body))


def _note_mentions(conversation: Conversation, message: Message, people: dict[uuid.UUID, Person]) -> set[uuid.UUID]:
    """Write down whom a message names, and give them; whoever is not in the conversation is not found by name."""
    found = {person.id for person in people.values() if rules.mentioned(message.body, person.name)}
    if rules.mentioned(message.body, LIAISON):
        found |= {person.id for person in people.values() if person.role is Role.LIAISON}
    if rules.mentioned(message.body, HUB):
        found |= _hub_carers(conversation, people)
    found.discard(message.sender_id)
    session().add_all(Mention(message_id=message.id, person_id=one) for one in sorted(found))
    return found


def _hub_carers(conversation: Conversation, people: dict[uuid.UUID, Person]) -> set[uuid.UUID]:
    """Who is hub carer among these people: of the constellation where the conversation is one's, else of any."""
    subject = conversation.subject_id if conversation.kind in OF_CONSTELLATION else None
    homes = hub_homes({person.home_id for person in people.values() if person.home_id}, subject)
    return {person.id for person in people.values() if person.role in CARERS and person.home_id in homes}
