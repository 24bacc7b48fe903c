"""The nights of the stays that are loaded: laid out one by one, compared with those that are stored."""

from typing import Any

from sqlalchemy import Boolean, Date, Index, Integer, String, and_, cast, func, insert, literal, or_, select, update
from sqlalchemy import Column as Stored
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

from constellations.core.clock import Month, months_from
from constellations.core.columns import Id
from constellations.models import Person
from constellations.register.problems import complain
from constellations.register.sheet import Condition, Expression, Fate, besides
from constellations.register.statements import any_row, execute, learn, rows_of
from sleepovers.models import Stay, StayNight
from sleepovers.register.states import RegisterState
from sleepovers.register.waiting_stays import HAS_NIGHTS, NEWS, WAITING, W, is_late
from sleepovers.rules import NightState, StayState

PORTION = 5_000

DAYS = besides("waiting_day", Stored("day", Date, primary_key=True), Stored("month", Date))
GIVEN_UP = besides(
    "given_up_night",
    Stored("row", Integer, index=True),
    Stored("stay_id", Id(), index=True),
    Stored("night", Date),
    Stored("to_row", Integer),
)
"""Nights that a stay leaves to another one (register format, rule 4): of a waiting row, or of a stored stay."""
NIGHTS = besides(
    "waiting_night",
    Stored("row", Integer, primary_key=True, autoincrement=False),
    Stored("night", Date, primary_key=True),
    Stored("stay_id", Id()),
    Stored("child_id", Id()),
    Stored("home_id", Id()),
    Stored("happened", Boolean),
    Stored("arrive", String),
    Stored("is_kept", Boolean),
    Index("ix_waiting_night_child", "child_id", "night"),
)
"""What will be slept: every night of the rows that add or change a stay; kept ones are stored already."""
DROPPED = besides(
    "dropped_night",
    Stored("child_id", Id(), primary_key=True),
    Stored("night", Date, primary_key=True),
    Stored("row", Integer),
)
"""Stored nights that go."""

Columns = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]] | ReadOnlyColumnCollection[str, Stored[Any]]
N, D = NIGHTS.c, DROPPED.c

SLEPT = (NightState.PLANNED, NightState.HAPPENED)
LIVE = (StayState.AGREED, StayState.UNDER_WAY, StayState.HAPPENED)


def is_dropped(night: type[StayNight]) -> Condition:
    """Whether a stored night goes."""
    there = select(literal(1)).where(D.child_id == night.child_id, D.night == night.night)
    return there.correlate(night).exists()


def lay_out_nights() -> None:
    """Give every waiting stay its nights, and find those that are stored and stay, or go."""
    _lay_out_days()
    _give_up_nights()
    given_up = select(literal(1)).where(GIVEN_UP.c.row == W.row, GIVEN_UP.c.night == DAYS.c.day)
    nights = (
        select(
            W.row,
            DAYS.c.day,
            W.id,
            W.child_id,
            W.host_id,
            W.state == RegisterState.HAPPENED.value,
            W.arrive,
            literal(False),
        )
        # Every stay with nights finds its days; the outer join only tells SQLite where to begin.
        .outerjoin(DAYS, and_(DAYS.c.day >= W.first_night, DAYS.c.day < W.depart_on))
        .where(NEWS, HAS_NIGHTS, W.nights > 0, ~given_up.correlate(WAITING, DAYS).exists())
    )
    execute(insert(NIGHTS).from_select(list(NIGHTS.c), nights))
    learn(NIGHTS)
    if any_row(WAITING, W.is_stay, W.fate == Fate.CHANGED):
        _compare_with_stored()
    _drop_given_up()
    if any_row(StayNight.__table__, StayNight.state == NightState.NOT_STAYED):
        _drop_not_stayed()


def _lay_out_days() -> None:
    """A row for each day of the months from the first night to the last departure."""
    found = rows_of(select(func.min(W.first_night), func.max(W.depart_on)).where(NEWS, HAS_NIGHTS))
    first, last = found[0]
    if first is None:
        return
    days = [day for month in months_from(Month.of(first), Month.of(last)) for day in month.days]
    for n in range(0, len(days), PORTION):
        execute(insert(DAYS), [{"day": day, "month": day.replace(day=1)} for day in days[n : n + PORTION]])
    learn(DAYS)


