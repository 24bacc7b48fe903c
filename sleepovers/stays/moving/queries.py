"""The wish to move a stay as its readers may know it, and where a stay could move to."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, visible
from constellations.children.models import Child, Placement
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home, Membership, holds_on
from constellations.permissions import Permission
from sleepovers.asks.look.queries import HomeLook, homes_around, look_at_home
from sleepovers.booking.queries import Proposal
from sleepovers.models import Stay, StayNight
from sleepovers.nights.queries import homes_of_hub
from sleepovers.nights.rules import OCCUPYING
from sleepovers.rules import NightState
from sleepovers.stays.course.rules import day_of_stay
from sleepovers.stays.moving.models import MoveLeg, MoveWord, StayMove
from sleepovers.stays.moving.rules import MAY_MOVE, MoveState
from sleepovers.stays.queries import StayPage
from sleepovers.stays.recording.rules import UNNAMED

REACHED = (MoveLeg, MoveWord, Stay, StayNight, Child, Home, Placement, Membership)


@dataclass(frozen=True, slots=True)
class Leg:
    """One stay that moves: whose it is, its nights ahead, and the homes it is about by id and name."""

    stay_id: uuid.UUID
    next_stay_id: uuid.UUID | None
    child: str
    nights: tuple[dt.date, ...]
    old: tuple[uuid.UUID, str]
    new: tuple[uuid.UUID, str]
    family: tuple[uuid.UUID, str] | None

    @property
    def homes(self) -> dict[uuid.UUID, str]:
        """Every home that has to agree, by id."""
        return dict(one for one in (self.old, self.new, self.family) if one)

    def without_names(self) -> "Leg":
        """The same with neither child nor family."""
        family = (self.family[0], gettext("the child’s own home")) if self.family else None
        return replace(self, child=UNNAMED, family=family)


@dataclass(frozen=True, slots=True)
class MovePage:
    """A wish to move: its stays, and which homes have said yes; `look` is how the nights look at the new home."""

    move: StayMove
    legs: tuple[Leg, ...]
    said: frozenset[uuid.UUID]
    may_answer: bool
    may_withdraw: bool
    look: HomeLook | None

    @property
    def is_swap(self) -> bool:
        """Whether two stays swap their homes."""
        return len(self.legs) > 1

    @property
    def homes(self) -> dict[uuid.UUID, str]:
        """Every home that has to agree, by id."""
        return {key: name for leg in self.legs for key, name in leg.homes.items()}

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The homes that have yet to say something, by name."""
        return tuple(sorted(name for key, name in self.homes.items() if key not in self.said))


@dataclass(frozen=True, slots=True)
class MovesOfStay:
    """The moves of one stay, the latest first, and whether the reader may ask for one."""

    pages: tuple[MovePage, ...]
    may_ask: bool


def move_page(viewer: Viewer, move_id: uuid.UUID) -> MovePage:
    """A wish to move a stay; raises NotFound alike for not there and not theirs."""
    found = _pages(viewer, StayMove.id == move_id)
    if not found:
        raise NotFound
    return found[0]


def moves_of_stay(viewer: Viewer, page: StayPage) -> MovesOfStay:
    """The moves that a stay is part of, and whether its reader may ask for one."""
    stay = page.stay
    legs = select(MoveLeg.move_id).where(or_(MoveLeg.stay_id == stay.id, MoveLeg.next_stay_id == stay.id))
    pages = tuple(_pages(viewer, StayMove.id.in_(legs)))
    today = day_of_stay(stay.kind, stay.arrived_at, clock.now())
    ahead = any(night.night >= today and night.state is NightState.PLANNED for night in page.nights)
    is_asked = any(one.move.state is MoveState.ASKED for one in pages)
    may = page.is_theirs and viewer.may(Permission.ASK_FOR_SLEEPOVER) and not page.is_unnamed
    return MovesOfStay(pages, may and ahead and stay.state in MAY_MOVE and not is_asked)


def moves_waiting(viewer: Viewer) -> list[MovePage]:
    """The wishes that wait for a word of the carer's own home, the oldest first."""
    waiting = _pages(viewer, StayMove.state == MoveState.ASKED)
    return [page for page in reversed(waiting) if page.may_answer]


def places_to_move(viewer: Viewer, page: StayPage) -> list[tuple[str, str]]:
    """Where a stay could move: other homes around the child's own, and homes whose visitor could come in its place."""
    if page.family_id is None:
        return []
    around = homes_around(viewer, page.family_id)
    homes = [(f"home:{key}", name) for key, name, _role in around if key != page.stay.host_id]
    return homes + [(f"stay:{key}", home) for key, home in _stays_to_swap(viewer, page)]


def _stays_to_swap(viewer: Viewer, page: StayPage) -> list[tuple[uuid.UUID, str]]:
    """Other children's stays of exactly the same nights ahead, by the home they are with."""
    now = clock.now()
    today = day_of_stay(page.stay.kind, page.stay.arrived_at, now)
    ahead = {one.night for one in page.nights if one.night >= today and one.state is NightState.PLANNED}
    asked = (
        select(StayNight.stay_id, Home.name, StayNight.night, Stay.kind, Stay.arrived_at)
        .join(Stay, Stay.id == StayNight.stay_id)
        .join(Home, Home.id == Stay.host_id)
        .where(
            StayNight.stay_id.in_(select(StayNight.stay_id).where(StayNight.night.in_(ahead))),
            StayNight.state == NightState.PLANNED,
            Stay.host_id != page.stay.host_id,
            Stay.child_id != page.stay.child_id,
            Stay.service_id == page.stay.service_id,
            Stay.state.in_(MAY_MOVE),
        )
        .order_by(Home.name)
    )
    nights: dict[tuple[uuid.UUID, str], set[dt.date]] = defaultdict(set)
    for stay_id, home, night, kind, arrived_at in session().execute(
        covering(viewer, asked, Stay, through=(StayNight, Home))
    ):
        if night >= day_of_stay(kind, arrived_at, now):
            nights[stay_id, home].add(night)
    return [key for key, theirs in nights.items() if theirs == ahead]


