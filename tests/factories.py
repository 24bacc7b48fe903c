"""Plain makers of rows for tests: each stores at once and gives what it made."""

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.children.models import Child, ChildStatusFrom, Placement
from constellations.core import clock
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import Base, transaction
from constellations.core.ids import new_id
from constellations.core.settings import current_settings
from constellations.models import (
    Constellation,
    Home,
    HomeTerms,
    LiaisonAssignment,
    Membership,
    Person,
    Region,
    Service,
)
from constellations.permissions import CARERS, Role
from constellations.rules import ChildStatus, ConstellationKind, HomeRole, HomeStatus, StayAuthority
from messaging.announcements.models import Announcement
from messaging.announcements.rules import joiners_until
from messaging.attachments.kinds.rules import FileKind
from messaging.attachments.models import Attachment
from messaging.attachments.pictures import redrawn
from messaging.attachments.rules import KeptFile
from messaging.attachments.shelf import Shelf, new_key
from messaging.models import Conversation, ConversationMember, Message
from messaging.polls.models import Poll, PollAnswer
from messaging.polls.rules import PollKind
from messaging.rules import BY_NAME, ConversationKind
from messaging.safeguarding.models import Concern
from messaging.safeguarding.rules import About, Route
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.models import Stay, StayNight
from sleepovers.rules import AnswerState, AskState, Moment, NightState, StayKind, StayState, nights_of
from tests.photos import jpeg

_numbers = itertools.count(1)


def stored(*rows: Base) -> None:
    """Store rows in a transaction of their own, or later with the others that are stored together."""
    with transaction() as session:
        waiting: list[Base] | None = session.info.get(TOGETHER)
        for row in rows:
            if waiting is not None:
                _give_id(row)
                waiting.append(row)
            else:
                session.add(row)
                session.flush()


TOGETHER = "stored_together"


@contextmanager
def together() -> Iterator[None]:
    """Store everything made in the body at its end, each table's rows at once: a thousand tests begin with it.

    What was made stays as it was made, belongs to no session and is never read again.
    """
    with transaction() as session:
        rows: list[Base] = []
        session.info[TOGETHER] = rows
        try:
            yield
        finally:
            session.info.pop(TOGETHER)
        for table in Base.metadata.sorted_tables:
            session.add_all(row for row in rows if row.__table__ is table)
            session.flush()
        for row in rows:
            session.expunge(row)


def _give_id(row: Base) -> None:
    if "id" in row.__table__.c and getattr(row, "id", None) is None:
        setattr(row, "id", new_id())  # noqa: B010  # not every table has one


def create_region(key: str = "") -> Region:
    """A region."""
    region = Region(key=key or f"Region {next(_numbers)}")
    stored(region)
    return region


def create_service(key: str = "", region: Region | None = None) -> Service:
    """A service."""
    key = key or f"Service {next(_numbers)}"
    service = Service(key=key, name=key, region_id=region.id if region else None)
    stored(service)
    return service


def create_constellation(
    service: Service, key: str = "", kind: ConstellationKind = ConstellationKind.MOCKINGBIRD
) -> Constellation:
    """A constellation without homes."""
    key = key or f"Constellation {next(_numbers)}"
    constellation = Constellation(key=key, name=key, service_id=service.id, kind=kind)
    stored(constellation)
    return constellation


def create_home(
    service: Service,
    key: str = "",
    beds: int = 2,
    approved_children: int = 3,
    status: HomeStatus = HomeStatus.ACTIVE,
) -> Home:
    """A home that belongs to no constellation yet."""
    key = key or f"Home {next(_numbers)}"
    home = Home(key=key, name=key, service_id=service.id)
    stored(home)
    stored(HomeTerms(home_id=home.id, beds=beds, approved_children=approved_children, status=status))
    return home


def join(
    home: Home,
    constellation: Constellation,
    role: HomeRole = HomeRole.SATELLITE,
    starts_on: dt.date = ALWAYS,
    ends_on: dt.date | None = None,
) -> Membership:
    """Make a home a member of a constellation."""
    membership = Membership(
        home_id=home.id, constellation_id=constellation.id, role=role, starts_on=starts_on, ends_on=ends_on
    )
    stored(membership)
    return membership