def _give_up_nights() -> None:
    """A child moved between 00:00 and 05:59: the night before belongs to the later stay alone."""
    one, other = WAITING.alias("one"), WAITING.alias("other")
    moved = [
        is_late(one.c.depart_at),
        one.c.depart_on == other.c.arrive_on,
        is_late(other.c.arrive_at),
        one.c.child_id == other.c.child_id,
        one.c.row != other.c.row,
        *(row.c.state.in_([RegisterState.AGREED.value, RegisterState.HAPPENED.value]) for row in (one, other)),
    ]
    back = and_(is_late(other.c.depart_at), other.c.depart_on == one.c.arrive_on, is_late(one.c.arrive_at))
    within = select(one.c.row, one.c.id, other.c.first_night, other.c.row).where(
        *moved, ~and_(back, _not_before(one.c, other.c))
    )
    execute(insert(GIVEN_UP).from_select(_GIVEN_UP, within.where(one.c.fate != Fate.SAME)))
    if any_row(Stay.__table__):
        _give_up_to_stored()
        _give_up_from_stored()


def _give_up_to_stored() -> None:
    """A waiting stay leaves a night to one that is stored."""
    night = select(W.row, W.id, W.last_day, W.row).where(
        *_beside_stored(), is_late(W.depart_at), W.nights > 0, W.depart_on == Stay.arrive_on, _CAME_LATE
    )
    execute(insert(GIVEN_UP).from_select(_GIVEN_UP, night.where(~and_(_WITHIN_HOURS, _not_before(W, _STORED)))))


def _give_up_from_stored() -> None:
    """A stored stay leaves a night to one that waits."""
    night = select(literal(0), Stay.id, W.first_night, W.row).where(
        *_beside_stored(), is_late(W.arrive_at), Stay.depart_on == W.arrive_on, _LEFT_LATE
    )
    execute(insert(GIVEN_UP).from_select(_GIVEN_UP, night.where(~and_(_WITHIN_HOURS, _not_before(_STORED, W)))))


_GIVEN_UP = ["row", "stay_id", "night", "to_row"]
_STORED = Stay.__table__.c
_CAME_LATE = is_late(Stay.arrive_at)
_LEFT_LATE = is_late(Stay.depart_at)
_WITHIN_HOURS = and_(
    _CAME_LATE,
    _LEFT_LATE,
    is_late(W.arrive_at),
    is_late(W.depart_at),
    Stay.arrive_on == Stay.depart_on,
    W.arrive_on == W.depart_on,
)
"""Both stays began and ended within the same small hours: the later of them keeps the night."""


def _beside_stored() -> list[Condition]:
    """Waiting stays beside stored ones of the same child that the import leaves as they are."""
    mine = WAITING.alias("mine")
    replaced = select(literal(1)).where(mine.c.id == Stay.id, mine.c.fate == Fate.CHANGED).correlate(Stay)
    return [Stay.child_id == W.child_id, Stay.state.in_(LIVE), Stay.id != W.id, NEWS, HAS_NIGHTS, ~replaced.exists()]


def _not_before(one: Columns, other: Columns) -> Condition:
    """Whether of two stays within the same hours the first is no earlier."""
    same = and_(one.arrive_at == other.arrive_at, one.depart_at >= other.depart_at)
    return func.coalesce(or_(one.arrive_at > other.arrive_at, same), False)


def _compare_with_stored() -> None:
    """Stored nights of the same stay, child and home stay as they are; the others of a changed stay go."""
    s = StayNight
    same = [s.child_id == N.child_id, s.night == N.night, s.stay_id == N.stay_id, s.home_id == N.home_id]
    execute(update(NIGHTS).values(is_kept=True).where(*same))
    kept = select(literal(1)).where(N.child_id == s.child_id, N.night == s.night, N.stay_id == s.stay_id, N.is_kept)
    gone = (
        select(s.child_id, s.night, W.row)
        .join(WAITING, W.id == s.stay_id)
        .where(W.is_stay, W.fate == Fate.CHANGED, ~kept.correlate(s).exists())
    )
    execute(insert(DROPPED).from_select(["child_id", "night", "row"], gone))


