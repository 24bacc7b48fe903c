"""What a calendar file says of events from today on: pure values, the day passed in."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from flask_babel import gettext

from constellations.core.calendar_file import FileEntry
from constellations.core.calendar_values import Unreadable
from constellations.core.errors import RuleBroken
from constellations.core.recurrence import ComesTooOften, days_of
from constellations.core.words import full_day_words
from constellations.events.planning.rules import FURTHEST_BACK
from constellations.events.rules import MOST_TIMES, Pattern, Repeats, dates_of

MOST_DATES = 5_000
"""In one file, of all its events together."""

NOT_LOADED = ""
"""What stands for the words of a file where people made something themselves: no file ever said it so."""

_BY_ITSELF = re.compile(r"#\d{8}$")


class TooManyDates(RuleBroken):
    """A file whose series have more dates than any calendar of a service."""

    about = "file"

    def __init__(self) -> None:
        words = gettext("The events in the file have more than %(most)s dates. Export a shorter time.", most=MOST_DATES)
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class OneDate:
    """One date of an event: `planned_on` by which its file knows it, and all that is its own there, by a London wall.

    `title` and `place` are those of its event where they are none. `as_loaded` is the mark of what a file said of it
    when it was loaded last; none where that was not kept. Where it `has_register`, somebody wrote down who came.
    """

    planned_on: dt.date
    starts_on: dt.date
    starts_at: dt.time | None
    minutes: int
    title: str | None = None
    place: str | None = None
    is_cancelled: bool = False
    as_loaded: str | None = field(default=None, compare=False)
    has_register: bool = field(default=False, compare=False)

    @property
    def mark(self) -> str:
        """By which what is said of it is known again."""
        at = (self.starts_on, self.starts_at, self.minutes)
        return mark_of(*at, self.title, self.place, self.is_cancelled)

    @property
    def is_peoples(self) -> bool:
        """Whether people made of it what it is, or came to it; where nothing was kept, only what is called off."""
        if self.has_register:
            return True
        return self.is_cancelled if self.as_loaded is None else self.as_loaded != self.mark


@dataclass(frozen=True, slots=True)
class Loaded:
    """An event with its dates in order, as a file has it or as it stands in the calendar.

    What stands there has a `key`, and knows more: `as_loaded` as a date does, the `days` of its pattern and those
    `taken` by a date, and the events that go on from it, where people changed a series from a date on.
    """

    uid: str
    title: str
    place: str
    words: str
    dates: tuple[OneDate, ...]
    as_loaded: str | None = field(default=None, compare=False)
    days: tuple[dt.date, ...] = field(default=(), compare=False)
    taken: frozenset[dt.date] = field(default=frozenset(), compare=False)
    further: "tuple[Loaded, ...]" = field(default=(), compare=False)
    key: uuid.UUID | None = field(default=None, compare=False)

    @property
    def pattern(self) -> Pattern | None:
        """How its dates come; none where they follow no pattern of ours."""
        return pattern_of([one.planned_on for one in self.dates])

    @property
    def mark(self) -> str:
        """By which its words are known again."""
        return mark_of(self.title, self.place, self.words)

    @property
    def is_peoples(self) -> bool:
        """Whether people gave it the words that it has."""
        return self.as_loaded is not None and self.as_loaded != self.mark

    @property
    def parts(self) -> "tuple[Loaded, ...]":
        """The event, and those that go on from it."""
        return (self, *self.further)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry of a file that is left out, and why."""

    title: str
    why: str


def mark_of(*said: object) -> str:
    """By what something that was said is known again, without keeping it."""
    return sha256(repr(said).encode()).hexdigest()


def last_day_loaded(today: dt.date) -> dt.date:
    """How far a series without an end is taken: to the end of next year, so that a file read again brings no more."""
    return dt.date(today.year + 1, 12, 31)


def pattern_of(days: Sequence[dt.date]) -> Pattern | None:
    """The pattern whose dates these are, which are in order; none where there is none."""
    if len(days) == 1:
        return Pattern(days[0])
    if not 0 < len(days) <= MOST_TIMES:
        return None
    repeating = [each for each in Repeats if each is not Repeats.NEVER]
    patterns = [Pattern(days[0], repeats, until=days[-1]) for repeats in repeating]
    patterns.append(Pattern(days[0], Repeats.MONTHLY_WEEKDAY, until=days[-1], of_month=-1))
    return next((one for one in patterns if _fits(one, days)), None)


