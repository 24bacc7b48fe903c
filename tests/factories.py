"""Plain makers of rows for tests: each stores at once and gives what it made."""

import datetime as dt
import itertools

from constellations.children.models import Child, ChildStatusFrom, Placement
from constellations.core import clock
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import Base, transaction
from constellations.core.ids import new_id
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
from messaging.models import Conversation, ConversationMember, Message
from messaging.polls.models import Poll, PollAnswer
from messaging.polls.rules import PollKind
from messaging.rules import BY_NAME, ConversationKind
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.models import Stay, StayNight
from sleepovers.rules import AnswerState, AskState, Moment, NightState, StayKind, StayState, nights_of

_numbers = itertools.count(1)


def stored(*rows: Base) -> None:
    """Store rows in a transaction of their own."""
    with transaction() as session:
        for row in rows:
            session.add(row)
            session.flush()


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
    return message


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
