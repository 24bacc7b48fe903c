"""What a calendar file would bring, beside what is known already: pure values, the day passed in."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import gettext

from constellations.core.calendar_file import FileEntry
from constellations.core.calendar_values import Unreadable
from constellations.core.errors import RuleBroken
from constellations.core.recurrence import ComesTooOften, days_of
from constellations.events.rules import MOST_TIMES, Pattern, Repeats, dates_of

MOST_DATES = 5_000
"""In one file, of all its events together."""

_BY_ITSELF = re.compile(r"#\d{8}$")


class Becomes(StrEnum):
    """What a file makes of an event."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class TooManyDates(RuleBroken):
    """A file whose series have more dates than any calendar of a service."""

    about = "file"

    def __init__(self) -> None:
        words = gettext("The events in the file have more than %(most)s dates. Export a shorter time.", most=MOST_DATES)
        super().__init__(words)


class NothingToLoad(RuleBroken):
    """A file that changes nothing."""

    about = "file"

    def __init__(self) -> None:
        super().__init__(gettext("There is nothing new in the file. All of it is in the calendar, or over."))


@dataclass(frozen=True, slots=True)
class OneDate:
    """One date of an event: `planned_on` by which it is known, and all that is its own there, in London wall time.

    `title` and `place` are those of its event where they are none.
    """

    planned_on: dt.date
    starts_on: dt.date
    starts_at: dt.time | None
    minutes: int
    title: str | None = None
    place: str | None = None
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """An event with its dates in order, as a file has it or as it stands in the calendar."""

    uid: str
    title: str
    place: str
    words: str
    dates: tuple[OneDate, ...]

    @property
    def pattern(self) -> Pattern | None:
        """How its dates come; none where they follow no pattern of ours."""
        return pattern_of([one.planned_on for one in self.dates])


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry of a file that is left out, and why."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one event, with how many of its dates are new, changed, and called off."""

    becomes: Becomes
    event: Loaded
    new: int = 0
    changed: int = 0
    called_off: int = 0
    is_reworded: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file would do: a step for each event, what is refused, and how many entries are over already."""

    steps: tuple[Step, ...]
    refused: tuple[Refusal, ...]
    over: int

    def those(self, becomes: Becomes) -> list[Step]:
        """The steps of one kind."""
        return [step for step in self.steps if step.becomes is becomes]

    @property
    def is_news(self) -> bool:
        """Whether anything would change."""
        return any(step.becomes is not Becomes.UNCHANGED for step in self.steps)


def last_day_loaded(today: dt.date) -> dt.date:
    """How far a series without an end is taken: to the end of next year, so that a file read again brings no more."""
    return dt.date(today.year + 1, 12, 31)


def pattern_of(days: Sequence[dt.date]) -> Pattern | None:
    """The pattern whose dates these are, which are in order; none where there is none."""
    if len(days) == 1:
        return Pattern(days[0])
    if len(days) > MOST_TIMES:
        return None
    repeating = [each for each in Repeats if each is not Repeats.NEVER]
    patterns = (Pattern(days[0], repeats, until=days[-1]) for repeats in repeating)
    return next((one for one in patterns if _fits(one, days)), None)


def _fits(pattern: Pattern, days: Sequence[dt.date]) -> bool:
    try:
        return dates_of(pattern) == tuple(days)
    except RuleBroken:
        return False


def uid_of_series(uid: str) -> str:
    """The name in its calendar of what an event is part of: dates without a pattern stand as events of their own."""
    return _BY_ITSELF.sub("", uid)


def read_entries(entries: Iterable[FileEntry | Unreadable], today: dt.date) -> tuple[list[Loaded], list[Refusal], int]:
    """The events of a file from today on, what is refused, and how many are over; raises TooManyDates."""
    series: dict[str, FileEntry] = {}
    others: dict[str, list[FileEntry]] = {}
    refused: list[Refusal] = []
    for entry in entries:
        if isinstance(entry, Unreadable):
            refused.append(Refusal(entry.title, entry.why))
        elif entry.stands_for is not None:
            others.setdefault(entry.uid, []).append(entry)
        elif entry.uid in series:
            refused.append(Refusal(entry.title, gettext("It stands in the file twice.")))
        else:
            series[entry.uid] = entry
    alone = [_alone(one) for uid, each in others.items() if uid not in series for one in each]
    found, over, dates = [], 0, 0
    for entry in (*series.values(), *alone):
        read = _dates(entry, others.get(entry.uid, ()), today)
        if isinstance(read, Refusal):
            refused.append(read)
            continue
        dates += len(read)
        if dates > MOST_DATES:
            raise TooManyDates
        over += not read
        if read:
            found.append(Loaded(entry.uid, entry.title, entry.place, entry.words, tuple(read)))
    return found, refused, over


def _alone(entry: FileEntry) -> FileEntry:
    """A date of a series that is not in the file, as an event of its own."""
    return replace(entry, uid=f"{entry.uid}#{entry.stands_for:%Y%m%d}", stands_for=None)


def _dates(entry: FileEntry, others: Iterable[FileEntry], today: dt.date) -> list[OneDate] | Refusal:
    """The dates of an event from today on, each as the file has it at last."""
    horizon = last_day_loaded(today)
    try:
        planned = [entry.begins.moved_to(day).in_london() for day in _days(entry, horizon)]
    except ComesTooOften:
        return Refusal(entry.title, gettext("It comes too often, or began too long ago. Export it from today on."))
    moments = sorted({*planned, *entry.more})
    if len({moment.date() for moment in moments}) < len(moments):
        return Refusal(entry.title, gettext("It comes twice on the same day."))
    instead = {one.stands_for.date(): one for one in others if one.stands_for}
    left_out = {moment.date() for moment in entry.left_out}
    dates = [_date(entry, moment, instead.get(moment.date()), moment.date() in left_out) for moment in moments]
    ahead = [one for one in dates if max(one.planned_on, one.starts_on) >= today and one.planned_on <= horizon]
    if len(ahead) > MOST_TIMES:
        return Refusal(entry.title, gettext("It comes more than %(most)s times.", most=MOST_TIMES))
    return ahead


def _days(entry: FileEntry, horizon: dt.date) -> Iterable[dt.date]:
    if entry.rule is None:
        return (entry.begins.day,)
    return days_of(entry.rule, entry.begins.moment, horizon)


def _date(entry: FileEntry, moment: dt.datetime, instead: FileEntry | None, is_left_out: bool) -> OneDate:
    shown = instead or entry
    starts = instead.begins.in_london() if instead else moment
    return OneDate(
        planned_on=moment.date(),
        starts_on=starts.date(),
        starts_at=None if shown.begins.at is None else starts.time(),
        minutes=shown.minutes,
        title=None if shown.title == entry.title else shown.title,
        place=None if shown.place == entry.place else shown.place,
        is_cancelled=entry.is_cancelled or shown.is_cancelled or is_left_out,
    )


def as_events(read: Loaded, known: Mapping[str, Loaded], today: dt.date) -> list[Loaded]:
    """One event, or, where its dates with those known follow no pattern of ours, one for each date.

    An event of one date that is still ahead and stands on another day now was moved there.
    """
    series = known.get(read.uid)
    before = series.dates if series else ()
    if len(read.dates) == len(before) == 1 and before[0].starts_on >= today:
        return [replace(read, dates=(replace(read.dates[0], planned_on=before[0].planned_on),))]
    days = {one.planned_on for one in (*read.dates, *before)}
    if pattern_of(sorted(days)) is not None:
        return [read]
    return [replace(read, uid=f"{read.uid}#{one.planned_on:%Y%m%d}", dates=(one,)) for one in read.dates]


def steps_of(read: Iterable[Loaded], known: Mapping[str, Loaded], today: dt.date) -> tuple[Step, ...]:
    """What becomes of each event of a file, and of those known that a series of the file had before and has no more."""
    events = [event for one in read for event in as_events(one, known, today)]
    named = {event.uid for event in events}
    series = {uid_of_series(uid) for uid in named}
    gone = [one for uid, one in known.items() if uid not in named and uid_of_series(uid) in series]
    steps = [_step(event, known.get(event.uid), today) for event in events]
    steps += [_step(replace(one, dates=()), one, today) for one in gone]
    # What is called off before anybody knew of it is no news.
    return tuple(step for step in steps if step is not None)


def _step(event: Loaded, known: Loaded | None, today: dt.date) -> Step | None:
    if known is None:
        is_on = any(not one.is_cancelled for one in event.dates)
        return Step(Becomes.NEW, event, new=len(event.dates)) if is_on else None
    before = {one.planned_on: one for one in known.dates}
    now = {one.planned_on: one for one in settled(event, known, today)}
    both = [(one, before[day]) for day, one in now.items() if day in before]
    called_off = sum(one.is_cancelled and not was.is_cancelled for one, was in both)
    changed = sum(one != was for one, was in both) - called_off
    is_reworded = bool(event.dates) and (event.title, event.place, event.words) != (
        known.title,
        known.place,
        known.words,
    )
    is_same = not (len(now) - len(both) or changed or called_off or is_reworded)
    becomes = Becomes.UNCHANGED if is_same else Becomes.CHANGED
    if is_same and not event.dates:
        return None
    return Step(becomes, event, len(now) - len(both), changed, called_off, is_reworded)


def settled(event: Loaded, known: Loaded, today: dt.date) -> tuple[OneDate, ...]:
    """The dates of an event from today on as a file has them; one that it has no more is called off."""
    named = {one.planned_on for one in event.dates}
    gone = [
        replace(one, is_cancelled=True) for one in known.dates if one.planned_on not in named and one.starts_on >= today
    ]
    return (*event.dates, *gone)
