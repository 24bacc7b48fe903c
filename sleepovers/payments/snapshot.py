"""What is kept of a claim when it is approved: the nights, policy and rates it rests on, sealed; and what is due of it.

The kept working holds no child: a night is named by its stay.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

from constellations.rules import ChildStatus, HomeRole
from sleepovers.rules import Moment, StayKind
from sleepovers.uplift import (
    DEFAULT_POLICY,
    Basis,
    CountLine,
    HostedNight,
    MonthCount,
    Policy,
    Rate,
    Shape,
    Standing,
    count_month,
)

KeptNight = tuple[str, dt.date]
"""The stay and the night of it, as the working names them."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A line of a working, with the stay it belongs to."""

    line: CountLine
    stay_id: uuid.UUID


class KeptPolicy(TypedDict):
    """The policy of a month, as it is kept."""

    valid_from: str | None
    threshold: int
    basis: str
    shape: str
    eligible_roles: list[str]
    counted_kinds: list[str]
    counted_statuses: list[str]


class KeptRate(TypedDict):
    """A rate, as it is kept."""

    valid_from: str
    per_night_pence: int | None
    flat_pence: int | None


class KeptLine(TypedDict):
    """A night with its place in the count, as it is kept."""

    night: str
    stay: str
    kind: str
    standing: str
    why: str | None
    number: int | None
    priced: bool
    rate_pence: int | None


class Working(TypedDict):
    """All that an approved amount rests on."""

    policy: KeptPolicy
    rates: list[KeptRate]
    nights: list[KeptLine]


def working_kept(count: MonthCount, policy: Policy, rates: Iterable[Rate], nights: Iterable[Sealed]) -> Working:
    """The working as it is stored: nothing but texts, numbers and lists, in an order that is always the same."""
    return {
        "policy": {
            "valid_from": policy.valid_from.isoformat() if policy.valid_from else None,
            "threshold": count.threshold,
            "basis": policy.basis.value,
            "shape": policy.shape.value,
            "eligible_roles": sorted(role.value for role in policy.eligible_roles),
            "counted_kinds": sorted(kind.value for kind in policy.counted_kinds),
            "counted_statuses": sorted(status.value for status in policy.counted_statuses),
        },
        "rates": [
            {
                "valid_from": rate.valid_from.isoformat(),
                "per_night_pence": rate.per_night_pence,
                "flat_pence": rate.flat_pence,
            }
            for rate in rates
        ],
        "nights": [_night(each) for each in nights],
    }


def _night(each: Sealed) -> KeptLine:
    line = each.line
    return {
        "night": line.hosted.night.isoformat(),
        "stay": str(each.stay_id),
        "kind": line.hosted.kind.value,
        "standing": line.standing.value,
        "why": line.why.value if line.why else None,
        "number": line.number,
        "priced": line.priced,
        "rate_pence": line.rate_pence,
    }


def seal_of(snapshot: Mapping[str, object], working: Working) -> str:
    """SHA-256 over the report's row and the working, as JSON with sorted keys and no spaces, in UTF-8."""
    said = json.dumps({"row": snapshot, "working": working}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def due_of_approved(working: Working, approved_pence: int, left_out: Collection[KeptNight] = ()) -> int:
    """What is due in pence of an approved amount if these nights are left out: never more than was approved.

    A flat amount stays whole while the month is beyond the threshold, also where another night, with another rate,
    would be the first one beyond.
    """
    count = _counted_without(working, left_out)
    if count.due and policy_kept(working).shape is Shape.FLAT_WHEN_EXCEEDED:
        return approved_pence
    return min(approved_pence, count.amount_pence or 0)


def _counted_without(working: Working, left_out: Collection[KeptNight]) -> MonthCount:
    kept = [
        HostedNight(
            night=dt.date.fromisoformat(each["night"]),
            child=f"{number:04d}",
            arrived=Moment(dt.date.fromisoformat(each["night"])),
            kind=min(DEFAULT_POLICY.counted_kinds),
            status=min(DEFAULT_POLICY.counted_statuses),
            roles=DEFAULT_POLICY.eligible_roles,
        )
        for number, each in enumerate(working["nights"])
        if each["standing"] != Standing.NOT_COUNTED
        and (each["stay"], dt.date.fromisoformat(each["night"])) not in left_out
    ]
    return count_month(kept, _counts_all(working), rates_kept(working))


def policy_kept(working: Working) -> Policy:
    """The policy that was followed, as a plain value again."""
    kept = working["policy"]
    return Policy(
        valid_from=dt.date.fromisoformat(kept["valid_from"]) if kept["valid_from"] else None,
        threshold=kept["threshold"],
        basis=Basis(kept["basis"]),
        shape=Shape(kept["shape"]),
        eligible_roles=frozenset(map(HomeRole, kept["eligible_roles"])),
        counted_kinds=frozenset(map(StayKind, kept["counted_kinds"])),
        counted_statuses=frozenset(map(ChildStatus, kept["counted_statuses"])),
    )


def rates_kept(working: Working) -> list[Rate]:
    """The rates that were known, the oldest first."""
    return [
        Rate(dt.date.fromisoformat(each["valid_from"]), each["per_night_pence"], each["flat_pence"])
        for each in working["rates"]
    ]


def _counts_all(working: Working) -> Policy:
    """The policy over nights of which it is known already that they count: only the rest of it decides."""
    kept = policy_kept(working)
    return replace(DEFAULT_POLICY, threshold=kept.threshold, basis=kept.basis, shape=kept.shape)
