"""Moving emergencies on: asking the next homes, calling staff, and ending what is over."""

import datetime as dt
import uuid

import structlog
from flask_babel import gettext, ngettext

from constellations.access import Viewer, find
from constellations.activity.actions import record
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.jobs.rules import JobResult
from sleepovers.asks.actions import note_step, proposed
from sleepovers.asks.ending.actions import end_ask
from sleepovers.asks.models import Answer, Ask, Step
from sleepovers.asks.queries import WholeAsk, held_ask
from sleepovers.asks.rules import StepTaken
from sleepovers.asks.telling.actions import (
    tell_homes_asked,
    tell_lives_elsewhere,
    tell_night_over,
    tell_nobody_found,
)
from sleepovers.asks.telling.queries import homes_of_children
from sleepovers.booking.queries import wish_of
from sleepovers.booking.rules import check, reds
from sleepovers.emergencies import rules
from sleepovers.emergencies.models import Ladder
from sleepovers.emergencies.queries import candidates, is_awaited, is_due, ladder_of, open_ladders, waits_of
from sleepovers.emergencies.rules import Rung
from sleepovers.rules import AnswerState, AskState, first_night

log = structlog.get_logger()

SYSTEM = Viewer.system

ASKED_RUNG = {rung: f"asked_{rung.value}" for rung in Rung}
"""What the activity log calls it when the homes of a rung are asked."""


def climb_ladders(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # a job of the installation: an emergency waits for no list
    since: dt.date,  # noqa: ARG001  # it goes by the clock, not by days
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Move on each emergency whose wait is over, and end those whose night is; each by itself, all of it or nothing.

    Run again it does nothing twice. After a time in which it did not run, every rung whose time has come is asked.
    """
    moved, failed = 0, None
    for ask_id in open_ladders():
        try:
            moved += _move_on(viewer, ask_id)
        except Exception as failure:  # one emergency that cannot move keeps no other from a bed
            session().rollback()
            log.error("emergency does not move", ask=str(ask_id), exc_info=failure)
            failed = failure
    if failed:
        raise failed
    return JobResult(moved, ngettext("%(num)s emergency moved on.", "%(num)s emergencies moved on.", moved))


def _move_on(viewer: Viewer, ask_id: uuid.UUID) -> bool:
    """Nothing is held where nothing is due, as nearly always; what is due is looked at again once it is held."""
    now = clock.now()
    ladder = ladder_of(ask_id)
    ask = find(viewer, Ask, ask_id)
    if ladder is None or not (rules.is_over(ask.arrive, now) or is_due(ladder, now)):
        return False
    with transaction():
        return climb_as_due(held_ask(viewer, ask_id))


def climb_as_due(found: WholeAsk) -> bool:
    """Climb as far as the clock and the answers say; end what is over, or is no longer for the home that sent it."""
    now, ladder = clock.now(), ladder_of(found.ask.id)
    if ladder is None or found.ask.state is not AskState.OPEN:
        return False
    if rules.is_over(found.ask.arrive, now):
        _end(found, rules.state_at_end([answer.state for answer in found.answers]), StepTaken.UNANSWERED)
        tell_night_over(SYSTEM(), found)
        return True
    if family_now(found) != {ladder.family_id}:
        _end(found, AskState.WITHDRAWN, StepTaken.WITHDRAWN, gettext("The child lives with another home now."))
        tell_lives_elsewhere(SYSTEM(), found, ladder.family_id)
        return True
    before = ladder.rung
    asked = climb(found, ladder, now)
    if asked:
        tell_homes_asked(SYSTEM(), found, asked)
    return ladder.rung is not before


def climb(found: WholeAsk, ladder: Ladder, now: dt.datetime) -> list[uuid.UUID]:
    """Stand on every rung that is due, one after the other; gives the homes that are asked now."""
    waits, asked = waits_of(found.ask.service_id), []
    while rung := rules.next_rung(ladder.rung, ladder.next_at, is_awaited(found.ask.id), now):
        # After a time in which nothing moved, a rung counts from when it was due.
        at = min(ladder.next_at or now, now)
        ladder.rung, ladder.since = rung, at
        ladder.next_at = rules.waits_until(rung, at, waits, found.ask.arrive)
        asked += ask_rung(found, ladder)
        record(SYSTEM(), ASKED_RUNG[rung], found.ask.id, service_id=found.ask.service_id)
    session().flush()
    return asked


def ask_rung(found: WholeAsk, ladder: Ladder) -> list[uuid.UUID]:
    """Put an emergency to the homes up to its rung against which nothing speaks; on the last one, call staff."""
    night, order = first_night(found.ask.arrive), list(Rung)
    asked = []
    for one in candidates(ladder.family_id, found.child_ids, night, found.home_ids):
        if order.index(one.rung) <= order.index(ladder.rung) and _may_come(found, one.home.id):
            answer = Answer(ask_id=found.ask.id, home_id=one.home.id, state=AnswerState.WAITING)
            session().add(answer)
            found.answers.append(answer)
            note_step(SYSTEM(), found.ask, StepTaken.ASKED, one.home.id)
            asked.append(one.home.id)
    session().flush()
    if ladder.rung is Rung.STAFF:
        tell_nobody_found(SYSTEM(), found)
    return asked


def _may_come(found: WholeAsk, home_id: uuid.UUID) -> bool:
    """Whether the booking check has nothing red of a home: nobody is woken who could not say yes."""
    return not reds(check(wish_of(proposed(found.ask, found.child_ids, home_id))))


def family_now(found: WholeAsk) -> set[uuid.UUID]:
    """The homes that the children of an emergency live with today."""
    return homes_of_children(found.child_ids, clock.today())


def _end(found: WholeAsk, state: AskState, taken: StepTaken, reason: str | None = None) -> None:
    end_ask(found, state, reason)
    session().add(Step(ask_id=found.ask.id, taken=taken, reason=reason))
    record(SYSTEM(), "ended_emergency", found.ask.id, service_id=found.ask.service_id)
