"""The counts of who stayed and who left, of each service that somebody sees, in a fixed number of queries."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.children.models import Placement
from constellations.core.database import session
from constellations.models import Constellation, Home, HomeTerms, Membership, Service
from constellations.permissions import Permission, Role
from constellations.region.rules import Flow
from constellations.retention import rules
from constellations.retention.models import OutsideHomes
from constellations.retention.rules import Ending, Facts, Outside, Told
from constellations.retention.years import Year, YearKind, first_known, years_known
from constellations.rules import HomeStatus, Span
from constellations.service.queries import own_service
from constellations.support.leaving.models import Leaving, PlacementEnding
from constellations.support.leaving.queries import went_away, words_of
from constellations.support.leaving.rules import Departure, LeavingWords, Spell, departures, same_leaving

Words = dict[uuid.UUID, dict[dt.date, LeavingWords]]


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """One service: `told` are the numbers of the chosen year, none where nothing is known of it."""

    service_id: uuid.UUID
    name: str
    first_known: dt.date | None
    told: Told | None
    by_year: tuple[tuple[Year, Told], ...]

    @property
    def highest(self) -> int:
        """The most that joined or left in one of the years."""
        return rules.highest(told for _year, told in self.by_year)


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """All services that the viewer sees, in one year and beside the years before it; one is `chosen`, or the only."""

    year: Year
    today: dt.date
    services: tuple[ServiceFigures, ...]
    chosen: ServiceFigures | None
    hides: bool
    must_hide: bool
    of_own_constellations: bool
    may_enter: bool

    @property
    def is_running(self) -> bool:
        """Whether the year is not over."""
        return self.today < self.year.end

    @property
    def years(self) -> tuple[Year, ...]:
        """The years that may be chosen, the latest first."""
        known = {year for service in self.services for year, _told in service.by_year}
        return tuple(sorted({*known, self.year}, reverse=True))


def retention_page(
    viewer: Viewer, year: Year, hides: bool = False, service_id: uuid.UUID | None = None
) -> RetentionPage:
    """Who stayed and who left: of a liaison worker's constellations, of a service, or of each service of a region.

    With `hides` small numbers are not shown; to a regional viewer they never are. Eight queries, whatever the number of
    services and years.
    """
    viewer.must(Permission.SEE_RETENTION)
    must_hide = viewer.role is Role.REGIONAL
    services = session().scalars(visible(viewer, Service).order_by(Service.name, Service.id)).all()
    facts = _facts(viewer, {service.id for service in services})
    found = [_figures(service, facts[service.id], year, viewer.today, hides or must_hide) for service in services]
    return RetentionPage(
        year=year,
        today=viewer.today,
        services=tuple(found),
        chosen=next((one for one in found if one.service_id == service_id or len(found) == 1), None),
        hides=hides or must_hide,
        must_hide=must_hide,
        of_own_constellations=viewer.role is Role.LIAISON,
        may_enter=viewer.may(Permission.ENTER_OUTSIDE),
    )


def flows(viewer: Viewer, service_ids: Collection[uuid.UUID], first: dt.date, end: dt.date) -> dict[uuid.UUID, Flow]:
    """Who was there, joined and left in each service from a first day up to, but without, an end; two queries."""
    groups, spells = _spells(viewer, service_ids)
    return {
        key: rules.flow_of((one for one in spells[key] if one.constellation_id in groups[key]), first, end)
        for key in service_ids
    }


def outside_of(viewer: Viewer, year: Year) -> OutsideHomes | None:
    """What was entered of a year for the viewer's service; raises NotFound for a viewer of none."""
    service = own_service(viewer)
    asked = visible(viewer, OutsideHomes).where(
        OutsideHomes.service_id == service.id, OutsideHomes.kind == year.kind, OutsideHomes.begins == year.begins
    )
    return session().scalars(asked).one_or_none()


FIRST_COLUMNS = ("service", "year_kind", "year", "first_day", "counted_until", "small_numbers_hidden")


def as_rows(page: RetentionPage) -> Iterator[tuple[object, ...]]:
    """All years of all services as lines of a file, after FIRST_COLUMNS in the order of `columns`."""
    for service in page.services:
        for year, told in service.by_year:
            until = min(year.end - dt.timedelta(days=1), page.today)
            yield service.name, year.kind, year.begins, year.first, until, page.hides, *told.values()


def columns(page: RetentionPage) -> Sequence[str]:
    """The names of the columns; they stay the same."""
    return (*FIRST_COLUMNS, *rules.count(Facts(), page.year, page.today))


def _figures(service: Service, facts: Facts, year: Year, today: dt.date, hides: bool) -> ServiceFigures:
    first = first_known(spell.span for spell in facts.spells if spell.constellation_id in facts.group)

    def counted(one: Year) -> Told:
        """The numbers of one year, as the viewer may know them."""
        told = rules.count(facts, one, today)
        return rules.hidden(told) if hides else told

    by_year = tuple((one, counted(one)) for one in years_known(year.kind, first, today))
    is_known = year.end > first if first else year.end > today
    return ServiceFigures(service.id, service.name, first, counted(year) if is_known else None, by_year)


