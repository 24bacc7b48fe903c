"""Who sleeps where: tonight, next, and the nights that wait to be told."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import gettext
from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering
from constellations.children.models import Child, Placement
from constellations.core import clock
from constellations.core.database import session
from constellations.core.words import day_words
from constellations.models import Home, HomeTerms, Membership, holds_on
from constellations.rules import CLOSED_TO_VISITORS, HomeRole, HomeStatus, Span
from constellations.words import in_words
from sleepovers.models import Stay, StayNight
from sleepovers.nights.rules import OCCUPYING, GuestThen, NamedChild, Reader, initials_shown, labels
from sleepovers.rules import NightState, night_that_runs


@dataclass(frozen=True, slots=True)
class Night:
    """One child's night at a home, as the viewer may read it: `label` none where they are not told who.

    `is_own` says that it is at the viewer's own home, or of a child who lives there.
    """

    home_id: uuid.UUID
    home: str
    night: dt.date
    stay_id: uuid.UUID
    stay_version: int
    state: NightState
    bed: int | None
    over_capacity: bool
    depart_on: dt.date
    child_key: str
    label: str | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class BedTonight:
    """One window of the picture of tonight's beds; `stay_id` none where the viewer is not told who."""

    label: str | None
    lit: bool
    words: str
    stay_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class HomeTonight:
    """A home's beds tonight: those that are taken, in order, then those that are free."""

    constellation_id: uuid.UUID
    home_id: uuid.UUID
    name: str
    role: HomeRole
    status: HomeStatus
    beds: tuple[BedTonight, ...]

    @property
    def free(self) -> int:
        """How many beds are there for a child; none at a home that is not active, whoever sleeps in them."""
        return sum(not bed.lit for bed in self.beds) if self.status is HomeStatus.ACTIVE else 0


@dataclass(frozen=True, slots=True)
class WaitingStay:
    """A stay with the nights for which somebody must do something: say what happened, or find another home."""

    stay_id: uuid.UUID
    version: int
    home_id: uuid.UUID
    home: str
    label: str
    child_key: str
    nights: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class NextStay:
    """The stay that runs or comes next: at the viewer's own home (`is_host`), or of a child who lives there."""

    stay_id: uuid.UUID
    label: str
    host: str
    is_host: bool
    first: dt.date
    nights: int


def tonights_beds(viewer: Viewer, constellation_ids: Collection[uuid.UUID]) -> list[HomeTonight]:
    """Who sleeps where tonight, for each home of these constellations, hubs first; a fixed number of queries.

    Tonight is the night that runs: until 06:00 that of the evening before.
    """
    tonight = night_that_runs(clock.now())
    rows = select(Membership.constellation_id, Home.id, Home.name, Membership.role, HomeTerms.status, HomeTerms.beds)
    rows = rows.join(Home, Home.id == Membership.home_id).join(HomeTerms, HomeTerms.home_id == Home.id)
    rows = rows.where(
        Membership.constellation_id.in_(constellation_ids),
        holds_on(Membership, viewer.today),
        holds_on(HomeTerms, tonight),
    )
    homes = session().execute(covering(viewer, rows, Membership, HomeTerms, through=(Home,))).all()
    told_all = {home_id for constellation_id, home_id, *_ in homes if constellation_id in viewer.hub_or_cover_of}
    at_home: dict[uuid.UUID, list[Night]] = defaultdict(list)
    here = StayNight.home_id.in_({row[1] for row in homes})
    for night in nights_at(viewer, told_all, here, StayNight.night == tonight):
        at_home[night.home_id].append(night)
    in_order = sorted(homes, key=lambda row: (row[3] is not HomeRole.HUB, row[2].casefold()))
    return [
        HomeTonight(constellation_id, home_id, name, role, status, _windows(at_home[home_id], beds, status))
        for constellation_id, home_id, name, role, status, beds in in_order
    ]


