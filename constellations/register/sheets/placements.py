"""placements.csv: the home in which a child lives, from when until when."""

import datetime as dt

from sqlalchemy import Column as Stored
from sqlalchemy import and_, insert, literal, select, update

from constellations.children.models import Placement
from constellations.core.columns import Id
from constellations.register.columns import day, key
from constellations.register.known import CHILDREN, HOMES, PLACEMENTS, complain_of_other_service, ends, refer
from constellations.register.problems import complain
from constellations.register.sheet import Cells, Complain, Import, Sheet, waiting
from constellations.register.sheets.memberships import HOME_EXPECTED, ends_before, once, since_until
from constellations.register.statements import execute, is_changed, is_new, is_news, settle_fate

CHILD_EXPECTED = "a child of children.csv or one that is stored"
COLUMNS = (key("child"), day("from"), key("home"), day("to", may_be_absent=True))
WAITING = waiting("placements", COLUMNS, ("child", "from"), Stored("child_id", Id()), Stored("home_id", Id()))
W = WAITING.c


def derive(cells: Cells, _today: dt.date, complain_here: Complain) -> dict[str, object]:
    """A placement ends after it starts."""
    ends_before(cells, "from", "to", complain_here)
    return {}


def settle(run: Import) -> None:
    """Tie rows to their child, home and stored placement; gather placements as they will be."""
    refer(WAITING, "child", CHILDREN, "child_id", CHILD_EXPECTED)
    refer(WAITING, "home", HOMES, "home_id", HOME_EXPECTED)
    execute(update(WAITING).values(service_id=CHILDREN.c.service_id).where(CHILDREN.c.id == W.child_id))
    complain_of_other_service(run, WAITING, "child")
    strange = select(literal(1)).where(HOMES.c.id == W.home_id, HOMES.c.service_id != W.service_id)
    complain(WAITING, "home", "a home of the child's own service", strange.exists())
    p = Placement
    stored = [p.child_id == W.child_id, p.starts_on == W["from"]]
    execute(update(WAITING).values(id=p.id).where(*stored))
    if not run.has(WAITING, "to"):
        execute(update(WAITING).values(to=p.ends_on).where(*stored))
    settle_fate(WAITING, stored, {"home": (W.home_id, p.home_id), "to": (W.to, p.ends_on)})
    columns = ["id", "child_id", "home_id", "starts_on", "ends_on", "row", "news"]
    here = select(W.id, W.child_id, W.home_id, W["from"], ends(W.to), W.row, is_news(WAITING)).where(
        W.child_id.is_not(None), W.bad.is_(False)
    )
    execute(insert(PLACEMENTS).from_select(columns, here))
    others = (
        select(p.id, p.child_id, p.home_id, p.starts_on, ends(p.ends_on), literal(0), literal(False))
        .join(CHILDREN, CHILDREN.c.id == p.child_id)
        .where(p.id.not_in(select(W.id)))
    )
    execute(insert(PLACEMENTS).from_select(columns, others))


def check(_run: Import) -> None:
    """A child lives in one home at a time."""
    mine, other = PLACEMENTS.alias("mine"), PLACEMENTS.alias("other")
    pair = WAITING.join(mine, mine.c.row == W.row).join(
        other, and_(other.c.child_id == mine.c.child_id, other.c.id != mine.c.id)
    )
    complain(
        WAITING,
        "from",
        literal("no overlap with the child's placement ") + since_until(other),
        mine.c.news,
        mine.c.starts_on < other.c.ends_on,
        other.c.starts_on < mine.c.ends_on,
        once(mine, other),
        source=pair,
    )


def write(_run: Import) -> None:
    """Store placements."""
    p = Placement
    changed = update(p).values(home_id=W.home_id, ends_on=W.to).where(p.id == W.id, is_changed(WAITING))
    execute(changed)
    columns = ["id", "child_id", "home_id", "starts_on", "ends_on"]
    new = select(W.id, W.child_id, W.home_id, W["from"], W.to).where(is_new(WAITING))
    execute(insert(p).from_select(columns, new))


PLACEMENTS_SHEET = Sheet("placements", COLUMNS, WAITING, "placement", settle, write, check, derive)
