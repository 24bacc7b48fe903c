"""The returns of all constellations that somebody looks after, of a quarter or a year, added up."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Constellation, Service
from constellations.permissions import Permission
from sleepovers.returns.figures.facts import Facts
from sleepovers.returns.figures.kept import Changes, KeptFigures, changes, figures_kept
from sleepovers.returns.figures.queries import facts_of, facts_since
from sleepovers.returns.figures.rules import tally
from sleepovers.returns.layout import Told
from sleepovers.returns.models import MonthlyReturn
from sleepovers.returns.period.rules import AddedUp, Period, add_up, counted_twice
from sleepovers.returns.reading.queries import Around, constellations_read
from sleepovers.returns.rules import Answers, ReturnState


@dataclass(frozen=True, slots=True)
class PeriodPage:
    """A period added up, in all and of each constellation; `children` are different ones, as known now."""

    period: Period
    has_begun: bool
    all: AddedUp
    by_constellation: tuple[tuple[Constellation, AddedUp], ...]
    children: int
    returns: tuple[Told, ...]


def period_page(viewer: Viewer, period: Period) -> PeriodPage:
    """The returns of a period, as far as the viewer sees constellations; eleven queries, however many there are."""
    viewer.must(Permission.LOCK_RETURNS)
    read = constellations_read(viewer)
    months = period.begun_months(viewer.today)
    if not months:
        return PeriodPage(period, False, add_up(()), (), 0, ())
    facts = facts_of([one.constellation for one in read], months[0], months[-1], viewer.today)
    rows = _rows(viewer, months[0], months[-1])
    services = _services(viewer)
    since = facts_since({one.constellation.service_id for one in read}, viewer.today)
    told: dict[uuid.UUID, list[Told]] = {}
    children: set[uuid.UUID] = set()
    for around in read:
        of = around.constellation
        there = [month for month in months if around.has_return(month)]
        children |= {child for month in there for child in facts[of.id, month].children}
        told[of.id] = [
            _told(services, around, month, rows.get((of.id, month)), facts[of.id, month], since[of.service_id])
            for month in there
        ]
    everything = tuple(one for each in told.values() for one in each)
    twice: Counter[str] = Counter()
    for month in months:
        twice += counted_twice([facts[one.constellation.id, month] for one in read if one.has_return(month)])
    apart = tuple((one.constellation, _added(told[one.constellation.id])) for one in read if told[one.constellation.id])
    return PeriodPage(period, True, _added(everything, twice), apart, len(children), everything)


def _added(returns: Iterable[Told], twice: Mapping[str, int] = MappingProxyType({})) -> AddedUp:
    return add_up(((one.state, one.figures, one.answers) for one in returns), twice)


def _rows(viewer: Viewer, first: Month, last: Month) -> dict[tuple[uuid.UUID, Month], MonthlyReturn]:
    asked = visible(viewer, MonthlyReturn).where(MonthlyReturn.month >= first, MonthlyReturn.month <= last)
    return {(row.constellation_id, row.month): row for row in session().scalars(asked)}


def _services(viewer: Viewer) -> dict[uuid.UUID, str]:
    asked = covering(viewer, select(Service.id, Service.name), Service)
    return {row[0]: row[1] for row in session().execute(asked)}


def _told(
    services: dict[uuid.UUID, str],
    around: Around,
    month: Month,
    row: MonthlyReturn | None,
    facts: Facts,
    known_since: dt.date,
) -> Told:
    """What one return tells; of what was removed by its age meanwhile nothing is said to have changed."""
    now = tally(facts, month)
    kept = figures_kept(cast("KeptFigures", row.snapshot)) if row is not None and row.snapshot is not None else None
    return Told(
        service=services[around.constellation.service_id],
        constellation=around.constellation.name,
        month=month,
        state=row.state if row else ReturnState.OPEN,
        figures=kept or now,
        since=changes(kept, now) if kept and known_since <= month.first else Changes(),
        answers=Answers(row.resignations, row.endings, row.story) if row else Answers(),
        hubs=(),
        submitted=None,
        locked=None,
        beside=(),
    )
