"""Calling a stay off before it begins, and saying that the child has arrived, or is home again."""

import datetime as dt
import uuid

from flask_babel import gettext
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.children.models import Placement
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.models import Home, Membership, holds_on
from constellations.permissions import Permission
from sleepovers.asks.models import Cancellation, Step
from sleepovers.asks.rules import NoReason, StepTaken, notice_hours
from sleepovers.asks.telling.actions import journey_words, tell_bed_lost, tell_of_stay
from sleepovers.models import Stay
from sleepovers.nights.actions import Telling, must_be_unchanged, nights_held, note_change, settle
from sleepovers.nights.handover.actions import give_back_nights
from sleepovers.nights.queries import readable_stays
from sleepovers.rules import StayState
from sleepovers.stays.course import rules
from sleepovers.tonight.sockets import beds_changed


def call_off_stay(viewer: Viewer, stay_id: uuid.UUID, version: int, reason: str) -> None:
    """Call off an agreed stay that has not begun: its nights go, its beds are free, and everybody is told.

    Raises NoReason, HasBegun, AlreadyOver, Overtaken, NotTheirStay, NotFound.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    if not reason:
        raise NoReason
    with transaction():
        stay = hold_stay_of_both(viewer, stay_id)
        nights = nights_held(viewer, stay)
        told = [row.state for row in nights]
        at = clock.now()
        today = rules.day_of_stay(stay.kind, stay.arrived_at, at)
        rules.must_not_have_begun(stay.state, stay.arrived_at, told, stay.arrive_on, today)
        must_be_unchanged(stay, version)
        telling = Telling(viewer, at, reason)
        for row in nights:
            note_change(telling, row, row.state, None)
            session().delete(row)
        beds_changed(stay.host_id, [row.night for row in nights])
        give_back_nights(telling, stay, (stay.arrive, stay.depart), [row.night for row in nights])
        session().add(
            Cancellation(
                stay_id=stay.id,
                at=at,
                person_id=viewer.person_id,
                by_host=viewer.is_carer and viewer.home_id == stay.host_id,
                reason=reason,
                notice_hours=notice_hours(stay.arrive, at),
            )
        )
        note_step(viewer, stay, StepTaken.CANCELLED, at, reason)
        audit(viewer, Change("called_off_stay", "stay", stay.id, ("state",)), stay.service_id)
        settle(viewer, stay, StayState.CANCELLED, "called_off_stay")
        tell_off(viewer, stay, gettext("A sleepover is called off: %(when)s.", when=journey_words(stay)))


def tell_off(viewer: Viewer, stay: Stay, words: str) -> None:
    """Tell those concerned that a stay is off; at any hour where a child has no bed tonight because of it."""
    if rules.loses_bed_tonight(stay.kind, stay.depart_on, clock.now()):
        tell_bed_lost(viewer, stay, words)
    else:
        tell_of_stay(viewer, stay, words)


def say_arrived(viewer: Viewer, stay_id: uuid.UUID) -> None:
    """Say that the child is there: by the host, the child's home or staff, from the day of coming on.

    Said again, it changes nothing. Raises NotYet, AlreadyOver, NotTheirStay, NotFound.
    """
    viewer.must(Permission.CONFIRM_NIGHTS)
    with transaction():
        stay = hold_stay_of_both(viewer, stay_id)
        if stay.arrived_at is not None:
            return
        rules.must_be_due(stay.state, stay.arrive_on, viewer.today)
        stay.arrived_at = clock.now()
        note_step(viewer, stay, StepTaken.ARRIVED, stay.arrived_at)
        settle(viewer, stay, StayState.UNDER_WAY, "said_arrived")
        tell_of_stay(viewer, stay, gettext("A sleepover has begun: %(when)s.", when=journey_words(stay)), by_mail=True)


def say_came_home(viewer: Viewer, stay_id: uuid.UUID) -> None:
    """Say that the child is home again, on the day of going home or later; earlier is told as what really happened.

    Said again, it changes nothing. Raises StillAway, AlreadyOver, NotTheirStay, NotFound.
    """
    viewer.must(Permission.CONFIRM_NIGHTS)
    with transaction():
        stay = hold_stay_of_both(viewer, stay_id)
        if stay.came_home_at is not None:
            return
        rules.must_be_going_home(stay.state, stay.depart_on, viewer.today)
        stay.came_home_at = clock.now()
        note_step(viewer, stay, StepTaken.CAME_HOME, stay.came_home_at)
        settle(viewer, stay, stay.state, "said_came_home")
        tell_of_stay(viewer, stay, gettext("A sleepover is over: %(when)s.", when=journey_words(stay)))


def hold_stay_of_both(viewer: Viewer, stay_id: uuid.UUID) -> Stay:
    """The stay, held until the commit, for its host, the child's own home and staff; raises NotTheirStay, NotFound."""
    mine = visible(viewer, Stay).where(Stay.id == stay_id)
    readable = covering(viewer, mine.where(readable_stays(viewer)), through=(Home, Membership, Placement))
    stay = session().scalars(readable.with_for_update(of=Stay)).one_or_none()
    if stay is None:
        raise NotFound
    if viewer.is_carer and viewer.home_id not in {stay.host_id, _family(stay)}:
        raise rules.NotTheirStay
    return stay


def note_step(viewer: Viewer, stay: Stay, taken: StepTaken, at: dt.datetime, reason: str | None = None) -> None:
    """Write one line of the timeline."""
    step = Step(ask_id=stay.ask_id, stay_id=stay.id, at=at, person_id=viewer.person_id, taken=taken, reason=reason)
    step.home_id, step.for_somebody = stay.host_id, viewer.is_staff
    session().add(step)


def _family(stay: Stay) -> uuid.UUID | None:
    lives = select(Placement.home_id).where(Placement.child_id == stay.child_id, holds_on(Placement, stay.arrive_on))
    return session().scalars(covering(Viewer.system(), lives)).first()
