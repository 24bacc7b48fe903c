"""How often one person may say something, and ask or hint by the way, counted apart; plain values."""

from collections.abc import Mapping
from enum import StrEnum

from limits import RateLimitItem, RateLimitItemPerMinute

from constellations.core.errors import RuleBroken, TooOften


class Pace(StrEnum):
    """With what something is counted: what people say and do, by line or by form, or what pages send by themselves."""

    ACTS = "acts"
    BY_THE_WAY = "by the way"


A_MINUTE: Mapping[Pace, RateLimitItem] = {
    Pace.ACTS: RateLimitItemPerMinute(120),
    # Each message that comes is marked as read, and whoever writes says so every few seconds.
    Pace.BY_THE_WAY: RateLimitItemPerMinute(240),
}
"""How much of each one person may send."""


class TooMany(TooOften, RuleBroken):
    """More than a person can do in a minute (429); a form says so, and keeps what was typed."""

    def __init__(self) -> None:
        super().__init__("That was a lot at once. Wait a minute, then try again.")
