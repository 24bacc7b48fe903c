"""The lines of a support log, and what is needed to write one."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home, Membership, Person
from constellations.rules import Span
from sleepovers.returns.log.rules import OnlyTheHub
from sleepovers.returns.models import MonthlyReturn, SupportEntry
from sleepovers.returns.reading.queries import Around, Door, around_of, door_to, homes_during
from sleepovers.returns.rules import ReturnState

HOMES_OF = dt.timedelta(days=62)
"""A home that left so long ago may still be one that was helped."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log, which home was helped, and who wrote it down."""

    row: SupportEntry
    home: str
    who: str | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """A month's log, the newest first; `is_open` until the month's return was submitted."""

    door: Door
    lines: tuple[Line, ...]
    is_open: bool
    may_write: bool
    beside: tuple[Month | None, Month | None]


def log_page(viewer: Viewer, constellation_id: uuid.UUID, month: Month) -> LogPage:
    """The support log of a month; raises NotFound, BeforeItBegan, AfterItClosed, StillToCome."""
    door = door_to(viewer, constellation_id, month)
    asked = (
        select(SupportEntry, Home.name, Person.name)
        .join(Home, Home.id == SupportEntry.home_id)
        .outerjoin(Person, Person.id == SupportEntry.written_by)
        .where(SupportEntry.constellation_id == constellation_id, SupportEntry.month == month)
        .order_by(SupportEntry.helped_on.desc(), SupportEntry.written_at.desc())
    )
    rows = session().execute(covering(viewer, asked, SupportEntry, through=(Home, Person)))
    is_open = month_is_open(constellation_id, month)
    beside = (door.around.read_month(viewer, month.shifted(-1)), door.around.read_month(viewer, month.shifted(1)))
    return LogPage(door, tuple(Line(*row) for row in rows), is_open, is_open and viewer.is_carer, beside)


def month_is_open(constellation_id: uuid.UUID, month: Month) -> bool:
    """Whether the return of a month has not been submitted."""
    asked = select(MonthlyReturn.state).where(
        MonthlyReturn.constellation_id == constellation_id, MonthlyReturn.month == month
    )
    state = session().scalars(covering(Viewer.system(), asked)).one_or_none()
    return state in (None, ReturnState.OPEN)


def log_to_write(viewer: Viewer, constellation_id: uuid.UUID) -> Around:
    """A constellation in whose log the viewer writes, having been its hub; raises NotFound, OnlyTheHub."""
    around = around_of(viewer, constellation_id)
    if not viewer.is_carer:
        raise OnlyTheHub
    return around


def entry_of(viewer: Viewer, support_id: uuid.UUID) -> tuple[SupportEntry, Door]:
    """One line and the door of its month; raises NotFound."""
    row = find(viewer, SupportEntry, support_id)
    return row, door_to(viewer, row.constellation_id, row.month)


def homes_to_help(viewer: Viewer, constellation_id: uuid.UUID, day: dt.date) -> dict[uuid.UUID, str]:
    """The families that a hub may have helped on a day or lately, by name: all but its own."""
    found = homes_during(constellation_id, day - HOMES_OF, viewer.today + dt.timedelta(days=1))
    return {key: name for key, name in found.items() if key != viewer.home_id}


def member_spans(constellation_id: uuid.UUID, home_id: uuid.UUID) -> list[Span]:
    """When a home was a member of a constellation."""
    asked = select(Membership.starts_on, Membership.ends_on).where(
        Membership.constellation_id == constellation_id, Membership.home_id == home_id
    )
    return [Span(*row) for row in session().execute(covering(Viewer.system(), asked))]