def nights_waiting(viewer: Viewer) -> list[WaitingStay]:
    """The stays with planned nights in the past at homes for which the viewer may say what happened, oldest first."""
    past = (StayNight.state == NightState.PLANNED) & (StayNight.night < viewer.today)
    theirs = StayNight.home_id == viewer.home_id if viewer.is_carer else true()
    return _by_stay(nights_at(viewer, (), past, theirs))


def stays_at_closed_homes(viewer: Viewer) -> list[WaitingStay]:
    """The stays with nights to come at a home that is on hold, away or left by then, in order; they stay agreed."""
    ahead = (StayNight.state == NightState.PLANNED) & (StayNight.night >= viewer.today)
    closed = (
        select(HomeTerms.home_id)
        .where(HomeTerms.home_id == StayNight.home_id, HomeTerms.status.in_(CLOSED_TO_VISITORS))
        .where(holds_on(HomeTerms, StayNight.night))
        .exists()
    )
    return _by_stay(nights_at(viewer, (), ahead, closed))


def _by_stay(found: Iterable[Night]) -> list[WaitingStay]:
    of_stay: dict[uuid.UUID, list[Night]] = defaultdict(list)
    for night in found:
        of_stay[night.stay_id].append(night)
    return [
        WaitingStay(
            stay_id=stay_id,
            version=nights[0].stay_version,
            home_id=nights[0].home_id,
            home=nights[0].home,
            label=nights[0].label or "",
            child_key=nights[0].child_key,
            nights=tuple(night.night for night in nights),
        )
        for stay_id, nights in of_stay.items()
    ]


def next_stay(viewer: Viewer) -> NextStay | None:
    """The first stay with a night tonight or later, at a carer's own home or of a child who lives with it."""
    lives_here = (
        select(Placement.child_id)
        .where(Placement.child_id == StayNight.child_id, Placement.home_id == viewer.home_id)
        .where(holds_on(Placement, StayNight.night))
        .exists()
    )
    ahead = (StayNight.state == NightState.PLANNED) & (StayNight.night >= viewer.today)
    nights = nights_at(viewer, (), ahead, or_(StayNight.home_id == viewer.home_id, lives_here))
    if not nights:
        return None
    first = nights[0]
    length = sum(night.stay_id == first.stay_id for night in nights)
    return NextStay(first.stay_id, first.label or "", first.home, first.home_id == viewer.home_id, first.night, length)


def readable_stays(viewer: Viewer) -> ColumnElement[bool]:
    """The stays that a viewer may open: staff all they see, carers as hub, as host, or as the home of the child."""
    if not viewer.is_carer:
        return true()
    # Of a home that joins, a hub reads no stay that was over before.
    hubbed = select(Membership.home_id).where(
        Membership.constellation_id.in_(viewer.hub_of),
        holds_on(Membership, viewer.today),
        Membership.starts_on <= Stay.depart_on,
    )
    homes = or_(Home.id == viewer.home_id, Home.id.in_(hubbed))
    theirs = select(Home.id).where(homes)
    lives = select(Placement.child_id).where(Placement.child_id == Stay.child_id, Placement.home_id.in_(theirs))
    return or_(Stay.host_id.in_(theirs), lives.where(holds_on(Placement, Stay.arrive_on)).exists())


