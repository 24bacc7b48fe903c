"""When a job is due, for which days, and how a run of it ended."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import LONDON
from constellations.core.errors import Conflict

FIRST_HOUR = 3
"""No daily job before: in October the London hour from 01:00 comes twice, in March it does not come at all."""

MOST_FAILURES = 5
"""After so many failed runs for one day a daily job waits for the next day, and a frequent one fills the ledger no
further, though it goes on; the page of jobs shows it."""

SILENT_AFTER = dt.timedelta(minutes=2)
"""A process that runs the jobs beats twice a minute; after this long without, none does."""

ONE_DAY = dt.timedelta(days=1)


class Outcome(StrEnum):
    """How a run ended; a run that never ended is found as `running`."""

    RUNNING = "running"
    DONE = "done"
    NOTHING_DUE = "nothing_due"
    FAILED = "failed"


GOOD = frozenset({Outcome.DONE, Outcome.NOTHING_DUE})
"""Outcomes after which the days of a run need no other."""


class AnotherRunsIt(Conflict):
    """The same job runs at this moment, here or on another machine."""

    def __init__(self) -> None:
        super().__init__("Another process is running it. Look at the ledger in a minute.")


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a time of the London clock; raises ValueError before FIRST_HOUR."""

    hour: int
    minute: int = 0

    def __post_init__(self) -> None:
        if not (FIRST_HOUR <= self.hour < 24 and 0 <= self.minute < 60):
            raise ValueError(f"a daily job runs at {FIRST_HOUR:02d}:00 or later, not at {self.hour}:{self.minute:02d}")


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, so many seconds apart."""

    seconds: int


Schedule = Daily | Every


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a run found, as a number (0: nothing was due) and in words for the ledger, which name no child or family."""

    found: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended, as the ledger keeps it."""

    outcome: Outcome
    found: int = 0
    words: str = ""

    @classmethod
    def of(cls, result: JobResult) -> "Ending":
        """A run that went well."""
        return cls(Outcome.DONE if result.found else Outcome.NOTHING_DUE, result.found, result.words)

    @classmethod
    def failed(cls, kind: type[Exception]) -> "Ending":
        """A run that did not: the kind of its error alone, since a message may hold somebody's words."""
        return cls(Outcome.FAILED, words=f"It stopped with an error ({kind.__name__}).")


@dataclass(frozen=True, slots=True)
class WaitedFor:
    """Since when somebody has waited for a good run of a job: since their last one, or, without one, from the start."""

    since: dt.datetime
    has_run: bool


def days_due(last_good: dt.date | None, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day, both included, that a run of today looks after: also days that were missed."""
    if last_good is None:
        return today, today
    return min(last_good + ONE_DAY, today), today


def last_due(schedule: Daily, now: dt.datetime) -> dt.date:
    """The latest day on which a job should have run: before its time of the day that is the day before."""
    here = now.astimezone(LONDON)
    reached = here.time() >= dt.time(schedule.hour, schedule.minute)
    return here.date() if reached else here.date() - ONE_DAY


def is_missed(schedule: Daily, last_good: dt.date | None, now: dt.datetime) -> bool:
    """Whether the latest time at which a job should have run has passed without a good run."""
    return last_good is None or last_good < last_due(schedule, now)


def is_alive(last_beat: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether some process runs the jobs: its heart has beaten within SILENT_AFTER."""
    return last_beat is not None and now - last_beat < SILENT_AFTER


def is_hour_of_change(now: dt.datetime) -> bool:
    """Whether the clock of London shows an hour, from one to FIRST_HOUR, in which nothing is done that is daily."""
    return 1 <= now.astimezone(LONDON).hour < FIRST_HOUR


def next_time(schedule: Schedule, now: dt.datetime) -> dt.datetime:
    """The next instant at which a job is due."""
    if isinstance(schedule, Every):
        return now + dt.timedelta(seconds=schedule.seconds)
    here = now.astimezone(LONDON)
    at = dt.datetime.combine(here.date(), dt.time(schedule.hour, schedule.minute), LONDON)
    return at if at > here else dt.datetime.combine(here.date() + ONE_DAY, at.timetz())


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.RUNNING: "running",
    Outcome.DONE: "done",
    Outcome.NOTHING_DUE: "nothing due",
    Outcome.FAILED: "failed",
}
