"""What is counted of the services of a region: one query for each figure, whatever the number of services.

A regional viewer may read none of the rows behind it: only the sums leave this module, and `rules.py` says which of
them may be told.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, case, func, or_, select

from constellations.access import Viewer, covering, visible
from constellations.children.models import Placement
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Circle, EventKind
from constellations.models import Constellation, Home, HomeTerms, Membership, Service, holds_on
from constellations.retention.queries import flows
from constellations.rules import HomeStatus
from sleepovers.asks.models import Ask, AskChild
from sleepovers.fidelity.queries import Checked, checked, counted
from sleepovers.fidelity.rules import Item
from sleepovers.models import Stay, StayNight
from sleepovers.region import rules
from sleepovers.region.rules import Counted, Figure, Line, Order
from sleepovers.rules import AskState, NightState, StayState

Keys = Collection[uuid.UUID]


@dataclass(frozen=True, slots=True)
class RegionPage:
    """A region: its services in an order, all of them together, and in how many constellations an item is met.

    `first` and `last` are the months that nights, asks, gatherings and members are counted of.
    """

    lines: list[Line]
    all: Line
    items: list[tuple[Item, rules.ItemMet]]
    order: Order
    first: Month
    last: Month

    @property
    def tells_items(self) -> bool:
        """Whether anything can be told of how items stand."""
        return any(met.is_told for _, met in self.items)


def region_page(viewer: Viewer, order: Order = rules.BY_NAME_ORDER) -> RegionPage:
    """The region of the viewer in an order; a fixed number of queries."""
    services = session().execute(covering(viewer, select(Service.id, Service.name), Service)).all()
    known = session().scalars(visible(viewer, Constellation).order_by(Constellation.id))
    constellations = [row for row in known if row.stands_on(viewer.today)]
    last = Month.of(viewer.today).shifted(-1)
    first = last.shifted(1 - rules.MONTHS)
    checklists = _checked(constellations)
    found = _counts(checklists, viewer, [row.id for row in services], first.first, last.end)
    counts = [found[row.id] for row in services]
    lines = [rules.line_of(row.name, of) for row, of in zip(services, counts, strict=True)]
    everything = rules.in_all("", counts, lines)
    met = counted(checklists)
    asked = Counter(line.item for one in checklists for line in one.lines)
    items = [(item, rules.item_met(met[item], asked[item], everything)) for item in Item if asked[item]]
    return RegionPage(rules.in_order(lines, order), everything, items, order, first, last)


def _checked(constellations: Sequence[Constellation]) -> list[Checked]:
    """The checklists of constellations that the viewer sees; their facts are nobody's to read here."""
    return checked(Viewer.system(), constellations)


def _counts(
    checklists: Sequence[Checked], viewer: Viewer, keys: Keys, first: dt.date, end: dt.date
) -> dict[uuid.UUID, Counted]:
    """Every figure of every service; the flows from a first day up to, but without, an end."""
    constellations = Counter(one.constellation.service_id for one in checklists)
    met = Counter(one.constellation.service_id for one in checklists if one.is_met)
    homes, beds = _homes_and_beds(keys, viewer.today)
    (nights, hosts), (asks, asks_met) = _nights(keys, first, end), _asks(keys, first, end)
    askers = _askers(keys, first, end)
    moved = flows(viewer, keys, first, end)
    by_figure = {
        Figure.CONSTELLATIONS: constellations,
        Figure.CHECKLISTS_MET: met,
        Figure.HOMES: homes,
        Figure.BEDS: beds,
        Figure.NIGHTS: nights,
        Figure.ASKS: asks,
        Figure.ASKS_MET: asks_met,
        Figure.GATHERINGS: _gatherings(keys, first, end),
        Figure.JOINED: {key: flow.joined for key, flow in moved.items()},
        Figure.LEFT: {key: flow.left for key, flow in moved.items()},
    }
    return {
        key: Counted(
            {figure: numbers.get(key, 0) for figure, numbers in by_figure.items()},
            moved[key].at_start,
            {Figure.NIGHTS: hosts[key], Figure.ASKS: askers[key]},
        )
        for key in keys
    }


