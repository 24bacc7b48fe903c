"""The month of nights: the homes of a constellation, their beds, who slept in them, and what is asked of them."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from constellations.access import Viewer, covering, find, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.days_off.queries import days_off_in
from constellations.models import Constellation, Dated, Home, HomeTerms, Membership
from sleepovers.asks.models import Answer, Ask
from sleepovers.models import StayNight
from sleepovers.month.layout import Column, HomeInMonth, HomeSpan, NightTaken, Row, columns_of, rows_of
from sleepovers.nights.queries import nights_at
from sleepovers.rules import AnswerState, AskState, Moment, nights_of


@dataclass(frozen=True, slots=True)
class NightsMonth:
    """A constellation's month, as one viewer reads it."""

    constellation: Constellation
    month: Month
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def tonight(self) -> "BedsTonight | None":
        """All beds of the constellation tonight; none where tonight is in another month."""
        place = next((n for n, column in enumerate(self.columns) if column.is_today), None)
        if place is None:
            return None
        cells = [row.cells[place] for row in self.rows]
        return BedsTonight(sum(cell.taken for cell in cells), sum(cell.free for cell in cells))


@dataclass(frozen=True, slots=True)
class BedsTonight:
    """How many beds are taken, and how many are free."""

    taken: int
    free: int


def constellations_of(viewer: Viewer) -> list[Constellation]:
    """The constellations whose nights the viewer may look at, by name."""
    return list(session().scalars(visible(viewer, Constellation).order_by(Constellation.name, Constellation.key)))


def landing(viewer: Viewer, found: Sequence[Constellation]) -> uuid.UUID | None:
    """The constellation whose nights a viewer means: a carer's own, first where they are the hub; else the only one."""
    if viewer.is_carer:
        found = sorted(found, key=lambda one: one.id not in viewer.hub_of)[:1]
    return found[0].id if len(found) == 1 else None


def nights_month(viewer: Viewer, constellation_id: uuid.UUID, month: Month) -> NightsMonth:
    """A month of a constellation: the homes that were members on any of its days, and who slept, or will, in each.

    A fixed number of queries, whatever the number of homes and stays. Raises NotFound.
    """
    constellation = find(viewer, Constellation, constellation_id)
    homes = _homes(viewer, constellation_id, month)
    home_ids = frozenset(home.home_id for home in homes)
    within = (StayNight.night >= month.first) & (StayNight.night < month.end)
    told_all = home_ids if constellation_id in viewer.hub_of else frozenset()
    nights = nights_at(viewer, told_all, StayNight.home_id.in_(home_ids), within)
    taken = [
        NightTaken(one.home_id, one.night, one.stay_id, one.state, one.over_capacity, one.label, one.is_own)
        for one in nights
    ]
    rows = rows_of(month, viewer.today, homes, taken, _asked(viewer, home_ids, month))
    free_days = days_off_in(viewer, constellation.service_id, month.first, month.end)
    return NightsMonth(constellation, month, columns_of(month.days, viewer.today, free_days), rows)


def _homes(viewer: Viewer, constellation_id: uuid.UUID, month: Month) -> list[HomeInMonth]:
    """In the role that each had last."""
    columns = (Home.id, Home.name, Membership.role, Membership.starts_on, Membership.ends_on)
    members = select(*columns).join(Home, Home.id == Membership.home_id)
    members = members.where(Membership.constellation_id == constellation_id, _some_day(Membership, month))
    members = members.order_by(Membership.starts_on)
    spans: dict[uuid.UUID, list[HomeSpan]] = defaultdict(list)
    last = {}
    for home_id, name, role, starts_on, ends_on in session().execute(covering(viewer, members, Membership, Home)):
        spans[home_id].append(HomeSpan(starts_on, ends_on))
        last[home_id] = (name, role)
    terms = _terms(viewer, spans, month)
    return [
        HomeInMonth(home_id, name, role, tuple(spans[home_id]), tuple(terms[home_id]))
        for home_id, (name, role) in last.items()
    ]


def _terms(viewer: Viewer, home_ids: Iterable[uuid.UUID], month: Month) -> dict[uuid.UUID, list[HomeSpan]]:
    rows = select(HomeTerms.home_id, HomeTerms.starts_on, HomeTerms.ends_on, HomeTerms.beds, HomeTerms.status)
    rows = rows.where(HomeTerms.home_id.in_(list(home_ids)), _some_day(HomeTerms, month))
    terms: dict[uuid.UUID, list[HomeSpan]] = defaultdict(list)
    for home_id, starts_on, ends_on, beds, status in session().execute(covering(viewer, rows, HomeTerms)):
        terms[home_id].append(HomeSpan(starts_on, ends_on, beds, status))
    return terms


def _asked(viewer: Viewer, home_ids: Collection[uuid.UUID], month: Month) -> Counter[tuple[uuid.UUID, dt.date]]:
    """How many open asks wait for a home's answer, by home and night."""
    waiting = select(Answer.home_id, Ask.arrive_on, Ask.arrive_at, Ask.depart_on, Ask.depart_at)
    waiting = waiting.join(Ask, Ask.id == Answer.ask_id).where(
        Ask.state == AskState.OPEN,
        Answer.state == AnswerState.WAITING,
        Answer.home_id.in_(home_ids),
        Ask.arrive_on <= month.end,
        Ask.depart_on >= month.first,
    )
    asked: Counter[tuple[uuid.UUID, dt.date]] = Counter()
    for row in session().execute(covering(viewer, waiting, Ask, through=(Answer,))):
        nights = nights_of(Moment(row.arrive_on, row.arrive_at), Moment(row.depart_on, row.depart_at))
        asked.update((row.home_id, night) for night in nights if night in month)
    return asked


def _some_day(row: type[Dated], month: Month) -> ColumnElement[bool]:
    """Whether a dated row holds on any day of the month."""
    return and_(row.starts_on < month.end, or_(row.ends_on.is_(None), row.ends_on > month.first))
