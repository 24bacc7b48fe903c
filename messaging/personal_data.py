"""What conversations say of people and children, and what becomes of it when they are erased."""

import uuid
from collections.abc import Callable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from constellations.rights.declaration import Erasure, PersonalData, nobodys
from constellations.rights.erasing.rules import REMOVED_WORDS
from messaging.announcements.models import Announcement, GotIt
from messaging.attachments.models import Attachment
from messaging.attachments.rules import SHELF
from messaging.groups.models import GroupInvitation, SupportGroup
from messaging.keeping.models import LegalHold, WordsTaken
from messaging.keeping.queries import is_held
from messaging.models import Conversation, ConversationMember, EarlierWords, Mention, Message, Reaction, ReadMark
from messaging.polls.models import Poll, PollAnswer, Vote
from messaging.safeguarding.models import Concern, ConcernChild, ConcernNote, Look, SafeguardingReader
from messaging.search.models import MessageWords

REMOVED_TALK = "(removed: data about a child were erased)"
"""What stands where somebody wrote about the sleepover of a child who was erased."""

ABOUT_STAY, ABOUT_ASK = "subject_id:stay.child_id", "subject_id:ask.id:ask_child@ask_id.child_id"
OF_SAFEGUARDING = "a safeguarding record (Keeping children safe in education; Working together to safeguard children)"
WHO_DID_IT = "shows that what was done was done by one of the service, without a name"
OTHERS_WORDS = "what others wrote and answered stays readable"


def about_child(way: str = "") -> tuple[str, str]:
    """The ways from a row that stands in a conversation to the child whose sleepover or ask that is about."""
    return (f"{way}{ABOUT_STAY}", f"{way}{ABOUT_ASK}")


NOTED_OF = ("id:concern_child@concern_id.child_id",)
ABOUT_CHILD_OF_NOTE = (
    *about_child("concern_id.message_id.conversation_id."),
    *(f"concern_id.{way}" for way in NOTED_OF),
)


def message_is_held() -> ColumnElement[bool]:
    """Whether a message stands in a conversation of which nothing goes."""
    return is_held(Message.conversation_id)


def with_held_message(column: InstrumentedAttribute[uuid.UUID]) -> Callable[[], ColumnElement[bool]]:
    """The same of rows that hang on a message, by the column that says on which."""
    return lambda: column.in_(select(Message.id).where(message_is_held()))


def read_mark_is_held() -> ColumnElement[bool]:
    """The same of how far somebody has read."""
    return is_held(ReadMark.conversation_id)


WRITTEN = (
    PersonalData(
        Message,
        "Messages",
        of_person=("sender_id",),
        by_person=("removed_by", "pinned_by"),
        on_erasure=Erasure.PSEUDONYMISE,
        blank={"body": REMOVED_WORDS},
        why="the place of each message in its conversation, so that answers to it can be followed",
        held=message_is_held,
    ),
    PersonalData(
        Message,
        "Messages about the child’s sleepovers",
        of_child=about_child("conversation_id."),
        on_erasure=Erasure.PSEUDONYMISE,
        blank={"body": REMOVED_TALK},
        why="the place of each message in its conversation, so that answers to it can be followed",
        held=message_is_held,
    ),
    PersonalData(
        EarlierWords,
        "What messages said before",
        of_person=("message_id.sender_id",),
        of_child=about_child("message_id.conversation_id."),
        on_erasure=Erasure.REMOVE,
        held=with_held_message(EarlierWords.message_id),
    ),
    PersonalData(
        Attachment,
        "Photos and documents",
        of_person=("message_id.sender_id",),
        of_child=about_child("message_id.conversation_id."),
        on_erasure=Erasure.REMOVE,
        secret=("key",),
        shelf=SHELF,
        held=with_held_message(Attachment.message_id),
    ),
    PersonalData(
        MessageWords,
        "Words by which their messages are found",
        of_person=("message_id.sender_id",),
        of_child=about_child("message_id.conversation_id."),
        on_erasure=Erasure.REMOVE,
        held=with_held_message(MessageWords.message_id),
    ),
    PersonalData(
        Mention,
        "Messages that name them",
        of_person=("person_id",),
        on_erasure=Erasure.REMOVE,
        held=with_held_message(Mention.message_id),
    ),
    PersonalData(
        Reaction,
        "Reactions",
        of_person=("person_id",),
        on_erasure=Erasure.REMOVE,
        held=with_held_message(Reaction.message_id),
    ),
    PersonalData(
        Vote,
        "Answers to polls",
        of_person=("person_id",),
        on_erasure=Erasure.REMOVE,
        held=with_held_message(Vote.message_id),
    ),
    PersonalData(Poll, "Polls they began", of_person=("message_id.sender_id",), why=OTHERS_WORDS),
    PersonalData(
        PollAnswer, "What could be answered", of_person=("message_id.message_id.sender_id",), why=OTHERS_WORDS
    ),
    PersonalData(
        Announcement, "Announcements", of_person=("author_id",), by_person=("withdrawn_by",), why=OTHERS_WORDS
    ),
    PersonalData(
        GotIt, "“Got it” that they said", of_person=("person_id",), why="shows who was told what, without a name"
    ),
)

