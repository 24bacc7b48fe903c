"""The asks of which nothing came, with the reason, as far as the viewer sees them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.children.models import Child, Placement
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home, holds_on
from sleepovers.asks.models import Ask, AskChild, Cancellation
from sleepovers.models import Stay
from sleepovers.rules import AskState, nights_of

UNMET = (AskState.DECLINED, AskState.WITHDRAWN, AskState.UNANSWERED)


@dataclass(frozen=True, slots=True)
class Unmet:
    """An ask without a stay: for which nights, of which family, how it ended, why, and after how many days."""

    ask_id: uuid.UUID
    state: AskState
    nights: tuple[dt.date, ...]
    first_day: dt.date
    families: tuple[str, ...]
    reason: str | None
    asked_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CalledOff:
    """A stay that was agreed and called off."""

    stay_id: uuid.UUID
    first_day: dt.date
    host: str
    by_host: bool
    reason: str
    notice_hours: int


@dataclass(frozen=True, slots=True)
class UnmetMonth:
    """What came to nothing in a month, by the day on which it was to begin; and how many asks there were in all."""

    month: Month
    asks: int
    unmet: tuple[Unmet, ...]
    called_off: tuple[CalledOff, ...]

    def number(self, state: AskState) -> int:
        """How many ended so."""
        return sum(one.state == state for one in self.unmet)


def unmet_month(viewer: Viewer, month: Month) -> UnmetMonth:
    """The asks that were to begin in a month and came to nothing; a fixed number of queries."""
    within = (Ask.arrive_on >= month.first, Ask.arrive_on < month.end)
    asks = session().scalars(visible(viewer, Ask).where(*within).order_by(Ask.arrive_on, Ask.key)).all()
    families = _families([ask.id for ask in asks])
    unmet = tuple(
        Unmet(
            ask.id,
            ask.state,
            nights_of(ask.arrive, ask.depart),
            ask.arrive_on,
            tuple(sorted(families.get(ask.id, set()))),
            ask.reason,
            ask.created_at,
        )
        for ask in asks
        if ask.state in UNMET
    )
    return UnmetMonth(month, len(asks), unmet, _called_off(viewer, month))


def _families(ask_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    rows = (
        select(Ask.id, Home.name)
        .join(AskChild, AskChild.ask_id == Ask.id)
        .join(Child, Child.id == AskChild.child_id)
        .join(Placement, (Placement.child_id == Child.id) & holds_on(Placement, Ask.arrive_on))
        .join(Home, Home.id == Placement.home_id)
        .where(Ask.id.in_(ask_ids))
    )
    found: dict[uuid.UUID, set[str]] = {}
    for ask_id, name in session().execute(covering(Viewer.system(), rows)):
        found.setdefault(ask_id, set()).add(name)
    return found


def _called_off(viewer: Viewer, month: Month) -> tuple[CalledOff, ...]:
    rows = (
        select(Stay.id, Stay.arrive_on, Home.name, Cancellation)
        .join(Cancellation, Cancellation.stay_id == Stay.id)
        .join(Home, Home.id == Stay.host_id)
        .where(Stay.arrive_on >= month.first, Stay.arrive_on < month.end)
        .order_by(Stay.arrive_on, Stay.key)
    )
    covered = covering(viewer, rows, Stay, through=(Cancellation, Home))
    return tuple(
        CalledOff(stay_id, first, host, one.by_host, one.reason, one.notice_hours)
        for stay_id, first, host, one in session().execute(covered)
    )
