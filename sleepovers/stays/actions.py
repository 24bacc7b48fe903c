"""Putting a stay right: when the child really came and left, or that nobody came."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import delete

from constellations.access import Viewer, covering
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.permissions import Permission
from sleepovers.asks.models import Cancellation
from sleepovers.asks.telling.actions import journey_words, tell_of_stay
from sleepovers.booking.actions import must_be_possible, must_pass, note_overruled
from sleepovers.booking.queries import Proposal
from sleepovers.cards.opened.actions import tell_where_opened
from sleepovers.models import Stay, StayNight
from sleepovers.nights.actions import (
    Telling,
    hold_stay,
    months_closed,
    must_be_unchanged,
    nights_held,
    settle,
    tell_night,
)
from sleepovers.nights.handover.queries import Ends, given_up, other_stays, taken_over
from sleepovers.nights.rules import OCCUPYING, must_be_open, state_of_stay
from sleepovers.nights.taking.actions import Nights, take_nights
from sleepovers.rules import Moment, NightState, StayState, nights_of
from sleepovers.stays import rules
from sleepovers.stays.course.actions import tell_off


@dataclass(frozen=True, slots=True)
class WhatHappened:
    """When a child really came and left (or will leave), and why it was otherwise than planned."""

    came: Moment
    left: Moment
    reason: str = ""


def correct_stay(viewer: Viewer, stay_id: uuid.UUID, version: int, happened: WhatHappened) -> None:
    """Say when the child really came and left: nights follow from it, beds are freed and given.

    A night that is over is a fact, also beyond the beds; one to come is held against the booking check, which staff
    may overrule with a reason. Raises Overtaken, MonthClosed, CheckRefused, NotBegunYet, ComesLater, OutOfReach,
    DepartsBeforeArriving, NotTheirsToTell.
    """
    viewer.must(Permission.CONFIRM_NIGHTS)
    with transaction():
        stay = hold_stay(viewer, stay_id)
        must_be_unchanged(stay, version)
        rules.must_have_begun(stay.arrive_on, happened.came.on, viewer.today)
        nights = {row.night: row for row in nights_held(viewer, stay)}
        telling = Telling(viewer, clock.now(), happened.reason or None)
        was_theirs = stay.state is not StayState.CANCELLED
        before = (stay.arrive, stay.depart) if was_theirs else None
        state = tell_journey(telling, stay, nights, (happened.came, happened.left))
        if not was_theirs:
            _forget_calling_off(stay)
        audit(viewer, Change("corrected_stay", "stay", stay.id, JOURNEY), stay.service_id)
        settle(viewer, stay, state, "corrected_stay")
        tell_where_opened(viewer, stay, before)
        tell_of_stay(viewer, stay, gettext("A sleepover is changed: %(when)s.", when=journey_words(stay)))


def tell_journey(telling: Telling, stay: Stay, nights: Nights, ends: Ends) -> StayState:
    """Set when a child came and goes, and its nights with it; gives how far the stay has come.

    `nights` are those that the stay has; a new stay has none. Raises as correcting does.
    """
    today, (came, left) = telling.viewer.today, ends
    rules.must_be_within_reach(came.on, left.on, today)
    others = other_stays(stay.child_id, stay.id)
    stayed = set(nights_of(came, left)) - given_up(ends, others)
    changed = rules.corrected_nights({night: row.state for night, row in nights.items()}, stayed, today)
    # The order in which nights count as within or beyond follows the arrival (register format, rule 10).
    touched = {*changed, *(nights if came != stay.arrive else ())}
    must_be_open(touched, months_closed(stay))
    slept = {night: state for night, state in changed.items() if state in OCCUPYING}
    _must_be_allowed(telling, stay, slept, taken_over(ends, others))
    _give_up(telling, nights, [night for night, state in changed.items() if state is NightState.NOT_STAYED])
    rows = take_nights(telling, stay, nights, slept)
    stay.arrive_on, stay.arrive_at, stay.depart_on, stay.depart_at = came.on, came.at, left.on, left.at
    return state_of_stay([row.state for row in (nights | rows).values()])


def _forget_calling_off(stay: Stay) -> None:
    """What took place after all was not called off; the timeline keeps who said so, and why."""
    called_off = delete(Cancellation).where(Cancellation.stay_id == stay.id)
    session().execute(covering(Viewer.system(), called_off))


def _must_be_allowed(
    telling: Telling, stay: Stay, slept: Mapping[dt.date, NightState], handed_over: Collection[dt.date]
) -> None:
    """Nights to come pass the booking check, or are overruled; those that are over need only be possible."""
    for to_come in (False, True):
        nights = tuple(night for night, state in slept.items() if (state is NightState.PLANNED) is to_come)
        passing = frozenset((stay.child_id, night) for night in handed_over)
        proposal = Proposal((stay.child_id,), stay.host_id, nights, stay.kind, stay.ask_id, stay.id, passing)
        if nights and to_come:
            note_overruled(telling, stay, must_pass(telling, proposal))
        elif nights:
            must_be_possible(proposal)


JOURNEY = ("arrive_on", "arrive_at", "depart_on", "depart_at")
"""The fields of a stay that a correction changes, for the audit trail."""


def say_nobody_came(viewer: Viewer, stay_id: uuid.UUID, version: int, reason: str) -> None:
    """Say that the child did not come: no night was stayed, and every bed is free.

    Raises AlreadyOff, NotBegunYet, Overtaken, MonthClosed, NotTheirsToTell.
    """
    viewer.must(Permission.CONFIRM_NIGHTS)
    with transaction():
        stay = hold_stay(viewer, stay_id)
        if stay.state is StayState.CANCELLED:
            raise rules.AlreadyOff
        must_be_unchanged(stay, version)
        rules.must_have_begun(stay.arrive_on, stay.arrive_on, viewer.today)
        nights = {row.night: row for row in nights_held(viewer, stay) if row.state is not NightState.NOT_STAYED}
        must_be_open(nights, months_closed(stay))
        _give_up(Telling(viewer, clock.now(), reason or None), nights, list(nights))
        settle(viewer, stay, StayState.CANCELLED, "said_nobody_came")
        tell_off(viewer, stay, gettext("Nobody came to a sleepover: %(when)s.", when=journey_words(stay)))


def _give_up(telling: Telling, nights: Mapping[dt.date, StayNight], given_up: Collection[dt.date]) -> None:
    for night in given_up:
        row = nights[night]
        tell_night(telling, row, NightState.NOT_STAYED)
        row.bed, row.over_capacity = None, False
