"""The register as it will be after the import: what stored and waiting rows say together, for references and checks."""

import datetime as dt

from sqlalchemy import (
    Boolean,
    Date,
    Index,
    Integer,
    String,
    Table,
    and_,
    cast,
    delete,
    func,
    literal,
    select,
    update,
)
from sqlalchemy import Column as Stored
from sqlalchemy.orm import InstrumentedAttribute

from constellations.core.columns import Id
from constellations.keys.models import OldKey
from constellations.keys.rules import COLUMNS
from constellations.register.problems import complain
from constellations.register.sheet import Condition, Expression, Fate, Import, Part, besides
from constellations.register.statements import execute

NO_END = dt.date(9999, 12, 31)
"""The end of what has none: so every comparison is a plain one."""

KEY_USED = "a key that nobody uses: key already used"


def _keyed(name: str, *more: Part) -> Table:
    return besides(
        f"known_{name}",
        Stored("key", String, primary_key=True),
        Stored("id", Id(), nullable=False),
        Stored("service_id", Id()),
        *more,
    )


def _dated(name: str, *more: Part) -> Table:
    """`row` is that of the waiting row; `news` says whether the import adds or changes it."""
    return besides(
        f"known_{name}",
        Stored("id", Id()),
        Stored("starts_on", Date, nullable=False),
        Stored("ends_on", Date, nullable=False),
        Stored("row", Integer),
        Stored("news", Boolean, nullable=False),
        *more,
    )


REGIONS = besides("known_region", Stored("key", String, primary_key=True))
SERVICES = _keyed("service")
CONSTELLATIONS = _keyed("constellation", Stored("kind", String), Stored("row", Integer), Stored("news", Boolean))
HOMES = _keyed("home", Stored("is_stored", Boolean), Index("ix_known_home_id", "id"))
CHILDREN = _keyed("child", Stored("born", Date), Stored("is_stored", Boolean), Index("ix_known_child_id", "id"))
TERMS = _dated(
    "terms",
    Stored("home_id", Id()),
    Stored("beds", Integer),
    Stored("status", String),
    Index("ix_known_terms", "home_id", "starts_on"),
)
MEMBERSHIPS = _dated(
    "membership",
    Stored("home_id", Id()),
    Stored("constellation_id", Id()),
    Stored("role", String),
    Index("ix_known_membership_home", "home_id", "starts_on"),
    Index("ix_known_membership_constellation", "constellation_id", "starts_on"),
)
PLACEMENTS = _dated(
    "placement",
    Stored("child_id", Id()),
    Stored("home_id", Id()),
    Index("ix_known_placement", "child_id", "starts_on"),
)
STATUSES = _dated(
    "status",
    Stored("child_id", Id()),
    Stored("status", String),
    Index("ix_known_status", "child_id", "starts_on"),
)


def within_reach(service_id: Expression) -> Condition:
    """Whether a stored row belongs to a service that this import may touch."""
    return service_id.in_(select(SERVICES.c.id))


def ends(column: Expression) -> Expression:
    """The end of a dated row as these tables write it."""
    return func.coalesce(column, literal(NO_END))


def refer(table: Table, column: str, known: Table, into: str, expected: str) -> None:
    """Find what a column refers to, and complain where it refers to nothing."""
    t = table.c
    execute(update(table).values({into: None}))
    execute(update(table).values({into: known.c.id}).where(known.c.key == t[column]))
    complain(table, column, expected, t[column].is_not(None), t[into].is_(None))


def drop_repeated(table: Table) -> None:
    """Complain of keys that stand in the file before, also in other case or spacing; the later rows go."""
    t, earlier, key = table.c, table.alias("earlier"), table.info["key"]
    before = and_(earlier.c.folded == t.folded, earlier.c.row < t.row)
    alike = and_(before, *(earlier.c[column] == t[column] for column in key))
    there = select(earlier.c.row).where(before).correlate(table)
    first = select(cast(func.min(earlier.c.row), String)).where(before).correlate(table).scalar_subquery()
    same = select(earlier.c.row).where(alike).correlate(table).exists()
    complain(table, key[0], literal("a key that is used once; see row ") + first, same)
    complain(
        table,
        key[0],
        literal("keys that differ in more than case or spacing; see row ") + first,
        there.exists(),
        ~same,
    )
    execute(delete(table).where(there.exists()))


def complain_of_taken(table: Table, stored: InstrumentedAttribute[str], service_id: Expression) -> None:
    """Complain of keys that another service holds, never saying whose, or that are stored but for case or spacing."""
    t, column = table.c, table.info["key"][0]
    model = stored.class_
    held = select(literal(1)).where(stored == t[column], service_id.is_distinct_from(t.service_id)).correlate(table)
    complain(table, column, KEY_USED, held.exists())
    if column in COLUMNS:
        was = [
            OldKey.kind == COLUMNS[column],
            OldKey.key == t[column],
            OldKey.service_id.is_distinct_from(t.service_id),
        ]
        complain(table, column, KEY_USED, select(literal(1)).where(*was).correlate(table).exists())
    plain = func.lower(func.replace(func.replace(stored, " ", ""), "\N{NO-BREAK SPACE}", ""))
    near = table.join(model.__table__, and_(plain == t.folded, stored != t[column]))
    complain(table, column, f"{KEY_USED}, but for case or spacing", t.fate == Fate.ADDED, source=near)


def complain_of_other_service(run: Import, table: Table, column: str) -> None:
    """Complain of rows of any service but the one that is loaded."""
    if run.only_service is not None:
        known = select(SERVICES.c.id).where(SERVICES.c.key == run.only_service)
        words = f"rows of the service {run.only_service} alone"
        complain(table, column, words, table.c.service_id.is_not(None), table.c.service_id.not_in(known))
