"""What became of asks, counted: what was met, what was not, and how long before it was asked. Pure values."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import Month
from sleepovers.rules import AnswerState, AskState, StayKind

PERIODS = (3, 6, 12, 24)
"""Months that may be looked at together, this one included."""

USUAL_PERIOD = 12

REASONS_SHOWN = 8
"""Reasons that are counted one by one; those said less often are taken together."""

OFFERS = frozenset({AnswerState.AGREED, AnswerState.OTHER_NIGHTS, AnswerState.OTHER_HOME})


class Outcome(StrEnum):
    """What became of an ask; `called_off` is one that was agreed until the host called it off."""

    MET = "met"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"
    CALLED_OFF = "called_off"
    OPEN = "open"


class Fate(StrEnum):
    """Whether a stay that was agreed stands, or who called it off."""

    STANDS = "stands"
    OFF_BY_HOST = "off_by_host"
    OFF_BY_FAMILY = "off_by_family"


class Lead(StrEnum):
    """How long before its first night something was asked for."""

    SAME_DAY = "same_day"
    FEW_DAYS = "few_days"
    TWO_WEEKS = "two_weeks"
    LONGER = "longer"
    UNKNOWN = "unknown"


CAME_TO_NOTHING = (Outcome.DECLINED, Outcome.WITHDRAWN, Outcome.UNANSWERED, Outcome.CALLED_OFF)


@dataclass(frozen=True, slots=True)
class AskFacts:
    """One ask: for when, by the families of which constellations, what became of it, and the reason that was given."""

    ask_id: uuid.UUID
    first_day: dt.date
    nights: int
    kind: StayKind
    families: tuple[str, ...]
    constellations: frozenset[uuid.UUID]
    outcome: Outcome
    is_offered: bool
    lead_days: int | None
    reason: str | None
    home_ids: frozenset[uuid.UUID] = frozenset()

    @property
    def month(self) -> Month:
        """The month in which it was to begin."""
        return Month.of(self.first_day)


@dataclass(frozen=True, slots=True)
class NightFacts:
    """What a home wanted without an ask: a night for which it did not ask, or the first of a stay that was recorded."""

    night: dt.date
    family: str
    constellations: frozenset[uuid.UUID]

    @property
    def month(self) -> Month:
        """The month of the night."""
        return Month.of(self.night)


@dataclass(frozen=True, slots=True)
class Wants:
    """What was wanted: asks, nights for which nobody asked, and stays that came about without an ask in Roost.

    The last are agreed by phone and recorded, or come from a register: they were wanted, and met.
    """

    asks: tuple[AskFacts, ...] = ()
    unasked: tuple[NightFacts, ...] = ()
    recorded: tuple[NightFacts, ...] = ()

    def of_month(self, month: Month) -> "Wants":
        """Those of one month."""
        return Wants(
            tuple(one for one in self.asks if one.month == month),
            tuple(one for one in self.unasked if one.month == month),
            tuple(one for one in self.recorded if one.month == month),
        )

    def of_constellation(self, key: uuid.UUID) -> "Wants":
        """Those of the families of one constellation; a family of two counts in both."""
        return Wants(
            tuple(one for one in self.asks if key in one.constellations),
            tuple(one for one in self.unasked if key in one.constellations),
            tuple(one for one in self.recorded if key in one.constellations),
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """Asks counted: how many there were, had an offer, and ended how; how many were never put, and met without one."""

    asked: int
    offered: int
    outcomes: dict[Outcome, int]
    not_asked: int
    recorded: int = 0

    def number(self, outcome: Outcome) -> int:
        """How many ended so."""
        return self.outcomes.get(outcome, 0)

    @property
    def wanted(self) -> int:
        """Everything that was wanted and is decided: asks that are no longer open, and what needed none."""
        return self.asked - self.number(Outcome.OPEN) + self.not_asked + self.recorded

    @property
    def is_empty(self) -> bool:
        """Whether nothing was wanted at all."""
        return not (self.asked or self.not_asked or self.recorded)

    @property
    def unmet(self) -> int:
        """What of it came to nothing."""
        return sum(self.number(outcome) for outcome in CAME_TO_NOTHING) + self.not_asked

    @property
    def share(self) -> int | None:
        """Of a hundred that were wanted so many came to nothing; none where nothing is decided."""
        return round(100 * self.unmet / self.wanted) if self.wanted else None


def outcome_of(state: AskState, fates: Collection[Fate]) -> Outcome:
    """What became of an ask: one that was agreed is met while a single stay of it stands.

    Called off by the family it counts as withdrawn; by the host it is called off, since nobody had the bed in the end.
    """
    if state is not AskState.AGREED:
        return Outcome(state.value)
    if not fates or Fate.STANDS in fates:
        return Outcome.MET
    return Outcome.CALLED_OFF if Fate.OFF_BY_HOST in fates else Outcome.WITHDRAWN


def has_offer(answers: Iterable[tuple[AnswerState, bool]]) -> bool:
    """Whether some home agreed or offered something else; an offer that was not needed any more was one all the same.

    Each answer is its state, and whether it held other nights.
    """
    return any(state in OFFERS or other_nights for state, other_nights in answers)


def lead_of(asked_on: dt.date | None, first_day: dt.date) -> int | None:
    """Days from asking to the first night; none where nobody knows, as of a register's asks."""
    if asked_on is None or asked_on > first_day:
        return None
    return (first_day - asked_on).days


def lead_band(days: int | None) -> Lead:
    """The same in words of everyday."""
    if days is None:
        return Lead.UNKNOWN
    if days == 0:
        return Lead.SAME_DAY
    if days <= 3:
        return Lead.FEW_DAYS
    return Lead.TWO_WEEKS if days <= 14 else Lead.LONGER


def tally(wants: Wants) -> Figures:
    """Count what was wanted."""
    outcomes = Counter(ask.outcome for ask in wants.asks)
    offered = sum(ask.is_offered for ask in wants.asks)
    return Figures(len(wants.asks), offered, dict(outcomes), len(wants.unasked), len(wants.recorded))


def by_month(months: Sequence[Month], wants: Wants) -> list[tuple[Month, Figures]]:
    """The figures of each of some months."""
    return [(month, tally(wants.of_month(month))) for month in months]


def leads(asks: Iterable[AskFacts]) -> list[tuple[Lead, int, int]]:
    """By how long before it was asked: how many asks that are decided there were, and how many came to nothing."""
    decided = [ask for ask in asks if ask.outcome is not Outcome.OPEN]
    every = Counter(lead_band(ask.lead_days) for ask in decided)
    unmet = Counter(lead_band(ask.lead_days) for ask in decided if ask.outcome in CAME_TO_NOTHING)
    return [(band, every[band], unmet[band]) for band in Lead if every[band]]


def reasons(asks: Iterable[AskFacts]) -> tuple[list[tuple[str, int]], int, int]:
    """The reasons of what came to nothing, the most frequent first; how many gave others, and how many none."""
    unmet = [ask for ask in asks if ask.outcome in CAME_TO_NOTHING]
    said = Counter(ask.reason for ask in unmet if ask.reason)
    ranked = sorted(said.items(), key=lambda item: (-item[1], item[0]))
    shown = ranked[:REASONS_SHOWN]
    return shown, sum(number for _, number in ranked[REASONS_SHOWN:]), len(unmet) - sum(said.values())


def period_of(text: str | None) -> int:
    """Read how many months an address asks for: one of PERIODS, else the usual ones."""
    return next((months for months in PERIODS if str(months) == text), USUAL_PERIOD)
