"""One stay as its reader may know it: who, where, each night, and everything that was said of it."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering
from constellations.children.models import Child, Placement
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home, Membership, Person, holds_on
from constellations.permissions import Permission
from sleepovers.claims.queries import closed_months
from sleepovers.models import NightChange, Stay, StayNight
from sleepovers.nights.queries import readable_stays
from sleepovers.nights.rules import NotTheirsToTell, last_confirmed
from sleepovers.rules import NightState, is_new_placement, is_over, nights_of

Changes = tuple[tuple[tuple[dt.date, ...], NightState | None, NightState | None], ...]
"""Nights of which the same was said, with what was known of them before and after."""


@dataclass(frozen=True, slots=True)
class NightOfStay:
    """One night, what is known of it, and who said so when."""

    night: dt.date
    state: NightState
    bed: int | None
    over_capacity: bool
    confirmed_by: str | None
    confirmed_at: dt.datetime | None
    is_over: bool
    is_closed: bool

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has yet to say what happened."""
        return self.is_over and self.state is NightState.PLANNED


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said of the nights at one time: what was known of them before, and what after."""

    at: dt.datetime
    who: str | None
    reason: str | None
    changes: Changes


@dataclass(frozen=True, slots=True)
class StayPage:
    """A stay, its nights in order, and what was said of them; `reference` is for staff.

    `is_theirs` says whether the viewer is staff or of one of the two homes, not the hub that reads along.
    """

    stay: Stay
    initials: str
    reference: str | None
    host: str
    family: str | None
    family_id: uuid.UUID | None
    is_unnamed: bool
    is_theirs: bool
    may_tell: bool
    closed: frozenset[Month]
    today: dt.date
    nights: tuple[NightOfStay, ...] = ()
    history: tuple[Said, ...] = ()
    planned: tuple[dt.date, ...] = field(default=())

    @property
    def waiting(self) -> tuple[NightOfStay, ...]:
        """The nights of which somebody has yet to say what happened, as far as it can still be said."""
        return tuple(night for night in self.nights if night.is_waiting and not night.is_closed)

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to tell of it."""
        return self.stay.arrive_on <= self.today

    @property
    def last_confirmed(self) -> tuple[NightOfStay, ...]:
        """The nights of the last act, where that was a confirmation."""
        return tuple(last_confirmed(self.nights))

    @property
    def may_take_back(self) -> bool:
        """Whether the last thing said was a confirmation that can still be undone."""
        last = self.last_confirmed
        return self.may_tell and bool(last) and not any(night.is_closed for night in last)

    @property
    def is_new_placement(self) -> bool:
        """Whether the stay is too long to be one."""
        return is_new_placement(len(self.planned))


def stay_page(viewer: Viewer, stay_id: uuid.UUID) -> StayPage:
    """A stay that the viewer may open; raises NotFound alike for not there and not theirs."""
    family, host, placement = aliased(Home), aliased(Home), aliased(Placement)
    rows = select(Stay, Child, host.name, family.id, family.name)
    rows = rows.join(Child, Child.id == Stay.child_id).join(host, host.id == Stay.host_id)
    placed = and_(placement.child_id == Stay.child_id, holds_on(placement, Stay.arrive_on))
    rows = rows.outerjoin(placement, placed).outerjoin(family, family.id == placement.home_id)
    rows = rows.where(Stay.id == stay_id, readable_stays(viewer))
    found = session().execute(covering(viewer, rows, Stay, through=(Child, Home, Placement, Membership))).first()
    if found is None:
        raise NotFound
    stay, child, host_name, family_id, family_name = found
    is_theirs = not viewer.is_carer or viewer.home_id in (stay.host_id, family_id)
    closed = closed_months(viewer, stay.service_id)
    return StayPage(
        stay=stay,
        initials=child.initials,
        reference=child.key if viewer.may(Permission.SEE_CHILDREN) and not child.is_unnamed else None,
        host=host_name,
        family=family_name,
        family_id=family_id,
        is_unnamed=child.is_unnamed,
        is_theirs=is_theirs,
        may_tell=viewer.may(Permission.CONFIRM_NIGHTS) and (not viewer.is_carer or viewer.home_id == stay.host_id),
        closed=closed,
        today=viewer.today,
        nights=tuple(_nights(viewer, stay_id, closed)),
        history=tuple(_history(viewer, stay_id)),
        planned=nights_of(stay.arrive, stay.depart),
    )


def stay_to_tell(viewer: Viewer, stay_id: uuid.UUID) -> StayPage:
    """The same for who may say what happened; raises NotTheirsToTell for the others who may read of it."""
    page = stay_page(viewer, stay_id)
    if not page.may_tell:
        raise NotTheirsToTell
    return page


def _nights(viewer: Viewer, stay_id: uuid.UUID, closed: frozenset[Month]) -> Sequence[NightOfStay]:
    rows = select(StayNight, Person.name).outerjoin(Person, Person.id == StayNight.confirmed_by)
    rows = rows.where(StayNight.stay_id == stay_id).order_by(StayNight.night)
    return [
        NightOfStay(
            night=row.night,
            state=row.state,
            bed=row.bed,
            over_capacity=row.over_capacity,
            confirmed_by=name,
            confirmed_at=row.confirmed_at,
            is_over=is_over(row.night, viewer.today),
            is_closed=Month.of(row.night) in closed,
        )
        for row, name in session().execute(covering(viewer, rows, StayNight, through=(Person,)))
    ]


def _history(viewer: Viewer, stay_id: uuid.UUID) -> Sequence[Said]:
    rows = select(NightChange, Person.name).outerjoin(Person, Person.id == NightChange.person_id)
    rows = rows.where(NightChange.stay_id == stay_id).order_by(NightChange.at.desc(), NightChange.night)
    said = session().execute(covering(viewer, rows, NightChange, through=(Person,))).all()
    return [
        Said(at, who, reason, _together(row[0] for row in rows_of_step))
        for (at, who, reason), rows_of_step in groupby(said, key=lambda row: (row[0].at, row[1], row[0].reason))
    ]


def _together(changes: Iterable[NightChange]) -> Changes:
    """Nights of which the same was said, as one."""
    alike = groupby(changes, key=lambda change: (change.before, change.after))
    return tuple((tuple(change.night for change in nights), before, after) for (before, after), nights in alike)
