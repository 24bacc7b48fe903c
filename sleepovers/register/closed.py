"""Closed months: what an import must leave as it is."""

from sqlalchemy import Column as Stored
from sqlalchemy import Date, String, Table, case, func, insert, literal, select

from constellations.core.columns import Id
from constellations.models import Membership
from constellations.register.known import HOMES, NO_END, SERVICES, STATUSES
from constellations.register.problems import complain
from constellations.register.sheet import Condition, Expression, Fate, besides
from constellations.register.sheets.children import WAITING as CHILDREN_WAITING
from constellations.register.sheets.memberships import WAITING as MEMBERSHIPS_WAITING
from constellations.register.statements import execute, is_news, rows_of
from sleepovers.claims.models import ClosedMonth
from sleepovers.policies.models import UpliftPolicy, UpliftRate

CLOSED = besides(
    "known_closed_month",
    Stored("service_id", Id(), index=True),
    Stored("first", Date),
    Stored("ends_on", Date),
    Stored("month", String),
)
C = CLOSED.c

EXPECTED = literal("no change in a month that was closed: ")


def gather_closed() -> None:
    """Gather the closed months of the services within reach."""
    closed = select(ClosedMonth.service_id, ClosedMonth.month).where(ClosedMonth.service_id.in_(select(SERVICES.c.id)))
    rows = [
        {"service_id": service_id, "first": month.first, "ends_on": month.end, "month": str(month)}
        for service_id, month in rows_of(closed)
    ]
    if rows:
        execute(insert(CLOSED), rows)


def complain_of_closed(table: Table, column: str, since: Expression, until: Expression, *where: Condition) -> None:
    """Complain of waiting rows that change anything from `since` up to, but without, `until` in a closed month."""
    source = table.join(CLOSED, C.service_id == table.c.service_id)
    complain(
        table, column, EXPECTED + C.month, is_news(table), C.first < until, C.ends_on > since, *where, source=source
    )


def complain_of_closed_from(table: Table, model: type[UpliftPolicy] | type[UpliftRate]) -> None:
    """A policy or rate is in force from its date up to the next one of the same service."""
    waits = table.alias("waits")
    next_stored = (
        select(func.min(model.valid_from))
        .where(model.service_id == table.c.service_id, model.valid_from > table.c.valid_from)
        .correlate(table)
        .scalar_subquery()
    )
    next_waiting = (
        select(func.min(waits.c.valid_from))
        .where(waits.c.service_id == table.c.service_id, waits.c.valid_from > table.c.valid_from)
        .correlate(table)
        .scalar_subquery()
    )
    first = _earlier(func.coalesce(next_stored, literal(NO_END)), func.coalesce(next_waiting, literal(NO_END)))
    complain_of_closed(table, "valid_from", table.c.valid_from, first)


def complain_of_closed_people() -> None:
    """Roles of stored homes and statuses of stored children count too; what is new has no night yet."""
    w, m = MEMBERSHIPS_WAITING.c, Membership
    until = func.coalesce(w.left_on, literal(NO_END))
    stored = select(HOMES.c.id).where(HOMES.c.is_stored)
    complain_of_closed(
        MEMBERSHIPS_WAITING, "joined_on", w.joined_on, until, w.fate == Fate.ADDED, w.home_id.in_(stored)
    )
    before = select(func.coalesce(m.ends_on, literal(NO_END))).where(m.id == w.id).correlate(MEMBERSHIPS_WAITING)
    old = before.scalar_subquery()
    whole = w.fields.contains("role;")
    complain_of_closed(MEMBERSHIPS_WAITING, "role", w.joined_on, _later(until, old), whole)
    complain_of_closed(
        MEMBERSHIPS_WAITING, "left_on", _earlier(until, old), _later(until, old), w.fate == Fate.CHANGED, ~whole
    )
    c, s = CHILDREN_WAITING.c, STATUSES.c
    ends = select(s.ends_on).where(s.row == c.row, s.news).correlate(CHILDREN_WAITING).scalar_subquery()
    complain_of_closed(CHILDREN_WAITING, "status_from", c.status_from, ends, c.status_differs)


def _earlier(one: Expression, other: Expression) -> Expression:
    return case((one < other, one), else_=other)


def _later(one: Expression, other: Expression) -> Expression:
    return case((one > other, one), else_=other)
