"""The words and rules of constellations, homes and children, as pure values."""

from enum import StrEnum


class ConstellationKind(StrEnum):
    """What a group of homes is: one hub with satellites, or a Hive led by a support worker."""

    MOCKINGBIRD = "mockingbird"
    HIVE = "hive"


class HomeStatus(StrEnum):
    """Whether a home can take visiting children."""

    ACTIVE = "active"
    ON_HOLD = "on_hold"
    AWAY = "away"
    RESPITE_ONLY = "respite_only"
    LEFT = "left"


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
