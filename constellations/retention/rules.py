"""Who stayed and who left in a year, counted; and which of the counts may be shown to whom. Pure values."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext

from constellations.core.errors import RuleBroken
from constellations.region.rules import Flow, rounded, shown
from constellations.retention.years import Year
from constellations.rules import Span
from constellations.support.leaving.rules import Departure, LeavingWords, Reason, Scope, Spell

FIRST_YEARS = 2
"""Years after approval in which most carers who leave do so (Department for Education, hub slides)."""

MOST_HOMES = 9_999


class MoreLeftThanThere(RuleBroken):
    """Nobody leaves who was not there."""

    about = "left"

    def __init__(self) -> None:
        super().__init__(gettext("More homes have left than were there or joined. Check the three numbers."))


class YearNotYet(RuleBroken):
    """Of a year that has not begun there is nothing to enter."""

    def __init__(self) -> None:
        super().__init__(gettext("That year has not begun. Choose another one."))


@dataclass(frozen=True, slots=True)
class Outside:
    """The homes of a service that are in no constellation, as somebody entered them for a year."""

    at_start: int
    joined: int
    left: int

    def __str__(self) -> str:
        return f"{self.at_start} at the start, {self.joined} joined, {self.left} left"


@dataclass(frozen=True, slots=True)
class Ending:
    """A placement that ended; planned or not, none where nobody has said."""

    home_id: uuid.UUID
    on: dt.date
    is_planned: bool | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one service: `group` are the constellations that are counted, the others are elsewhere."""

    spells: Sequence[Spell] = ()
    group: frozenset[uuid.UUID] = frozenset()
    departures: Sequence[Departure] = ()
    words: Mapping[tuple[uuid.UUID, dt.date], LeavingWords] = field(default_factory=dict)
    approved: Mapping[uuid.UUID, dt.date | None] = field(default_factory=dict)
    endings: Sequence[Ending] = ()
    outside: Mapping[Year, Outside] = field(default_factory=dict)


Told = Mapping[str, int | None]
"""Numbers by stable names; none where a number is not entered, or too small to be shown."""


def spans_together(spells: Iterable[Spell]) -> dict[uuid.UUID, list[Span]]:
    """When each home is a member of some constellations, whichever: what touches or overlaps is one span."""
    by_home: defaultdict[uuid.UUID, list[Span]] = defaultdict(list)
    for spell in sorted(spells, key=lambda one: one.span.starts_on):
        spans, new = by_home[spell.home_id], spell.span
        before = spans[-1] if spans else None
        if before is not None and (before.ends_on is None or new.starts_on <= before.ends_on):
            is_open = before.ends_on is None or new.ends_on is None
            ends_on = None if is_open else max(filter(None, (before.ends_on, new.ends_on)))
            spans[-1] = Span(before.starts_on, ends_on)
        else:
            spans.append(new)
    return dict(by_home)


def is_early(approved_on: dt.date | None, day: dt.date) -> bool | None:
    """Whether a day is in the first two years of somebody's approval; none where its day is not known."""
    if approved_on is None:
        return None
    later = dt.date(approved_on.year + FIRST_YEARS, approved_on.month, 1) + dt.timedelta(days=approved_on.day - 1)
    return day < later


def count(facts: Facts, year: Year, today: dt.date) -> dict[str, int | None]:
    """All numbers of a year, of the running one up to today, by their stable names (docs/extracts.md).

    At the start are those who were members on the day before; who left on a day is no member on it any more.
    """
    first, end = year.first, min(year.end, today + dt.timedelta(days=1))
    members = spans_together(spell for spell in facts.spells if spell.constellation_id in facts.group)
    at_start, joined, left = _there(members, first), _joined(members, first, end), _left(members, first, end)
    elsewhere = spans_together(spell for spell in facts.spells if spell.constellation_id not in facts.group)
    went = [(home, day) for home, day in left if _is_in(elsewhere.get(home, ()), day)]
    gone = [one for one in left if one not in went]
    return {
        "members_at_start": len(at_start),
        "joined": len(joined),
        "came_from_other_constellation": sum(
            _is_in(elsewhere.get(home, ()), day - dt.timedelta(days=1)) for home, day in joined
        ),
        "left": len(left),
        "went_to_other_constellation": len(went),
        "members_at_end": len(_there(members, end)),
        "left_fostering": _left_fostering(facts, members, first, end),
        **_tenure("members_at_start", ((facts.approved.get(home), first) for home in at_start)),
        **_tenure("left", ((facts.approved.get(home), day) for home, day in gone)),
        **_reasons(facts, gone),
        **_endings(facts.endings, members, first, end),
        **_outside(facts.outside.get(year)),
    }


def flow_of(spells: Iterable[Spell], first: dt.date, end: dt.date) -> Flow:
    """Who was there, joined and left from a first day up to, but without, an end: counted as in a year."""
    members = spans_together(spells)
    return Flow(len(_there(members, first)), len(_joined(members, first, end)), len(_left(members, first, end)))


Members = Mapping[uuid.UUID, Sequence[Span]]


def _there(members: Members, day: dt.date) -> list[uuid.UUID]:
    """The homes that were members on the day before."""
    return [home for home, spans in members.items() for span in spans if _held_before(span, day)]


