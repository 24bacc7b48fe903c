"""Waiting for a bed with a home, giving that up, and asking again where one has come free."""

import datetime as dt
import uuid

from flask_babel import gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer, covering, find, hold
from constellations.activity.actions import record
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.jobs.rules import JobResult
from constellations.notices.actions import News, tell
from constellations.people.told.queries import carers_at
from constellations.permissions import Permission
from sleepovers.asks.actions import must_be_theirs, note_step, proposed
from sleepovers.asks.answering.actions import Asked
from sleepovers.asks.models import Answer, Ask, Step
from sleepovers.asks.queries import WholeAsk, held_ask, whole
from sleepovers.asks.rules import AskOvertaken, StepTaken
from sleepovers.asks.telling.actions import journey_words, tell_asked
from sleepovers.asks.telling.queries import homes_of_children
from sleepovers.asks.waiting.models import WaitingPlace
from sleepovers.asks.waiting.queries import has_room_for, places_waiting, refused_homes
from sleepovers.asks.waiting.rules import (
    HasRoom,
    NothingToWaitFor,
    WaitsAlready,
    WaitsNoMore,
    WasRefused,
    is_sought,
    may_wait_for,
)
from sleepovers.booking.actions import hold_home, name_of_home
from sleepovers.booking.queries import Proposal, wish_of
from sleepovers.booking.rules import check
from sleepovers.rules import AnswerState, AskState, nights_of


def wait_for_bed(viewer: Viewer, asked: Asked) -> None:
    """Have a home asked again, once, when it has room; who waits longest is served first.

    Raises HasRoom, WasRefused, WaitsAlready, NothingToWaitFor, AskOvertaken, NotTheirsToAsk, NotFound.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    with transaction():
        found, answer = _held_own(viewer, asked)
        if refused_homes(asked.ask_id, [asked.home_id]):
            raise WasRefused
        place = _place(asked)
        if place is not None and place.served_at is None:
            raise WaitsAlready(name_of_home(asked.home_id))
        child_ids = [child.id for child in found.without_stay]
        if not may_wait_for(answer.state, check(wish_of(proposed(found.ask, child_ids, asked.home_id)))):
            raise HasRoom(name_of_home(asked.home_id))
        if place is None:
            place = WaitingPlace(ask_id=asked.ask_id, home_id=asked.home_id)
            session().add(place)
        # Who waits again goes to the end of the line.
        place.person_id, place.created_at, place.served_at = viewer.person_id, clock.now(), None
        _note(viewer, found, StepTaken.WAITS, asked.home_id)
        record(viewer, "waits_for_bed", asked.ask_id, home_id=asked.home_id, service_id=found.ask.service_id)


def stop_waiting(viewer: Viewer, asked: Asked) -> None:
    """Give the place up. Raises WaitsNoMore, and as waiting does."""
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    with transaction():
        found, _answer = _held_own(viewer, asked)
        place = _place(asked)
        if place is None or place.served_at is not None:
            raise WaitsNoMore
        session().delete(place)
        flag_modified(found.ask, "state")
        record(viewer, "stopped_waiting", asked.ask_id, home_id=asked.home_id, service_id=found.ask.service_id)


def ask_again_where_free(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # a job of the installation: whoever waits, waits for a bed
    since: dt.date,  # noqa: ARG001  # whatever the days that were missed: a bed that is free now is free now
    until: dt.date,
) -> JobResult:
    """Put asks again to homes that have room for them now, each once, who came first first; again does nothing.

    It looks at beds and never at what made them free: a stay called off or cut short, a home back from being away, a
    hold lifted, one bed more.
    """
    served = sum(_ask_again(viewer, place.id) for place in places_waiting(until))
    return JobResult(served, ngettext("%(num)s ask was put again.", "%(num)s asks were put again.", served))


def _ask_again(viewer: Viewer, place_id: uuid.UUID) -> bool:
    waiting = find(viewer, WaitingPlace, place_id)
    is_refused = bool(refused_homes(waiting.ask_id, [waiting.home_id]))
    if not is_refused and not has_room_for(_proposal(whole(find(viewer, Ask, waiting.ask_id)), waiting.home_id)):
        return False
    with transaction():
        found = held_ask(viewer, waiting.ask_id)
        place = hold(viewer, WaitingPlace, place_id)
        if place.served_at is not None or not is_sought(found.ask.state, found.ask.arrive_on, viewer.today):
            return False
        if refused_homes(place.ask_id, [place.home_id]):
            session().delete(place)
            flag_modified(found.ask, "state")
            return False
        child_ids = [child.id for child in found.without_stay]
        proposal = proposed(found.ask, child_ids, place.home_id)
        hold_home(place.home_id)
        if not has_room_for(proposal):
            return False
        place.served_at = clock.now()
        _put_again(viewer, found, found.answer_of(place.home_id))
        return True


def _put_again(viewer: Viewer, found: WholeAsk, answer: Answer) -> None:
    """The ask is open again, and the home has yet to answer."""
    ask = found.ask
    ask.state, ask.reason, ask.ended_at = AskState.OPEN, None, None
    answer.state, answer.reason, answer.answered_by, answer.answered_at = AnswerState.WAITING, None, None, None
    answer.other_arrive_on = answer.other_depart_on = None
    flag_modified(ask, "state")
    session().add(Step(ask_id=ask.id, taken=StepTaken.ASKED_AGAIN, home_id=answer.home_id))
    record(viewer, "asked_again", ask.id, home_id=answer.home_id, service_id=ask.service_id)
    tell_asked(viewer, found, [answer.home_id])
    words = gettext("A home has room again, and is asked again: %(when)s.", when=journey_words(ask))
    news = News(f"/asks/{ask.id}/again/{clock.now().isoformat()}", words, f"/asks/{ask.id}")
    tell(carers_at(homes_of_children(found.child_ids, ask.arrive_on)), news)


def _held_own(viewer: Viewer, asked: Asked) -> tuple[WholeAsk, Answer]:
    found = held_ask(viewer, asked.ask_id)
    answer = found.answer_of(asked.home_id)
    must_be_theirs(viewer, found.child_ids, found.ask)
    if not is_sought(found.ask.state, found.ask.arrive_on, viewer.today):
        raise NothingToWaitFor
    if found.ask.version != asked.version:
        raise AskOvertaken
    return found, answer


def _place(asked: Asked) -> WaitingPlace | None:
    mine = select(WaitingPlace).where(WaitingPlace.ask_id == asked.ask_id, WaitingPlace.home_id == asked.home_id)
    return session().scalars(covering(Viewer.system(), mine)).one_or_none()


def _note(viewer: Viewer, found: WholeAsk, taken: StepTaken, home_id: uuid.UUID) -> None:
    flag_modified(found.ask, "state")
    note_step(viewer, found.ask, taken, home_id)


def _proposal(found: WholeAsk, home_id: uuid.UUID) -> Proposal:
    ask, child_ids = found.ask, tuple(child.id for child in found.without_stay)
    return Proposal(child_ids, home_id, nights_of(ask.arrive, ask.depart), ask.kind, ask.id)