def homes_of_hub(viewer: Viewer, hub_of: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """The homes that today belong to constellations whose hub the viewer is, or covers for; of them a hub reads all.

    Of a home in another constellation it reads as any member, also where it is a satellite there.
    """
    asked = select(Membership.home_id).where(
        Membership.constellation_id.in_(hub_of), holds_on(Membership, viewer.today)
    )
    return frozenset(session().scalars(covering(viewer, asked, Membership))) if hub_of else frozenset()


def nights_at(viewer: Viewer, told_all: Collection[uuid.UUID], *conditions: ColumnElement[bool]) -> list[Night]:
    """The nights that keep a bed and meet the conditions, with their children as the viewer may read of them.

    `told_all` are the homes of constellations whose hub the viewer is. By night, then by stay; one query.
    """
    family, host, placement = aliased(Home), aliased(Home), aliased(Placement)
    rows = select(StayNight, Stay.depart_on, Stay.version, Child, host.name, family.id, family.name)
    rows = rows.join(Stay, Stay.id == StayNight.stay_id).join(host, host.id == StayNight.home_id)
    rows = rows.join(Child, Child.id == StayNight.child_id)
    placed = and_(placement.child_id == StayNight.child_id, holds_on(placement, StayNight.night))
    rows = rows.outerjoin(placement, placed).outerjoin(family, family.id == placement.home_id)
    rows = rows.where(StayNight.state.in_(OCCUPYING), *conditions).order_by(StayNight.night, StayNight.stay_id)
    covered = covering(viewer, rows, StayNight, through=(Stay, Child, Placement, Home, HomeTerms))
    sleepers = [_Sleeper._make(row) for row in session().execute(covered)]
    return _as_read(viewer, told_all, list({(one.child.id, one.night.night): one for one in sleepers}.values()))


class _Sleeper(NamedTuple):
    """A child's night with its stay, its host, and the home that the child lives with."""

    night: StayNight
    depart_on: dt.date
    version: int
    child: Child
    host: str
    family_id: uuid.UUID | None
    family: str | None


def _as_read(viewer: Viewer, told_all: Collection[uuid.UUID], sleepers: Sequence[_Sleeper]) -> list[Night]:
    def is_told(one: _Sleeper) -> bool:
        """Whether the viewer reads the child's initials."""
        home_id = one.night.home_id
        return initials_shown(Reader(viewer.role, viewer.home_id, home_id in told_all), home_id, one.family_id)

    children = [one for one in sleepers if is_told(one)]
    called = labels(NamedChild(one.child.id, one.child.initials, one.family or "", one.child.born) for one in children)
    return [
        Night(
            home_id=one.night.home_id,
            home=one.host,
            night=one.night.night,
            stay_id=one.night.stay_id,
            stay_version=one.version,
            state=one.night.state,
            bed=one.night.bed,
            over_capacity=one.night.over_capacity,
            depart_on=one.depart_on,
            child_key="" if one.child.is_unnamed else one.child.key,
            label=called[one.child.id] if is_told(one) else None,
            is_own=viewer.home_id is not None and viewer.home_id in (one.night.home_id, one.family_id),
        )
        for one in sleepers
    ]


def _windows(nights: Iterable[Night], beds: int, status: HomeStatus) -> tuple[BedTonight, ...]:
    """Those who sleep here in the order of their beds, then the others: free, or how the home stands."""
    asleep = sorted(nights, key=lambda night: (night.over_capacity, night.bed or beds))
    lit = [BedTonight(night.label, True, _bed_words(night), night.stay_id if night.label else None) for night in asleep]
    in_beds = sum(not night.over_capacity for night in asleep)
    words = gettext("free") if status is HomeStatus.ACTIVE else in_words(status)
    return (*lit, *[BedTonight(None, False, words)] * max(0, beds - in_beds))


def _bed_words(night: Night) -> str:
    if night.label is None:
        words: str = gettext("taken")
    elif night.over_capacity:
        words = gettext("one more than the beds, home %(day)s", day=day_words(night.depart_on))
    else:
        words = gettext("home %(day)s", day=day_words(night.depart_on))
    return words


def must_be_no_guest(child_id: uuid.UUID, home_id: uuid.UUID, span: Span) -> None:
    """Raise GuestThen where a child slept, or is to sleep, as a guest in a home on days on which it would live there.

    Whoever sees what: no night that counts may become a night at home unseen.
    """
    asked = (
        select(StayNight.night)
        .where(StayNight.child_id == child_id, StayNight.home_id == home_id, StayNight.state.in_(OCCUPYING))
        .where(StayNight.night >= span.starts_on)
        .order_by(StayNight.night)
    )
    if span.ends_on is not None:
        asked = asked.where(StayNight.night < span.ends_on)
    nights = session().scalars(covering(Viewer.system(), asked)).all()
    if nights:
        raise GuestThen(nights)