BEING_THERE = (
    PersonalData(
        Conversation,
        "Conversations they began or closed",
        by_person=("created_by", "closed_by"),
        of_child=about_child(),
        why=OTHERS_WORDS,
    ),
    PersonalData(
        ConversationMember,
        "Conversations they are or were in",
        of_person=("person_id",),
        by_person=("removed_by",),
        why=OTHERS_WORDS,
    ),
    PersonalData(
        ReadMark,
        "How far they read",
        of_person=("person_id",),
        on_erasure=Erasure.REMOVE,
        held=read_mark_is_held,
    ),
    PersonalData(
        GroupInvitation,
        "Invitations to groups",
        of_person=("person_id",),
        by_person=("invited_by",),
        on_erasure=Erasure.REMOVE,
    ),
    nobodys(SupportGroup, "what a support group is about"),
)

SAFEGUARDING = (
    PersonalData(
        Concern,
        "What worried somebody",
        of_person=("author_id", "raised_by", "message_id.sender_id"),
        by_person=("acknowledged_by", "closed_by"),
        of_child=(*about_child("message_id.conversation_id."), *NOTED_OF),
        why=OF_SAFEGUARDING,
        secret=("note_words",),
        withheld=("author_id", "message_id.sender_id", *about_child("message_id.conversation_id."), *NOTED_OF),
        # It may be about a manager, who answers requests.
        alone=("raised_by", "acknowledged_by", "closed_by"),
    ),
    PersonalData(
        ConcernChild,
        "Of whom a note is that worried somebody",
        of_child=("child_id",),
        why=OF_SAFEGUARDING,
        withheld=("child_id",),
    ),
    PersonalData(
        ConcernNote,
        "Notes to what worried somebody",
        of_person=("concern_id.author_id", "concern_id.raised_by", "by"),
        of_child=ABOUT_CHILD_OF_NOTE,
        why=OF_SAFEGUARDING,
        withheld=("concern_id.author_id", "concern_id.raised_by", *ABOUT_CHILD_OF_NOTE),
        alone=("by",),
    ),
    PersonalData(
        SafeguardingReader,
        "Named to read concerns",
        of_person=("person_id",),
        by_person=("named_by",),
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(Look, "Conversations they read with a reason", of_person=("person_id",), why=OF_SAFEGUARDING),
    PersonalData(LegalHold, "Holds of conversations", by_person=("given_by", "lifted_by"), why=WHO_DID_IT),
    PersonalData(
        WordsTaken,
        "Copies taken of their words",
        of_person=("person_id",),
        by_person=("taken_by",),
        why="shows who took a copy, and why",
    ),
)

PERSONAL_DATA = (*BEING_THERE, *WRITTEN, *SAFEGUARDING)
"""What app.py puts together."""
