"""What a feed holds and how much it says, for how long, and what is known of who fetches it: pure values."""

import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute

from constellations.core.errors import RuleBroken
from constellations.feeds.ics import Entry
from constellations.permissions import CARERS, Permission, Role

DAYS_BACK = dt.timedelta(days=60)
CANCELLED_DAYS = dt.timedelta(days=90)
"""How long what was called off still stands in a feed, called off: no calendar looks less often."""

LONGEST_NAME = 60
MOST_ADDRESSES = 20

NOTED_EVERY = dt.timedelta(minutes=15)
"""That a calendar looked is written down at most so often."""

MOST_KEPT = 64 * 1024 * 1024
"""How many bytes of calendars a process keeps ready."""

FETCHES: RateLimitItem = RateLimitItemPerHour(600)
"""At one address: a calendar that asks every minute is well within."""

MISSES: RateLimitItem = RateLimitItemPerMinute(60, 5)
"""Of addresses that open nothing, from one network."""


class Content(StrEnum):
    """What somebody wishes to have in a feed."""

    EVENTS = "events"
    STAYS = "stays"
    NIGHTS = "nights"
    TASKS = "tasks"


class EntryKind(StrEnum):
    """What an entry is."""

    EVENT = "event"
    STAY = "stay"
    TASK = "task"


class Detail(StrEnum):
    """How much a feed says: of children their initials at most, and only from `initials` on."""

    BUSY = "busy"
    KIND = "kind"
    INITIALS = "initials"
    FULL = "full"


class Wording(StrEnum):
    """One of the ways in which an entry is written down."""

    BUSY = "busy"
    KIND = "kind"
    WORDS = "words"


class CircleKind(StrEnum):
    """Whose calendars a circle is made of: those of a home, of a constellation, of everybody in a service, or of those
    who see all of it."""

    HOME = "home"
    CONSTELLATION = "constellation"
    SERVICE = "service"
    WHOLE_SERVICE = "whole_service"


Circle = tuple[CircleKind, uuid.UUID]
"""People whose feeds an entry may stand in; who of them really sees it is asked when it is read."""

KIND_OF = {
    Content.EVENTS: EntryKind.EVENT,
    Content.STAYS: EntryKind.STAY,
    Content.NIGHTS: EntryKind.STAY,
    Content.TASKS: EntryKind.TASK,
}


@dataclass(frozen=True, slots=True)
class Derived:
    """An entry as it should be written down; first and last day, both included, are those on which it is on."""

    subject_id: uuid.UUID
    kind: EntryKind
    service_id: uuid.UUID
    circles: frozenset[Circle]
    wordings: Mapping[Wording, Entry]
    first_day: dt.date
    last_day: dt.date
    is_cancelled: bool = False


class NothingChosen(RuleBroken):
    """A feed of nothing."""

    about = "contents"

    def __init__(self) -> None:
        super().__init__(gettext("Choose at least one thing for your calendar."))


class TooManyAddresses(RuleBroken):
    """More calendars than anybody has."""

    def __init__(self) -> None:
        words = gettext("You have %(most)s calendar addresses already. Switch off one that you do not use any more.")
        super().__init__(words % {"most": MOST_ADDRESSES})


def contents_for(role: Role | None, is_hub: bool) -> tuple[Content, ...]:
    """What there is for somebody to choose from."""
    if role in CARERS:
        hosting = (Content.NIGHTS,) if is_hub else ()
        return (Content.EVENTS, Content.STAYS, *hosting, Content.TASKS)
    if role in (Role.LIAISON, Role.MANAGER):
        return (Content.EVENTS, Content.NIGHTS)
    return (Content.EVENTS,) if role is Role.FINANCE else ()


def must_be_for_them(wished: Collection[Content], offered: Collection[Content]) -> None:
    """Raise NothingChosen unless something was chosen, and nothing that is not offered."""
    if not wished or set(wished) - set(offered):
        raise NothingChosen


def wording(detail: Detail, kind: EntryKind) -> Wording:
    """How entries of a kind are worded in a feed that says so much."""
    if detail is Detail.BUSY:
        return Wording.BUSY
    if detail is Detail.FULL or (detail is Detail.INITIALS and kind is not EntryKind.EVENT):
        return Wording.WORDS
    return Wording.KIND


def window(today: dt.date) -> tuple[dt.date, dt.date]:
    """The days of a feed (half-open): from sixty days ago to this day in twelve months."""
    is_leap_day = (today.month, today.day) == (2, 29)
    ahead = today.replace(year=today.year + 1, day=28) if is_leap_day else today.replace(year=today.year + 1)
    return today - DAYS_BACK, ahead + dt.timedelta(days=1)


def is_kept(entry: Derived, today: dt.date) -> bool:
    """Whether an entry is not over for so long that no feed holds it any more."""
    return entry.last_day >= window(today)[0]


def next_moment(before: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """When a feed is said to have changed: a second after it last did at the earliest, since dates in answers have no
    smaller parts (RFC 9110, section 8.8.2.2)."""
    return now if before is None else max(now, before + dt.timedelta(seconds=1))


def is_worth_noting(last: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether "last fetched" is stale enough to be written again."""
    return last is None or now - last >= NOTED_EVERY


def tag_of(facts: Iterable[object]) -> str:
    """A name for one version of a feed, made of everything that it depends on."""
    return hashlib.sha256("\n".join(map(repr, facts)).encode()).hexdigest()[:40]


# The order matters: several also call themselves what comes later.
CLIENTS = {
    "Google Calendar": r"Google-Calendar|Google",
    "Outlook": r"Outlook|Microsoft|Exchange|ms-office",
    "Thunderbird": r"Thunderbird|Lightning",
    "Apple Calendar": r"CalendarAgent|dataaccessd|iCal|Calendar/.*(Darwin|iOS|macOS)|accountsd|CFNetwork",
    "ICSx5": r"ICSx|DAVx",
    "Nextcloud": r"Nextcloud",
    "vdirsyncer": r"vdirsyncer",
    "Samsung Calendar": r"Samsung.*Calendar",
}


def client_words(user_agent: str) -> str:
    """What a calendar that fetches a feed is called; empty for one that says nothing known."""
    return next((name for name, sign in CLIENTS.items() if re.search(sign, user_agent, re.IGNORECASE)), "")


NEEDED = Permission.SEE_EVENTS
"""What somebody's role must allow for them to have a feed, and for it to go on."""
