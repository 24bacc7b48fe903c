"""Who had children to stay and whose children stayed elsewhere: nights and shares, and no order but that of names."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from constellations.rules import HomeRole
from sleepovers.picture.rules import Occasion, Roster, Together

LARGE_SHARE = 30
"""In a hundred nights: who has more of them carries, or needs, much."""

FEWEST_NIGHTS = 10
"""Of fewer nights no share is said: one family's weekend would be half of them."""

UNUSED_DAYS = 90
"""So long without a sleepover, and staff are told."""


class Other(StrEnum):
    """With whom a home gave or took: the hub, a satellite, or a home that is not of this constellation."""

    HUB = "hub"
    SATELLITE = "satellite"
    ELSEWHERE = "elsewhere"


class Flow(StrEnum):
    """From whom to whom a night went."""

    BY_HUB = "by_hub"
    AMONG_SATELLITES = "among_satellites"
    FOR_HUB = "for_hub"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Slept:
    """A child's night away from its home; `family_id` is none where nobody knows with whom the child lived.

    `is_told` says that somebody confirmed it; `in_bed` that it was no night over the number of beds.
    """

    night: dt.date
    host_id: uuid.UUID
    family_id: uuid.UUID | None
    is_told: bool = True
    in_bed: bool = True


@dataclass(frozen=True, slots=True)
class Visit:
    """A child's visit by day, without a night."""

    day: dt.date
    host_id: uuid.UUID
    family_id: uuid.UUID | None


@dataclass(slots=True)
class Share:
    """What one home gave and took: nights by with whom, visits by day, gatherings that it hosted."""

    hosted: Counter[Other] = field(default_factory=Counter)
    received: Counter[Other] = field(default_factory=Counter)
    visits_given: int = 0
    visits_received: int = 0
    gatherings: int = 0

    @property
    def nights_hosted(self) -> int:
        """All nights of others' children in this home."""
        return self.hosted.total()

    @property
    def nights_received(self) -> int:
        """All nights of this home's children elsewhere."""
        return self.received.total()

    @property
    def helped(self) -> int:
        """How often it helped without a night: visits by day that it took, and gatherings that it hosted."""
        return self.visits_given + self.gatherings


@dataclass(frozen=True, slots=True)
class Large:
    """A home with more than its even share of the nights: how many of all, and how many in a hundred."""

    home_id: uuid.UUID
    nights: int
    of_all: int

    @property
    def in_hundred(self) -> int:
        """How many in a hundred, rounded."""
        return round(100 * self.nights / self.of_all)


def flow_of(slept: Slept, roster: Roster) -> Flow | None:
    """From whom to whom a night went; none where neither home was of the constellation on that night."""
    host = roster.role_on(slept.host_id, slept.night)
    family = roster.role_on(slept.family_id, slept.night) if slept.family_id else None
    if host is None or family is None:
        return Flow.ELSEWHERE if host or family else None
    if host is HomeRole.HUB:
        return Flow.BY_HUB
    return Flow.FOR_HUB if family is HomeRole.HUB else Flow.AMONG_SATELLITES


def flows(nights: Iterable[Slept], roster: Roster) -> dict[Flow, int]:
    """How many nights went each way, in the order of the ways."""
    counted = Counter(flow_of(one, roster) for one in nights)
    return {flow: counted[flow] for flow in Flow}


def give_and_take(
    nights: Iterable[Slept], visits: Iterable[Visit], gatherings: Iterable[tuple[dt.date, uuid.UUID]], roster: Roster
) -> Mapping[uuid.UUID, Share]:
    """What each home gave and took while it belonged to the constellation; gatherings are a day and their host."""
    found: defaultdict[uuid.UUID, Share] = defaultdict(Share)
    for slept in nights:
        if roster.role_on(slept.host_id, slept.night):
            found[slept.host_id].hosted[_other(slept.family_id, slept.night, roster)] += 1
        if slept.family_id and roster.role_on(slept.family_id, slept.night):
            found[slept.family_id].received[_other(slept.host_id, slept.night, roster)] += 1
    for visit in visits:
        if roster.role_on(visit.host_id, visit.day):
            found[visit.host_id].visits_given += 1
        if visit.family_id and roster.role_on(visit.family_id, visit.day):
            found[visit.family_id].visits_received += 1
    for day, host_id in gatherings:
        if roster.role_on(host_id, day):
            found[host_id].gatherings += 1
    return dict(found)


def _other(home_id: uuid.UUID | None, day: dt.date, roster: Roster) -> Other:
    role = roster.role_on(home_id, day) if home_id else None
    return Other(role.value) if role else Other.ELSEWHERE


def large_hosts(shares: Mapping[uuid.UUID, Share]) -> list[Large]:
    """The homes that had more than LARGE_SHARE in a hundred of the nights to stay; none of too few nights."""
    return _large({home_id: share.nights_hosted for home_id, share in shares.items()})


def large_families(shares: Mapping[uuid.UUID, Share]) -> list[Large]:
    """The homes whose children had more than LARGE_SHARE in a hundred of the nights; none of too few nights."""
    return _large({home_id: share.nights_received for home_id, share in shares.items()})


def _large(nights: Mapping[uuid.UUID, int]) -> list[Large]:
    of_all = sum(nights.values())
    if of_all < FEWEST_NIGHTS:
        return []
    return [Large(key, number, of_all) for key, number in nights.items() if 100 * number > LARGE_SHARE * of_all]


@dataclass(frozen=True, slots=True)
class Unused:
    """A family without a sleepover for so long; `last` is the last night that is known of."""

    home_id: uuid.UUID
    last: dt.date | None


def unused(
    nights: Collection[Slept], roster: Roster, with_children: Collection[uuid.UUID], today: dt.date
) -> list[Unused]:
    """The satellites of today whose children slept nowhere else for UNUSED_DAYS, by name.

    Not those where no child lives, and not those who joined since.
    """
    since = today - dt.timedelta(days=UNUSED_DAYS)
    last: dict[uuid.UUID, dt.date] = {}
    for slept in nights:
        if slept.family_id:
            last[slept.family_id] = max(slept.night, last.get(slept.family_id, slept.night))
    return [
        Unused(home_id, last.get(home_id))
        for home_id, role in roster.on(today).items()
        if role is HomeRole.SATELLITE
        and home_id in with_children
        and (roster.joined_on(home_id, today) or today) <= since
        and last.get(home_id, dt.date.min) < since
    ]


def occasions_of(nights: Iterable[Slept], visits: Iterable[Visit]) -> list[Occasion]:
    """Nights and visits as what two homes did together; that of a child whose home nobody knows ties nobody."""
    slept = [
        Occasion(Together.NIGHT, one.night, frozenset((one.host_id, one.family_id)))
        for one in nights
        if one.family_id is not None
    ]
    by_day = [
        Occasion(Together.BY_DAY, one.day, frozenset((one.host_id, one.family_id)))
        for one in visits
        if one.family_id is not None
    ]
    return slept + by_day