def _facts(viewer: Viewer, service_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Facts]:
    """What is known of each service: counted for the viewer, who reads no row of it."""
    groups, spells = _spells(viewer, service_ids)
    approved, left = _homes(service_ids), _left(service_ids)
    said, endings, outside = _said(service_ids), _endings(service_ids), _entered(viewer)
    found = {}
    for service_id in service_ids:
        homes = approved[service_id]
        gone = departures(spells[service_id], {home: left[home] for home in homes if home in left}, viewer.today)
        found[service_id] = Facts(
            spells=spells[service_id],
            group=frozenset(groups[service_id]),
            departures=gone,
            words=dict(_words(gone, said)),
            approved=homes,
            endings=endings[service_id],
            outside=outside[service_id],
        )
    return found


def _words(gone: Sequence[Departure], said: Words) -> Iterator[tuple[tuple[uuid.UUID, dt.date], LeavingWords]]:
    for one in gone:
        theirs = said.get(one.home_id, {})
        day = same_leaving(theirs, one.on)
        if day is not None:
            yield (one.home_id, one.on), theirs[day]


def _spells(
    viewer: Viewer, service_ids: Collection[uuid.UUID]
) -> tuple[dict[uuid.UUID, set[uuid.UUID]], dict[uuid.UUID, list[Spell]]]:
    """By service the constellations that the viewer sees, and every home's time in any constellation."""
    groups: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for row in session().scalars(visible(viewer, Constellation)):
        groups[row.service_id].add(row.id)
    asked = (
        select(Constellation.service_id, Membership.home_id, Constellation.id, Membership.starts_on, Membership.ends_on)
        .join(Constellation, Constellation.id == Membership.constellation_id)
        .where(Constellation.service_id.in_(service_ids))
    )
    spells: defaultdict[uuid.UUID, list[Spell]] = defaultdict(list)
    for service_id, home_id, constellation_id, starts_on, ends_on in session().execute(
        covering(Viewer.system(), asked)
    ):
        spells[service_id].append(Spell(home_id, constellation_id, Span(starts_on, ends_on)))
    return groups, spells


def _homes(service_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, dt.date | None]]:
    """By service every home, and when it was approved."""
    found: defaultdict[uuid.UUID, dict[uuid.UUID, dt.date | None]] = defaultdict(dict)
    asked = select(Home.service_id, Home.id, Home.approved_on).where(Home.service_id.in_(service_ids))
    for service_id, home_id, approved_on in session().execute(covering(Viewer.system(), asked)):
        found[service_id][home_id] = approved_on
    return found


def _left(service_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Span]]:
    asked = (
        select(HomeTerms.home_id, HomeTerms.starts_on, HomeTerms.ends_on)
        .join(Home, Home.id == HomeTerms.home_id)
        .where(Home.service_id.in_(service_ids), HomeTerms.status == HomeStatus.LEFT)
    )
    found: defaultdict[uuid.UUID, list[Span]] = defaultdict(list)
    for home_id, starts_on, ends_on in session().execute(covering(Viewer.system(), asked)):
        found[home_id].append(Span(starts_on, ends_on))
    return found


def _said(service_ids: Collection[uuid.UUID]) -> Words:
    asked = select(Leaving).join(Home, Home.id == Leaving.home_id).where(Home.service_id.in_(service_ids))
    found: defaultdict[uuid.UUID, dict[dt.date, LeavingWords]] = defaultdict(dict)
    for row in session().scalars(covering(Viewer.system(), asked)):
        found[row.home_id][row.departed_on] = words_of(row)
    return found


def _endings(service_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Ending]]:
    asked = (
        select(Home.service_id, Placement.home_id, Placement.ends_on, PlacementEnding.is_planned)
        .join(Home, Home.id == Placement.home_id)
        .outerjoin(PlacementEnding, PlacementEnding.placement_id == Placement.id)
        .where(Home.service_id.in_(service_ids), Placement.ends_on.is_not(None), went_away())
    )
    found: defaultdict[uuid.UUID, list[Ending]] = defaultdict(list)
    for service_id, home_id, ends_on, is_planned in session().execute(covering(Viewer.system(), asked)):
        if ends_on is not None:
            found[service_id].append(Ending(home_id, ends_on, is_planned))
    return found


def _entered(viewer: Viewer) -> dict[uuid.UUID, dict[Year, Outside]]:
    found: defaultdict[uuid.UUID, dict[Year, Outside]] = defaultdict(dict)
    for row in session().scalars(visible(viewer, OutsideHomes)):
        found[row.service_id][Year(YearKind(row.kind), row.begins)] = Outside(row.at_start, row.joined, row.gone)
    return found
