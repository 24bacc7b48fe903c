"""Changing, taking back and agreeing to sleepovers that come again: one, those that follow, or all of a series."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask_babel import gettext
from sqlalchemy import func, select

from constellations.access import Viewer, covering, find, hold
from constellations.activity.actions import record
from constellations.core.database import session, transaction
from constellations.models import Home
from constellations.permissions import Permission
from sleepovers.asks import rules
from sleepovers.asks.actions import begin_series, must_be_theirs, note_step, proposed, put_ask
from sleepovers.asks.agreements.actions import seek_agreements_anew
from sleepovers.asks.answering.actions import MAY_ANSWER, Asked, agree_to_ask
from sleepovers.asks.ending.actions import end_ask
from sleepovers.asks.hub.seeking.actions import seek_hub_word_anew
from sleepovers.asks.models import Ask, AskSeries
from sleepovers.asks.queries import WholeAsk, held_ask
from sleepovers.asks.rules import StepTaken
from sleepovers.asks.series.queries import asks_in_series
from sleepovers.asks.series.rules import NothingChanged, Occurrence, Scope, concerned, moved_ends
from sleepovers.asks.telling.actions import tell_asked, tell_withdrawn
from sleepovers.asks.wanted import Wanted
from sleepovers.booking.actions import name_of_home
from sleepovers.booking.queries import wish_of
from sleepovers.booking.refusals import refusal
from sleepovers.booking.rules import check, stops_ask
from sleepovers.nights.handover.queries import Ends
from sleepovers.rules import AnswerState, AskState, Moment, StayState
from sleepovers.stays.course.actions import call_off_stay

SAID = (AnswerState.WAITING, AnswerState.OTHER_NIGHTS, AnswerState.DECLINED)
"""What a home has said of nights that are changed does not count any more."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which ask somebody looked at, its version, and how much of its series they mean."""

    ask_id: uuid.UUID
    version: int
    scope: Scope = Scope.THIS


def change_nights(viewer: Viewer, part: Part, arrive_on: dt.date, depart_on: dt.date) -> int:
    """Ask for other nights: of this sleepover, and the others moved by as many days; gives how many are changed.

    What waits for an answer is asked for on the new nights. What is agreed is called off and asked for anew, with its
    host: nobody is bound to nights that they have not agreed to. All of it is done, or nothing. Raises NothingChanged,
    NothingLeftOfSeries, AskOvertaken, NotTheirsToAsk, and as asking does.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    rules.must_be_askable(Moment(arrive_on), Moment(depart_on), viewer.today)
    with transaction():
        held, this = _held(viewer, part)
        ask, before = held[this].ask, held[this].ask.series_id
        if (ask.arrive_on, ask.depart_on) == (arrive_on, depart_on):
            raise NothingChanged
        numbers = concerned([_occurrence(one) for one in held], this, part.scope, viewer.today)
        moved, nights = arrive_on - ask.arrive_on, (depart_on - arrive_on).days
        new_ends = [moved_ends(held[number].ask.arrive_on, moved, nights) for number in numbers]
        series = _series_from(held, numbers, part, new_ends)
        for first, until in new_ends:
            rules.must_be_askable(Moment(first), Moment(until), viewer.today)
        ends = [(Moment(first), Moment(until)) for first, until in new_ends]
        changed = _change_all(viewer, [held[number] for number in numbers], ends, series)
        _fit(before, series)
        _tell_changed(viewer, changed)
        return len(changed)


def withdraw_asks(viewer: Viewer, part: Part, reason: str) -> int:
    """Take sleepovers back: asks are withdrawn, and what is agreed is called off; gives how many.

    Raises NoReason where something is called off, NothingLeftOfSeries, AskOvertaken, NotTheirsToAsk, NotFound.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    with transaction():
        held, this = _held(viewer, part)
        numbers = concerned([_occurrence(one) for one in held], this, part.scope, viewer.today)
        withdrawn = []
        for found in (held[number] for number in numbers):
            if found.ask.state is AskState.OPEN:
                _withdraw(viewer, found, reason or None)
                withdrawn.append(found)
            _call_off(viewer, found, reason)
        series_id = held[this].ask.series_id
        if part.scope is not Scope.THIS and series_id:
            _end_series(series_id, held[numbers[0]].ask.arrive_on)
        for _homes, alike in groupby(withdrawn, key=lambda one: one.home_ids):
            first, *more = alike
            tell_withdrawn(viewer, first, len(more))
        return len(numbers)


