"""The local fidelity checklist: how each item of it stands, and when it slips. Pure values, the day passed in.

It is no licensed instrument: the items are what public accounts of the model name (sizes, beds, the monthly rhythm).
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from constellations.core.clock import Month
from constellations.rules import CLOSED_TO_VISITORS, ConstellationKind, HomeRole, HomeStatus, Span

AHEAD = tuple(dt.timedelta(days=n) for n in range(1, 32))
"""How far is looked ahead: what slips within a month is said before it does."""


class Item(StrEnum):
    """What the checklist asks of every constellation, unless a service has switched it off."""

    SIZE = "size"
    BEDS = "beds"
    GATHERING = "gathering"
    CARERS_MEETING = "carers_meeting"
    BOTH_KINDS = "both_kinds"
    LIAISON = "liaison"
    OUT_OF_HOURS = "out_of_hours"
    CHILDREN = "children"


class Standing(StrEnum):
    """How an item stands; amber is met today, and slips within a month unless somebody sees to it."""

    MET = "met"
    AMBER = "amber"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a service asks for; `months` is how far back asks and stays are looked at."""

    smallest: int = 6
    largest: int = 10
    hive_largest: int = 20
    beds: int = 2
    months: int = 6
    off: frozenset[Item] = frozenset()

    def size(self, kind: ConstellationKind) -> range:
        """How many satellites, or homes of a Hive, are asked for."""
        if kind is ConstellationKind.HIVE:
            return range(1, self.hive_largest + 1)
        return range(self.smallest, self.largest + 1)

    def since(self, day: dt.date) -> dt.date:
        """The first day that is looked back to: so many whole months, and the one that runs."""
        return Month.of(day).shifted(-self.months).first


@dataclass(frozen=True, slots=True)
class Member:
    """A home in a constellation, and when."""

    home_id: uuid.UUID
    role: HomeRole
    span: Span


@dataclass(frozen=True, slots=True)
class Room:
    """What a home is ready for, and when."""

    span: Span
    beds: int
    status: HomeStatus


@dataclass(frozen=True, slots=True)
class Wanted:
    """An ask, or a stay that came about: from which day, and whether somebody offered a bed or wrote a wish down."""

    first_day: dt.date
    is_emergency: bool
    is_offered: bool = True
    has_wish: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a constellation; `gatherings` and `meetings` are the dates that were not called off."""

    kind: ConstellationKind = ConstellationKind.MOCKINGBIRD
    members: Sequence[Member] = ()
    rooms: Mapping[uuid.UUID, Sequence[Room]] = field(default_factory=dict)
    away: Mapping[uuid.UUID, Sequence[Span]] = field(default_factory=dict)
    covers: Sequence[tuple[uuid.UUID, Span]] = ()
    liaison: Sequence[Span] = ()
    has_phone: bool = False
    gatherings: Sequence[dt.date] = ()
    meetings: Sequence[dt.date] = ()
    asks: Sequence[Wanted] = ()
    stays: Sequence[Wanted] = ()

    @property
    def began(self) -> dt.date | None:
        """The first day of its first home."""
        return min((member.span.starts_on for member in self.members), default=None)

    def homes_on(self, day: dt.date, role: HomeRole | None = None) -> set[uuid.UUID]:
        """Its homes of a day, in a role or in any."""
        return {one.home_id for one in self.members if day in one.span and role in (None, one.role)}

    def covering_on(self, day: dt.date) -> set[uuid.UUID]:
        """The homes that cover for its hub on a day."""
        return {home_id for home_id, span in self.covers if day in span}

    def beds_of(self, home_id: uuid.UUID, day: dt.date) -> int | None:
        """The beds of a home on a day; none where it takes nobody."""
        for room in self.rooms.get(home_id, ()):
            if day in room.span and room.status not in CLOSED_TO_VISITORS:
                return room.beds
        return None

    def answers(self, home_id: uuid.UUID, day: dt.date) -> bool:
        """Whether a home is there on a day and takes children."""
        is_away = any(day in span for span in self.away.get(home_id, ()))
        return self.beds_of(home_id, day) is not None and not is_away


@dataclass(frozen=True, slots=True)
class Judged:
    """How an item stands and what that rests on.

    `now` is its number today and `of` what that is a part of; `then` is the number on the day on which it slips.
    `last` and `next` are dates that took place and will; `emergency` are asks for a bed at once, and those offered one.
    """

    item: Item
    standing: Standing
    now: int = 0
    of: int = 0
    then: int | None = None
    slips_on: dt.date | None = None
    last: dt.date | None = None
    next: dt.date | None = None
    emergency: tuple[int, int] = (0, 0)


Judge = Callable[[Facts, Terms, dt.date], Judged]


def checklist(facts: Facts, terms: Terms, today: dt.date) -> tuple[Judged, ...]:
    """Every item that is not switched off, in order."""
    return tuple(JUDGES[item](facts, terms, today) for item in Item if item not in terms.off)


def _stands(holds: Callable[[dt.date], bool], today: dt.date) -> tuple[Standing, dt.date | None]:
    """How something stands that holds on some days, and the first day within a month on which it does not any more."""
    if not holds(today):
        return Standing.NOT_MET, None
    slips_on = next((today + ahead for ahead in AHEAD if not holds(today + ahead)), None)
    return (Standing.AMBER if slips_on else Standing.MET), slips_on


def _size(facts: Facts, terms: Terms, today: dt.date) -> Judged:
    def number(day: dt.date) -> int:
        """How many satellites there are on a day."""
        return len(facts.homes_on(day, HomeRole.SATELLITE))

    asked, now = terms.size(facts.kind), number(today)
    standing, slips_on = _stands(lambda day: number(day) in asked, today)
    if standing is Standing.MET and now == asked.start:
        standing = Standing.AMBER
    return Judged(Item.SIZE, standing, now, then=number(slips_on) if slips_on else None, slips_on=slips_on)


def _beds(facts: Facts, terms: Terms, today: dt.date) -> Judged:
    standing, slips_on = _stands(lambda day: beds_kept(facts, day) >= terms.beds, today)
    then = beds_kept(facts, slips_on) if slips_on else None
    return Judged(Item.BEDS, standing, beds_kept(facts, today), then=then, slips_on=slips_on)


def beds_kept(facts: Facts, day: dt.date) -> int:
    """The beds kept on a day: the hub's, or those of who covers while it takes nobody; of a Hive those of all homes."""
    if facts.kind is ConstellationKind.HIVE:
        homes = facts.homes_on(day)
    else:
        hubs = facts.homes_on(day, HomeRole.HUB)
        is_open = any(facts.beds_of(home_id, day) is not None for home_id in hubs)
        homes = hubs if is_open else facts.covering_on(day)
    return sum(facts.beds_of(home_id, day) or 0 for home_id in homes)


