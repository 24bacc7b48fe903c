"""Putting a stay right: when the child really came and left, or that nobody came."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.children.models import Child, Placement
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.models import Home, HomeTerms
from constellations.permissions import Permission
from constellations.rules import CLOSED_TO_VISITORS
from sleepovers.models import Stay, StayNight
from sleepovers.nights.actions import (
    Telling,
    free_beds,
    hold_stay,
    months_closed,
    must_be_unchanged,
    nights_held,
    note_change,
    put_down,
    settle,
    tell_night,
)
from sleepovers.nights.rules import OCCUPYING, must_be_open, state_of_stay
from sleepovers.rules import Moment, NightState, StayState, given_up_night, nights_of
from sleepovers.stays import rules

Nights = dict[dt.date, StayNight]


@dataclass(frozen=True, slots=True)
class WhatHappened:
    """When a child really came and left (or will leave), and why it was otherwise than planned."""

    came: Moment
    left: Moment
    reason: str = ""


def correct_stay(viewer: Viewer, stay_id: uuid.UUID, version: int, happened: WhatHappened) -> None:
    """Say when the child really came and left: nights follow from it, beds are freed and given.

    A night that is over is a fact, also beyond the beds; one to come needs a bed at a home that takes visitors, or
    staff and a reason. Raises Overtaken, MonthClosed, HomeTakesNobody, NoBedFree, SleepsElsewhere, LivesThere,
    NotBegunYet, ComesLater, OutOfReach, DepartsBeforeArriving, NotTheirsToTell.
    """
    viewer.must(Permission.CONFIRM_NIGHTS)
    came, left = happened.came, happened.left
    with transaction():
        stay = hold_stay(viewer, stay_id)
        must_be_unchanged(stay, version)
        rules.must_have_begun(stay.arrive_on, came.on, viewer.today)
        rules.must_be_within_reach(came.on, left.on, viewer.today)
        nights = {row.night: row for row in nights_held(viewer, stay)}
        others = _other_stays(stay)
        stayed = set(nights_of(came, left)) - _given_up((came, left), others)
        changed = rules.corrected_nights({night: row.state for night, row in nights.items()}, stayed, viewer.today)
        # The order in which nights count as within or beyond follows the arrival (register format, rule 10).
        touched = {*changed, *(nights if came != stay.arrive else ())}
        must_be_open(touched, months_closed(stay))
        telling = Telling(viewer, clock.now(), happened.reason or None)
        _give_up(telling, nights, [night for night, state in changed.items() if state is NightState.NOT_STAYED])
        slept = {night: state for night, state in changed.items() if state in OCCUPYING}
        _must_take_visitors(telling, stay, [night for night, state in slept.items() if state is NightState.PLANNED])
        beds = _beds_for(telling, stay, nights, slept)
        rows = _rows_for(telling, stay, slept.keys() - nights.keys(), _taken_over((came, left), others))
        for night, state in slept.items():
            _sleep_here(telling, rows.get(night) or nights[night], night in rows, state, beds)
        stay.arrive_on, stay.arrive_at, stay.depart_on, stay.depart_at = came.on, came.at, left.on, left.at
        audit(viewer, Change("corrected_stay", "stay", stay.id, JOURNEY), stay.service_id)
        settle(viewer, stay, state_of_stay([row.state for row in (nights | rows).values()]), "corrected_stay")


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


def _other_stays(stay: Stay) -> Sequence[Stay]:
    """The child's other stays: facts, whoever may read of them; the child is held, so that none is added meanwhile."""
    everything = Viewer.system()
    held = select(Child.id).where(Child.id == stay.child_id).with_for_update(key_share=True)
    session().execute(covering(everything, held))
    rows = select(Stay).where(Stay.child_id == stay.child_id, Stay.id != stay.id, Stay.state != StayState.CANCELLED)
    return session().scalars(covering(everything, rows)).all()


def _given_up(mine: tuple[Moment, Moment], others: Sequence[Stay]) -> set[dt.date]:
    """Nights that belong to a later stay, to which the child was moved in the small hours (register format, rule 4)."""
    nights = (given_up_night(mine, (other.arrive, other.depart)) for other in others)
    return {night for night in nights if night}


def _taken_over(mine: tuple[Moment, Moment], others: Sequence[Stay]) -> set[dt.date]:
    """Nights that an earlier stay gives up to this one, likewise."""
    nights = (given_up_night((other.arrive, other.depart), mine) for other in others)
    return {night for night in nights if night}


