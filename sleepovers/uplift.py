"""The count of one home's month and the uplift it brings, with its whole working, as an auditor would do it by hand."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import ALWAYS, Month
from constellations.rules import ChildStatus, HomeRole
from sleepovers.rules import Moment, StayKind

RATE_NOT_SET = "rate not set"
"""Why a due month has no amount; an amount is never guessed (register format, rule 11)."""


class Basis(StrEnum):
    """What is counted: every child's night, or every date once (register format, rule 6)."""

    CHILD_NIGHTS = "child_nights"
    NIGHTS = "nights"


class Shape(StrEnum):
    """How a due month is paid: for each night beyond, or once (register format, rule 11)."""

    PER_NIGHT_BEYOND = "per_night_beyond"
    FLAT_WHEN_EXCEEDED = "flat_when_exceeded"


class Standing(StrEnum):
    """Where a hosted night stands in the count (register format, rule 10)."""

    WITHIN = "within"
    BEYOND = "beyond"
    NOT_COUNTED = "not_counted"


class Why(StrEnum):
    """The first reason for which a hosted night is not counted (register format, rules 5 and 8)."""

    KIND = "kind"
    STATUS = "status"
    ROLE = "role"


class ClaimStatus(StrEnum):
    """How far a home's claim for a month has come."""

    FLAGGED = "flagged"
    CHECKED = "checked"
    APPROVED = "approved"
    EXPORTED = "exported"
    PAID = "paid"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a service counts, and beyond how many, from the 1st of a month on; no date: the default policy."""

    valid_from: dt.date | None
    threshold: int
    basis: Basis
    shape: Shape
    eligible_roles: frozenset[HomeRole]
    counted_kinds: frozenset[StayKind]
    counted_statuses: frozenset[ChildStatus]


DEFAULT_POLICY = Policy(
    valid_from=None,
    threshold=16,
    basis=Basis.CHILD_NIGHTS,
    shape=Shape.PER_NIGHT_BEYOND,
    eligible_roles=frozenset({HomeRole.HUB}),
    counted_kinds=frozenset({StayKind.PLANNED, StayKind.EMERGENCY, StayKind.RESPITE}),
    counted_statuses=frozenset({ChildStatus.LOOKED_AFTER, ChildStatus.KINSHIP, ChildStatus.SHORT_BREAK}),
)
"""The policy of a service that has set none (register format, below the table of files)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What a service pays from a date on, in pence; None is not set, whatever an earlier rate said."""

    valid_from: dt.date
    per_night_pence: int | None
    flat_pence: int | None


@dataclass(frozen=True, slots=True)
class HostedNight:
    """One child's night that happened in the home: kind, child's status and home's roles are those of that night.

    A status of none is that of a child for whom none is known on that night; it counts under no policy.
    """

    night: dt.date
    child: str
    arrived: Moment
    kind: StayKind
    status: ChildStatus | None
    roles: frozenset[HomeRole]


@dataclass(frozen=True, slots=True)
class CountLine:
    """One hosted night in the working of the count.

    `number` is the count reached with this night. `priced` marks the lines on which the amount rests, `rate_pence` what
    such a line brings: the amount is the sum over the priced lines, and a priced line without a rate leaves it open.
    """

    hosted: HostedNight
    standing: Standing
    why: Why | None = None
    number: int | None = None
    priced: bool = False
    rate_pence: int | None = None


@dataclass(frozen=True, slots=True)
class MonthCount:
    """The figures of one home for one month, named as the report names them, and the lines they rest on."""

    child_nights: int
    nights: int
    counted: int
    threshold: int
    basis: Basis
    beyond: int
    due: bool
    amount_pence: int | None
    amount_reason: str | None
    lines: tuple[CountLine, ...]


def policy_for(month: Month, policies: Iterable[Policy]) -> Policy:
    """The policy in force on the 1st of the month, else the default one (register format, rule 9)."""
    in_force = [policy for policy in policies if _start(policy) <= month.first]
    return max(in_force, key=_start, default=DEFAULT_POLICY)


def _start(policy: Policy) -> dt.date:
    return policy.valid_from or ALWAYS


def rate_on(night: dt.date, rates: Iterable[Rate]) -> Rate | None:
    """The rate in force on the date of a night, None before the first (register format, rule 9).

    A newer rate replaces the whole of the older: what it leaves unset is not set.
    """
    in_force = [rate for rate in rates if rate.valid_from <= night]
    return max(in_force, key=lambda rate: rate.valid_from, default=None)


def count_month(hosted: Iterable[HostedNight], policy: Policy, rates: Iterable[Rate]) -> MonthCount:
    """Count the nights that happened in one home in one month (register format, rules 5 to 11).

    `hosted` holds at most one night for each child and date, in any order; every one of them comes back as a line.
    """
    lines = tuple(_lines(sorted(hosted, key=_order), policy, tuple(rates)))
    # Rule 6 leaves the home's role out: a night refused for the role alone is countable, and reported.
    countable = [line.hosted for line in lines if line.why in (None, Why.ROLE)]
    counted = _size([line.hosted for line in lines if line.why is None], policy.basis)
    amount_pence, amount_reason = _amount(lines)
    return MonthCount(
        child_nights=_size(countable, Basis.CHILD_NIGHTS),
        nights=_size(countable, Basis.NIGHTS),
        counted=counted,
        threshold=policy.threshold,
        basis=policy.basis,
        beyond=max(0, counted - policy.threshold),
        due=counted > policy.threshold,
        amount_pence=amount_pence,
        amount_reason=amount_reason,
        lines=lines,
    )


def _order(row: HostedNight) -> tuple[dt.date, str, str]:
    """By night, then arrival (without a time: first of its date), then child (register format, rule 10)."""
    return row.night, row.arrived.iso, row.child


def _size(rows: list[HostedNight], basis: Basis) -> int:
    """The number of rows, or of distinct dates among them (register format, rules 6 and 8)."""
    return len(rows) if basis is Basis.CHILD_NIGHTS else len({row.night for row in rows})


def _why_not(row: HostedNight, policy: Policy) -> Why | None:
    """Why a night is not counted, None where it is: kind and status (rule 5), then the home's role (rule 8)."""
    if row.kind not in policy.counted_kinds:
        return Why.KIND
    if row.status not in policy.counted_statuses:
        return Why.STATUS
    if row.roles.isdisjoint(policy.eligible_roles):
        return Why.ROLE
    return None


