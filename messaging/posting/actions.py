"""Saying something, by one person or by many at the same time; whoever is in the conversation hears of it.

Many at once are written in one transaction, with as many statements as one alone needs: what each may do is asked
about each, and a refusal of one is nobody else's.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.activity.actions import records_of_day
from constellations.core import clock
from constellations.core.database import after_commit, session, transaction
from constellations.core.errors import NotFound, RoostError
from constellations.core.files.rules import KeptFile
from constellations.core.ids import new_id
from constellations.permissions import CARERS, Permission, Role
from messaging import rules
from messaging.attachments.models import Attachment
from messaging.declaration import names_noticed
from messaging.groups.settling.rules import must_be_open, must_not_have_closed
from messaging.messages.queries import message_of
from messaging.models import Conversation, Mention, Message
from messaging.people.queries import hub_homes, people_in, present_in
from messaging.posting.queries import Present, held_together, named_in, sent_before
from messaging.posting.rows.actions import store
from messaging.rules import HUB, LIAISON, OF_CONSTELLATION, ConversationKind
from messaging.safeguarding.nudges.rules import must_be_meant, must_name_nobody
from messaging.telling.actions import tell_of_message, who_speaks_has_read
from messaging.telling.sockets import Told, messages_posted


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


@dataclass(frozen=True, slots=True)
class Post:
    """Something that somebody says in a conversation."""

    viewer: Viewer
    conversation_id: uuid.UUID
    written: Written


@dataclass(frozen=True, slots=True)
class Said:
    """A message that came to be: the post and who said it, its words as stored, and who is in the conversation."""

    post: Post
    sender: Present
    message: Message
    conversation: Conversation
    present: Collection[uuid.UUID]


def post_message(viewer: Viewer, conversation_id: uuid.UUID, written: Written) -> Message:
    """Say something; sent again, gives what was stored the first time.

    Raises NothingWritten, TooLong, Nudge, NameNudge, GroupClosed, ItHasClosed, Forbidden, NotFound (a reply to one
    elsewhere too, and what was said elsewhere under the same `client_id`).
    """
    message = post_messages([Post(viewer, conversation_id, written)])[0]
    if isinstance(message, RoostError):
        raise message
    return message


def post_messages(posts: Sequence[Post]) -> list[Message | RoostError]:
    """Say several things, in one transaction and numbered in their order; gives what became of each.

    A refusal is one of those that `post_message` raises, and leaves the others alone.
    """
    with transaction():
        desk = _Desk(posts)
        answers = [desk.answer(post) for post in posts]
        _keep(desk.said, desk.held)
        return answers


class _Desk:
    """Where posts are looked at, one after the other; the conversations are held."""

    def __init__(self, posts: Sequence[Post]) -> None:
        together = held_together({post.conversation_id for post in posts})
        self.held, self._of_closed = together.by_id, together.of_closed
        self._last = {each.id: each.last_seq for each in self.held.values()}
        self._present = present_in(self.held.values())
        self._known = sent_before({_name(post) for post in posts})
        self._naming = names_noticed(
            {id(post): (post.written.body, self._homes(post)) for post in posts if not post.written.sure}
        )
        self.said: list[Said] = []

    def answer(self, post: Post) -> Message | RoostError:
        """The message that a post has become, or had become before; or why it may not."""
        try:
            return self._message(post)
        except RoostError as refused:
            return refused

    def _message(self, post: Post) -> Message:
        viewer, written = post.viewer, post.written
        viewer.must(Permission.TALK)
        body = rules.tidy(written.body, is_alone=not written.files)
        must_be_meant(body, written.sure)
        conversation, present = self.held.get(post.conversation_id), self._present[post.conversation_id]
        if conversation is None or viewer.role is None or viewer.person_id is None or viewer.person_id not in present:
            raise NotFound
        again = self._known.get(_name(post))
        if again is not None:
            # Said elsewhere, perhaps where one is no more: nothing of it is found from here.
            if again.conversation_id != conversation.id:
                raise NotFound
            return again
        must_be_open(conversation.closed_at is not None)
        must_not_have_closed(conversation.id in self._of_closed)
        must_name_nobody(id(post) in self._naming, written.sure)
        if written.reply_to and message_of(viewer, written.reply_to).conversation_id != conversation.id:
            raise NotFound
        sender = Present(viewer.person_id, viewer.name, viewer.role, viewer.home_id)
        self._last[conversation.id] += 1
        message = self._known[_name(post)] = _next(conversation.id, self._last[conversation.id], sender, body, written)
        self.said.append(Said(post, sender, message, conversation, present))
        return message

    def _homes(self, post: Post) -> frozenset[uuid.UUID]:
        """The homes of those who would read a post."""
        return frozenset(home_id for home_id in self._present[post.conversation_id].values() if home_id)


def _name(post: Post) -> tuple[uuid.UUID, uuid.UUID]:
    """By what a post is known when it is sent again."""
    return post.viewer.person_id or NOBODY, post.written.client_id


NOBODY = uuid.UUID(int=0)


NOT_YET = ("edited_at", "removed_at", "removed_by", "pinned_at", "pinned_by", "hidden_at")
"""What is nothing in the row of a new message; said, so that it is never asked for."""


def _next(conversation_id: uuid.UUID, seq: int, sender: Present, body: str, written: Written) -> Message:
    """The next message, by number; the conversation is held."""
    return Message(
        id=new_id(),
        conversation_id=conversation_id,
        seq=seq,
        client_id=written.client_id,
        sender_id=sender.id,
        body=body,
        reply_to=written.reply_to,
        created_at=clock.now(),
        change=0,
        carries_poll=False,
        **dict.fromkeys(NOT_YET),
    )


def _keep(said: Sequence[Said], held: Mapping[uuid.UUID, Conversation]) -> None:
    """Store what was said with all that follows from it, and tell of it after the commit."""
    store([one.message for one in said], held)
    named = _note_mentions(said)
    if said:
        who_speaks_has_read({(one.sender.id, one.conversation.id) for one in said})
    for one in said:
        files = enumerate(one.post.written.files, 1)
        session().add_all(Attachment.of(one.message, number, file) for number, file in files)
        tell_of_message(one.post.viewer, one.conversation, one.message, named.get(one.message.id, ()))
    records_of_day("talked", [(one.post.viewer, one.conversation.id, one.conversation.service_id) for one in said])
    told = [_told(one) for one in said]
    if told:
        after_commit(lambda: messages_posted(told))


def _told(said: Said) -> Told:
    return Told(said.message, said.sender, bool(said.post.written.files), frozenset(said.present))


def _note_mentions(said: Sequence[Said]) -> Mapping[uuid.UUID, set[uuid.UUID]]:
    """Write down whom each message names, and give them; whoever is not in its conversation is not found by name."""
    naming = [one for one in said if "@" in one.message.body]
    people = named_in({one.conversation.id: one.present for one in naming}) if naming else {}
    found = {one.message.id: _mentioned(one.conversation, one.message, people[one.conversation.id]) for one in naming}
    rows = [Mention(message_id=message_id, person_id=one) for message_id, ids in found.items() for one in sorted(ids)]
    session().add_all(rows)
    return found


def note_mentions_anew(viewer: Viewer, conversation: Conversation, message: Message) -> None:
    """Write down whom the changed words of a message name, and tell those whom the earlier ones did not.

    Within the transaction, in which the conversation is held. Of two people nobody is told: they know of the message.
    """
    present = people_in(conversation, message.created_at)
    people = named_in({conversation.id: present})[conversation.id] if "@" in message.body else ()
    named = _mentioned(conversation, message, people)
    noted = select(Mention).where(Mention.message_id == message.id)
    before = {one.person_id: one for one in session().scalars(covering(Viewer.system(), noted))}
    for person_id, mention in before.items():
        if person_id not in named:
            session().delete(mention)
    new = named - before.keys()
    session().add_all(Mention(message_id=message.id, person_id=one) for one in sorted(new))
    if conversation.kind is not ConversationKind.DIRECT:
        tell_of_message(viewer, conversation, message, new)


def _mentioned(conversation: Conversation, message: Message, people: Sequence[Present]) -> set[uuid.UUID]:
    found = {person.id for person in people if rules.mentioned(message.body, person.name)}
    if rules.mentioned(message.body, LIAISON):
        found |= {person.id for person in people if person.role is Role.LIAISON}
    if rules.mentioned(message.body, HUB):
        found |= _hub_carers(conversation, people)
    found.discard(message.sender_id)
    return found


def _hub_carers(conversation: Conversation, people: Sequence[Present]) -> set[uuid.UUID]:
    """Who is hub carer among these people: of the constellation where the conversation is one's, else of any."""
    subject = conversation.subject_id if conversation.kind in OF_CONSTELLATION else None
    homes = hub_homes({person.home_id for person in people if person.home_id}, subject)
    return {person.id for person in people if person.role in CARERS and person.home_id in homes}
