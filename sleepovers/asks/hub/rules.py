"""When the hub has to agree first, and when a sleepover needs no answer any more: pure values, no clock."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.errors import Conflict, Forbidden, RuleBroken
from sleepovers.rules import StayKind

USUAL_NOTICE_HOURS = 48
"""Notice without which nothing is agreed by itself, where a service has set none."""

MOST_NOTICE_HOURS = 336
"""Two weeks: with more, every sleepover would be at short notice."""

MOST_STAYS = 20
"""Sleepovers after which anything is a habit."""

COUNTED_DAYS = 365
"""How far back stays make a habit."""


class HubCause(StrEnum):
    """Why the hub has to agree."""

    SHORT_NOTICE = "short_notice"
    FIRST_STAY = "first_stay"


@dataclass(frozen=True, slots=True)
class AskingRule:
    """What a service wants: the hub's word within so many hours, and for a first stay; a habit after so many stays."""

    short_notice_hours: int | None = None
    first_stay: bool = False
    settled_after: int | None = None


class HubHasToAgree(RuleBroken):
    """The hub has not said its word yet."""

    def __init__(self) -> None:
        super().__init__("The hub has to say yes first, and has been asked. You are told as soon as it has.")


class HubSaidNo(Conflict):
    """The hub has said no."""

    def __init__(self) -> None:
        super().__init__("The hub has said no to this home. Another home can be asked, or your liaison worker.")


class HubWordSaid(Conflict):
    """Somebody else of the hub, or staff, was faster."""

    def __init__(self) -> None:
        super().__init__("The hub’s word has been said already. Nothing more is needed.")


class NotTheHubs(Forbidden):
    """Another home than the hub."""

    def __init__(self) -> None:
        super().__init__("Only the hub, or your liaison worker, can say this.")


def cause_for_hub(
    rule: AskingRule, kind: StayKind, host_is_hub: bool, notice: int, slept_before: bool
) -> HubCause | None:
    """Why the hub has to agree before a home does, or none; `notice` in whole hours.

    Nobody waits for it in an emergency, and the hub does not ask itself.
    """
    if kind is StayKind.EMERGENCY or host_is_hub:
        return None
    if rule.short_notice_hours is not None and notice < rule.short_notice_hours:
        return HubCause.SHORT_NOTICE
    return HubCause.FIRST_STAY if rule.first_stay and not slept_before else None


def is_settled(rule: AskingRule, kind: StayKind, notice: int, stays: Collection[int]) -> bool:
    """Whether a sleepover is a habit that needs no answer: `stays` is how often each child slept there in a year."""
    if rule.settled_after is None or kind is StayKind.EMERGENCY or not stays:
        return False
    wanted = USUAL_NOTICE_HOURS if rule.short_notice_hours is None else rule.short_notice_hours
    return notice >= wanted and min(stays) >= rule.settled_after
