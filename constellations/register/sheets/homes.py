"""homes.csv: the homes of a service, their beds for visiting children, and how they stand."""

from sqlalchemy import Boolean, Date, and_, case, false, insert, literal, or_, select, update
from sqlalchemy import Column as Stored

from constellations.core.clock import ALWAYS
from constellations.models import Home, HomeTerms
from constellations.register.columns import Column, key, text, whole, word
from constellations.register.known import (
    HOMES,
    SERVICES,
    TERMS,
    complain_of_other_service,
    complain_of_taken,
    ends,
    refer,
    within_reach,
)
from constellations.register.sheet import Fate, Import, Sheet, waiting
from constellations.register.sheets.constellations import SERVICE_EXPECTED
from constellations.register.statements import execute, is_changed, is_new, settle_fate
from constellations.rules import HomeStatus

COLUMNS: tuple[Column, ...] = (
    key("home"),
    key("service"),
    whole("beds", 0, 20),
    whole("approved_children", 1, 20),
    word("status", HomeStatus),
    text("area", may_be_absent=True),
)
WAITING = waiting(
    "homes",
    COLUMNS,
    ("home",),
    Stored("today", Date),
    Stored("terms_differ", Boolean, server_default=false()),
    Stored("since", Date),
    Stored("until", Date),
)
W = WAITING.c


_today_cells = {
    name: select(column)
    .where(
        HomeTerms.home_id == W.id,
        HomeTerms.starts_on <= W.today,
        or_(HomeTerms.ends_on.is_(None), HomeTerms.ends_on > W.today),
    )
    .correlate(WAITING)
    .scalar_subquery()
    for name, column in {
        "beds": HomeTerms.beds,
        "approved_children": HomeTerms.approved_children,
        "status": HomeTerms.status,
        "since": HomeTerms.starts_on,
        "until": HomeTerms.ends_on,
    }.items()
}


def settle(run: Import) -> None:
    """Tie rows to stored homes and to the terms that hold today; gather homes and terms as they will be."""
    execute(update(WAITING).values(today=run.today, terms_differ=False, since=None, until=None))
    refer(WAITING, "service", SERVICES, "service_id", SERVICE_EXPECTED)
    complain_of_other_service(run, WAITING, "service")
    stored = [Home.key == W.home, Home.service_id == W.service_id]
    execute(update(WAITING).values(id=Home.id).where(*stored))
    if not run.has(WAITING, "area"):
        execute(update(WAITING).values(area=Home.area).where(*stored))
    terms = {name: (W[name], _today_cells[name]) for name in ("beds", "approved_children", "status")}
    settle_fate(WAITING, stored, {**terms, "area": (W.area, Home.area)})
    differ = or_(*(waits.is_distinct_from(holds) for waits, holds in terms.values()))
    changed = update(WAITING).values(since=_today_cells["since"], until=_today_cells["until"], terms_differ=True)
    execute(changed.where(W.fate == Fate.CHANGED, differ))
    complain_of_taken(WAITING, Home.key, Home.service_id)
    _gather(run)


def _gather(run: Import) -> None:
    columns = ["key", "id", "service_id", "is_stored"]
    here = select(W.home, W.id, W.service_id, W.fate != Fate.ADDED)
    execute(insert(HOMES).from_select(columns, here))
    others = select(Home.key, Home.id, Home.service_id, literal(True)).where(
        within_reach(Home.service_id), Home.key.not_in(select(W.home))
    )
    execute(insert(HOMES).from_select(columns, others))
    t, columns = HomeTerms, ["home_id", "beds", "status", "starts_on", "ends_on", "news"]
    since = case((is_new(WAITING), literal(ALWAYS)), else_=literal(run.today))
    news = select(W.id, W.beds, W.status, since, ends(W.until), literal(True))
    execute(insert(TERMS).from_select(columns, news.where(or_(is_new(WAITING), W.terms_differ))))
    until = case((W.row.is_not(None), literal(run.today)), else_=ends(t.ends_on))
    kept = (
        select(t.home_id, t.beds, t.status, t.starts_on, until, literal(False))
        .join(HOMES, HOMES.c.id == t.home_id)
        .outerjoin(WAITING, and_(W.id == t.home_id, W.since == t.starts_on))
        .where(or_(W.row.is_(None), W.since < run.today))
    )
    execute(insert(TERMS).from_select(columns, kept))


def write(run: Import) -> None:
    """Store homes; what changed of their terms holds from today."""
    t = HomeTerms
    new = select(W.id, W.home, W.home, W.service_id, W.area, literal(1)).where(is_new(WAITING))
    execute(insert(Home).from_select(["id", "key", "name", "service_id", "area", "version"], new))
    changed = update(Home).values(area=W.area, version=Home.version + 1)
    execute(changed.where(Home.id == W.id, is_changed(WAITING)))
    # The file knows no reviews: a home that stays on hold keeps the day of its review, another one has none.
    review = case((W.status == HomeStatus.ON_HOLD.value, t.review_on), else_=None)
    same_day = update(t).values(beds=W.beds, approved_children=W.approved_children, status=W.status, review_on=review)
    execute(same_day.where(t.home_id == W.id, W.terms_differ, W.since == run.today, t.starts_on == W.since))
    ended = update(t).values(ends_on=run.today)
    execute(ended.where(t.home_id == W.id, W.terms_differ, W.since < run.today, t.starts_on == W.since))
    columns = ["home_id", "starts_on", "ends_on", "beds", "approved_children", "status", "review_on"]
    since = case((is_new(WAITING), literal(ALWAYS)), else_=literal(run.today))
    begins = or_(is_new(WAITING), and_(W.terms_differ, or_(W.since.is_(None), W.since < run.today)))
    before = select(review).where(t.home_id == W.id, t.starts_on == W.since).correlate(WAITING).scalar_subquery()
    terms = select(W.id, since, W.until, W.beds, W.approved_children, W.status, before).where(begins)
    execute(insert(t).from_select(columns, terms))


HOMES_SHEET = Sheet("homes", COLUMNS, WAITING, "home", settle, write)