def agree_to_series(viewer: Viewer, asked: Asked) -> list[uuid.UUID]:
    """Take the children each time that the home is still asked for, from today on: all of them, or none.

    Gives the ids of the stays. Raises as agreeing does; what it says names the night that stands in the way.
    """
    viewer.must(Permission.ANSWER_ASKS)
    with transaction():
        held, this = _held(viewer, Part(asked.ask_id, asked.version), for_home=asked.home_id)
        held[this].answer_of(asked.home_id)
        stays = []
        for found in held:
            answer = next((one for one in found.answers if one.home_id == asked.home_id), None)
            is_open = found.ask.state is AskState.OPEN and found.ask.arrive_on >= viewer.today
            if is_open and answer and answer.state in MAY_ANSWER:
                stays += agree_to_ask(viewer, Asked(found.ask.id, asked.home_id, found.ask.version))
        if not stays:
            raise rules.NoLongerOpen(held[this].ask.state)
        return stays


def _held(viewer: Viewer, part: Part, for_home: uuid.UUID | None = None) -> tuple[list[WholeAsk], int]:
    """The ask with the others of its series, all held, in the order in which they come; and its place among them.

    They are held by their ids, as everybody does. `for_home` is the home that answers; else only the children's acts,
    at the time of each that is touched: they may have moved.
    """
    series_id = find(viewer, Ask, part.ask_id).series_id
    ids = [ask.id for ask in asks_in_series(viewer, series_id)] if series_id else []
    held = [held_ask(viewer, ask_id) for ask_id in sorted({part.ask_id, *ids})]
    held.sort(key=lambda one: (one.ask.arrive_on, one.ask.id))
    this = next(number for number, one in enumerate(held) if one.ask.id == part.ask_id)
    if held[this].ask.version != part.version:
        raise rules.AskOvertaken
    if for_home is None:
        before = [one for one in held[:this] if part.scope is Scope.ALL and _occurrence(one).may_change(viewer.today)]
        for one in (*before, *held[this:]):
            must_be_theirs(viewer, one.child_ids, one.ask)
    return held, this


def _occurrence(found: WholeAsk) -> Occurrence:
    return Occurrence(found.ask.arrive_on, found.ask.state, tuple(stay.state for stay in found.stays))


def _series_from(
    held: Sequence[WholeAsk], numbers: Sequence[int], part: Part, ends: Sequence[tuple[dt.date, dt.date]]
) -> uuid.UUID | None:
    """The series that what is changed belongs to from now on: changed from one on, it is one that follows."""
    before = held[numbers[0]].ask.series_id
    if before is None or part.scope is not Scope.FOLLOWING or numbers[0] == 0:
        return before
    old = hold(Viewer.system(), AskSeries, before)
    times = [(Moment(first), Moment(until)) for first, until in ends]
    return begin_series(old.service_id, old.every_weeks, times, follows=before)


def _change_all(
    viewer: Viewer, concerned: Sequence[WholeAsk], ends: Sequence[Ends], series: uuid.UUID | None
) -> list[WholeAsk]:
    """Change each to its new ends; gives them in order.

    All that is agreed is called off first, and what waits is changed before anything is asked anew: the new nights of
    one may be the old ones of the next.
    """
    hosts = [{stay.host_id for stay in one.stays if stay.state is StayState.AGREED} for one in concerned]
    for found, agreed in zip(concerned, hosts, strict=True):
        if agreed:
            _give_up(viewer, found)
    changed = {}
    for place in sorted(range(len(concerned)), key=lambda place: bool(hosts[place])):
        if hosts[place]:
            changed[place] = _asked_anew(viewer, concerned[place], ends[place], series, hosts[place])
        else:
            changed[place] = _changed(viewer, concerned[place], ends[place], series)
    return [changed[place] for place in range(len(concerned))]


