"""Twelve months of a constellation as figures, and its last gatherings: pure values, the day passed in."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from constellations.core.clock import ALWAYS, Month, months_from
from constellations.events.rules import EventKind
from constellations.rules import HomeRole, Span
from sleepovers.picture.giving.rules import Slept
from sleepovers.picture.rules import Occasion, Roster, Together

MONTHS = 12
GATHERINGS_SHOWN = 6
"""The last events of which one reads how many families came."""

EARLIEST = Month(2015, 1)
"""Before it there is nothing to look at: the first constellations in England are hardly older."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """One date of an event of the constellation; `came` are the homes of its register, empty where none was kept."""

    day: dt.date
    title: str
    kind: EventKind
    host_id: uuid.UUID | None
    is_kept: bool
    came: frozenset[uuid.UUID] = frozenset()
    adults: int = 0
    children: int = 0


@dataclass(frozen=True, slots=True)
class GatheringLine:
    """The same with how many of the families there were came."""

    gathering: Gathering
    families: int
    families_came: int


@dataclass(frozen=True, slots=True)
class KeptBeds:
    """The beds that a home kept for visitors during some days."""

    home_id: uuid.UUID
    beds: int
    days: Span


@dataclass(frozen=True, slots=True)
class Wanted:
    """What became of what the families wanted in a month."""

    met: int
    unmet: int


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month; nothing of it `is_known` where it lies before all that Roost knows of the constellation.

    Nights are child-nights that somebody confirmed, by what the host was on that night; `beds_used` leaves out those
    over the number of beds, of the `bed_nights` that were kept. `wanted` is none for who is not told of asks.
    """

    month: Month
    is_known: bool
    nights_hub: int
    nights_satellites: int
    beds_used: int
    bed_nights: int
    events: int
    registers: int
    families: int
    families_came: int
    wanted: Wanted | None = None

    @property
    def nights(self) -> int:
        """All nights."""
        return self.nights_hub + self.nights_satellites

    @property
    def is_empty(self) -> bool:
        """Whether it is known, and nothing happened in it."""
        wanted = self.wanted is None or not (self.wanted.met or self.wanted.unmet)
        return self.is_known and wanted and not (self.nights or self.events)


def months_up_to(last: Month) -> tuple[Month, ...]:
    """Twelve months, the given one last."""
    return months_from(last.shifted(1 - MONTHS), last)


def last_month(text: str | None, today: dt.date) -> Month:
    """Read which month an address wants as the last; this one where it is none, lies ahead, or is out of reach."""
    present = Month.of(today)
    try:
        asked = Month.parse(text or "")
    except ValueError:
        return present
    return asked if EARLIEST.shifted(MONTHS - 1) <= asked <= present else present


def known_since(roster: Roster, first_record: dt.date | None) -> dt.date | None:
    """Since when Roost knows of a constellation: since its first home joined.

    Where a home has belonged to it since ever, since the first night or event that is known; none where nothing is.
    """
    joined = [place.days.starts_on for place in roster.places if place.days.starts_on != ALWAYS]
    if len(joined) < len(roster.places) and first_record is not None:
        joined.append(first_record)
    return min(joined, default=None)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a constellation: its homes, since when, and what happened."""

    roster: Roster
    since: dt.date | None
    nights: Collection[Slept] = ()
    gatherings: Collection[Gathering] = ()
    beds: Collection[KeptBeds] = ()


def figures_of(months: Sequence[Month], known: Known, today: dt.date) -> list[MonthFigures]:
    """The figures of each of some months; of the running one as far as it has come."""
    return [_figures(month, known, today) for month in months]


def _figures(month: Month, known: Known, today: dt.date) -> MonthFigures:
    roster = known.roster
    nights = [slept for slept in known.nights if slept.night in month]
    hosted = [(slept, role) for slept in nights if (role := roster.role_on(slept.host_id, slept.night))]
    by_hub = sum(role is HomeRole.HUB for _, role in hosted)
    gatherings = [one for one in known.gatherings if one.day in month]
    came = chain.from_iterable(_of_here(one, roster) for one in gatherings)
    return MonthFigures(
        month=month,
        is_known=known.since is not None and month.end > known.since,
        nights_hub=by_hub,
        nights_satellites=len(hosted) - by_hub,
        beds_used=sum(slept.in_bed for slept, _ in hosted),
        bed_nights=bed_nights(known.beds, roster, Span(month.first, min(month.end, today))),
        events=len(gatherings),
        registers=sum(one.is_kept for one in gatherings),
        families=len(roster.within(month.first, min(month.days[-1], today))),
        families_came=len(set(came)),
    )


def bed_nights(beds: Iterable[KeptBeds], roster: Roster, within: Span) -> int:
    """How many beds were kept, counted for each of some nights, at homes that belonged to the constellation then."""
    if within.ends_on is None or within.ends_on <= within.starts_on:
        return 0
    return sum(
        kept.beds * _days(kept.days, place.days, within)
        for kept in beds
        for place in roster.places
        if place.home_id == kept.home_id
    )


def _days(*spans: Span) -> int:
    """How many days some spans have in common; one of them ends."""
    first = max(span.starts_on for span in spans)
    end = min(span.ends_on for span in spans if span.ends_on is not None)
    return max(0, (end - first).days)


def latest_first(gatherings: Iterable[Gathering], roster: Roster) -> list[GatheringLine]:
    """Events, the latest first, each with how many families of that day came."""
    in_order = sorted(gatherings, key=lambda one: (one.day, one.title), reverse=True)
    return [GatheringLine(one, len(roster.on(one.day)), len(_of_here(one, roster))) for one in in_order]


def _of_here(gathering: Gathering, roster: Roster) -> frozenset[uuid.UUID]:
    """Of those who came the homes that belonged to the constellation."""
    return frozenset(home_id for home_id in gathering.came if roster.role_on(home_id, gathering.day))


def occasions_of(gatherings: Iterable[Gathering]) -> list[Occasion]:
    """Events as what the homes that came did together."""
    return [Occasion(Together.EVENT, one.day, one.came) for one in gatherings if one.came]
