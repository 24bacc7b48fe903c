"""Plain makers of what people say to each other, for tests: each stores at once and gives what it made."""

from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import transaction
from constellations.core.files.pictures import redrawn
from constellations.core.files.rules import FileKind, KeptFile
from constellations.core.files.shelf import Shelf, new_key
from constellations.core.ids import new_id
from constellations.core.settings import current_settings
from constellations.models import (
    Constellation,
    Person,
    Service,
)
from messaging.announcements.models import Announcement
from messaging.announcements.rules import joiners_until
from messaging.attachments.models import Attachment
from messaging.groups.models import GroupInvitation, SupportGroup
from messaging.models import Conversation, ConversationMember, Message
from messaging.nearness.queries import ties_of
from messaging.nearness.rules import Bond, Tie
from messaging.polls.models import Poll, PollAnswer
from messaging.polls.rules import PollKind
from messaging.rules import BY_NAME, ConversationKind
from messaging.safeguarding.models import Concern
from messaging.safeguarding.rules import About, Route
from sleepovers.asks.models import Ask
from sleepovers.models import Stay
from tests.factories import stored
from tests.photos import jpeg


def create_conversation(
    kind: ConversationKind,
    service: Service,
    subject: Constellation | Stay | Ask | Conversation | None = None,
    people: tuple[Person, ...] = (),
    title: str | None = None,
) -> Conversation:
    """A conversation of something, or of some people; that of two people has anything of its own as its subject."""
    subject_id = subject.id if subject else None
    conversation = Conversation(kind=kind, service_id=service.id, subject_id=subject_id, title=title)
    stored(conversation)
    if kind in BY_NAME:
        ties = ties_of(Viewer.system(), people) if kind is ConversationKind.GROUP else {}
        stored(*(_member(conversation, person, ties.get(person.id)) for person in people))
    return conversation


def _member(conversation: Conversation, person: Person, tie: Tie | None) -> ConversationMember:
    bond, through = (tie.bond, tie.through) if tie else (None, None)
    return ConversationMember(conversation_id=conversation.id, person_id=person.id, bond=bond, through=through)


def create_group(
    leader: Person,
    people: tuple[Person, ...] = (),
    invited: tuple[Person, ...] = (),
    title: str = "Teenagers",
    is_open: bool = True,
) -> Conversation:
    """A support group of the leader and some others; `people` may name the leader too."""
    group = Conversation(kind=ConversationKind.GROUP, service_id=leader.service_id, title=title)
    stored(group)
    about = {"theme": "Living with teenagers.", "is_open": is_open}
    stored(SupportGroup(conversation_id=group.id, service_id=leader.service_id, **about))
    for person in dict.fromkeys((leader, *people)):
        tied = {"bond": Bond.SERVICE, "leads": person is leader}
        stored(ConversationMember(conversation_id=group.id, person_id=person.id, **tied))
    stored(
        *(GroupInvitation(conversation_id=group.id, person_id=person.id, invited_by=leader.id) for person in invited)
    )
    return group


def create_message(conversation: Conversation, sender: Person, body: str = "Hello all.") -> Message:
    """The next message of a conversation."""
    with transaction() as session:
        held = session.get_one(Conversation, conversation.id)
        held.last_seq, held.last_at = held.last_seq + 1, clock.now()
        message = Message(
            conversation_id=held.id, seq=held.last_seq, client_id=new_id(), sender_id=sender.id, body=body
        )
        session.add(message)
        session.flush()
    return message


def create_concern(
    message: Message,
    raised_by: Person,
    constellation: Constellation,
    about: About = About.NOBODY,
    route: Route = Route.NAMED,
) -> Concern:
    """A concern about a message, which nobody has acknowledged."""
    concern = Concern(
        service_id=constellation.service_id,
        constellation_id=constellation.id,
        message_id=message.id,
        author_id=message.sender_id,
        raised_by=raised_by.id,
        words="A worry.",
        about=about,
        route=route,
    )
    stored(concern)
    return concern


def create_photo(message: Message) -> Attachment:
    """The first photo of a message, with its files."""
    picture, key = redrawn(jpeg()), new_key()
    shelf = Shelf.below(current_settings().data_folder, "messages")
    shelf.put(key, picture.whole, picture.preview, clock.now())
    file = KeptFile(key, FileKind.PHOTO, len(picture.whole), width=picture.width, height=picture.height)
    photo = Attachment.of(message, 1, file)
    stored(photo)
    return photo


def create_announcement(
    author: Person, constellation: Constellation | None = None, title: str = "News"
) -> Announcement:
    """An announcement that has gone out, to a constellation or without one to the author's service."""
    announcement = Announcement(
        service_id=author.service_id,
        constellation_id=constellation.id if constellation else None,
        author_id=author.id,
        title=title,
        body="Please read this.",
        goes_out_at=clock.now(),
        sent_at=clock.now(),
        joiners_until=joiners_until(clock.now()),
    )
    stored(announcement)
    return announcement


def create_poll(conversation: Conversation, sender: Person, answers: tuple[str, ...] = ("Yes", "No")) -> Message:
    """The next message of a conversation, which carries a poll with answers in words."""
    message = create_message(conversation, sender, "Shall we?")
    with transaction() as session:
        message.carries_poll = True
        session.flush()
        session.add(Poll(message_id=message.id, kind=PollKind.ANSWERS, several=False, by_name=True))
        session.flush()
        session.add_all(PollAnswer(message_id=message.id, number=n, words=words) for n, words in enumerate(answers, 1))
    return message
