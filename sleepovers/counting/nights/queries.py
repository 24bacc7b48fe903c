"""Nights that happened, with all that decides whether they count; and the count of a few homes, night by night."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Function, Row, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from constellations.access import Viewer, covering, is_key
from constellations.children.models import Child, ChildStatusFrom, Placement
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home, Membership, holds_on
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.claims.models import Claim
from sleepovers.models import Stay, StayNight
from sleepovers.nights.rules import NamedChild
from sleepovers.policies.queries import InForce, rates_of
from sleepovers.rules import Moment, NightState
from sleepovers.uplift import Basis, HostedNight, MonthCount, Policy, count_month

S = TypeVar("S", bound="Select[*tuple[Any, ...]]")

NightRow = Row[*tuple[Any, ...]]
"""A night with the columns of `_asked`: home, night and child are the first of them, the role is one more."""

CHILD, ROLE = 3, 7

READ_OF_A_HOME = (StayNight, Stay, ChildStatusFrom, Child, Placement, Membership, Claim)
"""What the count reads once it is settled, by `whose_count_is_seen`, that the viewer may read a home's count."""


@dataclass(frozen=True, slots=True)
class ShownNight:
    """One night that happened in a home, as the count takes it, and what a page may tell of it besides."""

    hosted: HostedNight
    stay_id: uuid.UUID
    child: NamedChild


def whose_count_is_seen(viewer: Viewer, month: Month) -> ColumnElement[bool]:
    """Homes whose count the viewer may read: carers their own, liaison workers those that were theirs in the month."""
    if viewer.is_carer:
        return is_key(Home.id, viewer.home_id)
    if viewer.role is Role.REGIONAL:
        return false()
    if viewer.role is not Role.LIAISON:
        return true()
    theirs = Membership.constellation_id.in_(viewer.constellation_ids)
    return Home.id.in_(select(Membership.home_id).where(theirs, held_in(month)))


def held_in(month: Month) -> ColumnElement[bool]:
    """Whether a membership held on any day of the month."""
    return and_(Membership.starts_on < month.end, or_(Membership.ends_on.is_(None), Membership.ends_on > month.first))


def hosted_in(month: Month, asked: S, state: NightState = NightState.HAPPENED) -> S:
    """Let a statement ask of every night of the month in this state, its home, its stay, the child's status that night.

    A child without a status on the night stays in, since the home did host it.
    """
    of_the_night = and_(ChildStatusFrom.child_id == StayNight.child_id, holds_on(ChildStatusFrom, StayNight.night))
    return (
        asked.select_from(StayNight)
        .join(Home, Home.id == StayNight.home_id)
        .join(Stay, Stay.id == StayNight.stay_id)
        .outerjoin(ChildStatusFrom, of_the_night)
        .where(
            StayNight.night >= month.first,
            StayNight.night < month.end,
            StayNight.state == state,
        )
    )


def has_role(roles: Iterable[HomeRole]) -> ColumnElement[bool]:
    """Whether the home held one of the roles in some constellation on the night (register format, rule 8)."""
    held = select(Membership.id).where(
        Membership.home_id == StayNight.home_id,
        Membership.role.in_(roles),
        holds_on(Membership, StayNight.night),
    )
    return held.exists()


def number_of(night: ColumnElement[dt.date] | InstrumentedAttribute[dt.date], policy: Policy) -> Function[int]:
    """How many there are: of rows, or of dates, each once (register format, rule 8)."""
    return func.count(night.distinct()) if policy.basis is Basis.NIGHTS else func.count(night)


def is_countable(policy: Policy) -> ColumnElement[bool]:
    """Whether kind and status are counted (register format, rule 5)."""
    return and_(Stay.kind.in_(policy.counted_kinds), ChildStatusFrom.status.in_(policy.counted_statuses))


