"""Beds for the nights that are loaded: the lowest that is free; without one, a night that happened is marked."""

from sqlalchemy import Boolean, Date, Index, Integer, String, and_, case, cast, func, insert, literal, select, update
from sqlalchemy import Column as Stored

from constellations.core.columns import Id
from constellations.register.known import TERMS
from constellations.register.problems import complain
from constellations.register.sheet import besides
from constellations.register.statements import any_row, execute, learn
from sleepovers.models import StayNight
from sleepovers.register.nights import N, is_dropped
from sleepovers.register.waiting_stays import WAITING, W

MOST_BEDS = 20

PLACED = besides(
    "placed_night",
    Stored("row", Integer),
    Stored("night", Date),
    Stored("stay_id", Id()),
    Stored("child_id", Id()),
    Stored("home_id", Id()),
    Stored("happened", Boolean),
    Stored("place", Integer),
    Stored("beds", Integer),
    Stored("bed", Integer),
    Index("ix_placed_night", "home_id", "night", "place"),
)
"""The nights that are not stored yet, in the order in which the children of a home and night get its beds."""
NUMBERS = besides("bed_number", Stored("number", Integer, primary_key=True))
BUSY = besides(
    "busy_bed",
    Stored("home_id", Id(), primary_key=True),
    Stored("night", Date, primary_key=True),
    Stored("bed", Integer, primary_key=True),
)
"""Beds in which somebody sleeps who is stored and stays."""
FREE = besides(
    "free_bed",
    Stored("home_id", Id(), primary_key=True),
    Stored("night", Date, primary_key=True),
    Stored("place", Integer, primary_key=True),
    Stored("bed", Integer),
)
"""The free beds of such a home and night, the lowest first."""

P = PLACED.c


def assign_beds() -> None:
    """Give each night the lowest free bed: what happened comes first, then who arrives first."""
    order = (case((N.happened, 0), else_=1), N.arrive, N.row)
    place = func.row_number().over(partition_by=(N.home_id, N.night), order_by=order)
    placed = (
        select(N.row, N.night, N.stay_id, N.child_id, N.home_id, N.happened, place.label("place"))
        .where(N.is_kept.is_(False))
        .subquery("placed")
    )
    p, t = placed.c, TERMS.c
    beds = func.coalesce(t.beds, 0)
    holds = and_(t.home_id == p.home_id, t.starts_on <= p.night, t.ends_on > p.night)
    rows = select(
        p.row, p.night, p.stay_id, p.child_id, p.home_id, p.happened, p.place, beds, case((p.place <= beds, p.place))
    ).join_from(placed, TERMS, holds, isouter=True)
    # They are stored in this order: beside their stay is where most of a night's indexes lie close together.
    rows = rows.order_by(p.row, p.night)
    execute(insert(PLACED).from_select(list(PLACED.c), rows))
    learn(PLACED)
    if any_row(StayNight.__table__):
        _leave_busy_beds()
    _complain_of_beds()


def _leave_busy_beds() -> None:
    s = StayNight
    here = select(literal(1)).where(P.home_id == s.home_id, P.night == s.night).correlate(s)
    taken = select(s.home_id, s.night, s.bed).where(s.bed.is_not(None), here.exists(), ~is_dropped(s))
    execute(insert(BUSY).from_select(list(BUSY.c), taken))
    if not any_row(BUSY):
        return
    execute(insert(NUMBERS), [{"number": n + 1} for n in range(MOST_BEDS)])
    b, n, t = BUSY.c, NUMBERS.c, TERMS.c
    nights = select(b.home_id, b.night).distinct().subquery("night")
    holds = and_(t.home_id == nights.c.home_id, t.starts_on <= nights.c.night, t.ends_on > nights.c.night)
    lies = select(literal(1)).where(b.home_id == nights.c.home_id, b.night == nights.c.night, b.bed == n.number)
    partition = (nights.c.home_id, nights.c.night)
    place = func.row_number().over(partition_by=partition, order_by=n.number)
    free = (
        select(nights.c.home_id, nights.c.night, place, n.number)
        .join(TERMS, holds)
        .join(NUMBERS, n.number <= t.beds)
        .where(~lies.correlate(nights, NUMBERS).exists())
    )
    execute(insert(FREE).from_select(["home_id", "night", "place", "bed"], free))
    f = FREE.c
    bed = select(f.bed).where(f.home_id == P.home_id, f.night == P.night, f.place == P.place).scalar_subquery()
    busy = select(literal(1)).where(b.home_id == P.home_id, b.night == P.night)
    execute(update(PLACED).values(bed=bed).where(busy.exists()))


def _complain_of_beds() -> None:
    words = (
        literal("a free bed on the night of ")
        + cast(P.night, String)
        + literal("; the home has ")
        + cast(P.beds, String)
        + literal(" in all")
    )
    full = WAITING.join(PLACED, P.row == W.row)
    complain(WAITING, "host", words, P.bed.is_(None), P.happened.is_(False), source=full)