def _gathering(facts: Facts, _terms: Terms, today: dt.date) -> Judged:
    return monthly(Item.GATHERING, facts.gatherings, facts.began, today)


def _carers_meeting(facts: Facts, _terms: Terms, today: dt.date) -> Judged:
    return monthly(Item.CARERS_MEETING, facts.meetings, facts.began, today)


def monthly(item: Item, dates: Sequence[dt.date], began: dt.date | None, today: dt.date) -> Judged:
    """How something stands that is to take place each month.

    Not met where a whole month went by without, and this one had none yet either; amber where none is planned for
    this month or the next. A constellation that began within the last month is not asked about it.
    """
    this = Month.of(today)
    before, after = this.shifted(-1), this.shifted(1)
    had_before = began is None or began > before.first or any(day in before for day in dates)
    in_this = [day for day in dates if day in this]
    last = max((day for day in dates if day <= today), default=None)
    to_come = min((day for day in dates if day > today), default=None)
    if not had_before and not any(day <= today for day in in_this):
        standing, slips_on = Standing.NOT_MET, None
    elif not in_this:
        standing, slips_on = Standing.AMBER, this.end
    elif not any(day in after for day in dates):
        standing, slips_on = Standing.AMBER, after.end
    else:
        standing, slips_on = Standing.MET, None
    return Judged(item, standing, len(in_this), slips_on=slips_on, last=last, next=to_come)


def _both_kinds(facts: Facts, terms: Terms, today: dt.date) -> Judged:
    def is_offered(day: dt.date, is_emergency: bool) -> bool:
        """Whether one kind is: somebody got a bed, or nobody asked and somebody would answer."""
        asked, offered = offers(facts, terms, day, is_emergency)
        return offered > 0 or (asked == 0 and somebody_answers(facts, day))

    standing, slips_on = _stands(lambda day: is_offered(day, False) and is_offered(day, True), today)
    planned, emergency = (offers(facts, terms, today, is_emergency) for is_emergency in (False, True))
    return Judged(Item.BOTH_KINDS, standing, planned[1], planned[0], slips_on=slips_on, emergency=emergency)


def offers(facts: Facts, terms: Terms, day: dt.date, is_emergency: bool) -> tuple[int, int]:
    """What was wanted of one kind as far as a day looks back, and for how much of it there was a bed."""
    since = terms.since(day)
    found = [one for one in (*facts.asks, *facts.stays) if one.is_emergency is is_emergency and one.first_day >= since]
    return len(found), sum(one.is_offered for one in found)


def somebody_answers(facts: Facts, day: dt.date) -> bool:
    """Whether the hub, or who covers for it, is there on a day and takes children; of a Hive any of its homes."""
    role = None if facts.kind is ConstellationKind.HIVE else HomeRole.HUB
    return any(facts.answers(home_id, day) for home_id in facts.homes_on(day, role) | facts.covering_on(day))


def _liaison(facts: Facts, _terms: Terms, today: dt.date) -> Judged:
    def number(day: dt.date) -> int:
        """How many liaison workers look after it on a day."""
        return sum(day in span for span in facts.liaison)

    standing, slips_on = _stands(lambda day: number(day) > 0, today)
    return Judged(Item.LIAISON, standing, number(today), slips_on=slips_on)


def _out_of_hours(facts: Facts, _terms: Terms, today: dt.date) -> Judged:
    """`now` is 1 where the service has a phone out of hours, and `of` is 1 where somebody answers for the hub."""
    standing, slips_on = _stands(lambda day: facts.has_phone and somebody_answers(facts, day), today)
    answered = somebody_answers(facts, today)
    return Judged(Item.OUT_OF_HOURS, standing, int(facts.has_phone), int(answered), slips_on=slips_on)


def _children(facts: Facts, terms: Terms, today: dt.date) -> Judged:
    def within(day: dt.date) -> list[Wanted]:
        """The asks as far as a day looks back."""
        return [one for one in facts.asks if one.first_day >= terms.since(day)]

    standing, slips_on = _stands(lambda day: any(one.has_wish for one in within(day)), today)
    looked_at = within(today)
    return Judged(Item.CHILDREN, standing, sum(one.has_wish for one in looked_at), len(looked_at), slips_on=slips_on)


JUDGES: dict[Item, Judge] = {
    Item.SIZE: _size,
    Item.BEDS: _beds,
    Item.GATHERING: _gathering,
    Item.CARERS_MEETING: _carers_meeting,
    Item.BOTH_KINDS: _both_kinds,
    Item.LIAISON: _liaison,
    Item.OUT_OF_HOURS: _out_of_hours,
    Item.CHILDREN: _children,
}
