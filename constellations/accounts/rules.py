"""For how long somebody stays signed in."""

import datetime as dt
from dataclasses import dataclass

from constellations.permissions import CARERS, Role


@dataclass(frozen=True, slots=True)
class SignedInTime:
    """How long a device may rest, and how long it lasts in all."""

    idle: dt.timedelta
    in_all: dt.timedelta


FOR_CARERS = SignedInTime(idle=dt.timedelta(days=30), in_all=dt.timedelta(days=90))
FOR_STAFF = SignedInTime(idle=dt.timedelta(minutes=30), in_all=dt.timedelta(hours=12))


def signed_in_time(role: Role) -> SignedInTime:
    """Carers keep their own phone signed in; staff sit at desks that others pass."""
    return FOR_CARERS if role in CARERS else FOR_STAFF


def is_still_signed_in(role: Role, created_at: dt.datetime, last_seen_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a device has neither rested too long nor lasted too long."""
    limit = signed_in_time(role)
    return now - last_seen_at < limit.idle and now - created_at < limit.in_all


def is_worth_noting(role: Role, last_seen_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether "last seen" is stale enough to be written again: a thirtieth of the idle time."""
    return now - last_seen_at >= signed_in_time(role).idle / 30
