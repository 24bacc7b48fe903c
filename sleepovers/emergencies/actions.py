"""Sending an emergency, saying "I can" or "I can't", asking once more, and calling it off."""

import datetime as dt
import uuid
from collections.abc import Sequence

from flask_babel import gettext

from constellations.access import Viewer, hold
from constellations.activity.actions import record
from constellations.children.models import Child
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.permissions import Permission
from sleepovers.asks.actions import must_be_theirs, proposed, put_ask, withdraw_ask
from sleepovers.asks.answering.actions import Asked, agree_to_ask, decline_ask
from sleepovers.asks.models import Answer
from sleepovers.asks.queries import WholeAsk, held_ask
from sleepovers.asks.rules import NobodyChosen, NoLongerOpen, NotTheirsToAnswer
from sleepovers.asks.telling.actions import tell_asked, tell_asked_again
from sleepovers.asks.telling.queries import homes_of_children
from sleepovers.asks.wanted import Wanted
from sleepovers.booking.actions import name_of_home
from sleepovers.booking.queries import wish_of
from sleepovers.booking.refusals import refusal
from sleepovers.booking.rules import Point, check
from sleepovers.emergencies import rules
from sleepovers.emergencies.climbing.actions import ask_rung, climb, climb_as_due, family_now
from sleepovers.emergencies.models import Ladder
from sleepovers.emergencies.queries import beds_of, ladder_of, running_for, waits_of
from sleepovers.emergencies.rules import Outcome, Rung
from sleepovers.rules import AnswerState, AskState, Moment, StayKind

SYSTEM = Viewer.system


def ask_in_emergency(
    viewer: Viewer, child_ids: Sequence[uuid.UUID], nights: int = 1, note: str | None = None
) -> uuid.UUID:
    """Seek a bed for children of one home from tonight on; gives the ask. Sent twice, it is one ask.

    The first rung is asked at once, and each that has nobody is passed over. Raises NobodyChosen, NotForSoLong,
    SoughtAlready, SeveralFamilies, NotTheirsToAsk, SleepsElsewhere, NotFound.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    if not child_ids:
        raise NobodyChosen
    now = clock.now()
    arrive, depart = rules.tonight(now, nights)
    with transaction():
        children = _held_children(viewer, child_ids)
        family_id = _family_of(children, arrive)
        wanted = Wanted(tuple(child.id for child in children), (), arrive, depart, StayKind.EMERGENCY, note=note)
        must_be_theirs(viewer, wanted.child_ids, wanted)
        running = _running(wanted, now)
        if running:
            return running
        ask_id = put_ask(viewer, wanted, (arrive, depart), children, ()).ask.id
        found = held_ask(SYSTEM(), ask_id)
        _must_not_be_away(found, family_id)
        next_at = rules.waits_until(Rung.HUB, now, waits_of(found.ask.service_id), arrive)
        ladder = Ladder(ask_id=ask_id, family_id=family_id, rung=Rung.HUB, since=now, next_at=next_at)
        session().add(ladder)
        session().flush()
        tell_asked(viewer, found, [*ask_rung(found, ladder), *climb(found, ladder, now)])
        return ask_id


def say_i_can(viewer: Viewer, ask_id: uuid.UUID) -> Outcome:
    """Take the children of an emergency: the first who says so has them, whatever else was said meanwhile.

    To who comes second it is sorted; pressed twice, it is said once. Where what was agreed was called off since, a new
    emergency is needed. Raises NoLongerOpen where it was withdrawn or its night is over, LivesElsewhereNow,
    NotTheirsToAnswer, CheckRefused, JustTaken, NotFound.
    """
    viewer.must(Permission.ANSWER_ASKS)
    with transaction():
        found, answer = _own_answer(viewer, ask_id)
        if found.ask.state is AskState.AGREED:
            return beds_of(ask_id).outcome_for(answer.home_id)
        _must_live_there_still(found)
        agree_to_ask(viewer, Asked(ask_id, answer.home_id, found.ask.version))
        return Outcome.COMES


def say_we_cannot(viewer: Viewer, ask_id: uuid.UUID) -> Outcome | None:
    """Say no to an emergency, with one press; where nobody is left, the next rung is asked at once.

    Gives what became of it where that was not needed any more. Raises NoLongerOpen, AlreadyAnswered, NotTheirsToAnswer,
    NotFound.
    """
    viewer.must(Permission.ANSWER_ASKS)
    with transaction():
        found, answer = _own_answer(viewer, ask_id)
        if found.ask.state is AskState.AGREED:
            return beds_of(ask_id).outcome_for(answer.home_id)
        if answer.state is not AnswerState.DECLINED:
            decline_ask(viewer, Asked(ask_id, answer.home_id, found.ask.version), gettext("Not tonight."))
            climb_as_due(held_ask(SYSTEM(), ask_id))
        return None


def ask_again(viewer: Viewer, ask_id: uuid.UUID) -> int:
    """Ask those again who have not answered, and nobody else; gives how many homes that are.

    Raises AskedLately, NobodyLeftToAsk, NoLongerOpen, NotTheirsToAsk, NotFound.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    now = clock.now()
    with transaction():
        found, ladder = _held_open(viewer, ask_id)
        must_be_theirs(viewer, found.child_ids, found.ask)
        waiting = [answer.home_id for answer in found.answers if answer.state is AnswerState.WAITING]
        if not waiting:
            raise rules.NobodyLeftToAsk
        if not rules.may_ask_again(ladder.asked_again_at or found.ask.created_at, now):
            raise rules.AskedLately
        ladder.asked_again_at = now
        record(viewer, "asked_again", ask_id, service_id=found.ask.service_id)
        tell_asked_again(viewer, found, waiting)
        return len(waiting)


