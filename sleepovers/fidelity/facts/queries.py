"""The facts behind the checklists of many constellations: ten queries, however many there are.

They are counted over everything that is known, as no hub carer and no regional viewer may read it: whoever calls has
found the constellations through their viewer, and only how items stand leaves.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select

from constellations.access import Viewer, covering
from constellations.children.models import Placement
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.cover.models import HubCover
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle, EventKind
from constellations.models import (
    Constellation,
    Dated,
    HomeTerms,
    LiaisonAssignment,
    Membership,
    Person,
    Service,
    holds_on,
)
from constellations.rules import Span
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.asks.unmet.figures.queries import SLEEPOVERS
from sleepovers.asks.unmet.figures.rules import OFFERS
from sleepovers.availability.models import AvailabilitySpan
from sleepovers.availability.rules import SpanWord
from sleepovers.fidelity.rules import Facts, Member, Room, Wanted
from sleepovers.models import Stay
from sleepovers.rules import StayKind, StayState

LONGEST_BACK = 12
"""Months, beside the one that runs: as far back as any service may have its asks looked at."""

Keys = Collection[uuid.UUID]


def facts_of(constellations: Sequence[Constellation], today: dt.date) -> dict[uuid.UUID, Facts]:
    """What is known of some constellations that were found through a viewer."""
    keys = [one.id for one in constellations]
    since = Month.of(today).shifted(-LONGEST_BACK).first
    members, covers, liaison = _members(keys), _covers(keys, today), _liaison(keys, today)
    rooms, away, phones = _rooms(keys, today), _away(keys, today), _phones(constellations)
    gatherings, meetings = (_dates(keys, kind, today) for kind in (EventKind.GATHERING, EventKind.CARERS_MEETING))
    asks, stays = _asks(keys, since), _stays(keys, since)
    return {
        one.id: Facts(
            kind=one.kind,
            members=members[one.id],
            rooms={member.home_id: rooms[member.home_id] for member in members[one.id]},
            away={member.home_id: away[member.home_id] for member in members[one.id]},
            covers=covers[one.id],
            liaison=liaison[one.id],
            has_phone=one.service_id in phones,
            gatherings=gatherings[one.id],
            meetings=meetings[one.id],
            asks=asks[one.id],
            stays=stays[one.id],
        )
        for one in constellations
    }


def _members(keys: Keys) -> defaultdict[uuid.UUID, list[Member]]:
    found: defaultdict[uuid.UUID, list[Member]] = defaultdict(list)
    rows = select(Membership).where(Membership.constellation_id.in_(keys)).order_by(Membership.starts_on)
    for row in session().scalars(covering(Viewer.system(), rows)):
        found[row.constellation_id].append(Member(row.home_id, row.role, Span(row.starts_on, row.ends_on)))
    return found


def _rooms(keys: Keys, today: dt.date) -> defaultdict[uuid.UUID, list[Room]]:
    found: defaultdict[uuid.UUID, list[Room]] = defaultdict(list)
    rows = select(HomeTerms).where(HomeTerms.home_id.in_(_homes(keys)), _not_over(HomeTerms, today))
    for row in session().scalars(covering(Viewer.system(), rows)):
        found[row.home_id].append(Room(Span(row.starts_on, row.ends_on), row.beds, row.status))
    return found


def _away(keys: Keys, today: dt.date) -> defaultdict[uuid.UUID, list[Span]]:
    found: defaultdict[uuid.UUID, list[Span]] = defaultdict(list)
    rows = select(AvailabilitySpan).where(
        AvailabilitySpan.home_id.in_(_homes(keys)),
        AvailabilitySpan.word == SpanWord.AWAY,
        _not_over(AvailabilitySpan, today),
    )
    for row in session().scalars(covering(Viewer.system(), rows)):
        found[row.home_id].append(Span(row.starts_on, row.ends_on))
    return found


def _covers(keys: Keys, today: dt.date) -> defaultdict[uuid.UUID, list[tuple[uuid.UUID, Span]]]:
    found: defaultdict[uuid.UUID, list[tuple[uuid.UUID, Span]]] = defaultdict(list)
    rows = select(HubCover).where(HubCover.constellation_id.in_(keys), _not_over(HubCover, today))
    for row in session().scalars(covering(Viewer.system(), rows)):
        found[row.constellation_id].append((row.home_id, Span(row.starts_on, row.ends_on)))
    return found


def _liaison(keys: Keys, today: dt.date) -> defaultdict[uuid.UUID, list[Span]]:
    found: defaultdict[uuid.UUID, list[Span]] = defaultdict(list)
    rows = (
        select(LiaisonAssignment)
        .join(Person, Person.id == LiaisonAssignment.person_id)
        .where(
            LiaisonAssignment.constellation_id.in_(keys),
            Person.left_at.is_(None),
            _not_over(LiaisonAssignment, today),
        )
    )
    for row in session().scalars(covering(Viewer.system(), rows)):
        found[row.constellation_id].append(Span(row.starts_on, row.ends_on))
    return found


def _phones(constellations: Sequence[Constellation]) -> set[uuid.UUID]:
    """The services whose phone out of hours is known."""
    services = {one.service_id for one in constellations}
    rows = select(Service.id).where(Service.id.in_(services), Service.out_of_hours_phone.is_not(None))
    return set(session().scalars(covering(Viewer.system(), rows)))


def _dates(keys: Keys, kind: EventKind, today: dt.date) -> defaultdict[uuid.UUID, list[dt.date]]:
    """The dates of a kind that were not called off, from the month before the last one to the next."""
    this = Month.of(today)
    rows = (
        select(EventConstellation.constellation_id, Occurrence.starts_on)
        .join(Event, Event.id == EventConstellation.event_id)
        .join(Occurrence, Occurrence.event_id == Event.id)
        .where(
            EventConstellation.constellation_id.in_(keys),
            Event.kind == kind,
            Event.circle == Circle.CONSTELLATIONS,
            Occurrence.cancelled_at.is_(None),
            Occurrence.starts_on >= this.shifted(-2).first,
            Occurrence.starts_on < this.shifted(2).first,
        )
    )
    found: defaultdict[uuid.UUID, list[dt.date]] = defaultdict(list)
    for constellation_id, day in session().execute(covering(Viewer.system(), rows)):
        found[constellation_id].append(day)
    return found


def _asks(keys: Keys, since: dt.date) -> defaultdict[uuid.UUID, list[Wanted]]:
    """The asks for children of each constellation; one for several of them once."""
    offer = or_(Answer.state.in_(OFFERS), Answer.other_arrive_on.is_not(None))
    rows = (
        select(
            Ask.id,
            Membership.constellation_id,
            Ask.arrive_on,
            Ask.kind,
            select(Answer.ask_id).where(Answer.ask_id == Ask.id, offer).exists(),
            and_(Ask.wish.is_not(None), Ask.wish != ""),
        )
        .join(AskChild, AskChild.ask_id == Ask.id)
        .join(Placement, and_(Placement.child_id == AskChild.child_id, holds_on(Placement, Ask.arrive_on)))
        .join(Membership, and_(Membership.home_id == Placement.home_id, holds_on(Membership, Ask.arrive_on)))
        .where(Membership.constellation_id.in_(keys), Ask.arrive_on >= since)
        .distinct()
    )
    found: defaultdict[uuid.UUID, list[Wanted]] = defaultdict(list)
    for _, constellation_id, day, kind, is_offered, has_wish in session().execute(covering(Viewer.system(), rows)):
        found[constellation_id].append(Wanted(day, kind is StayKind.EMERGENCY, bool(is_offered), bool(has_wish)))
    return found


def _stays(keys: Keys, since: dt.date) -> defaultdict[uuid.UUID, list[Wanted]]:
    """The stays of children of each constellation that came about without an ask: somebody had a bed for them."""
    rows = (
        select(Stay.id, Membership.constellation_id, Stay.arrive_on, Stay.kind)
        .join(Placement, and_(Placement.child_id == Stay.child_id, holds_on(Placement, Stay.arrive_on)))
        .join(Membership, and_(Membership.home_id == Placement.home_id, holds_on(Membership, Stay.arrive_on)))
        .where(
            Membership.constellation_id.in_(keys),
            Stay.arrive_on >= since,
            Stay.ask_id.is_(None),
            Stay.state != StayState.CANCELLED,
            Stay.kind.in_(SLEEPOVERS),
        )
        .distinct()
    )
    found: defaultdict[uuid.UUID, list[Wanted]] = defaultdict(list)
    for _, constellation_id, day, kind in session().execute(covering(Viewer.system(), rows)):
        found[constellation_id].append(Wanted(day, kind is StayKind.EMERGENCY))
    return found


def _homes(keys: Keys) -> Select[uuid.UUID]:
    return select(Membership.home_id).where(Membership.constellation_id.in_(keys))


def _not_over(row: type[Dated], today: dt.date) -> ColumnElement[bool]:
    return or_(row.ends_on.is_(None), row.ends_on > today)
