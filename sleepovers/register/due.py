"""A warning before it matters: months that will be due while no rate of the needed shape is in force."""

import datetime as dt
import uuid
from collections import defaultdict

from sqlalchemy import Column as Stored
from sqlalchemy import Date, Integer, String, Subquery, and_, case, cast, func, insert, literal, select, union_all

from constellations.core.clock import Month
from constellations.core.columns import Id
from constellations.register.known import HOMES, MEMBERSHIPS, SERVICES, STATUSES
from constellations.register.problems import warn_of
from constellations.register.sheet import Condition, Expression, besides
from constellations.register.statements import Found, any_row, execute, rows_of
from sleepovers.models import Stay, StayNight
from sleepovers.policies.models import UpliftPolicy, UpliftRate
from sleepovers.register.nights import DAYS, NIGHTS, N, is_dropped
from sleepovers.register.policies import FIELDS
from sleepovers.register.policies import WAITING as POLICIES_WAITING
from sleepovers.register.rates import WAITING as RATES_WAITING
from sleepovers.register.waiting_stays import WAITING, W
from sleepovers.rules import NightState
from sleepovers.uplift import DEFAULT_POLICY, Basis, Shape

UNRATED = besides(
    "unrated_month",
    Stored("service_id", Id(), primary_key=True),
    Stored("month", Date, primary_key=True),
    Stored("since", Date),
    Stored("until", Date),
    Stored("threshold", Integer),
    *(Stored(name, String) for name in FIELDS if name != "threshold"),
)
"""Spans of days on which the policy's shape has no rate, with the month's policy; one for each month and service."""

U = UNRATED.c
DAY = dt.timedelta(days=1)
DEFAULT_FIELDS: dict[str, object] = {
    "threshold": DEFAULT_POLICY.threshold,
    "basis": DEFAULT_POLICY.basis.value,
    "shape": DEFAULT_POLICY.shape.value,
    "eligible_roles": ";".join(sorted(DEFAULT_POLICY.eligible_roles)),
    "counted_kinds": ";".join(sorted(DEFAULT_POLICY.counted_kinds)),
    "counted_statuses": ";".join(sorted(DEFAULT_POLICY.counted_statuses)),
}
Span = tuple[dt.date, dt.date]
DatedRows = dict[uuid.UUID, list[tuple[dt.date, dict[str, object]]]]


def warn_of_rates_not_set() -> None:
    """Warn of homes and months beyond the threshold for whose nights beyond no rate is set."""
    _gather_unrated_months()
    if not any_row(UNRATED):
        return
    counted = _counted(_hosted())
    c = counted.c
    # A flat amount is that of the first night beyond; by night, each night beyond needs its own.
    beyond = case((c.shape == Shape.FLAT_WHEN_EXCEEDED.value, c.place == c.threshold + 1), else_=c.place > c.threshold)
    month = func.substr(cast(c.month, String), 1, 7)
    words = literal("home ") + HOMES.c.key + literal(" is due an uplift in ") + month + literal(", and no rate is set")
    found = (
        select(literal("stays.csv"), literal(0), HOMES.c.service_id, words, literal(False))
        .join_from(counted, HOMES, HOMES.c.id == c.home_id)
        .where(beyond, c.night >= c.since, c.night < c.until)
        .distinct()
    )
    warn_of(found)


def _hosted() -> Subquery:
    """Nights that will have happened in those months: of the rows, and those that are stored and stay."""
    s = StayNight
    waits = select(N.home_id, N.child_id, N.night, W.kind, DAYS.c.month).join_from(NIGHTS, WAITING, W.row == N.row)
    waits = waits.join(DAYS, DAYS.c.day == N.night).where(N.happened)
    named = select(literal(1)).where(N.child_id == s.child_id, N.night == s.night).correlate(s)
    stored = (
        select(s.home_id, s.child_id, s.night, cast(Stay.kind, String), DAYS.c.month)
        .join_from(s, Stay, Stay.id == s.stay_id)
        .join(DAYS, DAYS.c.day == s.night)
        .join(HOMES, HOMES.c.id == s.home_id)
        .where(s.state == NightState.HAPPENED, ~named.exists(), ~is_dropped(s))
    )
    return union_all(waits, stored).subquery("hosted")


