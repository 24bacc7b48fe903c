"""How far homes' months have come: the nights that count, those still planned, and those that a stay would add."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from constellations.access import Viewer, covering
from constellations.children.models import ChildStatusFrom
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home, Membership, holds_on
from constellations.rules import HomeRole, Span
from sleepovers.counting.loads.words import forecast_words, load_words, other_home_words
from sleepovers.counting.nights.queries import has_role
from sleepovers.models import Stay, StayNight
from sleepovers.policies.queries import policies_in_force
from sleepovers.rules import NightState, StayKind
from sleepovers.uplift import DEFAULT_POLICY, Basis, Policy

AHEAD_OR_DONE = (NightState.HAPPENED, NightState.PLANNED)


@dataclass(frozen=True, slots=True)
class Load:
    """How far a hub home's month has come: nights counted, nights still planned, and the number that is the limit."""

    home_id: uuid.UUID
    home: str
    constellation_id: uuid.UUID
    month: Month
    counted: int
    planned: int
    threshold: int

    @property
    def words(self) -> str:
        """The same as a sentence for those whom the limit concerns."""
        return load_words(self.counted, self.planned, self.threshold, self.month)

    @property
    def words_for_others(self) -> str:
        """The same as a sentence for everybody else."""
        return other_home_words(self.home, self.counted, self.planned, self.month)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A month of a home that may be due an uplift: its nights, told or planned, and those that a stay would add."""

    home_id: uuid.UUID
    home: str
    month: Month
    nights: int
    added: int
    threshold: int

    def words(self, knows_limit: bool) -> str:
        """The same as a sentence; the limit and the uplift are for the payee's home and staff alone."""
        return forecast_words(self.home, self.month, self.nights, self.added, self.threshold, knows_limit)


def hub_loads(viewer: Viewer, constellation_ids: Collection[uuid.UUID]) -> list[Load]:
    """The running month of the hub homes of some constellations, by name of the home; three queries."""
    month = Month.of(viewer.today)
    policy = policy_of(viewer, month)
    hubs = (
        select(Membership.constellation_id, Home.id, Home.name)
        .join(Home, Home.id == Membership.home_id)
        .where(
            Membership.constellation_id.in_(constellation_ids),
            Membership.role == HomeRole.HUB,
            holds_on(Membership, viewer.today),
        )
        .order_by(Home.name)
    )
    found = session().execute(covering(viewer, hubs, Membership, through=(Home,))).all()
    nights = _nights(viewer, month, policy, {row[1] for row in found})
    return [
        Load(home_id, home, constellation_id, month, *nights.get(home_id, (0, 0)), policy.threshold)
        for constellation_id, home_id, home in found
    ]


def policy_of(viewer: Viewer, month: Month) -> Policy:
    """The policy of the viewer's service."""
    return next((each.policy for each in policies_in_force(viewer, month, viewer.service_id)), DEFAULT_POLICY)


def forecasts(
    viewer: Viewer,
    home_ids: Collection[uuid.UUID],
    child_ids: Collection[uuid.UUID],
    nights: Collection[dt.date],
    kind: StayKind,
) -> list[Forecast]:
    """Where a stay would bring the months of homes, by month, then home; none for homes that are never due.

    Only nights that would count are added: of a kind and of children whom the policy counts, at a home that then
    holds an eligible role. Four queries a month.
    """
    found = []
    for month in sorted({Month.of(night) for night in nights}):
        policy = policy_of(viewer, month)
        added = [night for night in nights if night in month]
        counting = _counting(child_ids, policy) if kind in policy.counted_kinds else {}
        wanted = {(child, night) for child, spans in counting.items() for night in added if _in_any(night, spans)}
        for home_id, home, spans in _eligible(home_ids, policy, month):
            there = _night_rows(month, policy, home_id)
            new = {(child, night) for child, night in wanted if _in_any(night, spans)}
            before, after = (_number(policy, rows) for rows in (there, there | new))
            found.append(Forecast(home_id, home, month, before, after - before, policy.threshold))
    return found


