"""Hosted nights to count, made in a word."""

import datetime as dt
from dataclasses import replace

from constellations.rules import ChildStatus, HomeRole
from sleepovers.rules import Moment, StayKind, nights_of
from sleepovers.uplift import DEFAULT_POLICY, Basis, HostedNight, MonthCount, Policy, Rate, Shape, count_month

HUB = frozenset({HomeRole.HUB})
SATELLITE = frozenset({HomeRole.SATELLITE})
APRIL = dt.date(2027, 4, 1)
BY_DATES = replace(DEFAULT_POLICY, basis=Basis.NIGHTS)
FLAT = replace(DEFAULT_POLICY, shape=Shape.FLAT_WHEN_EXCEEDED)
FORTY_POUNDS = Rate(dt.date(2026, 4, 1), per_night_pence=4000, flat_pence=None)


def hosted(
    night: dt.date,
    child: str = "child-1",
    *,
    arrived: str | None = None,
    kind: StayKind = StayKind.PLANNED,
    status: ChildStatus = ChildStatus.LOOKED_AFTER,
    roles: frozenset[HomeRole] = HUB,
) -> HostedNight:
    """A countable night at a hub, unless told otherwise."""
    return HostedNight(night, child, Moment.parse(arrived or str(night)), kind, status, roles)


def nights_from(first: dt.date, number: int, child: str = "child-1") -> list[HostedNight]:
    """So many nights of one child, one after the other."""
    return [hosted(first + dt.timedelta(days=n), child, arrived=str(first)) for n in range(number)]


def of_stay(arrive: str, depart: str, *children: str) -> list[HostedNight]:
    """The hosted nights of the same stay of each child."""
    ends = Moment.parse(arrive), Moment.parse(depart)
    return [hosted(night, child, arrived=arrive) for child in children for night in nights_of(*ends)]


def counted(rows: list[HostedNight], policy: Policy = DEFAULT_POLICY, *rates: Rate) -> MonthCount:
    """The count under the default policy, and without a rate, unless told otherwise."""
    return count_month(rows, policy, rates)
