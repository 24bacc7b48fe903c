"""Moving stays: the nights ahead get beds with the new host, and those behind stay with the old one."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer, find
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core.database import session
from constellations.core.ids import new_key
from sleepovers.asks.models import Step
from sleepovers.asks.rules import StepTaken
from sleepovers.booking.actions import hold_home, must_pass, note_overruled
from sleepovers.booking.queries import Proposal
from sleepovers.models import Stay, StayNight
from sleepovers.nights.actions import Telling, months_closed, nights_held, settle
from sleepovers.nights.handover.queries import other_stays
from sleepovers.nights.rules import must_be_open, state_of_stay
from sleepovers.nights.taking.actions import take_nights
from sleepovers.rules import NightState, StayState
from sleepovers.stays.course.rules import day_of_stay
from sleepovers.stays.moving.models import MoveLeg
from sleepovers.stays.moving.rules import goes_on_as_another, nights_to_move

Lifted = tuple[Stay, dict[dt.date, StayNight]]
"""The stay of the nights ahead, and these nights, out of their beds."""


def carry_out(telling: Telling, legs: Sequence[MoveLeg]) -> None:
    """Move the stays, which are held: all of them, or none. Raises NothingToMove, MonthClosed, CheckRefused.

    First all nights leave their beds, then each gets one: so two may swap the last beds of two homes. Children are
    held, then months, then homes, each by their ids.
    """
    stays = {leg.stay_id: find(Viewer.system(), Stay, leg.stay_id) for leg in legs}
    for child_id in sorted(stay.child_id for stay in stays.values()):
        other_stays(child_id)
    closed = months_closed(next(iter(stays.values())))
    for home_id in sorted(leg.to_home_id for leg in legs):
        hold_home(home_id)
    lifted = []
    for leg in legs:
        stay, nights = _lift(telling, leg, stays[leg.stay_id])
        must_be_open(nights, closed)
        lifted.append((stay, nights))
    session().flush()
    for stay, nights in lifted:
        _lay_down(telling, stay, nights)


def _lift(telling: Telling, leg: MoveLeg, stay: Stay) -> Lifted:
    """Take the nights ahead out of their beds; where some are behind, they become a stay of their own."""
    today = day_of_stay(stay.kind, stay.arrived_at, telling.at)
    rows = {row.night: row for row in nights_held(Viewer.system(), stay)}
    ahead = nights_to_move({night: row.state for night, row in rows.items()}, today)
    moving = stay
    if goes_on_as_another(rows, today):
        moving = _next_stay(stay, leg.to_home_id, today)
        leg.next_stay_id = moving.id
        stay.depart_on, stay.depart_at = today, None
        behind = [row.state for night, row in rows.items() if night not in ahead]
        settle(telling.viewer, stay, state_of_stay(behind), "moved_stay")
    else:
        stay.host_id, stay.arrived_at, stay.state = leg.to_home_id, None, StayState.AGREED
        flag_modified(stay, "state")
    for night in ahead:
        row = rows[night]
        row.stay_id, row.home_id, row.bed, row.over_capacity = moving.id, leg.to_home_id, None, False
    return moving, {night: rows[night] for night in ahead}


def _next_stay(stay: Stay, host_id: uuid.UUID, today: dt.date) -> Stay:
    """The stay of the nights ahead; the ask stays that of the first."""
    following = Stay(
        key=new_key(),
        service_id=stay.service_id,
        child_id=stay.child_id,
        host_id=host_id,
        kind=stay.kind,
        state=StayState.AGREED,
        arrive_on=today,
        depart_on=stay.depart_on,
        depart_at=stay.depart_at,
    )
    session().add(following)
    session().flush()
    return following


def _lay_down(telling: Telling, stay: Stay, nights: dict[dt.date, StayNight]) -> None:
    """Give the nights beds with the new host, where the booking check lets it be."""
    proposal = Proposal((stay.child_id,), stay.host_id, tuple(sorted(nights)), stay.kind, stay.ask_id, stay.id)
    overruled = must_pass(telling, proposal)
    take_nights(telling, stay, nights, dict.fromkeys(sorted(nights), NightState.PLANNED))
    session().flush()
    note_overruled(telling, stay, overruled)
    step = Step(ask_id=stay.ask_id, stay_id=stay.id, at=telling.at, person_id=telling.viewer.person_id)
    step.taken, step.home_id, step.reason = StepTaken.MOVED, stay.host_id, telling.reason
    session().add(step)
    audit(telling.viewer, Change("moved_stay", "stay", stay.id, ("host_id",)), stay.service_id)
    settle(telling.viewer, stay, StayState.AGREED, "moved_stay")
