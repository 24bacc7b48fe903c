"""Saying what happened on a night: that the child slept here, or was away; and taking it back."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer, covering, find, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.children.models import Placement
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.feeds.entries.actions import let_feeds_follow
from constellations.models import Home, HomeTerms, Membership, Person, Service
from constellations.permissions import Permission
from sleepovers.claims.queries import closed_months
from sleepovers.models import NightChange, Stay, StayNight
from sleepovers.nights import rules
from sleepovers.nights.queries import readable_stays
from sleepovers.rules import NightState, StayState, is_over

HOSTED_NIGHT, DID_NOT_HOST_NIGHT = "hosted_night", "did_not_host_night"

TOLD = ("state", "bed", "over_capacity", "confirmed_by", "confirmed_at")
"""The fields of a night that telling it changes, for the audit trail."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Who says something of nights, when, and why."""

    viewer: Viewer
    at: dt.datetime
    reason: str | None = None


def confirm_nights(viewer: Viewer, stay_id: uuid.UUID, version: int, night: dt.date | None = None) -> None:
    """Say that the child slept here, on one night or on all that are over and were not told yet.

    Raises AlreadyTold, Overtaken, NightNotOver, NoSuchNight, MonthClosed, NotTheirsToTell.
    """
    viewer.must(Permission.CONFIRM_NIGHTS)
    with transaction():
        stay = hold_stay(viewer, stay_id)
        nights = nights_held(viewer, stay)
        told = [_one(nights, night)] if night else _waiting(nights, viewer.today)
        if told[-1].state is NightState.HAPPENED or (night is None and told[-1].state is NightState.ABSENT):
            raise _already_told(told[-1])
        must_be_unchanged(stay, version)
        _tell_all(Telling(viewer, clock.now()), stay, told, NightState.HAPPENED)
        settle(viewer, stay, rules.state_of_stay([row.state for row in nights]), "confirmed_nights")


def mark_absent(viewer: Viewer, stay_id: uuid.UUID, version: int, night: dt.date, reason: str) -> None:
    """Say that the child was away on a night of the stay: missing, in hospital, or elsewhere. Raises as confirming."""
    viewer.must(Permission.CONFIRM_NIGHTS)
    with transaction():
        stay = hold_stay(viewer, stay_id)
        nights = nights_held(viewer, stay)
        away = _one(nights, night)
        if away.state is NightState.ABSENT:
            raise _already_told(away)
        must_be_unchanged(stay, version)
        _tell_all(Telling(viewer, clock.now(), reason or None), stay, [away], NightState.ABSENT)
        settle(viewer, stay, rules.state_of_stay([row.state for row in nights]), "marked_absent")


def take_back_confirmation(viewer: Viewer, stay_id: uuid.UUID, version: int) -> None:
    """Undo the last confirmation of a stay: its nights wait to be told again, and the history keeps both.

    Raises NothingToTakeBack, Overtaken, MonthClosed, NotTheirsToTell.
    """
    viewer.must(Permission.CONFIRM_NIGHTS)
    with transaction():
        stay = hold_stay(viewer, stay_id)
        must_be_unchanged(stay, version)
        nights = nights_held(viewer, stay)
        last = rules.last_confirmed(nights)
        if not last:
            raise rules.NothingToTakeBack
        rules.must_be_open([row.night for row in last], months_closed(stay))
        telling = Telling(viewer, clock.now())
        for row in last:
            tell_night(telling, row, NightState.PLANNED)
        settle(viewer, stay, rules.state_of_stay([row.state for row in nights]), "took_back_confirmation")


def hold_stay(viewer: Viewer, stay_id: uuid.UUID) -> Stay:
    """The stay, held until the commit, for who may say what happened; raises NotFound, NotTheirsToTell."""
    mine = visible(viewer, Stay).where(Stay.id == stay_id)
    readable = covering(viewer, mine.where(readable_stays(viewer)), through=(Home, Membership, Placement))
    stay = session().scalars(readable.with_for_update(of=Stay)).one_or_none()
    if stay is None:
        raise NotFound
    if viewer.is_carer and viewer.home_id != stay.host_id:
        raise rules.NotTheirsToTell
    return stay


def nights_held(viewer: Viewer, stay: Stay) -> list[StayNight]:
    """Every night of a stay, in order, also those that were not stayed."""
    rows = visible(viewer, StayNight).where(StayNight.stay_id == stay.id).order_by(StayNight.night)
    return list(session().scalars(rows))


def must_be_unchanged(stay: Stay, version: int) -> None:
    """Raise Overtaken where somebody changed the stay after the page with this version was opened."""
    if stay.version != version:
        raise rules.Overtaken(stay.id)


def months_closed(stay: Stay) -> frozenset[Month]:
    """The closed months of a stay's service; who would close another one waits until the commit."""
    everything = Viewer.system()
    shared = select(Service.id).where(Service.id == stay.service_id).with_for_update(read=True)
    session().execute(covering(everything, shared))
    return closed_months(everything, stay.service_id)


