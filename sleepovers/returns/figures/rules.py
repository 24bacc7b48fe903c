"""How a constellation's month is counted: facts in, numbers out; no clock and no database."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
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


def tally(facts: Facts, month: Month) -> Figures:
    """Count a month; facts of other months must not be among them, but for members."""
    moves = moves_in(month, facts.members)
    numbers = dict.fromkeys(NAMES, 0)
    numbers.update(_nights(facts.nights))
    for name, number in (*_visits(facts.visits), *_events(facts), *_helps(facts.helps)):
        numbers[name] += number
    numbers["children"] = len(facts.children)
    numbers["unconfirmed_child_nights"] = facts.unconfirmed
    numbers["homes"] = len({one.home_id for one in facts.members if month.days[-1] in one.span})
    numbers["homes_joined"] = sum(one.moved is Moved.JOINED for one in moves)
    numbers["homes_left"] = sum(one.moved is Moved.LEFT for one in moves)
    return Figures(numbers, _families(facts, month), moves)


def together(apart: Sequence[Facts]) -> Facts:
    """A month of several constellations as one: a night, visit or date that stands in two of them is there once.

    What is at the hub of one and at a satellite of another is at a hub; of events those are there that count somewhere.
    """
    nights = chain.from_iterable(one.nights for one in apart)
    visits = sorted(chain.from_iterable(one.visits for one in apart), key=lambda one: one.at_hub)
    events = ((event, one.members) for one in apart for event in one.events)
    return Facts(
        nights=tuple(nights),
        visits=tuple({one.key: one for one in visits}.values()),
        events=tuple({one.key: one for one, here in events if came_of(one, here) or not one.has_register}.values()),
        helps=tuple(chain.from_iterable(one.helps for one in apart)),
        members=tuple(chain.from_iterable(one.members for one in apart)),
    )


def _nights(nights: Iterable[NightFact]) -> dict[str, int]:
    """Child-nights, dates and children, by where and of which kind; each (child, night) once."""
    unique = {(one.child_id, one.night): one for one in sorted(nights, key=lambda one: one.at_hub)}.values()
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
    for one in facts.events:
        support = SUPPORT_OF_EVENT.get(one.kind)
        if support is None:
            continue
        if came_of(one, facts.members):
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


def came_of(event: EventFact, members: Iterable[MemberFact]) -> set[uuid.UUID]:
    """The homes that came to an event and were members on its day."""
    return {one.home_id for one in members if event.first in one.span} & set(event.came)


def _families(facts: Facts, month: Month) -> tuple[FamilyFigures, ...]:
    during = Span(month.first, month.end)
    names = {one.home_id: one.home for one in facts.members if one.span.overlaps(during)}
    return tuple(_family(facts, home_id, home) for home_id, home in sorted(names.items(), key=lambda one: one[1]))


def _family(facts: Facts, home_id: uuid.UUID, home: str) -> FamilyFigures:
    spans = [one.span for one in facts.members if one.home_id == home_id]
    came, held = dict.fromkeys(OF_EVENTS, 0), dict.fromkeys(OF_EVENTS, 0)
    adults = children = 0
    for one in facts.events:
        support = SUPPORT_OF_EVENT.get(one.kind)
        there = came_of(one, facts.members)
        if support is None or not there or not any(one.first in span for span in spans):
            continue
        # What is on for the whole service is held against nobody who stayed at home.
        held[support] += one.is_own or home_id in there
        if home_id in there:
            came[support] += 1
            adults, children = adults + one.came[home_id][0], children + one.came[home_id][1]
    helps = [one for one in facts.helps if one.home_id == home_id]
    minutes = sum(one.minutes or 0 for one in helps)
    said = {str(kind): number for kind, number in came.items()}, {str(kind): number for kind, number in held.items()}
    return FamilyFigures(home, *said, adults, children, sum(one.times for one in helps), minutes)


def moves_in(month: Month, members: Iterable[MemberFact]) -> tuple[Move, ...]:
    """Who joined, left or has another role in a month; a home that was always there has not joined.

    A home leaves on the first day on which it is no member any more, as a year counts it and a region: so the homes at
    the end of a month are those before it, and who joined, without who left.
    """
    found: list[tuple[dt.date, Move]] = []
    of_home: dict[uuid.UUID, list[MemberFact]] = {}
    for one in sorted(members, key=lambda one: one.span.starts_on):
        of_home.setdefault(one.home_id, []).append(one)
    for rows in of_home.values():
        for one in rows:
            found += _moves_of(one, rows)
    moves = (move for day, move in found if day in month)
    return tuple(sorted(moves, key=lambda one: (one.on, one.home, one.moved)))


def _moves_of(one: MemberFact, rows: Iterable[MemberFact]) -> Iterable[tuple[dt.date, Move]]:
    """What changed with a row's first day, and with the first day after it."""
    began, ends = one.span.starts_on, one.span.ends_on
    before = [row for row in rows if row.span.ends_on == began]
    if not before and began != ALWAYS:
        yield began, Move(one.home, Moved.JOINED, began)
    for row in before:
        if row.role is not one.role:
            moved = Moved.BECAME_HUB if one.role is HomeRole.HUB else Moved.NO_LONGER_HUB
            yield began, Move(one.home, moved, began)
    if ends is not None and not any(row.span.starts_on == ends for row in rows):
        yield ends, Move(one.home, Moved.LEFT, ends - dt.timedelta(days=1))
