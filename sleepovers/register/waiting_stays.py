"""Where the rows of stays.csv wait, and what is asked of them again and again."""

from sqlalchemy import Boolean, Date, Index, Integer, String, Time, and_, case, false, func, or_
from sqlalchemy import Column as Stored

from constellations.core.columns import Id
from constellations.register.columns import Column, key, word
from constellations.register.sheet import Condition, Expression, Fate, waiting
from sleepovers.register.moments import moment
from sleepovers.register.states import ONLY_AN_ASK, WITH_NIGHTS, RegisterState
from sleepovers.rules import MORNING, StayKind

COLUMNS: tuple[Column, ...] = (
    key("stay"),
    key("child"),
    key("host"),
    moment("arrive"),
    moment("depart"),
    word("kind", StayKind),
    word("state", RegisterState),
)
WAITING = waiting(
    "stays",
    COLUMNS,
    ("stay",),
    Stored("child_id", Id()),
    Stored("host_id", Id()),
    Stored("ask_id", Id()),
    Stored("is_ask", Boolean, server_default=false()),
    Stored("is_stay", Boolean, server_default=false()),
    Stored("was", String),
    Stored("arrive_on", Date),
    Stored("arrive_at", Time),
    Stored("depart_on", Date),
    Stored("depart_at", Time),
    Stored("first_night", Date),
    Stored("nights", Integer),
    Stored("last_day", Date),
    Index("ix_waiting_stays_child", "child_id", "arrive_on"),
)
W = WAITING.c


def is_late(at: Expression) -> Condition:
    """Whether a time is given and lies between 00:00 and 05:59."""
    return func.coalesce(at < MORNING, False)


ONLY_ASK = or_(
    W.state.in_([state.value for state in ONLY_AN_ASK]),
    and_(W.state == RegisterState.CANCELLED.value, W.is_ask, W.is_stay.is_(False)),
)
"""Rows that are no stay: an ask that waits, or that came to nothing."""

SUBJECT = case((ONLY_ASK, "ask"), else_="stay")
"""The table of the row, for the audit trail."""

HAS_NIGHTS = W.state.in_([state.value for state in WITH_NIGHTS])

NEWS = and_(W.fate != Fate.SAME, W.bad.is_(False), W.child_id.is_not(None), W.host_id.is_not(None))
"""Rows that add or change something and can be followed up."""
