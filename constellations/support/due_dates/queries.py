"""What is due at which home, the overdue first."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.models import Home, HomeTerms, Membership
from constellations.permissions import Permission
from constellations.support.due_dates.models import HomeDate
from constellations.support.due_dates.rules import DueKind, DueState, Known, due_state, next_on
from constellations.support.queries import home_today, is_here


@dataclass(frozen=True, slots=True)
class Due:
    """One kind at one home: when it was last done, when it is next, and how that stands."""

    home_id: uuid.UUID
    home: str
    home_key: str
    kind: DueKind
    done_on: dt.date | None
    next_on: dt.date | None
    is_set: bool
    state: DueState


@dataclass(frozen=True, slots=True)
class HomeDates:
    """All dates of one home: what is due, and what was done, the newest first."""

    home_id: uuid.UUID
    home: str
    due: Sequence[Due]
    done: Sequence[HomeDate]


DUE_COLUMNS = ("home", "home_key", "kind", "last_done_on", "next_on", "is_set", "state")
"""Those of the file of dates."""

_ORDER = {state: number for number, state in enumerate(DueState)}


def due_dates(viewer: Viewer) -> tuple[Due, ...]:
    """All dates of the homes that are here, the overdue first, of these the oldest; two queries."""
    viewer.must(Permission.KEEP_DUE_DATES)
    asked = select(Home).where(is_here(viewer)).order_by(Home.name, Home.id)
    homes = session().scalars(covering(viewer, asked, Home, through=(HomeTerms, Membership))).all()
    return tuple(sorted(_due(homes, _known(viewer), viewer.today), key=_rank))


def due_rows(viewer: Viewer) -> list[tuple[object, ...]]:
    """The same as rows of `DUE_COLUMNS`."""
    return [
        (one.home, one.home_key, one.kind.value, one.done_on, one.next_on, one.is_set, one.state.value)
        for one in due_dates(viewer)
    ]


def overdue_dates(viewer: Viewer) -> int:
    """How many dates of homes are overdue."""
    if not viewer.may(Permission.KEEP_DUE_DATES):
        return 0
    return sum(one.state is DueState.OVERDUE for one in due_dates(viewer))


def dates_of_home(viewer: Viewer, home_id: uuid.UUID) -> HomeDates:
    """The dates of one home; raises NotFound."""
    viewer.must(Permission.KEEP_DUE_DATES)
    home = home_today(viewer, home_id)
    done = visible(viewer, HomeDate).where(HomeDate.home_id == home_id, HomeDate.is_done)
    rows = session().scalars(done.order_by(HomeDate.day.desc(), HomeDate.kind)).all()
    return HomeDates(home.id, home.name, tuple(_due([home], _known(viewer, home_id), viewer.today)), rows)


def _known(viewer: Viewer, home_id: uuid.UUID | None = None) -> Mapping[tuple[uuid.UUID, DueKind], Known]:
    """What is known of each home and kind; of one home, or of all that the viewer sees."""
    asked = select(HomeDate.home_id, HomeDate.kind, HomeDate.is_done, func.max(HomeDate.day)).group_by(
        HomeDate.home_id, HomeDate.kind, HomeDate.is_done
    )
    if home_id is not None:
        asked = asked.where(HomeDate.home_id == home_id)
    days = {(row[0], row[1], row[2]): row[3] for row in session().execute(covering(viewer, asked, HomeDate))}
    keys = {(home, kind) for home, kind, _ in days}
    return {(home, kind): Known(days.get((home, kind, True)), days.get((home, kind, False))) for home, kind in keys}


def _due(homes: Iterable[Home], known: Mapping[tuple[uuid.UUID, DueKind], Known], today: dt.date) -> Iterable[Due]:
    for home in homes:
        for kind in DueKind:
            here = known.get((home.id, kind), Known())
            day = next_on(kind, here, home.approved_on, today)
            state = due_state(day, today)
            yield Due(home.id, home.name, home.key, kind, here.done_on, day, here.set_on is not None, state)


def _rank(one: Due) -> tuple[int, dt.date, str, str]:
    return _ORDER[one.state], one.next_on or dt.date.max, one.home, one.kind.value
