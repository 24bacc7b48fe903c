"""The history of nights that an import changes or takes away: laid ready beforehand, stored with the nights."""

from sqlalchemy import Column as Stored
from sqlalchemy import Date, Integer, String, and_, bindparam, case, cast, func, insert, literal, null, select, update

from constellations.core import clock
from constellations.core.columns import Id
from constellations.core.ids import new_id
from constellations.register.sheet import Import, besides
from constellations.register.statements import any_row, count_of, execute
from sleepovers.models import NightChange, StayNight
from sleepovers.register.nights import DROPPED, NIGHTS, PORTION, D, N
from sleepovers.rules import NightState

REASON = "register"

CHANGES = besides(
    "waiting_night_change",
    Stored("place", Integer, primary_key=True, autoincrement=False),
    Stored("id", Id()),
    Stored("stay_id", Id()),
    Stored("child_id", Id()),
    Stored("night", Date),
    Stored("before", String),
    Stored("after", String),
)
C = CHANGES.c


def lay_history_ready() -> None:
    """Note what was known of each stored night that changes or goes, and what is known then; each with an id."""
    if not (any_row(DROPPED) or any_row(NIGHTS, N.is_kept)):
        return
    _note_dropped()
    _note_told()
    for first in range(1, count_of(CHANGES) + 1, PORTION):
        named = update(CHANGES).where(C.place == bindparam("of")).values(id=bindparam("new", type_=Id()))
        last = min(first + PORTION, count_of(CHANGES) + 1)
        execute(named, [{"of": place, "new": new_id()} for place in range(first, last)])


def _note_dropped() -> None:
    """A night that goes was not stayed; or it moves to another stay; or it stays with its own, in another home."""
    s = StayNight
    after = case(
        (N.stay_id.is_(None), NightState.NOT_STAYED.value),
        (N.stay_id != s.stay_id, null()),
        (N.happened, NightState.HAPPENED.value),
        else_=NightState.PLANNED.value,
    )
    place = func.row_number().over(order_by=(s.child_id, s.night))
    gone = (
        select(place, s.stay_id, s.child_id, s.night, cast(s.state, String), after)
        .join_from(DROPPED, s, and_(s.child_id == D.child_id, s.night == D.night))
        .outerjoin(NIGHTS, and_(N.child_id == s.child_id, N.night == s.night))
    )
    execute(insert(CHANGES).from_select(_SAID, gone))


def _note_told() -> None:
    """A planned night of which the register says that it happened."""
    s = StayNight
    place = count_of(CHANGES) + func.row_number().over(order_by=(s.child_id, s.night))
    told = select(
        place, s.stay_id, s.child_id, s.night, literal(NightState.PLANNED.value), literal(NightState.HAPPENED.value)
    ).join_from(NIGHTS, s, and_(s.child_id == N.child_id, s.night == N.night))
    execute(insert(CHANGES).from_select(_SAID, told.where(N.is_kept, N.happened, s.state == NightState.PLANNED)))


_SAID = ["place", "stay_id", "child_id", "night", "before", "after"]


def write_history(run: Import) -> None:
    """Store what was laid ready."""
    columns = ["id", "stay_id", "child_id", "night", "before", "after", "at", "person_id", "reason"]
    at = literal(clock.now(), NightChange.at.type)
    who = literal(run.viewer.person_id, Id())
    said = select(C.id, C.stay_id, C.child_id, C.night, C.before, C.after, at, who, literal(REASON))
    execute(insert(NightChange).from_select(columns, said))