def _give_up(telling: Telling, nights: Mapping[dt.date, StayNight], given_up: Collection[dt.date]) -> None:
    for night in given_up:
        row = nights[night]
        tell_night(telling, row, NightState.NOT_STAYED)
        row.bed, row.over_capacity = None, False


def _rows_for(telling: Telling, stay: Stay, added: Collection[dt.date], moved: Collection[dt.date]) -> Nights:
    """Rows for the nights that come new to a stay; raises SleepsElsewhere, LivesThere."""
    everything = Viewer.system()
    initials = session().scalars(covering(everything, select(Child.initials).where(Child.id == stay.child_id))).one()
    at_home = select(Placement).where(Placement.child_id == stay.child_id, Placement.home_id == stay.host_id)
    homely = session().scalars(covering(everything, at_home)).all()
    elsewhere = select(StayNight).where(StayNight.child_id == stay.child_id, StayNight.night.in_(added))
    found = {row.night: row for row in session().scalars(covering(everything, elsewhere))}
    rows: Nights = {}
    for night in sorted(added):
        if any(one.starts_on <= night and (one.ends_on is None or night < one.ends_on) for one in homely):
            raise rules.LivesThere(initials, night)
        row = found.get(night)
        if row is None:
            row = StayNight(child_id=stay.child_id, night=night)
            session().add(row)
        elif row.state is NightState.NOT_STAYED or night in moved:
            note_change(telling, row, row.state, None)
        else:
            raise rules.SleepsElsewhere(initials, night)
        row.stay_id, row.home_id, row.bed, row.over_capacity = stay.id, stay.host_id, None, False
        rows[night] = row
    return rows


def _sleep_here(
    telling: Telling, row: StayNight, is_new: bool, state: NightState, beds: Mapping[dt.date, int | None]
) -> None:
    """Tell a night that the child sleeps here, in the bed that was found where it had none."""
    note_change(telling, row, None if is_new else row.state, state)
    put_down(telling, row, state)
    if row.night in beds:
        row.bed = beds[row.night]
        row.over_capacity = row.bed is None


def _beds_for(
    telling: Telling, stay: Stay, nights: Mapping[dt.date, StayNight], slept: Mapping[dt.date, NightState]
) -> dict[dt.date, int | None]:
    """A free bed for each night that has none yet; raises NoBedFree."""
    kept = {night for night, row in nights.items() if row.bed or row.over_capacity}
    beds = free_beds(stay.host_id, slept.keys() - kept)
    full = [night for night, bed in beds.items() if bed is None and slept[night] is NightState.PLANNED]
    _must_be_allowed(telling, stay, full)
    return beds


def _must_be_allowed(telling: Telling, stay: Stay, beyond_beds: Sequence[dt.date]) -> None:
    """One child more than the beds on a night to come: staff alone, with a reason, and it is written down."""
    if not beyond_beds:
        return
    may_overrule = telling.viewer.may(Permission.OVERRULE_BEDS)
    if not (may_overrule and telling.reason):
        raise rules.NoBedFree(_name_of_host(stay), min(beyond_beds), may_overrule)
    audit(telling.viewer, Change("overruled_beds", "stay_night", stay.id, ["over_capacity"]), stay.service_id)


def _must_take_visitors(telling: Telling, stay: Stay, to_come: Collection[dt.date]) -> None:
    """A night more at a home on hold, away or left: staff alone, with a reason, and it is written down."""
    shut = select(HomeTerms).where(HomeTerms.home_id == stay.host_id, HomeTerms.status.in_(CLOSED_TO_VISITORS))
    spans = session().scalars(covering(Viewer.system(), shut)).all()
    found = [
        (night, terms.status)
        for night in sorted(to_come)
        for terms in spans
        if terms.starts_on <= night and (terms.ends_on is None or night < terms.ends_on)
    ]
    if not found:
        return
    may_overrule = telling.viewer.may(Permission.OVERRULE_BEDS)
    if not (may_overrule and telling.reason):
        raise rules.HomeTakesNobody(_name_of_host(stay), *found[0], may_overrule)
    audit(telling.viewer, Change("overruled_terms", "stay_night", stay.id, ["state"]), stay.service_id)


def _name_of_host(stay: Stay) -> str:
    name = select(Home.name).where(Home.id == stay.host_id)
    return session().scalars(covering(Viewer.system(), name)).one()
