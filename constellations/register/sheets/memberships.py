"""memberships.csv: which home belongs to which constellation, as what, and from when until when."""

import datetime as dt
from typing import Any

from sqlalchemy import Column as Stored
from sqlalchemy import String, and_, case, cast, insert, literal, or_, select, update
from sqlalchemy.sql.selectable import NamedFromClause

from constellations.core.columns import Id
from constellations.models import Constellation, Membership
from constellations.register.columns import day, key, word
from constellations.register.known import (
    CONSTELLATIONS,
    HOMES,
    MEMBERSHIPS,
    NO_END,
    complain_of_other_service,
    ends,
    refer,
)
from constellations.register.problems import complain
from constellations.register.sheet import Cells, Complain, Condition, Expression, Import, Sheet, waiting
from constellations.register.sheets.sizes import warn_of_constellations
from constellations.register.statements import execute, is_changed, is_new, is_news, settle_fate
from constellations.rules import HomeRole

HOME_EXPECTED = "a home of homes.csv or one that is stored"
CONSTELLATION_EXPECTED = "a constellation of constellations.csv or one that is stored"
COLUMNS = (
    key("home"),
    key("constellation"),
    day("joined_on"),
    word("role", HomeRole),
    day("left_on", may_be_absent=True),
)
Rows = NamedFromClause[Any]
WAITING = waiting(
    "memberships",
    COLUMNS,
    ("home", "constellation", "joined_on"),
    Stored("home_id", Id()),
    Stored("constellation_id", Id()),
)
W = WAITING.c


def derive(cells: Cells, _today: dt.date, complain_here: Complain) -> dict[str, object]:
    """A membership ends after it starts."""
    ends_before(cells, "joined_on", "left_on", complain_here)
    return {}


def ends_before(cells: Cells, start: str, end: str, complain_here: Complain) -> None:
    """Complain of an end that is not after its start."""
    since, until = cells[start], cells.get(end)
    if isinstance(since, dt.date) and isinstance(until, dt.date) and until <= since:
        complain_here(end, f"a date after {since}")


def settle(run: Import) -> None:
    """Tie rows to their home, constellation and stored membership; gather memberships as they will be."""
    refer(WAITING, "home", HOMES, "home_id", HOME_EXPECTED)
    refer(WAITING, "constellation", CONSTELLATIONS, "constellation_id", CONSTELLATION_EXPECTED)
    execute(update(WAITING).values(service_id=HOMES.c.service_id).where(HOMES.c.id == W.home_id))
    complain_of_other_service(run, WAITING, "home")
    other = CONSTELLATIONS.c
    strange = select(literal(1)).where(other.id == W.constellation_id, other.service_id != W.service_id)
    complain(WAITING, "constellation", "a constellation of the home's own service", strange.exists())
    m = Membership
    stored = [m.home_id == W.home_id, m.constellation_id == W.constellation_id, m.starts_on == W.joined_on]
    execute(update(WAITING).values(id=m.id).where(*stored))
    if not run.has(WAITING, "left_on"):
        execute(update(WAITING).values(left_on=m.ends_on).where(*stored))
    settle_fate(WAITING, stored, {"role": (W.role, m.role), "left_on": (W.left_on, m.ends_on)})
    columns = ["id", "home_id", "constellation_id", "role", "starts_on", "ends_on", "row", "news"]
    here = select(
        W.id, W.home_id, W.constellation_id, W.role, W.joined_on, ends(W.left_on), W.row, is_news(WAITING)
    ).where(W.home_id.is_not(None), W.constellation_id.is_not(None), W.bad.is_(False))
    execute(insert(MEMBERSHIPS).from_select(columns, here))
    others = (
        select(m.id, m.home_id, m.constellation_id, m.role, m.starts_on, ends(m.ends_on), literal(0), literal(False))
        .join(HOMES, HOMES.c.id == m.home_id)
        .where(m.id.not_in(select(W.id)))
    )
    execute(insert(MEMBERSHIPS).from_select(columns, others))


def check(run: Import) -> None:
    """No home twice in a constellation, no two hubs of it on one day; warn of hubs missing and of its size."""
    _complain_of_closed()
    mine, other = MEMBERSHIPS.alias("mine"), MEMBERSHIPS.alias("other")
    pair = (
        WAITING.join(mine, mine.c.row == W.row)
        .join(other, and_(other.c.constellation_id == mine.c.constellation_id, other.c.id != mine.c.id))
        .join(HOMES, HOMES.c.id == other.c.home_id)
    )
    meets = [
        mine.c.news,
        mine.c.starts_on < other.c.ends_on,
        other.c.starts_on < mine.c.ends_on,
        once(mine, other),
    ]
    where = HOMES.c.key + case(
        (other.c.row > 0, literal(" (row ") + cast(other.c.row, String) + ")"), else_=" (stored)"
    )
    span = since_until(other)
    complain(
        WAITING,
        "joined_on",
        literal("no overlap with the membership of the same home ") + span + literal(": ") + where,
        *meets,
        mine.c.home_id == other.c.home_id,
        source=pair,
    )
    complain(
        WAITING,
        "role",
        literal("one hub on any day; the constellation has the hub ") + where + literal(" ") + span,
        *meets,
        mine.c.home_id != other.c.home_id,
        mine.c.role == HomeRole.HUB.value,
        other.c.role == HomeRole.HUB.value,
        source=pair,
    )
    warn_of_constellations(run)


def _complain_of_closed() -> None:
    """No home belongs to a constellation from the day on which somebody has closed it."""
    c = Constellation
    closed = WAITING.join(c.__table__, and_(c.id == W.constellation_id, c.closed_on < ends(W.left_on)))
    expected = literal("no day after ") + cast(c.closed_on, String) + literal(", when the constellation closes")
    complain(WAITING, "left_on", expected, is_news(WAITING), source=closed)


def once(mine: Rows, other: Rows) -> Condition:
    """Of two rows of the file that are both news only the later is complained of."""
    return or_(other.c.news.is_(False), other.c.row < mine.c.row)


def since_until(row: Rows) -> Expression:
    """The two dates of a dated row, in words."""
    until = case((row.c.ends_on == NO_END, literal("on")), else_=literal("to ") + cast(row.c.ends_on, String))
    return literal("from ") + cast(row.c.starts_on, String) + literal(" ") + until


def write(_run: Import) -> None:
    """Store memberships."""
    m = Membership
    columns = ["id", "home_id", "constellation_id", "role", "starts_on", "ends_on"]
    new = select(W.id, W.home_id, W.constellation_id, W.role, W.joined_on, W.left_on).where(is_new(WAITING))
    changed = update(m).values(role=W.role, ends_on=W.left_on).where(m.id == W.id, is_changed(WAITING))
    execute(changed)
    execute(insert(m).from_select(columns, new))


MEMBERSHIPS_SHEET = Sheet("memberships", COLUMNS, WAITING, "membership", settle, write, check, derive)