def _counted(hosted: Subquery) -> Subquery:
    """Those that count, numbered by night within their home and month (register format, rules 5, 8 and 10)."""
    h, m = hosted.c, MEMBERSHIPS.c
    partition = (h.home_id, h.month)
    by_row = func.row_number().over(partition_by=partition, order_by=h.night)
    by_date = func.dense_rank().over(partition_by=partition, order_by=h.night)
    place = case((U.basis == Basis.NIGHTS.value, by_date), else_=by_row)
    member = select(literal(1)).where(
        m.home_id == h.home_id, m.starts_on <= h.night, m.ends_on > h.night, _among(m.role, U.eligible_roles)
    )
    status = STATUSES.c
    return (
        select(h.home_id, h.month, h.night, place.label("place"), U.threshold, U.shape, U.since, U.until)
        .join_from(hosted, HOMES, HOMES.c.id == h.home_id)
        .join(UNRATED, and_(U.service_id == HOMES.c.service_id, U.month == h.month))
        .join(
            STATUSES,
            and_(status.child_id == h.child_id, status.starts_on <= h.night, status.ends_on > h.night),
        )
        .where(
            _among(h.kind, U.counted_kinds),
            _among(status.status, U.counted_statuses),
            member.correlate(hosted, UNRATED).exists(),
        )
        .subquery("counted")
    )


def _among(word: Expression, words: Expression) -> Condition:
    """Whether a word is one of those joined by `;`."""
    within = literal(";") + words + literal(";")
    return within.like(literal("%;") + word + literal(";%"))


def _gather_unrated_months() -> None:
    months = [month for (month,) in rows_of(select(DAYS.c.month).distinct().order_by(DAYS.c.month))]
    policies, rates = _policies(), _rates()
    rows: list[dict[str, object]] = []
    for (service_id,) in rows_of(select(SERVICES.c.id)):
        for first in months:
            policy = _in_force(policies[service_id], first) or DEFAULT_FIELDS
            span = _unrated(rates[service_id], str(policy["shape"]), Month.of(first))
            if span is not None:
                rows.append({"service_id": service_id, "month": first, "since": span[0], "until": span[1], **policy})
    if rows:
        execute(insert(UNRATED), rows)


def _policies() -> DatedRows:
    """The policies of each service, as they will be."""
    w, p = POLICIES_WAITING.c, UpliftPolicy.__table__.c
    stored = select(p.service_id, p.valid_from, *(cast(p[name], w[name].type) for name in FIELDS))
    waits = select(w.service_id, w.valid_from, *(w[name] for name in FIELDS)).where(w.bad.is_(False))
    return _dated(FIELDS, rows_of(stored.where(p.service_id.in_(select(SERVICES.c.id)))), rows_of(waits))


def _rates() -> DatedRows:
    """The rates of each service, as they will be."""
    w, r = RATES_WAITING.c, UpliftRate
    stored = select(r.service_id, r.valid_from, r.per_night_pence, r.flat_pence)
    waits = select(w.service_id, w.valid_from, w.per_night_pence, w.flat_pence).where(w.bad.is_(False))
    pence = ("per_night_pence", "flat_pence")
    return _dated(pence, rows_of(stored.where(r.service_id.in_(select(SERVICES.c.id)))), rows_of(waits))


def _dated(names: tuple[str, ...], stored: Found, waits: Found) -> DatedRows:
    latest = {(row[0], row[1]): dict(zip(names, row[2:], strict=True)) for row in (*stored, *waits)}
    found: DatedRows = defaultdict(list)
    for service_id, since in sorted(latest, key=lambda one: one[1]):
        found[service_id].append((since, latest[service_id, since]))
    return found


def _in_force(rows: list[tuple[dt.date, dict[str, object]]], day: dt.date) -> dict[str, object] | None:
    return next((values for since, values in reversed(rows) if since <= day), None)


def _unrated(rates: list[tuple[dt.date, dict[str, object]]], shape: str, month: Month) -> Span | None:
    """The days of a month from the first to the last without a rate of the shape; None where each has one."""
    needed = "flat_pence" if shape == Shape.FLAT_WHEN_EXCEEDED else "per_night_pence"
    bare = [day for day in month.days if (_in_force(rates, day) or {}).get(needed) is None]
    return (bare[0], bare[-1] + DAY) if bare else None
