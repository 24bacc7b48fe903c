"""What is known of a constellation's month, and the numbers that are made of it: plain values."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from constellations.events.rules import EventKind
from constellations.rules import ChildStatus, HomeRole, Span
from sleepovers.rules import Moment, StayKind, nights_of


class Support(StrEnum):
    """What a hub does for its constellation, as a monthly return counts it: eight kinds."""

    CARERS = "daytime_carers"
    CHILDREN = "daytime_children"
    SOCIAL = "social_activity"
    MEETING = "constellation_meeting"
    PLANNED = "planned_overnight"
    EMERGENCY = "emergency_overnight"
    TRAINING = "training"
    CHECK_IN = "check_in"


class Help(StrEnum):
    """What a hub writes down itself, because nothing else in Roost knows of it."""

    CARERS = "daytime_carers"
    CHILDREN = "daytime_children"
    CHECK_IN = "check_in"
    OTHER = "other"


SUPPORT_OF_HELP = {
    Help.CARERS: Support.CARERS,
    Help.CHILDREN: Support.CHILDREN,
    Help.CHECK_IN: Support.CHECK_IN,
    Help.OTHER: Support.CHECK_IN,
}
"""Other help is counted with check-ins: a return has one kind for both, and says how much of it is other help."""

SUPPORT_OF_EVENT = {
    EventKind.GATHERING: Support.SOCIAL,
    EventKind.CARERS_MEETING: Support.MEETING,
    EventKind.SUPPORT_GROUP: Support.MEETING,
    EventKind.MEETING: Support.MEETING,
    EventKind.TRAINING: Support.TRAINING,
}
"""Of what is on for a constellation or the service; a family's own time is nobody else's."""

SUPPORT_OF_NIGHT = {
    StayKind.PLANNED: Support.PLANNED,
    StayKind.RESPITE: Support.PLANNED,
    StayKind.EMERGENCY: Support.EMERGENCY,
}
"""Of a night that happened; a visit by day is none (register format, rule 5)."""

NOT_COUNTED = frozenset({ChildStatus.SPECIAL_GUARDIANSHIP, ChildStatus.ADOPTED})
"""Children who live so do not count for a return."""

TIMED = (Support.CARERS, Support.CHILDREN, Support.SOCIAL, Support.MEETING, Support.TRAINING, Support.CHECK_IN)
"""Kinds that have a number and minutes; nights are counted by their dates, and never by hours."""

OF_EVENTS = (Support.SOCIAL, Support.MEETING, Support.TRAINING)

AT_HUB = (Support.PLANNED.value, Support.EMERGENCY.value, "hub_overnight")
AT_SATELLITES = tuple(f"satellite_{name}" for name in (Support.PLANNED, Support.EMERGENCY, "all_overnight"))
NIGHTLY = (*AT_HUB, *AT_SATELLITES)
"""Kinds of nights, at the hub and apart from it at satellites, each with the two together as its third."""

SINGLE = (
    *("other_times", "day_visits", "satellite_day_visits", "children", "not_counted_child_nights"),
    *("unconfirmed_child_nights", "events_without_register", "homes", "homes_joined", "homes_left"),
)

NAMES = (
    *(f"{kind}_{figure}" for kind in TIMED for figure in ("times", "minutes")),
    *(f"{kind}_{figure}" for kind in NIGHTLY for figure in ("child_nights", "nights", "children")),
    *SINGLE,
)
"""Every number of a return by its name, in the order of its file: names stay as they are for ever."""

SAYS_WHAT_IS_MISSING = frozenset({"unconfirmed_child_nights", "events_without_register", "homes"})
"""Numbers that are no sign that anything happened."""


@dataclass(frozen=True, slots=True)
class NightFact:
    """One child's night that happened in a home of the constellation."""

    night: dt.date
    child_id: uuid.UUID
    at_hub: bool
    kind: StayKind
    status: ChildStatus | None

    @property
    def support(self) -> Support | None:
        """What it is counted as; none where it does not count."""
        return None if self.status in NOT_COUNTED else SUPPORT_OF_NIGHT.get(self.kind)


@dataclass(frozen=True, slots=True)
class VisitFact:
    """A stay that happened within one day; `key` is that of the stay."""

    key: uuid.UUID
    child_id: uuid.UUID
    at_hub: bool
    arrive: Moment
    depart: Moment
    status: ChildStatus | None

    @property
    def counts(self) -> bool:
        """Whether it is a visit by day of a child who counts."""
        return self.status not in NOT_COUNTED and not nights_of(self.arrive, self.depart)

    @property
    def minutes(self) -> int:
        """How long it was by a wall clock; nothing where nobody knows."""
        if self.arrive.at is None or self.depart.at is None:
            return 0
        came, left = (dt.datetime.combine(one.on, one.at or dt.time()) for one in (self.arrive, self.depart))
        return max(0, int((left - came).total_seconds() // 60))


@dataclass(frozen=True, slots=True)
class EventFact:
    """One date of an event, by its key: how long, and which homes came with how many adults and children."""

    key: uuid.UUID
    kind: EventKind
    first: dt.date
    last: dt.date
    minutes: int | None
    has_register: bool
    is_own: bool = True
    came: Mapping[uuid.UUID, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HelpFact:
    """One line of the support log."""

    on: dt.date
    help: Help
    home_id: uuid.UUID
    times: int = 1
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class MemberFact:
    """A home's place in the constellation."""

    home_id: uuid.UUID
    home: str
    role: HomeRole
    span: Span


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a constellation's month; `unconfirmed` are its nights of which nobody has said anything.

    From `closed_on` on no home belongs to it.
    """

    nights: tuple[NightFact, ...] = ()
    visits: tuple[VisitFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    helps: tuple[HelpFact, ...] = ()
    members: tuple[MemberFact, ...] = ()
    unconfirmed: int = 0
    closed_on: dt.date | None = None

    @property
    def children(self) -> frozenset[uuid.UUID]:
        """The children who count: who slept, or came by day, in a home of the constellation."""
        slept = {one.child_id for one in self.nights if one.support is not None}
        return frozenset(slept | {one.child_id for one in self.visits if one.counts})


class Moved(StrEnum):
    """What changed of a home's place in a constellation."""

    JOINED = "joined"
    LEFT = "left"
    BECAME_HUB = "became_hub"
    NO_LONGER_HUB = "no_longer_hub"


@dataclass(frozen=True, slots=True)
class Move:
    """A home that joined, left, or has another role: on its first day, or the last where it left.

    `home_id` says which it is, whatever it is called; of what was kept before that was, none.
    """

    home: str
    moved: Moved
    on: dt.date
    home_id: uuid.UUID | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FamilyFigures:
    """What a family came to, of what was on while it was a member, and how often the hub helped it.

    `home_id` as of a move.
    """

    home: str
    came: Mapping[str, int]
    held: Mapping[str, int]
    adults: int = 0
    children: int = 0
    helped_times: int = 0
    helped_minutes: int = 0
    home_id: uuid.UUID | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Figures:
    """A month in numbers, each under its name of NAMES; of each family; and who came and went."""

    numbers: Mapping[str, int]
    families: tuple[FamilyFigures, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known to have happened."""
        return not any(number for name, number in self.numbers.items() if name not in SAYS_WHAT_IS_MISSING)
