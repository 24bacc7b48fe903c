"""Asking to move a stay or to swap two, agreeing to it, and saying no."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, hold
from constellations.activity.actions import record
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.models import Home
from constellations.permissions import Permission
from sleepovers.asks.telling.queries import homes_of_children
from sleepovers.models import NightChange, Stay
from sleepovers.nights.actions import Telling, must_be_unchanged, nights_held
from sleepovers.stays.course.actions import hold_stay_of_both
from sleepovers.stays.course.rules import day_of_stay
from sleepovers.stays.moving import rules
from sleepovers.stays.moving.carrying.actions import carry_out
from sleepovers.stays.moving.models import MoveLeg, MoveWord, StayMove
from sleepovers.stays.moving.rules import MoveState
from sleepovers.stays.moving.telling.actions import tell_ended, tell_move_asked, tell_moved


@dataclass(frozen=True, slots=True)
class MoveWish:
    """Which stay, in the version that somebody looked at, is to go to which home, or to swap with which stay."""

    stay_id: uuid.UUID
    version: int
    to_home_id: uuid.UUID | None = None
    with_stay_id: uuid.UUID | None = None
    reason: str | None = None


def ask_to_move(viewer: Viewer, wish: MoveWish) -> uuid.UUID:
    """Ask the homes that it is about whether a stay may move; staff move it at once. Gives the id of the wish.

    Raises NothingToMove, SameHome, NotTheSameNights, MoveAskedAlready, MoveOvertaken, Overtaken, CheckRefused (by
    staff's reason overruled), NotTheirStay, NotFound.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    with transaction():
        stays = _hold_to_ask(viewer, wish)
        move = StayMove(
            service_id=stays[0].service_id, state=MoveState.ASKED, reason=wish.reason, asked_by=viewer.person_id
        )
        session().add(move)
        session().flush()
        legs = _legs_of(viewer, move, stays, wish.to_home_id)
        session().add_all(legs)
        record(viewer, "asked_to_move", stays[0].id, service_id=move.service_id)
        if viewer.is_staff:
            _carry_out(viewer, move, legs, wish.reason)
        else:
            session().add(MoveWord(move_id=move.id, home_id=viewer.home_id, person_id=viewer.person_id))
            session().flush()
            tell_move_asked(viewer, move, stays, parties(legs, stays))
        return move.id


def agree_to_move(viewer: Viewer, move_id: uuid.UUID, reason: str | None = None) -> bool:
    """Say yes for the own home; with the last yes, or that of staff, it is moved. Gives whether it is.

    A yes is for the nights that somebody asked about: where others have come or gone since, the wish ends and it has to
    be asked anew. Raises MoveOver, MoveOvertaken, NotTheirMove, CheckRefused (by staff's reason overruled), NotFound.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    with transaction():
        move, legs, stays = _held(viewer, move_id)
        is_overtaken = _are_others(legs, stays) or _have_other_nights(move, stays)
        if is_overtaken:
            _end_overtaken(viewer, move, stays)
        is_moved = not is_overtaken and _say_yes(viewer, move, legs, stays, reason)
    if is_overtaken:
        # Raised only now, so that the wish has ended and it can be asked anew.
        raise rules.MoveOvertaken
    return is_moved


def refuse_move(viewer: Viewer, move_id: uuid.UUID) -> None:
    """Say no, or that it is not wanted any more: all stays as it is.

    Raises MoveOver, MoveOvertaken where a stay is over, off or elsewhere, NotTheirMove, NotFound; the wish has ended.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    with transaction():
        move, legs, stays = _held(viewer, move_id)
        is_overtaken = _are_others(legs, stays)
        if is_overtaken:
            _end_overtaken(viewer, move, stays)
        else:
            is_askers = viewer.home_id is not None and viewer.home_id in _said(move)
            _end(viewer, move, MoveState.WITHDRAWN if is_askers else MoveState.DECLINED)
            record(viewer, "refused_move", stays[0].id, service_id=move.service_id)
            tell_ended(viewer, move, stays, parties(legs, stays))
    if is_overtaken:
        raise rules.MoveOvertaken


def parties(legs: Sequence[MoveLeg], stays: Sequence[Stay]) -> set[uuid.UUID]:
    """The homes that have to agree: the old hosts and the new ones, and the children's own homes."""
    homes = {home for leg in legs for home in (leg.from_home_id, leg.to_home_id)}
    for stay in stays:
        homes |= homes_of_children([stay.child_id], stay.arrive_on)
    return homes


def _hold_to_ask(viewer: Viewer, wish: MoveWish) -> list[Stay]:
    """The stay, and the one it swaps with, held by their ids, as everybody does; the one that was looked at first."""
    other_id = wish.with_stay_id
    if other_id is not None:
        other_id = find(viewer, Stay, other_id).id
    held = {}
    for stay_id in sorted({wish.stay_id, *([other_id] if other_id else [])}):
        is_own = stay_id == wish.stay_id
        held[stay_id] = hold_stay_of_both(viewer, stay_id) if is_own else hold(Viewer.system(), Stay, stay_id)
    own = held[wish.stay_id]
    must_be_unchanged(own, wish.version)
    stays = [own] if other_id is None else [own, held[other_id]]
    for stay in stays:
        rules.must_be_movable(stay.state)
    _must_not_be_asked([stay.id for stay in stays])
    return stays


def _legs_of(viewer: Viewer, move: StayMove, stays: Sequence[Stay], to_home_id: uuid.UUID | None) -> list[MoveLeg]:
    ahead = [_nights_ahead(stay) for stay in stays]
    if len(stays) == 1:
        if to_home_id is None:
            raise NotFound
        home = find(viewer, Home, to_home_id)
        if home.service_id != move.service_id:
            raise NotFound
        to_homes = [home.id]
    else:
        if ahead[0] != ahead[1] or stays[0].child_id == stays[1].child_id:
            raise rules.NotTheSameNights
        to_homes = [stays[1].host_id, stays[0].host_id]
    if to_homes[0] == stays[0].host_id:
        raise rules.SameHome
    return [
        MoveLeg(move_id=move.id, stay_id=stay.id, from_home_id=stay.host_id, to_home_id=to_home)
        for stay, to_home in zip(stays, to_homes, strict=True)
    ]


def _nights_ahead(stay: Stay) -> tuple[object, ...]:
    nights = nights_held(Viewer.system(), stay)
    today = day_of_stay(stay.kind, stay.arrived_at, clock.now())
    return rules.nights_to_move({row.night: row.state for row in nights}, today)


def _held(viewer: Viewer, move_id: uuid.UUID) -> tuple[StayMove, list[MoveLeg], list[Stay]]:
    """A wish with its stays, all held, the stays first; raises MoveOver and NotTheirMove."""
    find(viewer, StayMove, move_id)
    asked = select(MoveLeg).where(MoveLeg.move_id == move_id).order_by(MoveLeg.stay_id)
    legs = list(session().scalars(covering(Viewer.system(), asked)))
    stays = [hold(Viewer.system(), Stay, leg.stay_id) for leg in legs]
    move = hold(viewer, StayMove, move_id)
    if move.state is not MoveState.ASKED:
        raise rules.MoveOver(move.state)
    if viewer.is_carer and viewer.home_id not in parties(legs, stays):
        raise rules.NotTheirMove
    return move, legs, stays


def _say_yes(
    viewer: Viewer, move: StayMove, legs: Sequence[MoveLeg], stays: Sequence[Stay], reason: str | None
) -> bool:
    """Write the yes of a home down, and move the stays with the last one, or with that of staff; gives whether."""
    if viewer.is_staff:
        _carry_out(viewer, move, legs, reason)
        return True
    said = _said(move)
    if viewer.home_id not in said:
        session().add(MoveWord(move_id=move.id, home_id=viewer.home_id, person_id=viewer.person_id))
        record(viewer, "agreed_to_move", stays[0].id, service_id=move.service_id)
    if parties(legs, stays) - said - {viewer.home_id}:
        return False
    _carry_out(viewer, move, legs, None)
    return True


def _end_overtaken(viewer: Viewer, move: StayMove, stays: Sequence[Stay]) -> None:
    _end(viewer, move, MoveState.WITHDRAWN)
    record(viewer, "found_move_overtaken", stays[0].id, service_id=move.service_id)


def _are_others(legs: Sequence[MoveLeg], stays: Sequence[Stay]) -> bool:
    """Whether a stay is over, called off, or with another home than when somebody asked."""
    pairs = zip(legs, stays, strict=True)
    return any(stay.state not in rules.MAY_MOVE or stay.host_id != leg.from_home_id for leg, stay in pairs)


def _have_other_nights(move: StayMove, stays: Sequence[Stay]) -> bool:
    """Whether a night that is still ahead was added or taken away since somebody asked."""
    for stay in stays:
        today = day_of_stay(stay.kind, stay.arrived_at, clock.now())
        since = select(NightChange.id).where(
            NightChange.stay_id == stay.id, NightChange.night >= today, NightChange.at > move.asked_at
        )
        if session().scalars(covering(Viewer.system(), since.limit(1))).first() is not None:
            return True
    return False


def _carry_out(viewer: Viewer, move: StayMove, legs: Sequence[MoveLeg], reason: str | None) -> None:
    held = [find(Viewer.system(), Stay, leg.stay_id) for leg in legs]
    homes = parties(legs, held)
    carry_out(Telling(viewer, clock.now(), reason or None), legs)
    _end(viewer, move, MoveState.DONE)
    tell_moved(viewer, move, legs, homes)


def _end(viewer: Viewer, move: StayMove, state: MoveState) -> None:
    move.state, move.ended_by, move.ended_at = state, viewer.person_id, clock.now()


def _said(move: StayMove) -> set[uuid.UUID]:
    words = select(MoveWord.home_id).where(MoveWord.move_id == move.id)
    return set(session().scalars(covering(Viewer.system(), words)))


def _must_not_be_asked(stay_ids: Collection[uuid.UUID]) -> None:
    asked = (
        select(StayMove.id)
        .join(MoveLeg, MoveLeg.move_id == StayMove.id)
        .where(MoveLeg.stay_id.in_(stay_ids), StayMove.state == MoveState.ASKED)
    )
    if session().scalars(covering(Viewer.system(), asked.limit(1))).first() is not None:
        raise rules.MoveAskedAlready