def create_person(
    role: Role,
    service: Service | None = None,
    home: Home | None = None,
    region: Region | None = None,
    constellations: tuple[Constellation, ...] = (),
    name: str = "",
) -> Person:
    """A person of any role; a carer's service is that of the home."""
    number = next(_numbers)
    service_id = home.service_id if home and role in CARERS else service.id if service else None
    person = Person(
        email=f"person{number}@example.org",
        name=name or f"Person {number}",
        role=role,
        service_id=service_id,
        home_id=home.id if home else None,
        region_id=region.id if region else None,
    )
    stored(person)
    stored(*(LiaisonAssignment(person_id=person.id, constellation_id=one.id) for one in constellations))
    return person


def create_child(
    service: Service,
    home: Home | None = None,
    initials: str = "JB",
    status: ChildStatus = ChildStatus.LOOKED_AFTER,
    key: str = "",
    authority: StayAuthority = StayAuthority.UNKNOWN,
) -> Child:
    """A child, placed with a home since always where one is given."""
    child = Child(
        key=key or f"C{next(_numbers)}",
        service_id=service.id,
        initials=initials,
        born=Month(2015, 3),
        stay_authority=authority,
    )
    stored(child)
    stored(ChildStatusFrom(child_id=child.id, status=status))
    if home is not None:
        stored(Placement(child_id=child.id, home_id=home.id))
    return child


def decided_by(authority: StayAuthority, *children: Child) -> None:
    """Let it be said who decides whether these children may sleep elsewhere."""
    with transaction() as session:
        chosen = update(Child).where(Child.id.in_([child.id for child in children]))
        session.execute(covering(Viewer.system(), chosen.values(stay_authority=authority)))


def left(person: Person) -> None:
    """Let somebody have left, three weeks ago."""
    with transaction() as session:
        chosen = update(Person).where(Person.id == person.id)
        session.execute(covering(Viewer.system(), chosen.values(left_at=clock.now() - dt.timedelta(days=21))))


def alone(child: Child) -> None:
    """Let a child be one who must be the only one in a home."""
    with transaction() as session:
        chosen = update(Child).where(Child.id == child.id)
        session.execute(covering(Viewer.system(), chosen.values(is_solo=True)))


def create_stay(
    child: Child,
    host: Home,
    arrive: str,
    depart: str,
    state: StayState = StayState.HAPPENED,
    kind: StayKind = StayKind.PLANNED,
    bed: int | None = None,
) -> Stay:
    """A stay with a row for every night, in no bed unless one is given; `arrive` and `depart` as in the register."""
    came, went = Moment.parse(arrive), Moment.parse(depart)
    stay = Stay(
        key=f"S{next(_numbers)}",
        service_id=host.service_id,
        child_id=child.id,
        host_id=host.id,
        kind=kind,
        state=state,
        arrive_on=came.on,
        arrive_at=came.at,
        depart_on=went.on,
        depart_at=went.at,
    )
    stored(stay)
    night_state = NightState.HAPPENED if state is StayState.HAPPENED else NightState.PLANNED
    nights = nights_of(came, went) if state is not StayState.CANCELLED else ()
    stored(
        *(
            StayNight(child_id=child.id, night=night, stay_id=stay.id, home_id=host.id, state=night_state, bed=bed)
            for night in nights
        )
    )
    return stay


def create_ask(
    children: tuple[Child, ...],
    homes: tuple[Home, ...],
    arrive: str,
    depart: str,
    state: AskState = AskState.OPEN,
    answer: AnswerState = AnswerState.WAITING,
    together: bool = True,
) -> Ask:
    """An ask for some children, put to some homes, each of which says the same."""
    came, went = Moment.parse(arrive), Moment.parse(depart)
    ask = Ask(
        key=f"A{next(_numbers)}",
        service_id=children[0].service_id,
        kind=StayKind.PLANNED,
        state=state,
        together=together,
        arrive_on=came.on,
        arrive_at=came.at,
        depart_on=went.on,
        depart_at=went.at,
    )
    stored(ask)
    stored(*(AskChild(ask_id=ask.id, child_id=child.id) for child in children))
    stored(*(Answer(ask_id=ask.id, home_id=home.id, state=answer) for home in homes))
    return ask


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
        stored(*(ConversationMember(conversation_id=conversation.id, person_id=person.id) for person in people))
    return conversation


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
    shelf = Shelf.below(current_settings().data_folder)
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
