"""Answering an ask: agreeing, offering other nights or another home, declining, and taking what was offered."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer, find
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.feeds.entries.actions import let_feeds_follow
from constellations.models import Home
from constellations.permissions import Permission
from sleepovers.asks import rules
from sleepovers.asks.actions import hold_own_ask, note_step, proposed, put_to_home
from sleepovers.asks.agreements.actions import seek_agreements_anew
from sleepovers.asks.ending.actions import end_ask
from sleepovers.asks.hub.seeking.actions import must_have_hub_word, seek_hub_word_anew
from sleepovers.asks.models import Answer, Ask
from sleepovers.asks.queries import WholeAsk, held_ask
from sleepovers.asks.rules import StepTaken
from sleepovers.asks.telling.actions import tell_agreed, tell_answered, tell_asked, tell_declined, tell_homes_asked
from sleepovers.asks.telling.queries import homes_of_children
from sleepovers.booking.actions import hold_children, must_pass, name_of_home, note_overruled
from sleepovers.booking.free.queries import homes_with_beds
from sleepovers.booking.queries import Proposal, wish_of
from sleepovers.booking.refusals import JustTaken, NoBedFree, refusal
from sleepovers.booking.rules import Finding, check, stops_offer
from sleepovers.emergencies.queries import all_rungs_have_answered, climbs
from sleepovers.models import Stay
from sleepovers.nights.actions import Telling, free_beds
from sleepovers.nights.taking.actions import take_nights
from sleepovers.rules import AnswerState, AskState, Moment, NightState, StayState, nights_of

MAY_ANSWER = frozenset({AnswerState.WAITING, AnswerState.OTHER_NIGHTS, AnswerState.DECLINED})
"""A home may change its mind while the ask is open."""

Passing = Callable[[Proposal], tuple[Finding, ...]]
"""What a proposal has to pass: gives what staff overrule, raises CheckRefused."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which home answers which ask, and the version of the ask that the person looked at."""

    ask_id: uuid.UUID
    home_id: uuid.UUID
    version: int


def agree_to_ask(
    viewer: Viewer, asked: Asked, reason: str | None = None, child_ids: Collection[uuid.UUID] = ()
) -> list[uuid.UUID]:
    """Take the children for the nights that were asked for; gives the ids of their stays, which are agreed from now on.

    Of children who may be apart, those named; otherwise all who have no stay yet. `reason` is why staff overrule the
    booking check. Raises JustTaken, CheckRefused, NoLongerOpen, AskOvertaken, AlreadyAnswered, NotTheirsToAnswer.
    """
    viewer.must(Permission.ANSWER_ASKS)
    with transaction():
        found, answer = _hold_to_answer(viewer, asked)
        rules.must_still_be_ahead(found.ask.arrive, rules.day_of_ask(found.ask.kind, clock.now()))
        stays = _agree(Telling(viewer, clock.now(), reason or None), found, answer, child_ids)
        tell_agreed(viewer, found, stays)
        return [stay.id for stay in stays]


def offer_other_nights(
    viewer: Viewer, asked: Asked, arrive_on: dt.date, depart_on: dt.date, reason: str | None = None
) -> None:
    """Offer other nights at the same home; the child's home takes them, or withdraws.

    Raises SameNights, PastNights and the like, CheckRefused where the home could not keep its word, and as agreeing.
    """
    viewer.must(Permission.ANSWER_ASKS)
    arrive, depart = Moment(arrive_on), Moment(depart_on)
    rules.must_be_askable(arrive, depart, viewer.today)
    with transaction():
        found, answer = _hold_to_answer(viewer, asked)
        nights = nights_of(arrive, depart)
        if nights == nights_of(found.ask.arrive, found.ask.depart):
            raise rules.SameNights
        child_ids = tuple(child.id for child in found.without_stay)
        proposal = Proposal(child_ids, answer.home_id, nights, found.ask.kind, found.ask.id)
        _must_be_offerable(viewer, viewer.is_staff, proposal)
        telling = Telling(viewer, clock.now(), reason or None)
        answer.other_arrive_on, answer.other_depart_on = arrive_on, depart_on
        _say(telling, found.ask, answer, AnswerState.OTHER_NIGHTS, StepTaken.OFFERED_NIGHTS)
        tell_answered(viewer, found)


def offer_other_home(viewer: Viewer, asked: Asked, other_id: uuid.UUID, reason: str | None = None) -> None:
    """Name another home, which is asked from now on in place of this one.

    Raises CheckRefused where that home cannot be asked, AskedAlready, and as agreeing.
    """
    viewer.must(Permission.ANSWER_ASKS)
    with transaction():
        found, answer = _hold_to_answer(viewer, asked)
        other = find(viewer, Home, other_id)
        if other.service_id != found.ask.service_id:
            raise NotFound
        put_to_home(viewer, found, other, by=answer.home_id)
        telling = Telling(viewer, clock.now(), reason or None)
        _say(telling, found.ask, answer, AnswerState.OTHER_HOME, StepTaken.OFFERED_HOME, about=other.id)
        tell_asked(viewer, found, [other.id])
        tell_answered(viewer, found)