def call_off_emergency(viewer: Viewer, ask_id: uuid.UUID) -> None:
    """Say that no bed is needed any more, whatever was said meanwhile. Raises NoLongerOpen, NotTheirsToAsk."""
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    with transaction():
        withdraw_ask(viewer, ask_id, held_ask(viewer, ask_id).ask.version)


def _must_not_be_away(found: WholeAsk, family_id: uuid.UUID) -> None:
    """Raise SleepsElsewhere for a child who is down for another stay: that has to be put right first."""
    findings = check(wish_of(proposed(found.ask, found.child_ids, family_id)))
    away = [finding for finding in findings if finding.point is Point.ALREADY_AWAY]
    if away:
        raise refusal(name_of_home(family_id), away, may_overrule=False)


def _held_children(viewer: Viewer, child_ids: Sequence[uuid.UUID]) -> list[Child]:
    """The children, held, so that two who send at the same time send one emergency."""
    children = [hold(viewer, Child, child_id) for child_id in sorted(set(child_ids))]
    if any(child.is_unnamed for child in children):
        raise NotFound
    return children


def _family_of(children: Sequence[Child], arrive: Moment) -> uuid.UUID:
    homes = [homes_of_children([child.id], arrive.on) for child in children]
    if not all(homes):
        raise NotFound
    if len(set().union(*homes)) != 1:
        raise rules.SeveralFamilies
    return next(iter(homes[0]))


def _running(wanted: Wanted, now: dt.datetime) -> uuid.UUID | None:
    """The emergency in which these children are sought already; raises SoughtAlready where it is not all of them."""
    running = running_for(wanted.child_ids, wanted.arrive, now)
    for ask_id, sought in running.items():
        if set(wanted.child_ids) <= sought:
            return ask_id
    if running:
        raise rules.SoughtAlready
    return None


def _own_answer(viewer: Viewer, ask_id: uuid.UUID) -> tuple[WholeAsk, Answer]:
    found = held_ask(viewer, ask_id)
    if viewer.home_id is None or viewer.home_id not in found.home_ids:
        raise NotTheirsToAnswer
    return found, found.answer_of(viewer.home_id)


def _held_open(viewer: Viewer, ask_id: uuid.UUID) -> tuple[WholeAsk, Ladder]:
    found = held_ask(viewer, ask_id)
    ladder = ladder_of(ask_id)
    if ladder is None:
        raise NotFound
    if found.ask.state is not AskState.OPEN:
        raise NoLongerOpen(found.ask.state)
    return found, ladder


def _must_live_there_still(found: WholeAsk) -> None:
    ladder = ladder_of(found.ask.id)
    if ladder and found.ask.state is AskState.OPEN and family_now(found) != {ladder.family_id}:
        raise rules.LivesElsewhereNow