def _fits(pattern: Pattern, days: Sequence[dt.date]) -> bool:
    try:
        return dates_of(pattern) == tuple(days)
    except RuleBroken:
        return False


def uid_by_itself(uid: str, day: dt.date) -> str:
    """The name of one date of a series that stands as an event of its own."""
    return f"{uid}#{day:%Y%m%d}"


def uid_of_series(uid: str) -> str:
    """The name in its calendar of what an event is part of: dates without a pattern stand as events of their own."""
    return _BY_ITSELF.sub("", uid)


def read_entries(entries: Iterable[FileEntry | Unreadable], today: dt.date) -> tuple[list[Loaded], list[Refusal], int]:
    """The events of a file from today on, what is refused, and how many are over; raises TooManyDates."""
    series, others, refused = _sorted_out(entries)
    alone = [_alone(one) for uid, each in others.items() if uid not in series for one in each.values()]
    found, over, dates = [], 0, 0
    for entry in (*series.values(), *alone):
        read = _dates(entry, others.get(entry.uid, {}), today)
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


Others = dict[dt.date, FileEntry]
"""What stands for single dates of a series, by those."""


def _sorted_out(
    entries: Iterable[FileEntry | Unreadable],
) -> tuple[dict[str, FileEntry], dict[str, Others], list[Refusal]]:
    """The series of a file, what stands for single dates of each, and what cannot be taken."""
    series: dict[str, FileEntry] = {}
    others: dict[str, Others] = {}
    refused: list[Refusal] = []
    for entry in entries:
        if isinstance(entry, Unreadable):
            refused.append(Refusal(entry.title, entry.why))
            continue
        if entry.stands_for is None:
            first = series.setdefault(entry.uid, entry)
        else:
            first = others.setdefault(entry.uid, {}).setdefault(entry.stands_for.date(), entry)
        if first is not entry:
            refused.append(_twice(entry))
    # A name that looks like that of a single date would be taken for one.
    for uid in [uid for uid in series if uid != uid_of_series(uid) and uid_of_series(uid) in {*series, *others}]:
        refused.append(_twice(series.pop(uid)))
    return series, others, refused


def _twice(entry: FileEntry) -> Refusal:
    return Refusal(entry.title, gettext("It stands in the file twice."))


def _alone(entry: FileEntry) -> FileEntry:
    """A date of a series that is not in the file, as an event of its own."""
    day = entry.stands_for.date() if entry.stands_for else entry.begins.day
    return replace(entry, uid=uid_by_itself(entry.uid, day), stands_for=None)


def _dates(entry: FileEntry, instead: Others, today: dt.date) -> list[OneDate] | Refusal:
    """The dates of an event from today on, each as the file has it at last."""
    horizon = last_day_loaded(today)
    try:
        planned = [entry.begins.moved_to(day).in_london() for day in _days(entry, horizon)]
    except ComesTooOften:
        return Refusal(entry.title, gettext("It comes too often, or began too long ago. Export it from today on."))
    moments = sorted({*planned, *entry.more})
    if len({moment.date() for moment in moments}) < len(moments):
        return Refusal(entry.title, gettext("It comes twice on the same day."))
    left_out = {moment.date() for moment in entry.left_out}
    dates = [_date(entry, moment, instead.get(moment.date()), moment.date() in left_out) for moment in moments]
    to_come = [one for one in dates if max(one.planned_on, one.starts_on) >= today]
    ahead = [one for one in to_come if one.planned_on <= horizon]
    if to_come and not ahead:
        words = gettext("It is too far ahead. Load it again when it is at most in the next year.")
        return Refusal(entry.title, words)
    if len(ahead) > MOST_TIMES:
        return Refusal(entry.title, gettext("It comes more than %(most)s times.", most=MOST_TIMES))
    if ahead and ahead[0].planned_on < today - FURTHEST_BACK:
        day = full_day_words(ahead[0].planned_on)
        return Refusal(
            entry.title, gettext("One of its dates was moved by more than a year: that of %(day)s.", day=day)
        )
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
