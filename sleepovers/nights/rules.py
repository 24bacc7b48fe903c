"""Beds, initials, and what may be said of a night: pure values, no clock of their own."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from constellations.core.clock import Month, london
from constellations.core.errors import Conflict, Forbidden, RuleBroken
from constellations.core.words import day_words, listed_words, month_words
from constellations.permissions import CARERS, Role
from sleepovers.rules import NightState, StayState, is_over

ALL_HOMES = "all"
"""What stands in an address for every home together."""

OCCUPYING = frozenset({NightState.PLANNED, NightState.HAPPENED, NightState.ABSENT})
"""Nights that keep a bed: also that of a child who was away, who may come back at any hour."""


MOST_NAMED = 7
"""So many nights are named; of more, how many."""

TOLD_WORDS = {
    NightState.HAPPENED: "the child slept here on {night}",
    NightState.ABSENT: "the child was away on {night}",
    NightState.NOT_STAYED: "the child did not sleep here on {night}",
}
"""How what was told of a night is said again."""


class NotTheirsToTell(Forbidden):
    """A carer reads of a stay that another home hosts."""

    def __init__(self) -> None:
        super().__init__("Only the home where the child sleeps, or your liaison worker, can say what happened here.")


class NightNotOver(RuleBroken):
    """A night is told only from the next day on (register format, rule 4)."""

    def __init__(self, night: dt.date) -> None:
        morning = day_words(night + dt.timedelta(days=1))
        super().__init__(
            f"The night of {day_words(night)} is not over yet. You can say what happened from {morning} on."
        )


class GuestThen(RuleBroken):
    """A child has a sleepover elsewhere, never where it lives."""

    about = "day"

    def __init__(self, nights: Sequence[dt.date]) -> None:
        named = [day_words(night) for night in nights[:MOST_NAMED]]
        more = [f"{len(nights) - MOST_NAMED} more"] if len(nights) > MOST_NAMED else []
        super().__init__(
            f"The child has a sleepover in that home then: {listed_words([*named, *more])}. "
            "Call it off or correct it first, or choose a day after it."
        )


class NotANight(RuleBroken):
    """What stands for a night in a form is no date."""

    def __init__(self) -> None:
        super().__init__("That is not a night of this stay. Go back, reload the page and try again.")


class NoSuchNight(RuleBroken):
    """The stay has no such night, or it was not stayed."""

    def __init__(self, night: dt.date) -> None:
        super().__init__(f"This stay has no night of {day_words(night)}. Look at the stay again.")


class MonthClosed(RuleBroken):
    """After the close only an adjustment changes what is paid."""

    def __init__(self, month: Month) -> None:
        words = "is closed, so its nights stay as they are. Ask your liaison worker: a change is made as an adjustment."
        super().__init__(f"{month_words(month)} {words}")


class NothingToConfirm(RuleBroken):
    """A stay of which every night is off, or that has none."""

    def __init__(self) -> None:
        super().__init__("This stay has no night to confirm. You can still say what really happened.")


class AlreadyTold(Conflict):
    """Somebody said what happened on a night before; `who` none for what came with the register."""

    def __init__(self, night: dt.date, state: NightState, who: str | None, at: dt.datetime | None) -> None:
        told = TOLD_WORDS[state].format(night=day_words(night))
        by = who or "The register"
        when = f" at {london(at):%H:%M} on {day_words(london(at).date())}" if at else ""
        super().__init__(f"{by} said{when} that {told}. Nothing more is needed.")


class Overtaken(Conflict):
    """Somebody else said something of the stay after the page was opened; the page shows both and lets one go on."""

    def __init__(self, stay_id: uuid.UUID) -> None:
        super().__init__("Somebody else changed this stay after you opened it. Nothing of yours is stored yet.")
        self.stay_id = stay_id


class NothingToTakeBack(RuleBroken):
    """No confirmation is the last thing that was said of the stay."""

    def __init__(self) -> None:
        super().__init__("There is no confirmation here to take back. You can still say what really happened.")


class Told(Protocol):
    """A night with what was said of it, and when."""

    @property
    def state(self) -> NightState:
        """What is known of it."""
        ...

    @property
    def confirmed_at(self) -> dt.datetime | None:
        """When somebody said so; none where nobody has, or where it came with the register."""
        ...


T = TypeVar("T", bound=Told)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page of nights: `is_hub` says whether their home is the hub of the homes on it."""

    role: Role | None
    home_id: uuid.UUID | None = None
    is_hub: bool = False