def decline_ask(viewer: Viewer, asked: Asked, reason: str) -> None:
    """Say that the home cannot, and why; when no home is left that might, the ask has come to nothing.

    Raises NoReason, and as agreeing.
    """
    viewer.must(Permission.ANSWER_ASKS)
    if not reason:
        raise rules.NoReason
    with transaction():
        found, answer = _hold_to_answer(viewer, asked)
        _say(Telling(viewer, clock.now(), reason), found.ask, answer, AnswerState.DECLINED, StepTaken.DECLINED)
        _end_where_nothing_is_left(found, reason)
        tell_declined(viewer, found, found.ask.state is not AskState.OPEN or all_rungs_have_answered(found.ask.id))


def take_offer(viewer: Viewer, asked: Asked, reason: str | None = None) -> list[uuid.UUID]:
    """Take the other nights that a home has offered: they are agreed from now on.

    Where whoever decides for a child, or the hub, has to agree to these nights, the ask is for them from now on and
    they are asked anew; that gives no stay yet, and the offer stands. `reason` is why staff overrule the booking check;
    the hub is waited for all the same. Raises NoOffer, NotTheirsToAsk, and as agreeing.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    with transaction():
        found = hold_own_ask(viewer, asked.ask_id, asked.version)
        ask, answer = found.ask, found.answer_of(asked.home_id)
        if answer.state is not AnswerState.OTHER_NIGHTS or not (answer.other_arrive_on and answer.other_depart_on):
            raise rules.NoOffer
        rules.must_still_be_ahead(Moment(answer.other_arrive_on), viewer.today)
        telling, before = Telling(viewer, clock.now(), reason or None), nights_of(ask.arrive, ask.depart)
        ask.arrive_on, ask.arrive_at = answer.other_arrive_on, None
        ask.depart_on, ask.depart_at = answer.other_depart_on, None
        if nights_of(ask.arrive, ask.depart) != before and _has_to_wait(telling, found, answer):
            return []
        note_step(viewer, ask, StepTaken.TOOK_OFFER, answer.home_id)
        record(viewer, StepTaken.TOOK_OFFER.value, ask.id, service_id=ask.service_id)
        stays = _agree(telling, found, answer, ())
        tell_agreed(viewer, found, stays)
        return [stay.id for stay in stays]


def _has_to_wait(telling: Telling, found: WholeAsk, taken: Answer) -> bool:
    """Ask again who has to agree to the nights that an ask is for now; says whether that is waited for.

    Then the home has to have room still, and the other homes are asked for these nights too, with the hub's word.
    """
    viewer, ask = telling.viewer, found.ask
    is_overruled = telling.reason is not None and viewer.may(Permission.OVERRULE_CHECK)
    has_to_wait = seek_agreements_anew(viewer, found) and not is_overruled
    has_to_wait |= seek_hub_word_anew(viewer, found, taken.home_id)
    if has_to_wait:
        child_ids = [child.id for child in found.without_stay]
        _must_be_free(viewer, ask, taken, child_ids, partial(_must_be_offerable, viewer, is_overruled))
        for other in found.answers:
            if other is not taken and other.state in MAY_ANSWER:
                seek_hub_word_anew(viewer, found, other.home_id)
        note_step(viewer, ask, StepTaken.CHANGED_NIGHTS)
        record(viewer, StepTaken.CHANGED_NIGHTS.value, ask.id, service_id=ask.service_id)
        waiting = [one.home_id for one in found.answers if one.state is AnswerState.WAITING]
        tell_homes_asked(viewer, found, waiting)
    return has_to_wait


def _hold_to_answer(viewer: Viewer, asked: Asked) -> tuple[WholeAsk, Answer]:
    found = held_ask(viewer, asked.ask_id)
    answer = found.answer_of(asked.home_id)
    if viewer.is_carer and viewer.home_id != asked.home_id:
        raise rules.NotTheirsToAnswer
    if found.ask.state is not AskState.OPEN:
        raise rules.NoLongerOpen(found.ask.state)
    if answer.state not in MAY_ANSWER:
        raise rules.AlreadyAnswered(name_of_home(answer.home_id))
    if found.ask.version != asked.version:
        raise rules.AskOvertaken
    return found, answer


def _must_be_offerable(viewer: Viewer, is_overruled: bool, proposal: Proposal) -> tuple[Finding, ...]:
    stopping = stops_offer(check(wish_of(proposal)), is_overruled)
    if stopping:
        may_overrule = viewer.may(Permission.OVERRULE_CHECK) and not is_overruled
        raise refusal(name_of_home(proposal.home_id), stopping, may_overrule)
    return ()


def _say(
    telling: Telling, ask: Ask, answer: Answer, state: AnswerState, taken: StepTaken, about: uuid.UUID | None = None
) -> None:
    answer.state, answer.reason = state, telling.reason
    answer.answered_by, answer.answered_at = telling.viewer.person_id, telling.at
    flag_modified(ask, "state")
    note_step(telling.viewer, ask, taken, about or answer.home_id, telling.reason, telling.at)
    record(telling.viewer, taken.value, ask.id, home_id=answer.home_id, service_id=ask.service_id)


def _agree(telling: Telling, found: WholeAsk, answer: Answer, child_ids: Collection[uuid.UUID]) -> list[Stay]:
    """Make the stays with their nights and beds; the ask is agreed when every child has one."""
    ask = found.ask
    chosen = [child for child in found.without_stay if ask.together or not child_ids or child.id in child_ids]
    if not chosen:
        raise rules.NobodyChosen
    must_have_hub_word(found, answer)
    nights = nights_of(ask.arrive, ask.depart)
    chosen_ids = [child.id for child in chosen]
    overruled = _must_be_free(telling.viewer, ask, answer, chosen_ids, partial(must_pass, telling))
    numbers = {child.id: f"-{n}" if len(found.children) > 1 else "" for n, child in enumerate(found.children, 1)}
    stays = [_stay_of(ask, answer.home_id, child.id, numbers[child.id]) for child in chosen]
    for stay in stays:
        session().add(stay)
        session().flush()
        take_nights(telling, stay, {}, dict.fromkeys(nights, NightState.PLANNED))
        note_overruled(telling, stay, overruled)
        let_feeds_follow(Stay, stay.id)
        audit(telling.viewer, Change("agreed_to_stay", "stay", stay.id, ("host_id", "state")), stay.service_id)
    found.stays.extend(stays)
    _say(telling, ask, answer, AnswerState.AGREED, StepTaken.AGREED)
    _end_where_nothing_is_left(found)
    return stays


def _end_where_nothing_is_left(found: WholeAsk, reason: str | None = None) -> None:
    """End an ask of which every child has a stay, or that no home is left to agree to."""
    states = [answer.state for answer in found.answers]
    state = rules.state_of_ask(states, len(found.children), len(found.stays))
    if state is AskState.DECLINED and climbs(found.ask.id):
        return  # Somebody is still asked, or the liaison worker finds a bed.
    if state is not AskState.OPEN:
        end_ask(found, state, reason)


def _must_be_free(
    viewer: Viewer, ask: Ask, answer: Answer, child_ids: Sequence[uuid.UUID], passing: Passing
) -> tuple[Finding, ...]:
    """Raise JustTaken before anything else is looked at: of many who want one bed, nobody waits for long.

    Not where a child is moved in the small hours: the bed may be its own.
    """
    nights = nights_of(ask.arrive, ask.depart)
    hold_children(child_ids)
    full = [] if ask.arrive.in_small_hours else _full_nights(answer.home_id, nights)
    if full and not viewer.is_staff:
        raise _just_taken(viewer, ask, answer, child_ids, full)
    try:
        return passing(proposed(ask, child_ids, answer.home_id))
    except NoBedFree as refused:
        if viewer.is_staff:
            raise
        raise _just_taken(viewer, ask, answer, child_ids, refused.findings[0].nights) from refused


def _full_nights(home_id: uuid.UUID, nights: tuple[dt.date, ...]) -> list[dt.date]:
    return [night for night, bed in free_beds(home_id, nights).items() if bed is None]


def _just_taken(
    viewer: Viewer, ask: Ask, answer: Answer, child_ids: Sequence[uuid.UUID], full: Sequence[dt.date]
) -> JustTaken:
    families = homes_of_children(child_ids, ask.arrive_on)
    proposal = Proposal(tuple(child_ids), answer.home_id, nights_of(ask.arrive, ask.depart), ask.kind, ask.id)
    free = homes_with_beds(viewer, proposal, families)
    return JustTaken(name_of_home(answer.home_id), full, free)


def _stay_of(ask: Ask, host_id: uuid.UUID, child_id: uuid.UUID, number: str) -> Stay:
    """The stay bears the key of the ask; those of several children are numbered."""
    return Stay(
        key=f"{ask.key}{number}",
        service_id=ask.service_id,
        child_id=child_id,
        host_id=host_id,
        ask_id=ask.id,
        kind=ask.kind,
        state=StayState.AGREED,
        arrive_on=ask.arrive_on,
        arrive_at=ask.arrive_at,
        depart_on=ask.depart_on,
        depart_at=ask.depart_at,
    )
