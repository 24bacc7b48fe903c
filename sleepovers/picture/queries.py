"""The constellation as its reader may know it: drawn with its ties, and who gave and took."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from constellations.access import Viewer, find
from constellations.models import Constellation
from constellations.rules import HomeRole, Span
from sleepovers.picture.facts import queries as facts
from sleepovers.picture.giving import rules as giving
from sleepovers.picture.giving.rules import Share, Slept, Unused
from sleepovers.picture.layout.rules import Layout, layout_of
from sleepovers.picture.page import Around, Light, PicturePage, ShareLine, TieLine
from sleepovers.picture.rules import (
    APART,
    Period,
    Reader,
    Roster,
    Sight,
    Standing,
    Ties,
    Together,
    of_standing,
    sight_of,
    standings,
    ties_of,
)
from sleepovers.picture.year.rules import known_since, occasions_of


def picture_page(viewer: Viewer, constellation_id: uuid.UUID, period: Period) -> PicturePage:
    """A constellation that the viewer sees, in some days up to today; nine queries. Raises NotFound."""
    constellation = find(viewer, Constellation, constellation_id)
    sight = sight_of(viewer.is_staff, constellation_id in viewer.hub_of)
    today, days = viewer.today, facts.days_between(period.first(viewer.today), viewer.today)
    roster = facts.roster_of(viewer, constellation_id)
    homes = list(roster.names)
    # A year of nights also for the shorter period: when a family last had a sleepover lies further back.
    year = facts.days_between(Period.YEAR.first(today), today)
    nights = facts.nights_of_homes(homes, year)
    told = [slept for slept in nights if slept.is_told and slept.night in days]
    visits = facts.visits_to_homes(homes, days)
    gatherings = facts.gatherings_of(constellation_id, days)
    occasions = giving.occasions_of(told, visits) + occasions_of(gatherings) + facts.talk_of(homes, days)
    reader = Reader(sight, viewer.home_id)
    ties = ties_of(occasions, roster, reader)
    stands = standings(ties, roster, today) if sight is Sight.ALL else {}
    layout = _layout(roster, stands, today)
    hosted = [(one.day, one.host_id) for one in gatherings if one.host_id is not None]
    given = giving.give_and_take(told, visits, hosted, roster)
    is_staff = sight is Sight.ALL
    return PicturePage(
        constellation_id=constellation.id,
        name=constellation.name,
        kind=constellation.kind,
        period=period,
        first=days.starts_on,
        last=today,
        sight=sight,
        roster=roster,
        layout=layout,
        lights=_lights(roster, stands, layout, today),
        ties=_tie_lines(ties, roster, layout, period, reader),
        flows=giving.flows(told, roster),
        shares=_share_lines(given, roster, stands, days, _homes_read(viewer, roster, sight, days)),
        large_hosts=tuple(giving.large_hosts(given)) if is_staff else (),
        large_families=tuple(giving.large_families(given)) if is_staff else (),
        unused=tuple(_unused(nights, roster, homes, today)) if is_staff else (),
        around=_around(viewer, constellation_id, roster, nights, days),
    )


def _layout(roster: Roster, stands: Mapping[uuid.UUID, Standing], today: dt.date) -> Layout:
    here = roster.on(today)
    hub = next((home_id for home_id, role in here.items() if role is HomeRole.HUB), None)
    apart = of_standing(stands, APART)
    return layout_of(hub, [home_id for home_id in here if home_id != hub and home_id not in apart], apart)


def _lights(roster: Roster, stands: Mapping[uuid.UUID, Standing], layout: Layout, today: dt.date) -> tuple[Light, ...]:
    names = roster.names
    return tuple(
        Light(home_id, names[home_id], role is HomeRole.HUB, layout.spots[home_id], stands.get(home_id))
        for home_id, role in roster.on(today).items()
    )


def _tie_lines(ties: Ties, roster: Roster, layout: Layout, period: Period, reader: Reader) -> tuple[TieLine, ...]:
    names, lines = roster.names, []
    for pair, tie in ties.items():
        first, second = sorted(pair, key=lambda home_id: (names[home_id].casefold(), home_id))
        path = layout.line(first, second) if layout.spots.keys() >= set(pair) else None
        talk_days = tie.counts[Together.TALK] if reader.reads(Together.TALK, pair) else None
        lines.append(TieLine(names[first], names[second], tie, talk_days, tie.strength(period), path))
    return tuple(sorted(lines, key=lambda line: (line.home.casefold(), line.other.casefold())))


def _homes_read(viewer: Viewer, roster: Roster, sight: Sight, days: Span) -> Collection[uuid.UUID]:
    """Of which homes the viewer reads what they gave and took."""
    if sight is Sight.ALL:
        return roster.within(days.starts_on, viewer.today)
    here = roster.on(viewer.today)
    return here if sight is Sight.HUB else [home_id for home_id in here if home_id == viewer.home_id]


def _share_lines(
    given: Mapping[uuid.UUID, Share],
    roster: Roster,
    stands: Mapping[uuid.UUID, Standing],
    days: Span,
    read: Collection[uuid.UUID],
) -> tuple[ShareLine, ...]:
    today = (days.ends_on or days.starts_on) - dt.timedelta(days=1)
    return tuple(
        ShareLine(
            home_id,
            roster.names[home_id],
            roster.role_on(home_id, today),
            roster.left_on(home_id, today),
            stands.get(home_id),
            given.get(home_id, Share()),
        )
        for home_id in read
    )


def _unused(nights: Sequence[Slept], roster: Roster, homes: Collection[uuid.UUID], today: dt.date) -> list[Unused]:
    slept = [one for one in nights if one.is_told or one.night < today]
    return giving.unused(slept, roster, facts.with_children(homes, today), today)


def _around(viewer: Viewer, constellation_id: uuid.UUID, roster: Roster, nights: Sequence[Slept], days: Span) -> Around:
    homes, today, names = list(roster.names), viewer.today, roster.names
    is_staff = viewer.is_staff
    left = [(home, roster.left_on(key, today)) for key, home in roster.within(days.starts_on, today).items()]
    others = facts.also_elsewhere(viewer, constellation_id, homes) if is_staff else {}
    return Around(
        since=known_since(roster, facts.first_record(constellation_id, homes)),
        hub_changes=roster.hub_changes(days.starts_on, today),
        left=tuple((home, day) for home, day in left if day is not None) if is_staff else (),
        elsewhere=tuple(sorted((names[home_id], to) for home_id, to in others.items())),
        untold=sum(not one.is_told and one.night < today and one.night in days for one in nights),
    )