def _joined(members: Members, first: dt.date, end: dt.date) -> list[tuple[uuid.UUID, dt.date]]:
    days = [(home, span.starts_on) for home, spans in members.items() for span in spans]
    return [(home, day) for home, day in days if first <= day < end]


def _left(members: Members, first: dt.date, end: dt.date) -> list[tuple[uuid.UUID, dt.date]]:
    days = [(home, span.ends_on) for home, spans in members.items() for span in spans]
    return [(home, day) for home, day in days if day is not None and first <= day < end]


TENURE = {True: "in_first_two_years", False: "later", None: "approval_not_known"}


def _tenure(prefix: str, people: Iterable[tuple[dt.date | None, dt.date]]) -> dict[str, int | None]:
    found = Counter(is_early(approved_on, day) for approved_on, day in people)
    return {f"{prefix}_{name}": found[early] for early, name in TENURE.items()}


def _reasons(facts: Facts, gone: Collection[tuple[uuid.UUID, dt.date]]) -> dict[str, int | None]:
    said = [facts.words.get(one) for one in gone]
    found = Counter(reason for words in said if words for reason in words.reasons)
    named: dict[str, int | None] = {f"reason_{reason}": found[reason] for reason in Reason}
    return {**named, "reason_not_said": said.count(None)}


def _left_fostering(facts: Facts, members: Members, first: dt.date, end: dt.date) -> int:
    """Homes that are or were members and left fostering in the year, as staff say or else as the register does."""
    found = 0
    for one in facts.departures:
        was_member = any(span.starts_on <= one.on for span in members.get(one.home_id, ()))
        words = facts.words.get((one.home_id, one.on))
        scope = words.scope if words else one.scope
        found += was_member and first <= one.on < end and scope is Scope.FOSTERING
    return found


def _endings(endings: Iterable[Ending], members: Members, first: dt.date, end: dt.date) -> dict[str, int | None]:
    eve = dt.timedelta(days=1)
    of_members = [
        one for one in endings if first <= one.on < end and _is_in(members.get(one.home_id, ()), one.on - eve)
    ]
    found = Counter(one.is_planned for one in of_members)
    return {
        "placements_ended": len(of_members),
        "placements_ended_planned": found[True],
        "placements_ended_unplanned": found[False],
        "placements_ended_not_said": found[None],
    }


def _outside(entered: Outside | None) -> dict[str, int | None]:
    return {
        "outside_at_start": entered.at_start if entered else None,
        "outside_joined": entered.joined if entered else None,
        "outside_left": entered.left if entered else None,
    }


def _held_before(span: Span, day: dt.date) -> bool:
    """Whether a span held on the day before."""
    return span.starts_on < day and (span.ends_on is None or span.ends_on >= day)


def _is_in(spans: Iterable[Span], day: dt.date) -> bool:
    return any(day in span for span in spans)


AT_START = tuple(f"members_at_start_{name}" for name in TENURE.values())
OF_WHO_LEFT = tuple(f"left_{name}" for name in TENURE.values())
REASONS = (*(f"reason_{reason}" for reason in Reason), "reason_not_said")

SIZES = ("members_at_start", "members_at_end", *AT_START, "outside_at_start")
"""Told to the nearest five where small numbers are hidden: else one year taken from the next says what is hidden."""

FLOWS = ("joined", "left")

OF_FLOWS = (
    *FLOWS,
    *("came_from_other_constellation", "went_to_other_constellation", "left_fostering"),
    *OF_WHO_LEFT,
    *REASONS,
)
"""Told together or not at all, nought too: each says something of how many joined, or left."""

OUTSIDE_FLOWS = ("outside_joined", "outside_left")

PARTITIONS = (
    AT_START,
    (*OF_WHO_LEFT, "went_to_other_constellation"),
    REASONS,
    ("placements_ended_planned", "placements_ended_unplanned", "placements_ended_not_said"),
)
"""Parts of one whole, which may be shown: where one part is hidden, all are but those of nought."""


def hidden(told: Told) -> dict[str, int | None]:
    """The same numbers for who is further away than the homes: one to four are not shown, nor what gives them away."""
    safe = {name: number and (rounded if name in SIZES else shown)(number) for name, number in told.items()}
    for parts in PARTITIONS:
        if any(safe[part] is None for part in parts):
            safe.update(dict.fromkeys(part for part in parts if safe[part]))
    for at_start, flows, blank in (
        ("members_at_start", FLOWS, OF_FLOWS),
        ("outside_at_start", OUTSIDE_FLOWS, OUTSIDE_FLOWS),
    ):
        if not Flow(*(told[name] or 0 for name in (at_start, *flows))).is_told:
            safe.update(dict.fromkeys(blank))
    return safe


def check_outside(year: Year, entered: Outside, today: dt.date) -> None:
    """Raise YearNotYet or MoreLeftThanThere for numbers that cannot be."""
    if year.first > today:
        raise YearNotYet
    if entered.left > entered.at_start + entered.joined:
        raise MoreLeftThanThere


def highest(rows: Iterable[Told]) -> int:
    """The most that joined or left in one of some years; at least one, so that a picture has a height."""
    return max([1, *(row[name] or 0 for row in rows for name in FLOWS)])