def _sums(asked: Select[uuid.UUID, int]) -> Counter[uuid.UUID]:
    return Counter({row[0]: int(row[1] or 0) for row in session().execute(covering(Viewer.system(), asked))})


def _homes_and_beds(keys: Keys, today: dt.date) -> tuple[Counter[uuid.UUID], Counter[uuid.UUID]]:
    """The homes that belong to a constellation today, each once, and the beds of those that take children."""
    member = select(Membership.home_id).where(holds_on(Membership, today))
    now = and_(HomeTerms.home_id == Home.id, holds_on(HomeTerms, today))
    beds = func.sum(HomeTerms.beds).filter(HomeTerms.status == HomeStatus.ACTIVE)
    asked = (
        select(Home.service_id, func.count(), beds)
        .outerjoin(HomeTerms, now)
        .where(Home.service_id.in_(keys), Home.id.in_(member))
        .group_by(Home.service_id)
    )
    rows = session().execute(covering(Viewer.system(), asked)).all()
    return Counter({row[0]: row[1] for row in rows}), Counter({row[0]: int(row[2] or 0) for row in rows})


def _nights(keys: Keys, first: dt.date, end: dt.date) -> tuple[Counter[uuid.UUID], Counter[uuid.UUID]]:
    """The nights that happened at homes of each service, and at how many homes."""
    asked = (
        select(Home.service_id, func.count(), func.count(StayNight.home_id.distinct()))
        .select_from(StayNight)
        .join(Home, Home.id == StayNight.home_id)
        .where(
            Home.service_id.in_(keys),
            StayNight.night >= first,
            StayNight.night < end,
            StayNight.state == NightState.HAPPENED,
        )
        .group_by(Home.service_id)
    )
    rows = session().execute(covering(Viewer.system(), asked)).all()
    return Counter({row[0]: row[1] for row in rows}), Counter({row[0]: row[2] for row in rows})


def _asks(keys: Keys, first: dt.date, end: dt.date) -> tuple[Counter[uuid.UUID], Counter[uuid.UUID]]:
    """The asks that were to begin in this time and are decided, and those of which a stay stands."""
    stays = select(Stay.id).where(Stay.ask_id == Ask.id)
    stands = or_(~stays.exists(), stays.where(Stay.state != StayState.CANCELLED).exists())
    is_met = and_(Ask.state == AskState.AGREED, stands)
    asked = (
        select(Ask.service_id, func.count(), func.sum(case((is_met, 1), else_=0)))
        .where(Ask.service_id.in_(keys), Ask.arrive_on >= first, Ask.arrive_on < end, Ask.state != AskState.OPEN)
        .group_by(Ask.service_id)
    )
    rows = session().execute(covering(Viewer.system(), asked)).all()
    return Counter({row[0]: row[1] for row in rows}), Counter({row[0]: int(row[2] or 0) for row in rows})


def _askers(keys: Keys, first: dt.date, end: dt.date) -> Counter[uuid.UUID]:
    """The homes whose children those asks were for."""
    return _sums(
        select(Ask.service_id, func.count(Placement.home_id.distinct()))
        .select_from(Ask)
        .join(AskChild, AskChild.ask_id == Ask.id)
        .join(Placement, and_(Placement.child_id == AskChild.child_id, holds_on(Placement, Ask.arrive_on)))
        .where(Ask.service_id.in_(keys), Ask.arrive_on >= first, Ask.arrive_on < end, Ask.state != AskState.OPEN)
        .group_by(Ask.service_id)
    )


def _gatherings(keys: Keys, first: dt.date, end: dt.date) -> Counter[uuid.UUID]:
    """The gatherings of constellations that were not called off."""
    return _sums(
        select(Event.service_id, func.count())
        .join(Occurrence, Occurrence.event_id == Event.id)
        .where(
            Event.service_id.in_(keys),
            Event.kind == EventKind.GATHERING,
            Event.circle == Circle.CONSTELLATIONS,
            Occurrence.cancelled_at.is_(None),
            Occurrence.starts_on >= first,
            Occurrence.starts_on < end,
        )
        .group_by(Event.service_id)
    )
