"""Storing what stays.csv says: asks with their answers, stays, and their nights."""

from sqlalchemy import and_, case, delete, insert, literal, select, true, update

from constellations.core import clock
from constellations.register.sheet import Expression, Fate, Import
from constellations.register.statements import any_row, execute
from sleepovers.asks.ending.actions import STILL_ASKED
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.models import Stay, StayNight
from sleepovers.register.beds import P
from sleepovers.register.history import write_history
from sleepovers.register.nights import DROPPED, NIGHTS, D, N
from sleepovers.register.states import TO_ANSWER, TO_ASK, TO_STAY, RegisterState
from sleepovers.register.waiting_stays import ONLY_ASK, WAITING, W
from sleepovers.rules import AnswerState, NightState, StayState

JOURNEY = ("arrive_on", "arrive_at", "depart_on", "depart_at")


def write_stays(run: Import) -> None:
    """Store asks first, for stays refer to them, then stays, then nights with what was known of them before."""
    _write_asks()
    _write_stays()
    write_history(run)
    _write_nights()


def _translated(words: dict[RegisterState, object]) -> Expression:
    return case({state.value: str(word) for state, word in words.items()}, value=W.state)


def _write_asks() -> None:
    at = literal(clock.now(), Ask.created_at.type)
    state, answer = _translated(dict(TO_ASK)), _translated(dict(TO_ANSWER))
    added = and_(W.fate == Fate.ADDED, ONLY_ASK)
    columns = ["id", "key", "service_id", "kind", "state", *JOURNEY, "together", "created_at", "version"]
    journey = [W[name] for name in JOURNEY]
    new = select(W.ask_id, W.stay, W.service_id, W.kind, state, *journey, true(), at, literal(1)).where(added)
    execute(insert(Ask).from_select(columns, new))
    _write_children(added)
    first = select(W.ask_id, W.host_id, answer).where(added)
    execute(insert(Answer).from_select(["ask_id", "home_id", "state"], first))
    changed = and_(W.fate == Fate.CHANGED, W.is_ask, W.is_stay.is_(False))
    if not any_row(WAITING, changed):
        return
    values = {"kind": W.kind, "state": state, "version": Ask.version + 1}
    values |= {name: W[name] for name in JOURNEY}
    execute(update(Ask).values(values).where(Ask.id == W.ask_id, changed))
    of_row = select(literal(1)).where(W.ask_id == AskChild.ask_id, changed, W.fields.contains("child;"))
    execute(delete(AskChild).where(of_row.correlate(AskChild).exists()))
    _write_children(changed & W.fields.contains("child;"))
    _write_answers(changed, answer)


def _write_children(rows: Expression) -> None:
    """A row of the register speaks of one child."""
    execute(insert(AskChild).from_select(["ask_id", "child_id"], select(W.ask_id, W.child_id).where(rows)))


def _write_answers(changed: Expression, answer: Expression) -> None:
    """The host of a row says what the row says; what another home has said in Roost is kept."""
    a = Answer
    of_row = select(literal(1)).where(W.ask_id == a.ask_id, changed).correlate(a)
    host = of_row.where(W.host_id == a.home_id)
    moved = of_row.where(W.fields.contains("host;"))
    execute(delete(a).where(moved.exists(), ~host.exists(), a.answered_at.is_(None)))
    ended = of_row.where(W.state != RegisterState.ASKED.value)
    still_asked = [a.state.in_(STILL_ASKED), ended.exists(), ~host.exists()]
    execute(update(a).values(state=AnswerState.NOT_NEEDED).where(*still_asked))
    execute(update(a).values(state=answer).where(a.ask_id == W.ask_id, a.home_id == W.host_id, changed))
    there = select(literal(1)).where(a.ask_id == W.ask_id, a.home_id == W.host_id).correlate(WAITING)
    missing = select(W.ask_id, W.host_id, answer).where(changed, ~there.exists())
    execute(insert(a).from_select(["ask_id", "home_id", "state"], missing))


def _write_stays() -> None:
    at = literal(clock.now(), Stay.created_at.type)
    state = _translated(dict(TO_STAY))
    columns = ["id", "key", "service_id", "child_id", "host_id", "ask_id", "kind", "state", *JOURNEY]
    journey = [W[name] for name in JOURNEY]
    ask_id = case((W.is_ask, W.ask_id))
    new = select(
        W.id, W.stay, W.service_id, W.child_id, W.host_id, ask_id, W.kind, state, *journey, at, literal(1)
    ).where(W.fate != Fate.SAME, W.is_stay.is_(False), ~ONLY_ASK)
    execute(insert(Stay).from_select([*columns, "created_at", "version"], new))
    changed = [Stay.id == W.id, W.is_stay, W.fate == Fate.CHANGED]
    if not any_row(WAITING, *changed[1:]):
        return
    begun = and_(Stay.state == StayState.UNDER_WAY, W.state == RegisterState.AGREED.value)
    values = {
        "child_id": W.child_id,
        "host_id": W.host_id,
        "kind": W.kind,
        "state": case((begun, StayState.UNDER_WAY.value), else_=state),
        "version": Stay.version + 1,
        **{name: W[name] for name in JOURNEY},
    }
    execute(update(Stay).values(values).where(*changed))


def _write_nights() -> None:
    """What goes leaves first, so that no bed and no child is there twice."""
    s = StayNight
    gone = select(literal(1)).where(D.child_id == s.child_id, D.night == s.night).correlate(s)
    if any_row(DROPPED):
        execute(delete(s).where(gone.exists()))
    told = [N.is_kept, N.happened, s.child_id == N.child_id, s.night == N.night, s.state == NightState.PLANNED]
    if any_row(NIGHTS, N.is_kept):
        happened = update(s).values(state=NightState.HAPPENED, version=s.version + 1)
        execute(happened.where(*told))
    state = case((P.happened, NightState.HAPPENED.value), else_=NightState.PLANNED.value)
    columns = ["child_id", "night", "stay_id", "home_id", "state", "bed", "over_capacity", "version"]
    new = select(P.child_id, P.night, P.stay_id, P.home_id, state, P.bed, P.bed.is_(None), literal(1))
    execute(insert(s).from_select(columns, new))
