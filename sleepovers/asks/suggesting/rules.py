"""Why a home might be asked: reasons in words, never a number that homes could be compared by. Pure values."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sleepovers.booking.rules import Finding, Point, Wish, beds_for

QUIET_NIGHTS = 2
"""Nights hosted in a month up to which it was a quiet one."""

QUIET_DAYS = 30
"""How far back a month reaches here."""

MOST_SUGGESTED = 5
"""More than a handful is no help."""


EVERYWHERE = frozenset({Point.AGREEMENT, Point.AGREEMENT_AFTERWARDS, Point.NOT_ALLOWED, Point.ALREADY_AWAY})
"""What the booking check says of the child, whatever the home."""


class Reason(StrEnum):
    """Why a home is suggested."""

    KNOWN = "known"
    BEDS = "beds"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Host:
    """What speaks for a home: its free beds, none where no night is chosen, and the children who have slept there.

    `nights` are those that it hosted lately: they say whether its month was quiet, and are never shown. `findings` are
    what the booking check says of it.
    """

    home_id: uuid.UUID
    name: str
    beds: int | None = None
    known: tuple[str, ...] = ()
    nights: int = 0
    findings: tuple[Finding, ...] = ()


def reasons_for(host: Host) -> tuple[Reason, ...]:
    """Why a home might be asked, in the order in which it is said; of a full or closed one no rest is spoken of."""
    found = [Reason.KNOWN] if host.known else []
    found += [Reason.BEDS] if host.beds else []
    found += [Reason.QUIET] if host.nights <= QUIET_NIGHTS and may_be_suggested(host) else []
    return tuple(found)


def may_be_suggested(host: Host) -> bool:
    """Whether nothing at all speaks against a home: who keeps a night for itself is not pressed."""
    return not host.findings and host.beds != 0


def suggested(hosts: Iterable[Host]) -> tuple[Host, ...]:
    """The homes to suggest: those that know the child, then the others, each by name, so that nobody is ranked."""
    fitting = [host for host in hosts if may_be_suggested(host)]
    return tuple(sorted(fitting, key=lambda host: (not host.known, host.name.casefold()))[:MOST_SUGGESTED])


def of_the_home(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What speaks against a home, without what is so at every home: that somebody else decides for the child."""
    return tuple(finding for finding in findings if finding.point not in EVERYWHERE)


def free_beds_of(wish: Wish) -> int | None:
    """How many beds a home has free on every one of the nights; none where no night is chosen."""
    if not wish.nights:
        return None
    return min(sum(bed is not None for bed in beds_for(night, night.beds)) for night in wish.nights)