def _changed(viewer: Viewer, found: WholeAsk, ends: Ends, series: uuid.UUID | None) -> WholeAsk:
    ask, (arrive, depart) = found.ask, ends
    ask.arrive_on, ask.arrive_at, ask.depart_on, ask.depart_at = arrive.on, arrive.at, depart.on, depart.at
    ask.series_id = series
    for answer in found.answers:
        if answer.state in SAID:
            answer.state, answer.reason, answer.answered_by, answer.answered_at = AnswerState.WAITING, None, None, None
            answer.other_arrive_on = answer.other_depart_on = None
            stopping = stops_ask(check(wish_of(proposed(ask, found.child_ids, answer.home_id))), viewer.is_staff)
            if stopping:
                raise refusal(name_of_home(answer.home_id), stopping, may_overrule=False)
            seek_hub_word_anew(viewer, found, answer.home_id)
    seek_agreements_anew(viewer, found)
    note_step(viewer, ask, StepTaken.CHANGED_NIGHTS)
    record(viewer, "changed_nights", ask.id, service_id=ask.service_id)
    return found


def _give_up(viewer: Viewer, found: WholeAsk) -> None:
    if found.ask.state is AskState.OPEN:
        end_ask(found, AskState.WITHDRAWN)
    _call_off(viewer, found, gettext("The nights are changed."))


def _asked_anew(
    viewer: Viewer, found: WholeAsk, ends: Ends, series: uuid.UUID | None, hosts: Collection[uuid.UUID]
) -> WholeAsk:
    """Ask the hosts of what was agreed, and is called off, for the new nights, wherever they belong by now."""
    ask = found.ask
    wanted = Wanted(tuple(found.child_ids), tuple(hosts), *ends, ask.kind, ask.together)
    wanted = replace(wanted, note=ask.note, wish=ask.wish, words_id=ask.words_id)
    homes = [find(Viewer.system(), Home, home_id) for home_id in sorted(hosts)]
    return put_ask(viewer, wanted, ends, found.children, homes, series)


def _withdraw(viewer: Viewer, found: WholeAsk, reason: str | None) -> None:
    end_ask(found, AskState.WITHDRAWN, reason)
    note_step(viewer, found.ask, StepTaken.WITHDRAWN, reason=reason)
    record(viewer, "withdrew_ask", found.ask.id, service_id=found.ask.service_id)


def _call_off(viewer: Viewer, found: WholeAsk, reason: str) -> None:
    for stay in found.stays:
        if stay.state is StayState.AGREED:
            call_off_stay(viewer, stay.id, stay.version, reason)


def _end_series(series_id: uuid.UUID, first_gone: dt.date) -> None:
    series = hold(Viewer.system(), AskSeries, series_id)
    series.ends_on = max(first_gone, series.starts_on + dt.timedelta(days=1))


def _fit(*series_ids: uuid.UUID | None) -> None:
    """Let the days of a series be those on which its asks begin."""
    session().flush()
    for series_id in {one for one in series_ids if one}:
        days = select(func.min(Ask.arrive_on), func.max(Ask.arrive_on)).where(Ask.series_id == series_id)
        first, last = session().execute(covering(Viewer.system(), days)).one()
        series = hold(Viewer.system(), AskSeries, series_id)
        series.starts_on, series.ends_on = first, last + dt.timedelta(days=1)


def _tell_changed(viewer: Viewer, changed: Sequence[WholeAsk]) -> None:
    """Tell the homes that are asked for the new nights, once for all that are put to the same."""
    for homes, alike in groupby(changed, key=lambda one: one.home_ids):
        first, *more = alike
        tell_asked(viewer, first, homes, more=len(more))