def tell_night(telling: Telling, row: StayNight, state: NightState) -> None:
    """Say how a night went, and keep what was said before."""
    note_change(telling, row, row.state, state)
    put_down(telling, row, state)


def put_down(telling: Telling, row: StayNight, state: NightState) -> None:
    """Set what is known of a night, and who said it; planned means that nobody has."""
    row.state = state
    is_told = state is not NightState.PLANNED
    row.confirmed_by = telling.viewer.person_id if is_told else None
    row.confirmed_at = telling.at if is_told else None


def note_change(telling: Telling, row: StayNight, before: NightState | None, after: NightState | None) -> None:
    """Write one line of a night's history, and whether the home has hosted on it or has not after all."""
    _note_hosting(telling, row, (before, after))
    session().add(
        NightChange(
            stay_id=row.stay_id,
            child_id=row.child_id,
            night=row.night,
            at=telling.at,
            person_id=telling.viewer.person_id,
            before=before,
            after=after,
            reason=telling.reason,
        )
    )


def _note_hosting(telling: Telling, row: StayNight, said: tuple[NightState | None, NightState | None]) -> None:
    """Participation in the activity log, on the date of the night; a night that was loaded was never noted."""
    was, hosted = (state is NightState.HAPPENED for state in said)
    if hosted is was or (was and row.confirmed_at is None):
        return
    service_id = telling.viewer.service_id or find(Viewer.system(), Stay, row.stay_id).service_id
    action = HOSTED_NIGHT if hosted else DID_NOT_HOST_NIGHT
    record(telling.viewer, action, row.stay_id, row.home_id, service_id, row.night)


def free_beds(home_id: uuid.UUID, nights: Collection[dt.date]) -> dict[dt.date, int | None]:
    """The lowest free bed of a home on each night, none where it is full; nobody else is given one until the commit."""
    everything = Viewer.system()
    held = select(Home.id).where(Home.id == home_id).with_for_update(key_share=True)
    session().execute(covering(everything, held))
    terms = session().scalars(covering(everything, select(HomeTerms).where(HomeTerms.home_id == home_id))).all()
    rows = select(StayNight.night, StayNight.bed).where(StayNight.home_id == home_id, StayNight.night.in_(nights))
    taken: dict[dt.date, set[int | None]] = defaultdict(set)
    for night, bed in session().execute(covering(everything, rows)):
        taken[night].add(bed)
    return {night: rules.lowest_free_bed(_beds_on(terms, night), taken[night]) for night in nights}


def settle(viewer: Viewer, stay: Stay, state: StayState, action: str) -> None:
    """End an act on a stay: its state, its next version, one line of activity and one of the audit trail."""
    has_come = state is StayState.AGREED and stay.arrived_at is not None
    stay.state = StayState.UNDER_WAY if has_come else state
    # Also where the state is the same: who looks at an older version must hear of the change.
    flag_modified(stay, "state")
    let_feeds_follow(Stay, stay.id)
    record(viewer, action, stay.id, home_id=stay.host_id, service_id=stay.service_id)
    audit(viewer, Change(action, "stay_night", stay.id, TOLD), stay.service_id)


def _one(nights: Sequence[StayNight], night: dt.date) -> StayNight:
    for row in nights:
        if row.night == night and row.state is not NightState.NOT_STAYED:
            return row
    raise rules.NoSuchNight(night)


def _waiting(nights: Sequence[StayNight], today: dt.date) -> list[StayNight]:
    """What "all of them" means: the nights that wait; where none does, those that say why."""
    planned = [row for row in nights if row.state is NightState.PLANNED]
    waiting = [row for row in planned if is_over(row.night, today)]
    told = [row for row in nights if row.state in (NightState.HAPPENED, NightState.ABSENT)]
    found = waiting or told or planned
    if not found:
        raise rules.NothingToConfirm
    return found


def _tell_all(telling: Telling, stay: Stay, nights: Sequence[StayNight], state: NightState) -> None:
    dates = [row.night for row in nights]
    rules.must_be_over(dates, telling.viewer.today)
    rules.must_be_open(dates, months_closed(stay))
    bedless = {row.night for row in nights if row.bed is None and not row.over_capacity}
    beds = free_beds(stay.host_id, bedless) if bedless else {}
    for row in nights:
        tell_night(telling, row, state)
        if row.night in beds:
            row.bed = beds[row.night]
            row.over_capacity = row.bed is None


def _beds_on(terms: Sequence[HomeTerms], night: dt.date) -> int:
    lasting = (span for span in terms if span.starts_on <= night and (span.ends_on is None or night < span.ends_on))
    return next((span.beds for span in lasting), 0)


def _already_told(row: StayNight) -> rules.AlreadyTold:
    name = select(Person.name).where(Person.id == row.confirmed_by)
    who = session().scalars(covering(Viewer.system(), name)).one_or_none()
    return rules.AlreadyTold(row.night, row.state, who, row.confirmed_at)
