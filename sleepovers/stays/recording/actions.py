"""Recording a stay that happened, or runs, without an ask; and saying later who the child is."""

import uuid
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import delete, func, select, update

from constellations.access import Viewer, covering, find, hold
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.children.models import Child, ChildStatusFrom, Placement
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.ids import new_key
from constellations.models import Home, holds_on
from constellations.permissions import Permission
from constellations.rules import ChildStatus
from sleepovers.asks.agreements.actions import seek_agreement_afterwards
from sleepovers.asks.rules import StepTaken
from sleepovers.asks.telling.actions import journey_words, tell_of_stay
from sleepovers.booking.actions import must_be_possible
from sleepovers.booking.queries import Proposal
from sleepovers.cards.opened.actions import tell_where_opened
from sleepovers.models import NightChange, Stay, StayNight
from sleepovers.nights.actions import Telling, hold_stay, months_closed, must_be_unchanged, nights_held, settle
from sleepovers.nights.rules import must_be_open
from sleepovers.rules import Moment, NightState, StayKind, StayState
from sleepovers.stays.actions import tell_journey
from sleepovers.stays.course.actions import note_step
from sleepovers.stays.recording import rules


@dataclass(frozen=True, slots=True)
class Recorded:
    """What happened: where, when, and as much of who it was as is known: the family, and initials."""

    host_id: uuid.UUID
    came: Moment
    left: Moment
    kind: StayKind = StayKind.EMERGENCY
    family_id: uuid.UUID | None = None
    initials: str = ""
    reason: str = ""


def record_stay(viewer: Viewer, recorded: Recorded) -> uuid.UUID:
    """Write down a stay that began without an ask; gives its id. A night that is over is told with it.

    A child whom family and initials do not single out is still to be named, before its month is closed. Raises
    StillAhead, NotTheirHome, MonthClosed, CheckRefused, OutOfReach, DepartsBeforeArriving, NotFound.
    """
    viewer.must(Permission.RECORD_STAY)
    rules.must_have_come(recorded.came, recorded.left, viewer.today)
    with transaction():
        host = find(viewer, Home, recorded.host_id)
        if viewer.is_carer and viewer.home_id != host.id:
            raise rules.NotTheirHome
        child = _child_meant(viewer, recorded) or _unnamed_child(host.service_id, recorded.initials)
        if child.service_id != host.service_id:
            raise NotFound
        stay = _new_stay(recorded, host.service_id, child.id)
        session().add(stay)
        session().flush()
        telling = Telling(viewer, clock.now(), recorded.reason or None)
        state = tell_journey(telling, stay, {}, (recorded.came, recorded.left))
        stay.arrived_at = telling.at if state in (StayState.AGREED, StayState.UNDER_WAY) else None
        note_step(viewer, stay, StepTaken.RECORDED, telling.at, telling.reason)
        seek_agreement_afterwards(stay, child)
        audit(viewer, Change("recorded_stay", "stay", stay.id, ("child_id", "host_id", "state")), stay.service_id)
        settle(viewer, stay, state, "recorded_stay")
        if not child.is_unnamed:
            tell_where_opened(viewer, stay)
        tell_of_stay(viewer, stay, gettext("A sleepover was recorded: %(when)s.", when=journey_words(stay)))
        return stay.id


def name_child(viewer: Viewer, stay_id: uuid.UUID, version: int, child_id: uuid.UUID) -> None:
    """Say who the child of a recorded stay is: its nights become that child's.

    Staff alone. Raises NamedAlready, Overtaken, MonthClosed, SleepsElsewhere, LivesThere, NotFound.
    """
    viewer.must(Permission.KEEP_REGISTER)
    with transaction():
        stay = hold_stay(viewer, stay_id)
        child, unnamed = hold(viewer, Child, child_id), _child_of(stay)
        if not unnamed.is_unnamed:
            raise rules.NamedAlready
        if child.service_id != stay.service_id or child.is_unnamed:
            raise NotFound
        must_be_unchanged(stay, version)
        nights = nights_held(viewer, stay)
        dates = tuple(row.night for row in nights if row.state is not NightState.NOT_STAYED)
        must_be_open(dates, months_closed(stay))
        must_be_possible(Proposal((child.id,), stay.host_id, dates, stay.kind, None, stay.id))
        _pass_to(stay, nights, child)
        _forget(unnamed)
        note_step(viewer, stay, StepTaken.NAMED, clock.now())
        seek_agreement_afterwards(stay, child)
        audit(viewer, Change("named_child", "stay", stay.id, ("child_id",)), stay.service_id)
        settle(viewer, stay, stay.state, "named_child")
        tell_of_stay(viewer, stay, gettext("A sleepover was recorded: %(when)s.", when=journey_words(stay)))


def _new_stay(recorded: Recorded, service_id: uuid.UUID, child_id: uuid.UUID) -> Stay:
    came, left = recorded.came, recorded.left
    return Stay(
        key=new_key(),
        service_id=service_id,
        child_id=child_id,
        host_id=recorded.host_id,
        kind=recorded.kind,
        state=StayState.AGREED,
        arrive_on=came.on,
        arrive_at=came.at,
        depart_on=left.on,
        depart_at=left.at,
    )


def _child_meant(viewer: Viewer, recorded: Recorded) -> Child | None:
    """The child with these initials who lived with this family on the day of coming; none where that is not one."""
    if recorded.family_id is None:
        return None
    family = find(viewer, Home, recorded.family_id)
    asked = (
        select(Child)
        .join(Placement, Placement.child_id == Child.id)
        .where(Placement.home_id == family.id, holds_on(Placement, recorded.came.on))
    )
    if recorded.initials:
        asked = asked.where(func.lower(Child.initials) == recorded.initials.lower())
    return rules.the_one(session().scalars(covering(Viewer.system(), asked)).all())


def _unnamed_child(service_id: uuid.UUID, initials: str) -> Child:
    """A child still to be named; nobody knows its month of birth, so the present one stands for it until then."""
    born = Month.of(clock.today())
    child = Child(key=new_key(), service_id=service_id, initials=initials or rules.UNNAMED, born=born, is_unnamed=True)
    session().add(child)
    session().flush()
    session().add(ChildStatusFrom(child_id=child.id, status=ChildStatus.LOOKED_AFTER))
    session().flush()
    return child


def _child_of(stay: Stay) -> Child:
    return find(Viewer.system(), Child, stay.child_id)


def _pass_to(stay: Stay, nights: list[StayNight], child: Child) -> None:
    """Let the nights, and what was said of them, be another child's.

    Of two rows for a night one was not stayed, here or elsewhere, and makes way; the history keeps both.
    """
    everything = Viewer.system()
    there = select(StayNight).where(StayNight.child_id == child.id, StayNight.night.in_([row.night for row in nights]))
    others = {row.night: row for row in session().scalars(covering(everything, there))}
    for row in nights:
        if row.night in others:
            session().delete(row if row.state is NightState.NOT_STAYED else others[row.night])
    session().flush()
    said = update(NightChange).where(NightChange.stay_id == stay.id).values(child_id=child.id)
    session().execute(covering(everything, said))
    for row in nights_held(everything, stay):
        row.child_id = child.id
    stay.child_id = child.id
    session().flush()


def _forget(unnamed: Child) -> None:
    everything = Viewer.system()
    statuses = delete(ChildStatusFrom).where(ChildStatusFrom.child_id == unnamed.id)
    session().execute(covering(everything, statuses))
    session().delete(unnamed)
    session().flush()
