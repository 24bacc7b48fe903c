"""On which nights homes can have a child, and what a home has said of that."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from constellations.access import Viewer, covering, find, visible
from constellations.core import clock
from constellations.core.database import session
from constellations.models import Dated, Home, HomeTerms, Person, holds_on
from constellations.rules import CLOSED_TO_VISITORS, HomeStatus
from sleepovers.availability import rules
from sleepovers.availability.models import AvailabilitySpan, ClosedWeekday
from sleepovers.availability.rules import Openness, SpanWord
from sleepovers.models import StayNight
from sleepovers.nights.queries import nights_at
from sleepovers.nights.rules import OCCUPYING
from sleepovers.rules import NightState, night_that_runs


@dataclass(frozen=True, slots=True)
class RoomTonight:
    """A home's coming night: beds that nobody has, how the home stands, and the exception that counts, if any."""

    home_id: uuid.UUID
    status: HomeStatus
    empty: int
    span_id: uuid.UUID | None
    word: SpanWord | None

    @property
    def may_be_offered(self) -> bool:
        """Whether saying that there is room is any use: a bed is there, and the home takes visitors."""
        return self.empty > 0 and self.status not in CLOSED_TO_VISITORS

    @property
    def is_offered(self) -> bool:
        """Whether the home has said that there is room."""
        return self.word is SpanWord.FREE


@dataclass(frozen=True, slots=True)
class SaidSpan:
    """An exception that is not over yet, with who said it, and when."""

    span_id: uuid.UUID
    word: SpanWord
    nights: tuple[dt.date, ...]
    who: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class StayWhileAway:
    """A stay that is agreed at a home for nights on which it is away."""

    stay_id: uuid.UUID
    label: str
    nights: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class AvailabilityPage:
    """What a home says of the nights on which it can have a child."""

    home_id: uuid.UUID
    name: str
    is_own: bool
    closed: frozenset[int]
    tonight: RoomTonight
    spans: tuple[SaidSpan, ...]
    stays: tuple[StayWhileAway, ...]


def openness_of(
    viewer: Viewer, home_ids: Collection[uuid.UUID], nights: Collection[dt.date]
) -> dict[tuple[uuid.UUID, dt.date], Openness]:
    """What each home says of each night, by home and night; two queries."""
    if not nights:
        return {}
    closed: dict[uuid.UUID, set[int]] = defaultdict(set)
    patterns = visible(viewer, ClosedWeekday).where(ClosedWeekday.home_id.in_(home_ids))
    for row in session().scalars(patterns):
        closed[row.home_id].add(row.weekday)
    spans: dict[uuid.UUID, list[rules.Said]] = defaultdict(list)
    exceptions = visible(viewer, AvailabilitySpan).where(AvailabilitySpan.home_id.in_(home_ids))
    exceptions = exceptions.where(on_some(AvailabilitySpan, nights))
    for span in session().scalars(exceptions.order_by(AvailabilitySpan.created_at, AvailabilitySpan.id)):
        spans[span.home_id].append(span.said)
    return {
        (home_id, night): rules.openness(closed[home_id], spans[home_id], night)
        for home_id in home_ids
        for night in nights
    }


def closed_weekdays(viewer: Viewer, home_id: uuid.UUID) -> frozenset[int]:
    """The weekdays whose nights a home usually keeps for itself, Monday being 0."""
    rows = select(ClosedWeekday.weekday).where(ClosedWeekday.home_id == home_id)
    return frozenset(session().scalars(covering(viewer, rows, ClosedWeekday)))


def availability_page(viewer: Viewer, home_id: uuid.UUID) -> AvailabilityPage:
    """The page of a home for who may speak for it; raises NotFound, NotTheirHome."""
    home = find(viewer, Home, home_id)
    rules.must_be_theirs(viewer.is_carer, viewer.home_id, home.id)
    return AvailabilityPage(
        home_id=home.id,
        name=home.name,
        is_own=viewer.home_id == home.id,
        closed=closed_weekdays(viewer, home.id),
        tonight=room_tonight(viewer, home.id),
        spans=_spans_ahead(viewer, home.id),
        stays=_stays_while_away(viewer, home.id),
    )