def _in_any(night: dt.date, spans: Iterable[Span]) -> bool:
    return any(night in span for span in spans)


def _number(policy: Policy, rows: Collection[tuple[uuid.UUID, dt.date]]) -> int:
    return len({night for _, night in rows}) if policy.basis is Basis.NIGHTS else len(rows)


def _counting(child_ids: Collection[uuid.UUID], policy: Policy) -> dict[uuid.UUID, list[Span]]:
    """When each of the children has a status that counts."""
    asked = select(ChildStatusFrom).where(
        ChildStatusFrom.child_id.in_(child_ids), ChildStatusFrom.status.in_(policy.counted_statuses)
    )
    found: defaultdict[uuid.UUID, list[Span]] = defaultdict(list)
    for row in session().scalars(covering(Viewer.system(), asked)):
        found[row.child_id].append(Span(row.starts_on, row.ends_on))
    return found


def _eligible(home_ids: Collection[uuid.UUID], policy: Policy, month: Month) -> list[tuple[uuid.UUID, str, list[Span]]]:
    """The homes that hold a role which the policy pays on some day of a month, by name, and when they hold it."""
    asked = (
        select(Home.id, Home.name, Membership.starts_on, Membership.ends_on)
        .join(Membership, Membership.home_id == Home.id)
        .where(
            Home.id.in_(home_ids),
            Membership.role.in_(policy.eligible_roles),
            Membership.starts_on < month.end,
            or_(Membership.ends_on.is_(None), Membership.ends_on > month.first),
        )
        .order_by(Home.name)
    )
    found: dict[uuid.UUID, tuple[uuid.UUID, str, list[Span]]] = {}
    for home_id, name, starts_on, ends_on in session().execute(covering(Viewer.system(), asked)):
        found.setdefault(home_id, (home_id, name, []))[2].append(Span(starts_on, ends_on))
    return list(found.values())


def _countable(month: Month, policy: Policy, homes: Collection[uuid.UUID]) -> ColumnElement[bool]:
    """Nights of homes in a month that count, or will if they happen (register format, rules 5, 6 and 8)."""
    return and_(
        StayNight.home_id.in_(homes),
        StayNight.night >= month.first,
        StayNight.night < month.end,
        StayNight.state.in_(AHEAD_OR_DONE),
        Stay.kind.in_(policy.counted_kinds),
        ChildStatusFrom.status.in_(policy.counted_statuses),
        has_role(policy.eligible_roles),
    )


OF_THE_NIGHT = and_(ChildStatusFrom.child_id == StayNight.child_id, holds_on(ChildStatusFrom, StayNight.night))


def _night_rows(month: Month, policy: Policy, home_id: uuid.UUID) -> set[tuple[uuid.UUID, dt.date]]:
    asked = (
        select(StayNight.child_id, StayNight.night)
        .join(Stay, Stay.id == StayNight.stay_id)
        .join(ChildStatusFrom, OF_THE_NIGHT)
        .where(_countable(month, policy, [home_id]))
    )
    return {(row[0], row[1]) for row in session().execute(covering(Viewer.system(), asked))}


def _nights(
    viewer: Viewer, month: Month, policy: Policy, homes: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[int, int]]:
    """By home, how many nights count, and how many more would if they happen."""
    unit = StayNight.night.distinct() if policy.basis is Basis.NIGHTS else StayNight.night
    asked = (
        select(StayNight.home_id, func.count(unit).filter(StayNight.state == NightState.HAPPENED), func.count(unit))
        .join(Stay, Stay.id == StayNight.stay_id)
        .join(ChildStatusFrom, OF_THE_NIGHT)
        .where(_countable(month, policy, homes))
        .group_by(StayNight.home_id)
    )
    rows = session().execute(covering(viewer, asked, StayNight, through=(Stay, ChildStatusFrom, Membership)))
    return {home_id: (counted, both - counted) for home_id, counted, both in rows}
