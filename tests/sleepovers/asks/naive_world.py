"""Asks, stays and nights as one would keep them on paper: what a machine does to Roost is compared with it.

Children and homes are their names; every act says by which name an error is expected, or none where it succeeds.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sleepovers.rules import AnswerState, AskState, NightState, StayState

DAY = dt.timedelta(days=1)
BEDS = {"Hub": 1, "Ash": 1, "Birch": 2}
FAMILIES = {"AA": "Ash", "BB": "Ash", "CC": "Birch"}
ASK_FIRST = "BB"
STILL_ASKED = (AnswerState.WAITING, AnswerState.OTHER_NIGHTS)
PLANNED, HAPPENED, NOT_STAYED = NightState.PLANNED, NightState.HAPPENED, NightState.NOT_STAYED


@dataclass
class Row:
    """A child's night: which stay it belongs to, and the bed, none beyond the beds or where it was not stayed."""

    stay: str
    home: str
    state: NightState
    bed: int | None


@dataclass
class Asked:
    """An ask, what each home says to it, and the nights that one offers."""

    children: tuple[str, ...]
    first: dt.date
    end: dt.date
    answers: dict[str, AnswerState]
    state: AskState = AskState.OPEN
    offers: dict[str, tuple[dt.date, dt.date]] = field(default_factory=dict)
    is_allowed: bool = True

    def finish(self, state: AskState) -> None:
        """End it: nobody has to answer any more."""
        self.state = state
        for home, says in self.answers.items():
            if says in STILL_ASKED:
                self.answers[home] = AnswerState.NOT_NEEDED


@dataclass
class Booked:
    """A stay: `is_staffs` where staff let it go beyond the beds."""

    child: str
    home: str
    first: dt.date
    end: dt.date
    state: StayState = StayState.AGREED
    has_arrived: bool = False
    is_home: bool = False
    is_staffs: bool = False


def nights(first: dt.date, end: dt.date) -> Iterator[dt.date]:
    """Every night from the first up to the day of going home."""
    for number in range((end - first).days):
        yield first + number * DAY


