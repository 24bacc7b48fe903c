"""children.csv: the children of a service: initials, a month of birth, and the arrangement under which they live."""

import datetime as dt

from sqlalchemy import Boolean, Date, String, and_, case, false, func, insert, literal, or_, select, type_coerce, update
from sqlalchemy import Column as Stored

from constellations.children.models import Child, ChildStatusFrom
from constellations.core.clock import ALWAYS
from constellations.register.columns import day, initials, key, month, word
from constellations.register.known import (
    CHILDREN,
    KEY_USED,
    SERVICES,
    STATUSES,
    complain_of_other_service,
    complain_of_taken,
    ends,
    refer,
    within_reach,
)
from constellations.register.problems import complain
from constellations.register.sheet import Cells, Complain, Fate, Import, Sheet, waiting
from constellations.register.sheets.constellations import SERVICE_EXPECTED
from constellations.register.statements import also_changed, execute, is_changed, is_new, settle_fate
from constellations.rules import ChildStatus, StayAuthority

COLUMNS = (
    key("child"),
    key("service"),
    initials("initials"),
    month("born"),
    day("status_from", may_be_absent=True),
    word("status", ChildStatus),
)
WAITING = waiting(
    "children",
    COLUMNS,
    ("child",),
    Stored("asked_on", Date),
    Stored("status_differs", Boolean, server_default=false()),
    Stored("since", Date),
    Stored("until", Date),
)
W = WAITING.c
S = ChildStatusFrom

_then = [S.child_id == W.id, S.starts_on <= W.asked_on, or_(S.ends_on.is_(None), S.ends_on > W.asked_on)]


def derive(cells: Cells, today: dt.date, complain_here: Complain) -> dict[str, object]:
    """Nobody is born in the future."""
    born, since = cells["born"], cells.get("status_from")
    if isinstance(born, dt.date) and born > today:
        complain_here("born", "a month that has begun")
    return {"asked_on": since or today}


def settle(run: Import) -> None:
    """Tie rows to stored children, and to the status they have on the date of the file; gather them."""
    execute(update(WAITING).values(status_differs=False, since=None, until=None))
    refer(WAITING, "service", SERVICES, "service_id", SERVICE_EXPECTED)
    complain_of_other_service(run, WAITING, "service")
    stored = [Child.key == W.child, Child.service_id == W.service_id]
    execute(update(WAITING).values(id=Child.id).where(*stored))
    settle_fate(
        WAITING, stored, {"initials": (W.initials, Child.initials), "born": (W.born, type_coerce(Child.born, Date))}
    )
    holds = {
        name: select(column).where(*_then).correlate(WAITING).scalar_subquery()
        for name, column in {"status": S.status, "since": S.starts_on, "until": S.ends_on}.items()
    }
    next_one = (
        select(func.min(S.starts_on)).where(S.child_id == W.id, S.starts_on > W.asked_on).correlate(WAITING)
    ).scalar_subquery()
    until = case((holds["since"].is_(None), next_one), else_=holds["until"])
    differs = update(WAITING).values(status_differs=True, since=holds["since"], until=until)
    execute(differs.where(W.fate != Fate.ADDED, W.status.is_distinct_from(holds["status"])))
    also_changed(WAITING, "status", W.status_differs)
    complain(
        WAITING,
        "status_from",
        literal("the date from which the status is ") + W.status + literal(", since another one is stored"),
        W.status_differs,
        W.status_from.is_(None),
    )
    complain_of_taken(WAITING, Child.key, Child.service_id)
    # One that is still to be named stands in for somebody until a person says who; no file knows it.
    unnamed = select(literal(1)).where(Child.key == W.child, Child.is_unnamed).correlate(WAITING)
    complain(WAITING, "child", KEY_USED, unnamed.exists())
    _gather()


def _gather() -> None:
    columns = ["key", "id", "service_id", "born", "is_stored"]
    here = select(W.child, W.id, W.service_id, W.born, W.fate != Fate.ADDED)
    execute(insert(CHILDREN).from_select(columns, here))
    others = select(Child.key, Child.id, Child.service_id, type_coerce(Child.born, Date), literal(True)).where(
        within_reach(Child.service_id), Child.key.not_in(select(W.child)), Child.is_unnamed.is_(False)
    )
    execute(insert(CHILDREN).from_select(columns, others))
    columns = ["child_id", "status", "starts_on", "ends_on", "row", "news"]
    since = func.coalesce(W.status_from, literal(ALWAYS))
    news = select(W.id, W.status, since, ends(W.until), W.row, literal(True))
    execute(insert(STATUSES).from_select(columns, news.where(or_(is_new(WAITING), W.status_differs))))
    until = case((W.row.is_not(None), W.asked_on), else_=ends(S.ends_on))
    kept = (
        select(S.child_id, S.status, S.starts_on, until, literal(0), literal(False))
        .join(CHILDREN, CHILDREN.c.id == S.child_id)
        .outerjoin(WAITING, and_(W.id == S.child_id, W.since == S.starts_on, W.status_differs))
        .where(or_(W.row.is_(None), W.since < W.asked_on))
    )
    execute(insert(STATUSES).from_select(columns, kept))


def write(_run: Import) -> None:
    """Store children; a status holds from the date that the file gives."""
    columns = ["id", "key", "service_id", "initials", "born", "stay_authority", "is_solo", "version"]
    authority, solo = literal(StayAuthority.UNKNOWN.value, String), literal(False)
    new = select(W.id, W.child, W.service_id, W.initials, W.born, authority, solo, literal(1)).where(is_new(WAITING))
    execute(insert(Child).from_select(columns, new))
    changed = update(Child).values(initials=W.initials, born=W.born, version=Child.version + 1)
    execute(changed.where(Child.id == W.id, is_changed(WAITING)))
    told = [S.child_id == W.id, W.status_differs, S.starts_on == W.since]
    execute(update(S).values(status=W.status).where(*told, W.since == W.asked_on))
    execute(update(S).values(ends_on=W.asked_on).where(*told, W.since < W.asked_on))
    since = func.coalesce(W.status_from, literal(ALWAYS))
    begins = or_(is_new(WAITING), and_(W.status_differs, or_(W.since.is_(None), W.since < W.asked_on)))
    statuses = select(W.id, since, W.until, W.status).where(begins)
    execute(insert(S).from_select(["child_id", "starts_on", "ends_on", "status"], statuses))


CHILDREN_SHEET = Sheet("children", COLUMNS, WAITING, "child", settle, write, derive=derive)
