"""How a constellation's month is counted: facts in, numbers out; no clock and no database."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from constellations.core.clock import ALWAYS, Month
from constellations.rules import HomeRole, Span
from constellations.support.learning.rules import minutes_of
from sleepovers.returns.figures.facts import (
    AT_HUB,
    AT_SATELLITES,
    NAMES,
    OF_EVENTS,
    SUPPORT_OF_EVENT,
    SUPPORT_OF_HELP,
    EventFact,
    Facts,
    FamilyFigures,
    Figures,
    Help,
    HelpFact,
    MemberFact,
    Move,
    Moved,
    NightFact,
    Support,
    VisitFact,
)

Places = Mapping[uuid.UUID, Sequence[Span]]
"""When each home was a member."""


def tally(facts: Facts, month: Month) -> Figures:
    """Count a month; facts of other months must not be among them, but for members.

    As a constellation closes on a 1st, no home is left at the end of the month before, which has its last return.
    """
    moves = moves_in(month, facts.members, facts.closed_on)
    numbers = dict.fromkeys(NAMES, 0)
    numbers.update(counted(facts))
    numbers["children"] = len(facts.children)
    numbers["unconfirmed_child_nights"] = facts.unconfirmed
    at_end = month.end if facts.closed_on == month.end else month.days[-1]
    numbers["homes"] = len({one.home_id for one in facts.members if at_end in one.span})
    numbers["homes_joined"] = sum(one.moved is Moved.JOINED for one in moves)
    numbers["homes_left"] = sum(one.moved is Moved.LEFT for one in moves)
    return Figures(numbers, _families(facts, month), moves)


def counted(facts: Facts) -> Counter[str]:
    """How much there was of nights, visits, events and help, by name; homes and families are not counted here."""
    numbers: Counter[str] = Counter(_nights(facts.nights))
    for name, number in (*_visits(facts.visits), *_events(facts), *_helps(facts.helps)):
        numbers[name] += number
    return numbers


def together(apart: Sequence[Facts]) -> Facts:
    """A month of several constellations as one: a night, visit or date that stands in two of them is there once.

    What is at the hub of one and at a satellite of another is at a hub; of events those are there that count somewhere.
    """
    nights = chain.from_iterable(one.nights for one in apart)
    visits = sorted(chain.from_iterable(one.visits for one in apart), key=lambda one: one.at_hub)
    events = ((event, here) for one in apart for here in [places_of(one.members)] for event in one.events)
    return Facts(
        nights=tuple(nights),
        visits=tuple({one.key: one for one in visits}.values()),
        events=tuple({one.key: one for one, here in events if came_of(one, here) or not one.has_register}.values()),
        helps=tuple(chain.from_iterable(one.helps for one in apart)),
        members=tuple(chain.from_iterable(one.members for one in apart)),
    )


def shared(apart: Sequence[Facts]) -> tuple[Facts, ...]:
    """Of the facts of several constellations the nights, visits and dates that stand in more than one of them."""
    nights = Counter(chain.from_iterable({_key(night) for night in one.nights} for one in apart))
    visits = Counter(chain.from_iterable({visit.key for visit in one.visits} for one in apart))
    events = Counter(chain.from_iterable({event.key for event in one.events} for one in apart))
    return tuple(
        Facts(
            nights=tuple(night for night in one.nights if nights[_key(night)] > 1),
            visits=tuple(visit for visit in one.visits if visits[visit.key] > 1),
            events=tuple(event for event in one.events if events[event.key] > 1),
            members=one.members,
        )
        for one in apart
    )


def _key(night: NightFact) -> tuple[uuid.UUID, dt.date]:
    return night.child_id, night.night


def _nights(nights: Iterable[NightFact]) -> dict[str, int]:
    """Child-nights, dates and children, by where and of which kind; each (child, night) once."""
    unique = {_key(one): one for one in sorted(nights, key=lambda one: one.at_hub)}.values()
    counted = [one for one in unique if one.support is not None]
    found = {"not_counted_child_nights": len(unique) - len(counted)}
    for at_hub, names in ((True, AT_HUB), (False, AT_SATELLITES)):
        here = [one for one in counted if one.at_hub is at_hub]
        for name, kinds in zip(names, ({Support.PLANNED}, {Support.EMERGENCY}, set(Support)), strict=True):
            of_kind = [one for one in here if one.support in kinds]
            found[f"{name}_child_nights"] = len(of_kind)
            found[f"{name}_nights"] = len({one.night for one in of_kind})
            found[f"{name}_children"] = len({one.child_id for one in of_kind})
    return found


def _visits(visits: Iterable[VisitFact]) -> Iterable[tuple[str, int]]:
    for one in visits:
        if one.counts and one.at_hub:
            yield "day_visits", 1
            yield f"{Support.CHILDREN}_times", 1
            yield f"{Support.CHILDREN}_minutes", one.minutes
        elif one.counts:
            yield "satellite_day_visits", 1


def _events(facts: Facts) -> Iterable[tuple[str, int]]:
    places = places_of(facts.members)
    for one in facts.events:
        support = SUPPORT_OF_EVENT.get(one.kind)
        if support is None:
            continue
        if came_of(one, places):
            yield f"{support}_times", 1
            yield f"{support}_minutes", minutes_of(one.first, one.last, one.minutes)
        elif one.is_own and not one.has_register:
            yield "events_without_register", 1


def _helps(helps: Iterable[HelpFact]) -> Iterable[tuple[str, int]]:
    for one in helps:
        support = SUPPORT_OF_HELP[one.help]
        yield f"{support}_times", one.times
        yield f"{support}_minutes", one.minutes or 0
        if one.help is Help.OTHER:
            yield "other_times", one.times


def places_of(members: Iterable[MemberFact]) -> Places:
    """When each home was a member, by home."""
    found: defaultdict[uuid.UUID, list[Span]] = defaultdict(list)
    for one in members:
        found[one.home_id].append(one.span)
    return found


def came_of(event: EventFact, places: Places) -> set[uuid.UUID]:
    """The homes that came to an event and were members on its day."""
    return {home for home in event.came if was_member(home, event.first, places)}


def was_member(home_id: uuid.UUID, day: dt.date, places: Places) -> bool:
    """Whether a home was a member on a day."""
    return any(day in span for span in places.get(home_id, ()))


def _families(facts: Facts, month: Month) -> tuple[FamilyFigures, ...]:
    during, places = Span(month.first, month.end), places_of(facts.members)
    names = {one.home_id: one.home for one in facts.members if one.span.overlaps(during)}
    dates = [
        (one, support, came_of(one, places)) for one in facts.events if (support := SUPPORT_OF_EVENT.get(one.kind))
    ]
    helps: defaultdict[uuid.UUID, list[HelpFact]] = defaultdict(list)
    for one in facts.helps:
        helps[one.home_id].append(one)
    in_order = sorted(names.items(), key=lambda one: one[1])
    return tuple(
        _family(
            home,
            home_id,
            [date for date in dates if date[2] and was_member(home_id, date[0].first, places)],
            helps[home_id],
        )
        for home_id, home in in_order
    )


def _family(
    home: str, home_id: uuid.UUID, dates: Iterable[tuple[EventFact, Support, set[uuid.UUID]]], helps: Sequence[HelpFact]
) -> FamilyFigures:
    came, held = dict.fromkeys(OF_EVENTS, 0), dict.fromkeys(OF_EVENTS, 0)
    adults = children = 0
    for one, support, there in dates:
        # What is on for the whole service is held against nobody who stayed at home.
        held[support] += one.is_own or home_id in there
        if home_id in there:
            came[support] += 1
            adults, children = adults + one.came[home_id][0], children + one.came[home_id][1]
    minutes = sum(one.minutes or 0 for one in helps)
    said = {str(kind): number for kind, number in came.items()}, {str(kind): number for kind, number in held.items()}
    return FamilyFigures(home, *said, adults, children, sum(one.times for one in helps), minutes, home_id)


def moves_in(month: Month, members: Iterable[MemberFact], closed_on: dt.date | None = None) -> tuple[Move, ...]:
    """Who joined, left or has another role in a month; a home that was always there has not joined.

    A home leaves on the first day on which it is no member any more, as a year counts it and a region: so the homes at
    the end of a month are those before it, and who joined, without who left. Where a constellation closes on a 1st, its
    homes leave in the month before: it has no return after.
    """
    found: list[tuple[dt.date, Move]] = []
    of_home: dict[uuid.UUID, list[MemberFact]] = {}
    for one in sorted(members, key=lambda one: one.span.starts_on):
        of_home.setdefault(one.home_id, []).append(one)
    for rows in of_home.values():
        for one in rows:
            found += _moves_of(one, rows)
    moves = (move for day, move in found if day in month or day == closed_on == month.end)
    return tuple(sorted(moves, key=lambda one: (one.on, one.home, one.moved)))


def _moves_of(one: MemberFact, rows: Iterable[MemberFact]) -> Iterable[tuple[dt.date, Move]]:
    """What changed with a row's first day, and with the first day after it."""
    began, ends = one.span.starts_on, one.span.ends_on
    before = [row for row in rows if row.span.ends_on == began]
    if not before and began != ALWAYS:
        yield began, Move(one.home, Moved.JOINED, began, one.home_id)
    for row in before:
        if row.role is not one.role:
            moved = Moved.BECAME_HUB if one.role is HomeRole.HUB else Moved.NO_LONGER_HUB
            yield began, Move(one.home, moved, began, one.home_id)
    if ends is not None and not any(row.span.starts_on == ends for row in rows):
        yield ends, Move(one.home, Moved.LEFT, ends - dt.timedelta(days=1), one.home_id)