def room_tonight(viewer: Viewer, home_id: uuid.UUID) -> RoomTonight:
    """What the night that runs, or comes next, looks like at a home; three queries."""
    tonight = night_that_runs(clock.now())
    terms = visible(viewer, HomeTerms).where(HomeTerms.home_id == home_id, holds_on(HomeTerms, tonight))
    ready = session().scalars(terms).one_or_none()
    taken = taken_beds(viewer, [home_id], [tonight]).get((home_id, tonight), 0)
    spans = visible(viewer, AvailabilitySpan).where(AvailabilitySpan.home_id == home_id)
    spans = spans.where(holds_on(AvailabilitySpan, tonight))
    latest = spans.order_by(AvailabilitySpan.created_at.desc(), AvailabilitySpan.id.desc()).limit(1)
    said = session().scalars(latest).one_or_none()
    return RoomTonight(
        home_id=home_id,
        status=ready.status if ready else HomeStatus.ACTIVE,
        empty=max(0, ready.beds - taken) if ready else 0,
        span_id=said.id if said else None,
        word=said.word if said else None,
    )


def taken_beds(
    viewer: Viewer, home_ids: Collection[uuid.UUID], nights: Collection[dt.date]
) -> dict[tuple[uuid.UUID, dt.date], int]:
    """How many children have a bed, by home and night, where there are any."""
    rows = select(StayNight.home_id, StayNight.night, func.count()).where(
        StayNight.home_id.in_(home_ids), StayNight.night.in_(nights), StayNight.state.in_(OCCUPYING)
    )
    rows = rows.group_by(StayNight.home_id, StayNight.night)
    found = session().execute(covering(viewer, rows, StayNight))
    return {(home_id, night): count for home_id, night, count in found}


def on_some(row: type[Dated], nights: Collection[dt.date]) -> ColumnElement[bool]:
    """Whether a dated row holds within the time from the first of these nights to the last."""
    return and_(row.starts_on <= max(nights), or_(row.ends_on.is_(None), row.ends_on > min(nights)))


def _spans_ahead(viewer: Viewer, home_id: uuid.UUID) -> tuple[SaidSpan, ...]:
    rows = select(AvailabilitySpan, Person.name).outerjoin(Person, Person.id == AvailabilitySpan.person_id)
    rows = rows.where(AvailabilitySpan.home_id == home_id, AvailabilitySpan.ends_on > night_that_runs(clock.now()))
    rows = rows.order_by(AvailabilitySpan.starts_on, AvailabilitySpan.created_at)
    found = session().execute(covering(viewer, rows, AvailabilitySpan, through=(Person,)))
    return tuple(
        SaidSpan(
            span_id=span.id,
            word=span.word,
            nights=rules.nights_from(span.starts_on, (span.ends_on - span.starts_on).days),
            who=who,
            at=span.created_at,
        )
        for span, who in found
    )


def _stays_while_away(viewer: Viewer, home_id: uuid.UUID) -> tuple[StayWhileAway, ...]:
    ahead = (StayNight.state == NightState.PLANNED) & (StayNight.night >= night_that_runs(clock.now()))
    agreed = nights_at(viewer, (), ahead, StayNight.home_id == home_id)
    said = openness_of(viewer, [home_id], {one.night for one in agreed})
    of_stay: dict[tuple[uuid.UUID, str], list[dt.date]] = defaultdict(list)
    for one in agreed:
        if said[home_id, one.night] is Openness.AWAY:
            of_stay[one.stay_id, one.label or ""].append(one.night)
    return tuple(StayWhileAway(stay_id, label, tuple(nights)) for (stay_id, label), nights in of_stay.items())