def worked_counts(viewer: Viewer, month: Month, homes: Mapping[uuid.UUID, InForce]) -> dict[uuid.UUID, MonthCount]:
    """The whole count of some homes, night by night, under the policy that is given with each."""
    if not homes:
        return {}
    rates = rates_of(viewer, {by.service_id for by in homes.values()})
    nights = hosted_nights(viewer, month, homes.keys())
    return {
        home_id: count_month(nights[home_id], by.policy, rates.get(by.service_id, ())) for home_id, by in homes.items()
    }


def hosted_nights(
    viewer: Viewer, month: Month, homes: Collection[uuid.UUID]
) -> defaultdict[uuid.UUID, list[HostedNight]]:
    """Every night of a month that happened in some homes, by home, as the count takes it; one query."""
    nights: defaultdict[uuid.UUID, list[HostedNight]] = defaultdict(list)
    for row, roles in _with_roles(session().execute(_asked(viewer, month, homes))):
        nights[row[0]].append(_hosted_night(row, roles))
    return nights


def shown_nights(viewer: Viewer, month: Month, home_id: uuid.UUID) -> list[ShownNight]:
    """Every night that happened in one home, whether it counts or not."""
    family = aliased(Home)
    lived_there = and_(Placement.child_id == StayNight.child_id, holds_on(Placement, StayNight.night))
    asked = (
        _asked(viewer, month, [home_id])
        .outerjoin(Placement, lived_there)
        .outerjoin(family, family.id == Placement.home_id)
        .add_columns(StayNight.stay_id, Child.id, Child.initials, family.name, Child.born)
    )
    return [
        ShownNight(_hosted_night(row, roles), row[-5], NamedChild(row[-4], row[-3], row[-2] or "", row[-1]))
        for row, roles in _with_roles(session().execute(asked))
    ]


def planned_nights(viewer: Viewer, month: Month, home_id: uuid.UUID, policy: Policy) -> int:
    """How many nights that would count are still planned in a home's month."""
    asked = hosted_in(month, select(number_of(StayNight.night, policy)), NightState.PLANNED).where(
        Home.id == home_id,
        is_countable(policy),
        has_role(policy.eligible_roles),
        whose_count_is_seen(viewer, month),
    )
    return int(session().execute(covering(viewer, asked, Home, through=READ_OF_A_HOME)).scalar_one())


def _with_roles(rows: Iterable[NightRow]) -> Iterable[tuple[NightRow, frozenset[HomeRole]]]:
    """Each night once, with every role that the home had on it: of two constellations it brings two rows."""
    found: dict[tuple[object, ...], tuple[NightRow, frozenset[HomeRole]]] = {}
    for row in rows:
        night, role = row[:CHILD], row[ROLE]
        before = found[night][1] if night in found else frozenset()
        found[night] = (row, before | {role} if role else before)
    return found.values()


def _hosted_night(row: NightRow, roles: frozenset[HomeRole]) -> HostedNight:
    _home_id, night, child, arrive_on, arrive_at, kind, status, *_rest = row
    return HostedNight(night, child, Moment(arrive_on, arrive_at), kind, status, roles)


def _asked(viewer: Viewer, month: Month, homes: Collection[uuid.UUID]) -> Select[*tuple[Any, ...]]:
    """The nights of some homes, in the order in which `_hosted_night` takes their columns; one row for each role."""
    held = aliased(Membership)
    of_the_night = and_(held.home_id == StayNight.home_id, holds_on(held, StayNight.night))
    columns = select(
        Home.id,
        StayNight.night,
        Child.key,
        Stay.arrive_on,
        Stay.arrive_at,
        Stay.kind,
        ChildStatusFrom.status,
        held.role,
    )
    asked = (
        hosted_in(month, columns)
        .join(Child, Child.id == StayNight.child_id)
        .outerjoin(held, of_the_night)
        .where(Home.id.in_(homes), whose_count_is_seen(viewer, month))
    )
    return covering(viewer, asked, Home, through=READ_OF_A_HOME)
