"""The beds of a constellation that are open, by home and night; no child is named here."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.days_off.queries import days_off_in
from constellations.models import Constellation, Home, HomeTerms, Membership
from constellations.rules import HomeRole, HomeStatus
from sleepovers.availability import rules
from sleepovers.availability.queries import on_some, openness_of, taken_beds
from sleepovers.availability.rules import Openness, Standing
from sleepovers.month.layout import NO_BEDS, Column, HomeSpan, columns_of
from sleepovers.rules import night_that_runs

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NightBeds:
    """One home's one night: what one reads of it, and how many beds nobody has."""

    night: dt.date
    standing: Standing
    status: HomeStatus
    openness: Openness
    empty: int

    @property
    def free(self) -> int:
        """Beds for which a child can be asked at once: none where the home is away, takes nobody, or asks first."""
        return self.empty if self.standing in (Standing.FREE, Standing.RESPITE_ONLY) else 0

    @property
    def on_asking(self) -> int:
        """Beds of a night that the home usually keeps for itself: it may say yes all the same."""
        return self.empty if self.standing is Standing.ASKS_FIRST else 0


@dataclass(frozen=True, slots=True)
class HomeBeds:
    """One home's nights, in order; `status` is how it stands on the first of them."""

    home_id: uuid.UUID
    name: str
    role: HomeRole
    nights: tuple[NightBeds, ...]

    @property
    def status(self) -> HomeStatus:
        """How the home stands on the first of the nights."""
        return self.nights[0].status


@dataclass(frozen=True, slots=True)
class OpenNight:
    """One night of a whole constellation: beds that are free, and the homes by what one reads of them."""

    column: Column
    free: int
    homes: dict[Standing, list[tuple[HomeBeds, NightBeds]]]


@dataclass(frozen=True, slots=True)
class OpenBeds:
    """The page of a constellation's open beds, with the first nights of the pages beside it."""

    constellation: Constellation
    columns: tuple[Column, ...]
    homes: tuple[HomeBeds, ...]
    earlier: dt.date | None
    later: dt.date | None

    @property
    def first_month(self) -> Month:
        """The month in which the first of the nights lies."""
        return Month.of(self.columns[0].night)

    @property
    def nights(self) -> tuple[OpenNight, ...]:
        """The same night by night."""
        return tuple(_open_night(column, place, self.homes) for place, column in enumerate(self.columns))


def open_beds(viewer: Viewer, constellation_id: uuid.UUID, first: dt.date) -> OpenBeds:
    """The open beds of a constellation from a night on; raises NotFound. A fixed number of queries."""
    constellation = find(viewer, Constellation, constellation_id)
    nights, tonight = rules.nights_from(first), night_that_runs(clock.now())
    homes = tuple(beds_open(viewer, constellation_id, nights))
    earlier, later = rules.starts_beside(first, tonight)
    free_days = days_off_in(viewer, constellation.service_id, nights[0], nights[-1] + _ONE_DAY)
    return OpenBeds(constellation, columns_of(nights, tonight, free_days), homes, earlier, later)


def beds_open(viewer: Viewer, constellation_id: uuid.UUID, nights: Sequence[dt.date]) -> list[HomeBeds]:
    """The beds on each of these nights (at least one), of every home that is then a member: hub first, then by name.

    Five queries, whatever the number of homes and stays; none of them for a constellation that the viewer sees not.
    """
    members: dict[uuid.UUID, list[HomeSpan]] = defaultdict(list)
    names: dict[uuid.UUID, tuple[str, HomeRole]] = {}
    rows = select(Home.id, Home.name, Membership.role, Membership.starts_on, Membership.ends_on)
    rows = rows.join(Home, Home.id == Membership.home_id).order_by(Membership.starts_on)
    rows = rows.where(Membership.constellation_id == constellation_id, on_some(Membership, nights))
    for home_id, name, role, starts_on, ends_on in session().execute(covering(viewer, rows, Membership, Home)):
        members[home_id].append(HomeSpan(starts_on, ends_on))
        names[home_id] = name, role
    terms, taken = _terms(viewer, members, nights), taken_beds(viewer, members, nights)
    said = openness_of(viewer, members, nights)
    found = []
    for home_id, (name, role) in names.items():
        of_home = [
            _night(night, members[home_id], terms[home_id], taken.get((home_id, night), 0), said[home_id, night])
            for night in nights
        ]
        found.append(HomeBeds(home_id, name, role, tuple(of_home)))
    return sorted(found, key=lambda home: (home.role is not HomeRole.HUB, home.name.casefold()))


def _night(
    night: dt.date, member: Sequence[HomeSpan], terms: Sequence[HomeSpan], taken: int, said: Openness
) -> NightBeds:
    ready = next((span for span in terms if night in span), NO_BEDS)
    empty = max(0, ready.beds - taken)
    if not any(night in span for span in member):
        return NightBeds(night, Standing.OUTSIDE, ready.status, said, 0)
    return NightBeds(night, rules.standing(ready.status, said, empty), ready.status, said, empty)


def _terms(
    viewer: Viewer, home_ids: Collection[uuid.UUID], nights: Collection[dt.date]
) -> dict[uuid.UUID, list[HomeSpan]]:
    rows = select(HomeTerms.home_id, HomeTerms.starts_on, HomeTerms.ends_on, HomeTerms.beds, HomeTerms.status)
    rows = rows.where(HomeTerms.home_id.in_(home_ids), on_some(HomeTerms, nights))
    terms: dict[uuid.UUID, list[HomeSpan]] = defaultdict(list)
    for home_id, starts_on, ends_on, beds, status in session().execute(covering(viewer, rows, HomeTerms)):
        terms[home_id].append(HomeSpan(starts_on, ends_on, beds, status))
    return terms


def _open_night(column: Column, place: int, homes: Sequence[HomeBeds]) -> OpenNight:
    standing: dict[Standing, list[tuple[HomeBeds, NightBeds]]] = defaultdict(list)
    for home in homes:
        standing[home.nights[place].standing].append((home, home.nights[place]))
    free = sum(night.empty for _, night in standing[Standing.FREE])
    return OpenNight(column, free, standing)
