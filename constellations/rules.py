"""The words and rules of constellations, homes and children, as pure values."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ConstellationKind(StrEnum):
    """What a group of homes is: one hub with satellites, or a Hive led by a support worker."""

    MOCKINGBIRD = "mockingbird"
    HIVE = "hive"


class Nation(StrEnum):
    """Whose bank holidays a service keeps."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


class HomeStatus(StrEnum):
    """Whether a home can take visiting children."""

    ACTIVE = "active"
    ON_HOLD = "on_hold"
    AWAY = "away"
    RESPITE_ONLY = "respite_only"
    LEFT = "left"


CLOSED_TO_VISITORS = frozenset({HomeStatus.LEFT, HomeStatus.AWAY, HomeStatus.ON_HOLD})
"""A home that stands so takes no child for a night to come; one for respite only still takes some."""


class HomeRole(StrEnum):
    """What a home is within a constellation."""

    HUB = "hub"
    SATELLITE = "satellite"


class ChildStatus(StrEnum):
    """Under which arrangement a child lives where it lives."""

    LOOKED_AFTER = "looked_after"
    KINSHIP = "kinship"
    SHORT_BREAK = "short_break"
    SPECIAL_GUARDIANSHIP = "special_guardianship"
    ADOPTED = "adopted"
    STAYING_PUT = "staying_put"


class StayAuthority(StrEnum):
    """Who decides that a child may sleep elsewhere; unknown is treated as ask first."""

    DELEGATED = "delegated"
    ASK_FIRST = "ask_first"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN = "unknown"


MOCKINGBIRD_SATELLITES = range(7, 11)
"""How many satellites the model asks of a Mockingbird constellation: 7 to 10 (Department for Education, hub slides)."""

HIVE_SATELLITES = range(1, 21)
"""How many homes a Hive has beside its support worker's: up to 20 (Hampshire, January 2024)."""

HUB_BEDS = 2
"""The beds that a hub home keeps for its constellation; a Hive's support worker may have none."""


class Fidelity(StrEnum):
    """One way in which a constellation differs from the model: said, and never in anybody's way."""

    NO_HUB = "no_hub"
    ONE_SHORT = "one_short"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    FEW_HUB_BEDS = "few_hub_beds"


@dataclass(frozen=True, slots=True)
class FidelityPoint:
    """What differs, and the number that it is about: of satellites, or of the hub's beds."""

    point: Fidelity
    number: int


def size_of(kind: ConstellationKind) -> range:
    """The numbers of satellites that a constellation of this kind is meant to have."""
    return HIVE_SATELLITES if kind is ConstellationKind.HIVE else MOCKINGBIRD_SATELLITES


def fidelity(kind: ConstellationKind, hub_beds: int | None, satellites: int) -> tuple[FidelityPoint, ...]:
    """What of a constellation differs from the model today; `hub_beds` is none where there is no hub."""
    found = []
    if hub_beds is None:
        found.append(FidelityPoint(Fidelity.NO_HUB, 0))
    size = size_of(kind)
    if satellites == size.start - 1 and kind is ConstellationKind.MOCKINGBIRD:
        found.append(FidelityPoint(Fidelity.ONE_SHORT, satellites))
    elif satellites < size.start:
        found.append(FidelityPoint(Fidelity.TOO_FEW, satellites))
    elif satellites not in size:
        found.append(FidelityPoint(Fidelity.TOO_MANY, satellites))
    if kind is ConstellationKind.MOCKINGBIRD and hub_beds is not None and hub_beds < HUB_BEDS:
        found.append(FidelityPoint(Fidelity.FEW_HUB_BEDS, hub_beds))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which a dated row holds: from the first up to, but without, the end; no end: until further notice."""

    starts_on: dt.date
    ends_on: dt.date | None = None

    def __contains__(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        begins_before_end = self.ends_on is None or other.starts_on < self.ends_on
        ends_after_begin = other.ends_on is None or self.starts_on < other.ends_on
        return begins_before_end and ends_after_begin
