"""What a calendar file would bring, beside what is known already: pure values, the day passed in.

What people changed in Roost stays: of a date that they moved, worded or called off, and of words that they gave to an
event, the file has the say no more, and what it says otherwise is shown.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import gettext

from constellations.core.errors import RuleBroken
from constellations.events.loading.reading.rules import (
    NOT_LOADED,
    Loaded,
    OneDate,
    Refusal,
    pattern_of,
    uid_by_itself,
    uid_of_series,
)


class Becomes(StrEnum):
    """What a file makes of an event."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Fate(StrEnum):
    """What a file makes of a date: one that people changed is kept."""

    NEW = "new"
    CHANGED = "changed"
    CALLED_OFF = "called_off"
    SAME = "same"
    KEPT = "kept"


class NothingToLoad(RuleBroken):
    """A file that changes nothing."""

    about = "file"

    def __init__(self) -> None:
        super().__init__(gettext("There is nothing new in the file. All of it is in the calendar, or over."))


@dataclass(frozen=True, slots=True)
class DateStep:
    """What becomes of a date: `was` as it stands, none where it is new; `now` as the file has it, if it does.

    `part` is the place of its event among those as which its series stands.
    """

    fate: Fate
    part: int
    was: OneDate | None
    now: OneDate | None

    @property
    def is_changed_in_file(self) -> bool:
        """Whether the file says something else than when it was loaded last."""
        before = self.was.as_loaded if self.was else None
        return self.now is None or (before is not None and before != self.now.mark)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one event, and of each of its dates.

    `known` is as it stands, none where it is new; `reworded` are the places of those of its parts that get the words of
    the file, where others keep what people gave them.
    """

    becomes: Becomes
    event: Loaded
    known: Loaded | None
    dates: tuple[DateStep, ...]
    reworded: tuple[int, ...] = ()
    keeps_words: bool = False

    @property
    def new(self) -> int:
        """How many dates are new."""
        return self._count(Fate.NEW)

    @property
    def changed(self) -> int:
        """How many dates are different."""
        return self._count(Fate.CHANGED)

    @property
    def called_off(self) -> int:
        """How many dates are called off."""
        return self._count(Fate.CALLED_OFF)

    @property
    def is_reworded(self) -> bool:
        """Whether it gets other words."""
        return bool(self.reworded)

    @property
    def kept(self) -> tuple[DateStep, ...]:
        """The dates that stay as people changed them."""
        return tuple(one for one in self.dates if one.fate is Fate.KEPT)

    def _count(self, fate: Fate) -> int:
        return sum(one.fate is fate for one in self.dates)


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
    def keeping(self) -> list[Step]:
        """The steps in which something stays as people changed it."""
        return [step for step in self.steps if step.kept or step.keeps_words]

    @property
    def as_in_file(self) -> list[Step]:
        """The steps of what stands in the calendar as the file has it."""
        return [step for step in self.those(Becomes.UNCHANGED) if not (step.kept or step.keeps_words)]

    @property
    def is_news(self) -> bool:
        """Whether anything would change."""
        return any(step.becomes is not Becomes.UNCHANGED for step in self.steps)


def whole_series(read: Iterable[Loaded], known: Mapping[str, Loaded]) -> tuple[list[Loaded], list[Refusal]]:
    """The events of a file without single dates of a series that stands in the calendar and not in the file."""
    taken: list[Loaded] = []
    refused: list[Refusal] = []
    for one in read:
        if one.uid in known or uid_of_series(one.uid) not in known:
            taken.append(one)
        else:
            words = gettext("It is one date of a series that is not in the file. Export the whole series.")
            refused.append(Refusal(one.title, words))
    return taken, refused


def as_events(read: Loaded, known: Mapping[str, Loaded], split: Collection[str], today: dt.date) -> list[Loaded]:
    """One event, or, where its dates with those known follow no pattern of ours, one for each date that does not.

    A date stays with the event that holds it. What stands as events of their own goes on so, by the names of the
    series that are `split`, also where the dates that are left would follow a pattern. An event of one date that is
    still ahead and stands on another day now was moved there.
    """
    series = known.get(read.uid)
    before = _dates_of(series) if series else {}
    of_file = [one for one in before.values() if one.as_loaded != NOT_LOADED]
    if len(read.dates) == len(of_file) == 1 and of_file[0].starts_on >= today:
        return [replace(read, dates=(replace(read.dates[0], planned_on=of_file[0].planned_on),))]
    days = {one.planned_on for one in read.dates}
    alone = {day for day in days if uid_by_itself(read.uid, day) in known}
    new = days - before.keys() - alone
    if not (_takes(series, new) if series else read.uid not in split and read.pattern is not None):
        alone |= new
    together = tuple(one for one in read.dates if one.planned_on not in alone)
    singles = [
        replace(read, uid=uid_by_itself(read.uid, one.planned_on), dates=(one,))
        for one in read.dates
        if one.planned_on in alone
    ]
    return [replace(read, dates=together), *singles] if together else singles


def _takes(series: Loaded, new: Collection[dt.date]) -> bool:
    """Whether new days follow the pattern of the last part of a series."""
    last = series.parts[-1]
    own = last.days or tuple(one.planned_on for one in last.dates)
    is_free = last.taken.isdisjoint(new)
    return not new or (is_free and pattern_of(sorted({*own, *new})) is not None)


def _dates_of(known: Loaded) -> dict[dt.date, OneDate]:
    """All dates of an event and of those that go on from it; one that came from a file before one that people added."""
    every = [one for part in known.parts for one in part.dates]
    return {one.planned_on: one for one in sorted(every, key=lambda one: one.as_loaded != NOT_LOADED)}


def steps_of(read: Collection[Loaded], known: Mapping[str, Loaded], today: dt.date) -> tuple[Step, ...]:
    """What becomes of each event of a file, and of those known that a series of the file had before and has no more."""
    split = {uid_of_series(uid) for uid in known if uid_of_series(uid) != uid}
    events = [event for one in read for event in as_events(one, known, split, today)]
    named = {event.uid for event in events}
    whole = {one.uid for one in read}
    series = {uid_of_series(uid) for uid in whole}
    gone = [
        one
        for uid, one in known.items()
        # Of a series that stands in the file with single dates alone nothing else is said.
        if uid not in named and uid_of_series(uid) in (whole if uid == uid_of_series(uid) else series)
    ]
    steps = [_step(event, known.get(event.uid), today) for event in events]
    steps += [_step(replace(one, dates=()), one, today) for one in gone]
    # What is called off before anybody knew of it is no news.
    return tuple(step for step in steps if step is not None)


def _step(event: Loaded, known: Loaded | None, today: dt.date) -> Step | None:
    if known is None:
        is_on = any(not one.is_cancelled for one in event.dates)
        new = tuple(DateStep(Fate.NEW, 0, None, one) for one in event.dates)
        return Step(Becomes.NEW, event, None, new) if is_on else None
    dates = tuple(_date_steps(event, known, today))
    ahead = {one.part for one in dates}
    others = [n for n, part in enumerate(known.parts) if event.dates and n in ahead and part.mark != event.mark]
    reworded = tuple(n for n in others if not known.parts[n].is_peoples)
    is_same = not reworded and all(one.fate in (Fate.SAME, Fate.KEPT) for one in dates)
    if is_same and not event.dates and not any(one.fate is Fate.KEPT for one in dates):
        return None
    becomes = Becomes.UNCHANGED if is_same else Becomes.CHANGED
    return Step(becomes, event, known, dates, reworded, len(reworded) < len(others))


def _date_steps(event: Loaded, known: Loaded, today: dt.date) -> Iterator[DateStep]:
    """What becomes of the dates from today on; of those that the file has no more, that they are called off."""
    before = _dates_of(known)
    parts = {id(one): n for n, part in enumerate(known.parts) for one in part.dates}
    for one in event.dates:
        was = before.get(one.planned_on)
        if was is None:
            yield DateStep(Fate.NEW, len(known.further), None, one)
        else:
            yield DateStep(_fate(was, one), parts[id(was)], was, one)
    named = {one.planned_on for one in event.dates}
    for day, was in before.items():
        is_ahead = was.starts_on >= today and (day >= today or not was.is_peoples)
        if day not in named and is_ahead and not was.is_cancelled and was.as_loaded != NOT_LOADED:
            yield DateStep(Fate.KEPT if was.is_peoples else Fate.CALLED_OFF, parts[id(was)], was, None)


def _fate(was: OneDate, now: OneDate) -> Fate:
    if was == now or (was.is_peoples and was.is_cancelled and now.is_cancelled):
        return Fate.SAME
    if was.is_peoples:
        return Fate.KEPT
    return Fate.CALLED_OFF if now.is_cancelled and not was.is_cancelled else Fate.CHANGED