@dataclass
class World:
    """All of it, on one day."""

    today: dt.date
    rows: dict[tuple[str, dt.date], Row] = field(default_factory=dict)
    asks: dict[str, Asked] = field(default_factory=dict)
    stays: dict[str, Booked] = field(default_factory=dict)

    def rows_of(self, stay: str) -> dict[tuple[str, dt.date], Row]:
        """The nights of one stay, those not stayed too."""
        return {key: row for key, row in self.rows.items() if row.stay == stay}

    def free_beds(self, home: str, night: dt.date) -> list[int]:
        """The beds of a home that nobody has."""
        taken = {row.bed for (_, when), row in self.rows.items() if (row.home, when) == (home, night)}
        return [bed for bed in range(1, BEDS[home] + 1) if bed not in taken]

    def is_elsewhere(self, child: str, ahead: Iterable[dt.date], stay: str = "") -> bool:
        """Whether a child is down for another stay on one of these nights."""
        found = (self.rows.get((child, night)) for night in ahead)
        return any(row and row.stay != stay and row.state is not NOT_STAYED for row in found)

    def lacks_bed(self, home: str, ahead: Iterable[dt.date], children: int) -> bool:
        """Whether there is one bed too few on one of these nights."""
        return any(len(self.free_beds(home, night)) < children for night in ahead)

    def put(self, stay: str, child: str, night: dt.date) -> None:
        """A child sleeps there, or will: in the lowest bed that is free."""
        state = HAPPENED if night < self.today else PLANNED
        row = self.rows.get((child, night))
        if row and row.stay == stay and row.state is not NOT_STAYED:
            row.state = state
            return
        home = self.stays[stay].home
        free = self.free_beds(home, night)
        self.rows[child, night] = Row(stay, home, state, free[0] if free else None)

    def settle(self, stay: str) -> None:
        """Let the state of a stay follow from its nights."""
        booked, found = self.stays[stay], {row.state for row in self.rows_of(stay).values()}
        if PLANNED in found:
            begun = booked.has_arrived or HAPPENED in found
            booked.state = StayState.UNDER_WAY if begun else StayState.AGREED
        else:
            booked.state = StayState.HAPPENED if HAPPENED in found else StayState.CANCELLED

    def refuses_ask(self, children: tuple[str, ...], homes: list[str], first: dt.date, end: dt.date) -> str | None:
        """Why some homes cannot be asked, in their order."""
        for home in homes:
            if any(self.is_elsewhere(child, nights(first, end)) for child in children):
                return "SleepsElsewhere"
            if any(FAMILIES[child] == home for child in children):
                return "LivesThere"
            for other in self.asks.values():
                waits = other.state is AskState.OPEN and other.answers.get(home) is AnswerState.WAITING
                if waits and set(children) & set(other.children) and first < other.end and end > other.first:
                    return "AskedAlready"
        return None

    def refuses_answer(self, ask: Asked, home: str, is_staff: bool = False) -> str | None:
        """Why a home cannot answer any more; one that has not taken the children reads nothing once it is over."""
        if ask.state is not AskState.OPEN:
            reads_on = is_staff or home == "Hub" or ask.answers[home] is AnswerState.AGREED
            return "NoLongerOpen" if reads_on or ask.end >= self.today else "NotFound"
        may = {*STILL_ASKED, AnswerState.DECLINED}
        return None if ask.answers[home] in may else "AlreadyAnswered"

    def refuses_stay(self, ask: Asked, home: str, first: dt.date, end: dt.date, is_staff: bool = False) -> str | None:
        """Why the children cannot sleep there."""
        if first < self.today:
            return "NoLongerOpen"
        if any(self.is_elsewhere(child, nights(first, end)) for child in ask.children):
            return "SleepsElsewhere"
        if is_staff:
            return None
        if self.lacks_bed(home, nights(first, end), len(ask.children)):
            return "JustTaken"
        return None if ask.is_allowed else "AgreementMissing"

    def is_asked_anew(self, ask: Asked, first: dt.date, end: dt.date) -> bool:
        """Whether whoever decides has agreed to other nights than these, which are still ahead."""
        is_given = ASK_FIRST in ask.children and ask.is_allowed
        return is_given and (first, end) != (ask.first, ask.end) and first >= self.today

    def agree(self, ask: Asked, home: str, made: list[str], is_staff: bool = False) -> None:
        """The children sleep there; `made` are the stays of each."""
        for child, stay in zip(ask.children, made, strict=True):
            self.stays[stay] = Booked(child, home, ask.first, ask.end, is_staffs=is_staff)
            for night in nights(ask.first, ask.end):
                self.put(stay, child, night)
        ask.answers[home] = AnswerState.AGREED
        ask.finish(AskState.AGREED)

    def refuses_place(self, child: str, home: str, ahead: list[dt.date], stay: str = "") -> str | None:
        """Why a child cannot have been there on these nights."""
        if self.is_elsewhere(child, ahead, stay):
            return "SleepsElsewhere"
        return "LivesThere" if ahead and FAMILIES.get(child) == home else None

    def refuses_nights(self, child: str, home: str, new: list[dt.date], stay: str = "") -> str | None:
        """Why a stay cannot have these nights too: those that are over are looked at first, and need no bed."""
        over, ahead = ([night for night in new if (night < self.today) is is_over] for is_over in (True, False))
        refused = self.refuses_place(child, home, over, stay) or self.refuses_place(child, home, ahead, stay)
        return refused or ("NoBedFree" if self.lacks_bed(home, ahead, 1) else None)

    def refuses_correction(self, stay: str, first: dt.date, end: dt.date) -> str | None:
        """Why it cannot have been so, or will not be."""
        booked = self.stays[stay]
        has = {night for (_, night), row in self.rows_of(stay).items() if row.state is not NOT_STAYED}
        new = [night for night in nights(first, end) if night not in has]
        return self.refuses_nights(booked.child, booked.home, new, stay)

    def correct(self, stay: str, first: dt.date, end: dt.date) -> None:
        """So it really was, or will be."""
        booked = self.stays[stay]
        for (_, night), row in self.rows_of(stay).items():
            if night not in set(nights(first, end)):
                row.state, row.bed = NOT_STAYED, None
        for night in nights(first, end):
            self.put(stay, booked.child, night)
        booked.first, booked.end = first, end
        self.settle(stay)

    def name(self, stay: str, child: str) -> None:
        """The nights are a named child's from now on; of two rows the one that was not stayed goes."""
        for (unnamed, night), row in self.rows_of(stay).items():
            del self.rows[unnamed, night]
            if (child, night) not in self.rows or row.state is not NOT_STAYED:
                self.rows[child, night] = row
        self.stays[stay].child = child