@dataclass(frozen=True, slots=True)
class NamedChild:
    """What may tell one child from another on a page."""

    child_id: uuid.UUID
    initials: str
    family: str
    born: Month


def chosen_home(wanted: str, homes: Sequence[uuid.UUID], own: uuid.UUID | None) -> uuid.UUID | None:
    """The one home that a phone shows: the one wanted, else one's own, else the first; none for "all"."""
    if wanted == ALL_HOMES:
        return None
    named = next((home for home in homes if str(home) == wanted), None)
    return named or (own if own in homes else next(iter(homes), None))


def lowest_free_bed(beds: int, taken: Collection[int | None]) -> int | None:
    """The lowest bed, from 1, that nobody has on a night; none where the home is full."""
    return next((bed for bed in range(1, beds + 1) if bed not in taken), None)


def initials_shown(reader: Reader, host_id: uuid.UUID, family_id: uuid.UUID | None) -> bool:
    """Say whether a reader is told who sleeps with a host (decisions: who sees a night).

    `family_id` is the home that the child lives with. Carers are told of the children of their own home and of those
    whom it hosts, the hub of all; liaison workers and managers of all; others of none.
    """
    if reader.role in CARERS:
        is_theirs = reader.home_id is not None and reader.home_id in (host_id, family_id)
        return reader.is_hub or is_theirs
    return reader.role in (None, Role.LIAISON, Role.MANAGER)


def labels(children: Iterable[NamedChild]) -> dict[uuid.UUID, str]:
    """How each child is called on one page: "JB", "JB (Patel)" where there are two, and siblings by year of birth.

    Of a child still to be named no family is known that could tell it apart.
    """
    one_each = {child.child_id: child for child in children}.values()
    alike = Counter(child.initials.casefold() for child in one_each)
    siblings = Counter((child.initials.casefold(), child.family) for child in one_each)
    said: dict[uuid.UUID, str] = {}
    for child in one_each:
        if alike[child.initials.casefold()] == 1 or not child.family:
            said[child.child_id] = child.initials
        elif siblings[(child.initials.casefold(), child.family)] == 1:
            said[child.child_id] = f"{child.initials} ({child.family})"
        else:
            said[child.child_id] = f"{child.initials} ({child.family}, {child.born.year})"
    return said


def night_named(text: str | None) -> dt.date | None:
    """Read the night of a form, none where it names none; raises NotANight."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as unreadable:
        raise NotANight from unreadable


def must_be_over(nights: Iterable[dt.date], today: dt.date) -> None:
    """Raise NightNotOver for the first of these nights that is tonight or still to come."""
    for night in sorted(nights):
        if not is_over(night, today):
            raise NightNotOver(night)


def must_be_open(nights: Iterable[dt.date], closed: Collection[Month]) -> None:
    """Raise MonthClosed where one of these nights lies in a closed month."""
    for night in sorted(nights):
        if Month.of(night) in closed:
            raise MonthClosed(Month.of(night))


def last_confirmed(nights: Collection[T]) -> list[T]:
    """The nights of the last act, where all it said was that the child slept here or was away; else none."""
    latest = max((row.confirmed_at for row in nights if row.confirmed_at), default=None)
    last = [row for row in nights if latest and row.confirmed_at == latest]
    return [] if any(row.state is NightState.NOT_STAYED for row in last) else last


def state_of_stay(nights: Collection[NightState]) -> StayState:
    """How far a stay has come, by its nights: a visit without a night happened, one of which no night was is off."""
    slept = {NightState.HAPPENED, NightState.ABSENT} & set(nights)
    if NightState.PLANNED in nights:
        return StayState.UNDER_WAY if slept else StayState.AGREED
    return StayState.HAPPENED if slept or not nights else StayState.CANCELLED