def _lines(rows: Iterable[HostedNight], policy: Policy, rates: tuple[Rate, ...]) -> Iterator[CountLine]:
    """Count through the ordered nights: up to the threshold within, the rest beyond (register format, rule 10)."""
    number, last = 0, None
    for row in rows:
        why = _why_not(row, policy)
        if why is not None:
            yield CountLine(row, Standing.NOT_COUNTED, why)
            continue
        # With basis `nights` a second child on the same date shares the first one's number, and is not paid again.
        adds = policy.basis is Basis.CHILD_NIGHTS or row.night != last
        number, last = number + 1 if adds else number, row.night
        if number <= policy.threshold:
            yield CountLine(row, Standing.WITHIN, number=number)
        elif adds and _is_paid(number, policy):
            pence = _pence(rate_on(row.night, rates), policy.shape)
            yield CountLine(row, Standing.BEYOND, number=number, priced=True, rate_pence=pence)
        else:
            yield CountLine(row, Standing.BEYOND, number=number)


def _is_paid(number: int, policy: Policy) -> bool:
    """Whether a night beyond is paid: each of them, or only the first (register format, rule 11)."""
    return policy.shape is Shape.PER_NIGHT_BEYOND or number == policy.threshold + 1


def _pence(rate: Rate | None, shape: Shape) -> int | None:
    if rate is None:
        return None
    return rate.per_night_pence if shape is Shape.PER_NIGHT_BEYOND else rate.flat_pence


def _amount(lines: Iterable[CountLine]) -> tuple[int | None, str | None]:
    """The amount in pence, or why there is none; neither where nothing is due (register format, rule 11)."""
    priced = [line for line in lines if line.priced]
    known = [line.rate_pence for line in priced if line.rate_pence is not None]
    if not priced:
        return None, None
    if len(known) < len(priced):
        return None, RATE_NOT_SET
    return sum(known), None


def levels_reached(counted: int, threshold: int) -> tuple[int, ...]:
    """The notice levels that a count has reached: for a threshold of 16 those of 12, 15, 16 and 17; none below one."""
    levels = (threshold - 4, threshold - 1, threshold, threshold + 1)
    return tuple(level for level in levels if 1 <= level <= counted)


def next_status(current: ClaimStatus | None, due: bool, changed: bool) -> ClaimStatus | None:
    """What a claim becomes when its month is counted again; None is no claim.

    Figures are live until approval: no longer due is void, due again is flagged, and a change sends a checked claim
    back to be checked anew. From approval on the claim stands.
    """
    match current:
        case ClaimStatus.APPROVED | ClaimStatus.EXPORTED | ClaimStatus.PAID:
            return current
        case None:
            return ClaimStatus.FLAGGED if due else None
        case ClaimStatus.CHECKED if due and not changed:
            return ClaimStatus.CHECKED
        case _:
            return ClaimStatus.FLAGGED if due else ClaimStatus.VOID
