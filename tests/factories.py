"""Plain makers of rows for tests: each stores at once and gives what it made."""

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.children.models import Child, ChildStatusFrom, Placement
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import Base, transaction
from constellations.core.ids import new_id
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle, EventKind
from constellations.feeds.models import FeedAddress
from constellations.feeds.rules import Content, Detail
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
from constellations.people.homes.models import PersonHome
from constellations.permissions import CARERS, Role
from constellations.rules import ChildStatus, ConstellationKind, HomeRole, HomeStatus, StayAuthority
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.cards.handover.rules import Way
from sleepovers.cards.models import CardVersion, HandoverNote, StayCard
from sleepovers.cards.rules import CardWords
from sleepovers.models import Stay, StayNight
from sleepovers.rules import AnswerState, AskState, Moment, NightState, StayKind, StayState, nights_of

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
    stored(*(PersonHome(person_id=person.id, home_id=one.id) for one in (home,) if one))
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


def create_event(
    constellation: Constellation, starts_on: str = "2026-12-19", title: str = "Saturday together"
) -> Occurrence:
    """The only date of a constellation's gathering, from two to five."""
    day, times = dt.date.fromisoformat(starts_on), {"starts_at": dt.time(14), "minutes": 180}
    of = {"service_id": constellation.service_id, "kind": EventKind.GATHERING, "circle": Circle.CONSTELLATIONS}
    event = Event(title=title, starts_on=day, **of, **times)
    stored(event)
    occurrence = Occurrence(event_id=event.id, planned_on=day, starts_on=day, **times)
    stored(EventConstellation(event_id=event.id, constellation_id=constellation.id), occurrence)
    return occurrence


def create_feed_address(person: Person) -> FeedAddress:
    """An address for a calendar, of which nobody knows the secret."""
    contents = frozenset({Content.EVENTS})
    address = FeedAddress(token_hash="1" * 64, person_id=person.id, name="Phone", contents=contents, detail=Detail.KIND)
    stored(address)
    return address


def create_stay_card(child: Child, writer: Person) -> StayCard:
    """A stay card on which one thing is said."""
    card = StayCard(child_id=child.id, number=1)
    stored(card)
    words = CardWords(routine="Tea at five.").written
    stored(CardVersion(child_id=child.id, number=1, words=words, written_by=writer.id))
    return card


def create_handover_note(stay: Stay, writer: Person) -> HandoverNote:
    """A note for who has the child."""
    note = HandoverNote(stay_id=stay.id, way=Way.THERE, words="Had tea.", person_id=writer.id)
    stored(note)
    return note


def decided_by(authority: StayAuthority, *children: Child) -> None:
    """Let it be said who decides whether these children may sleep elsewhere."""
    for child in children:
        changed(child, stay_authority=authority)


def changed(row: Base, **values: object) -> None:
    """Store other values of a row, whose object stays as it was made."""
    of = type(row)
    keys = [column == getattr(row, column.key) for column in row.__table__.primary_key]
    with transaction() as session:
        elsewhere = covering(Viewer.system(), update(of).where(*keys).values(**values))
        session.execute(elsewhere, execution_options={"synchronize_session": False})


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