def _pages(viewer: Viewer, condition: object) -> list[MovePage]:
    """The moves that meet a condition and that the viewer may read, the latest first."""
    asked = visible(viewer, StayMove).where(condition).order_by(StayMove.asked_at.desc(), StayMove.id)  # type: ignore[arg-type]  # a condition
    moves = session().scalars(covering(viewer, asked, through=REACHED)).all()
    if not moves:
        return []
    legs, said = _legs([move.id for move in moves]), _said([move.id for move in moves])
    pages = [_page(viewer, move, legs.get(move.id, ()), said.get(move.id, frozenset())) for move in moves]
    if not viewer.is_carer:
        return pages
    theirs = {viewer.home_id, *homes_of_hub(viewer, viewer.hub_of)}
    return [_as_read(page, theirs) for page in pages if not theirs.isdisjoint(page.homes)]


def _as_read(page: MovePage, theirs: Collection[uuid.UUID | None]) -> MovePage:
    """In a swap, of the other stay a carer whom it is not about reads neither which child it is nor whose.

    It is about the homes of `theirs`: one's own, and for a hub those around it.
    """
    legs = (leg if any(home in theirs for home in leg.homes) else leg.without_names() for leg in page.legs)
    return replace(page, legs=tuple(legs))


def _page(viewer: Viewer, move: StayMove, legs: Sequence[Leg], said: frozenset[uuid.UUID]) -> MovePage:
    is_open = move.state is MoveState.ASKED and viewer.may(Permission.ASK_FOR_SLEEPOVER)
    homes = {key for leg in legs for key in leg.homes}
    may_answer = is_open and (viewer.is_staff or viewer.home_id in homes - said)
    may_withdraw = is_open and not may_answer and viewer.home_id in said
    look = _look(viewer, legs[0]) if may_answer and len(legs) == 1 else None
    return MovePage(move, tuple(legs), said, may_answer, may_withdraw, look)


def _look(viewer: Viewer, leg: Leg) -> HomeLook:
    stay = session().scalars(covering(Viewer.system(), select(Stay).where(Stay.id == leg.stay_id))).one()
    proposal = Proposal((stay.child_id,), leg.new[0], leg.nights, stay.kind, stay.ask_id, stay.id)
    return look_at_home(viewer, proposal, leg.new[1])


def _legs(move_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Leg]]:
    old, new, family, placement = aliased(Home), aliased(Home), aliased(Home), aliased(Placement)
    placed = and_(placement.child_id == Stay.child_id, holds_on(placement, Stay.arrive_on))
    asked = (
        select(MoveLeg, Stay.kind, Stay.arrived_at, Child.initials, old.name, new.name, family.id, family.name)
        .join(Stay, Stay.id == MoveLeg.stay_id)
        .join(Child, Child.id == Stay.child_id)
        .join(old, old.id == MoveLeg.from_home_id)
        .join(new, new.id == MoveLeg.to_home_id)
        .outerjoin(placement, placed)
        .outerjoin(family, family.id == placement.home_id)
        .where(MoveLeg.move_id.in_(move_ids))
        .order_by(Child.initials, MoveLeg.stay_id)
    )
    rows = session().execute(covering(Viewer.system(), asked)).all()
    now = clock.now()
    nights = _nights_ahead({row[0].next_stay_id or row[0].stay_id: day_of_stay(row[1], row[2], now) for row in rows})
    found: dict[uuid.UUID, list[Leg]] = defaultdict(list)
    for leg, _kind, _arrived_at, child, was_with, goes_to, family_id, lives_with in rows:
        found[leg.move_id].append(
            Leg(
                leg.stay_id,
                leg.next_stay_id,
                child,
                tuple(nights[leg.next_stay_id or leg.stay_id]),
                (leg.from_home_id, was_with),
                (leg.to_home_id, goes_to),
                (family_id, lives_with) if lives_with else None,
            )
        )
    return found


def _nights_ahead(since: Mapping[uuid.UUID, dt.date]) -> dict[uuid.UUID, list[dt.date]]:
    """By stay its nights from its day on, or all where none is ahead any more."""
    asked = select(StayNight.stay_id, StayNight.night).where(
        StayNight.stay_id.in_(since), StayNight.state.in_(OCCUPYING)
    )
    found: dict[uuid.UUID, list[dt.date]] = defaultdict(list)
    for stay_id, night in session().execute(covering(Viewer.system(), asked.order_by(StayNight.night))):
        found[stay_id].append(night)
    for stay_id, nights in found.items():
        found[stay_id] = [night for night in nights if night >= since[stay_id]] or nights
    return found


def _said(move_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    asked = select(MoveWord.move_id, MoveWord.home_id).where(MoveWord.move_id.in_(move_ids))
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for move_id, home_id in session().execute(covering(Viewer.system(), asked)):
        found[move_id].add(home_id)
    return {move_id: frozenset(homes) for move_id, homes in found.items()}
