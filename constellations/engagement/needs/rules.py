"""When a family is connected, drifting, or one to call: days and facts, no score; the day is passed in."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext

from constellations.core.errors import RuleBroken
from constellations.rules import Span

YEARS_NEW = 2
"""For so many years after their approval somebody looks sooner: those are the years in which most of them stop."""

FEWEST_DAYS, MOST_DAYS = 7, 180
"""Between these lies every number of days without a sign of life."""

LONGEST_GRACE = 90
"""Days for which a family may be new."""

_DAY = dt.timedelta(days=1)


class State(StrEnum):
    """How a family stands, by the days since its last sign of life alone."""

    CALL_THEM = "call them"
    DRIFTING = "drifting"
    CONNECTED = "connected"


class Matter(StrEnum):
    """What else than silence makes a family need somebody."""

    UNMET = "unmet"
    STRAIN = "strain"


class Sooner(StrEnum):
    """Why the shorter number of days holds for a family."""

    NEWLY_APPROVED = "newly_approved"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a family, in words; `words` name no child."""

    matter: Matter
    words: str


@dataclass(frozen=True, slots=True)
class Levels:
    """After how many days without a sign of life a family drifts, or is to be called; and how long one is new.

    `sooner_days` stand for `call_days` where a home was approved a short while ago, or asked and got no bed: whoever
    needs somebody soonest does not drift first.
    """

    drifting_days: int = 30
    call_days: int = 45
    sooner_days: int = 21
    grace_days: int = 21


DEFAULT_LEVELS = Levels()
"""Those of a service that has set none."""


class DaysOutOfRange(RuleBroken):
    """A number of days that nobody can mean."""

    def __init__(self, about: str) -> None:
        self.about = about
        said = gettext("Enter a number of days from %(fewest)s to %(most)s.", fewest=FEWEST_DAYS, most=MOST_DAYS)
        super().__init__(said)


class GraceOutOfRange(RuleBroken):
    """Nobody is new for longer than a season."""

    about = "grace_days"

    def __init__(self) -> None:
        super().__init__(gettext("Enter a number of days from 0 to %(most)s.", most=LONGEST_GRACE))


class CallNotAfterDrifting(RuleBroken):
    """A family drifts before it is to be called."""

    about = "call_days"

    def __init__(self) -> None:
        super().__init__(gettext("Enter more days than those after which a family is drifting."))


class SoonerNotBefore(RuleBroken):
    """What is to come sooner cannot come later."""

    about = "sooner_days"

    def __init__(self) -> None:
        super().__init__(gettext("Enter at most as many days as those after which others are drifting."))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a family: since when it is here, since when anything is counted, and its last sign of life."""

    joined_on: dt.date
    counted_from: dt.date
    last_on: dt.date | None = None
    approved_on: dt.date | None = None
    has_unmet: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a family stands: since when nothing was heard, for how many days, and what made the number shorter.

    `new_until` is the first day on which a new or returning family is looked at like the others, until that day.
    """

    state: State
    since: dt.date
    days: int
    sooner: Sooner | None = None
    new_until: dt.date | None = None


def must_be_sound(levels: Levels) -> None:
    """Raise DaysOutOfRange, GraceOutOfRange, CallNotAfterDrifting or SoonerNotBefore for levels nobody can mean."""
    for about in ("drifting_days", "call_days", "sooner_days"):
        if not FEWEST_DAYS <= getattr(levels, about) <= MOST_DAYS:
            raise DaysOutOfRange(about)
    if not 0 <= levels.grace_days <= LONGEST_GRACE:
        raise GraceOutOfRange
    if levels.call_days <= levels.drifting_days:
        raise CallNotAfterDrifting
    if levels.sooner_days > levels.drifting_days:
        raise SoonerNotBefore


def joined_on(spans: Iterable[Span], today: dt.date) -> dt.date:
    """The first day of the unbroken time for which a family has been here; `today` where it is not here.

    A hub that hands over, or a family that changes its constellation from one day to the next, is not new.
    """
    begins = today
    for span in sorted(spans, key=lambda one: one.starts_on, reverse=True):
        if span.starts_on < begins and (span.ends_on is None or span.ends_on >= begins):
            begins = span.starts_on
    return begins


def standing_of(known: Known, levels: Levels, today: dt.date) -> Standing:
    """How a family stands today; while it is new it is connected, whatever was heard of it.

    A sign of life from before it came (back) says nothing, nor does time in which nothing was counted yet.
    """
    start = max(known.joined_on, known.counted_from)
    since = max(start, known.last_on) if known.last_on else start
    days = max((today - since).days, 0)
    new_until = known.joined_on + levels.grace_days * _DAY
    if today < new_until:
        return Standing(State.CONNECTED, since, days, new_until=new_until)
    sooner = _sooner(known, today)
    if days >= (levels.sooner_days if sooner else levels.call_days):
        return Standing(State.CALL_THEM, since, days, sooner)
    drifts = sooner is None and days >= levels.drifting_days
    return Standing(State.DRIFTING if drifts else State.CONNECTED, since, days, sooner)


def _sooner(known: Known, today: dt.date) -> Sooner | None:
    if known.has_unmet:
        return Sooner.UNMET
    is_new = known.approved_on is not None and today < years_after(known.approved_on, YEARS_NEW)
    return Sooner.NEWLY_APPROVED if is_new else None


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; after 29 February it is 1 March where there is none."""
    later = day.year + years
    if (day.month, day.day) == (2, 29):
        return dt.date(later, 2, 28) + _DAY
    return day.replace(year=later)


def fired_sooner(standing: Standing, levels: Levels) -> bool:
    """Whether a family is to be called only because the shorter number holds for it."""
    return standing.state is State.CALL_THEM and standing.days < levels.call_days


def needs_somebody(state: State, facts: Collection[Fact]) -> bool:
    """Whether a family stands on the list: for its silence, or for what happened."""
    return state is not State.CONNECTED or bool(facts)


ORDER = (State.CALL_THEM, State.DRIFTING, State.CONNECTED)


def place_of(state: State, days: int, family: str) -> tuple[int, int, str]:
    """Where a family stands on the list: those to call first, the longest silence before the others, then by name."""
    silent = 0 if state is State.CONNECTED else -days
    return ORDER.index(state), silent, family.casefold()