def _drop_given_up() -> None:
    s = StayNight
    gone = (
        select(s.child_id, s.night, func.min(GIVEN_UP.c.to_row))
        .join(GIVEN_UP, and_(GIVEN_UP.c.stay_id == s.stay_id, GIVEN_UP.c.night == s.night, GIVEN_UP.c.row == 0))
        .group_by(s.child_id, s.night)
    )
    execute(insert(DROPPED).from_select(["child_id", "night", "row"], gone))


def _drop_not_stayed() -> None:
    """A night that was not stayed makes way for the stay in which the child slept then, at another home.

    At the same home it contradicts who said so, and is complained of.
    """
    s = StayNight
    gone = (
        select(s.child_id, s.night, func.min(N.row))
        .join(NIGHTS, and_(N.child_id == s.child_id, N.night == s.night, N.stay_id != s.stay_id))
        .where(s.state == NightState.NOT_STAYED, ~is_dropped(s))
        .group_by(s.child_id, s.night)
    )
    execute(insert(DROPPED).from_select(["child_id", "night", "row"], gone))


def complain_of_confirmed_nights() -> None:
    """A night that somebody confirmed in the application is theirs: an import neither drops nor contradicts it."""
    s = StayNight
    who = func.coalesce(select(Person.name).where(Person.id == s.confirmed_by).scalar_subquery(), "somebody")
    named = select(Stay.key).where(Stay.id == s.stay_id).scalar_subquery()
    words = (
        literal("no change of stay ")
        + named
        + literal(" on the night of ")
        + cast(s.night, String)
        + literal(", which was confirmed by ")
        + who
    )
    gone = WAITING.join(DROPPED, D.row == W.row).join(s, and_(s.child_id == D.child_id, s.night == D.night))
    contradicted = or_(s.state != NightState.NOT_STAYED, s.stay_id == W.id, s.home_id == W.host_id)
    complain(WAITING, "stay", words, s.confirmed_at.is_not(None), contradicted, source=gone)
    kept = WAITING.join(NIGHTS, and_(N.row == W.row, N.is_kept)).join(
        s, and_(s.child_id == N.child_id, s.night == N.night)
    )
    contradicts = and_(W.state == RegisterState.HAPPENED.value, s.state != NightState.HAPPENED)
    other_kind = W.fields.contains("kind;")
    complain(WAITING, "stay", words, s.confirmed_at.is_not(None), or_(contradicts, other_kind), source=kept)


def complain_of_overlaps() -> None:
    """A child is in one place on a night: among the rows, and beside what is stored."""
    other, theirs = NIGHTS.alias("other"), WAITING.alias("theirs")
    met = (
        select(N.row.label("row"), other.c.row.label("other"), func.min(N.night).label("night"))
        .join(other, and_(other.c.child_id == N.child_id, other.c.night == N.night, other.c.row < N.row))
        .group_by(N.row, other.c.row)
        .subquery("met")
    )
    pairs = WAITING.join(met, met.c.row == W.row).join(theirs, theirs.c.row == met.c.other)
    complain(WAITING, "arrive", _in_one_place(theirs.c.stay, met.c.night), source=pairs)
    s = StayNight
    if not any_row(s.__table__):
        return
    stored = (
        select(N.row.label("row"), Stay.key.label("stay"), func.min(N.night).label("night"))
        .join(s, and_(s.child_id == N.child_id, s.night == N.night, s.stay_id != N.stay_id))
        .join(Stay, Stay.id == s.stay_id)
        .where(~is_dropped(s))
        .group_by(N.row, Stay.key)
        .subquery("stored")
    )
    pairs = WAITING.join(stored, stored.c.row == W.row)
    complain(WAITING, "arrive", _in_one_place(stored.c.stay, stored.c.night), source=pairs)


def _in_one_place(other: Expression, night: Expression) -> Expression:
    return (
        literal("a child in one place: stays ")
        + W.stay
        + literal(" and ")
        + other
        + literal(" both have the night of ")
        + cast(night, String)
    )
