"""Who is signed in on a device, and what a person finds on their own page."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from constellations.access import Viewer, covering, visible
from constellations.accounts.models import SignedInDevice
from constellations.accounts.rules import account_name, is_still_signed_in, may_still_be_pushed
from constellations.accounts.second_step.rules import must_have_second_step
from constellations.core import clock
from constellations.core.database import session
from constellations.core.settings import current_settings
from constellations.models import Constellation, Home, Person, Region, Service
from constellations.permissions import Role


def token_hash(token: str) -> str:
    """The form in which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(token: str) -> tuple[SignedInDevice, Person] | None:
    """The device and person of a token; none where it was ended, is too old, or the person has left.

    None either where a second step must be given, and was not.
    """
    return signed_in_by({token}).get(token)


def signed_in_by(tokens: Collection[str]) -> Mapping[str, tuple[SignedInDevice, Person]]:
    """The same of several tokens; those with which nobody is signed in are left out."""
    return {token: row for token, row in _arrived(tokens).items() if is_whole(row[1].role, row[0].second_step_at)}


def arrived(token: str) -> tuple[SignedInDevice, Person] | None:
    """The same of one token, also where a second step is still to be set up: for the guard, who opens that alone."""
    return _arrived({token}).get(token)


def is_whole(role: Role, second_step_at: dt.datetime | None) -> bool:
    """Whether all is given on a device that somebody in this role must give."""
    return second_step_at is not None or not must_have_second_step(role, current_settings().second_step_for_staff)


def _arrived(tokens: Collection[str]) -> Mapping[str, tuple[SignedInDevice, Person]]:
    hashes = {token_hash(token): token for token in tokens}
    found = covering(Viewer.system(), select(SignedInDevice, Person)).where(
        SignedInDevice.token_hash.in_(hashes),
        SignedInDevice.ended_at.is_(None),
        Person.id == SignedInDevice.person_id,
        Person.left_at.is_(None),
    )
    rows, now = session().execute(found).all(), clock.now()
    return {
        hashes[row[0].token_hash]: (row[0], row[1])
        for row in rows
        if is_still_signed_in(row[1].role, row[0].created_at, row[0].last_seen_at, now)
    }


def still_signed_in(viewer: Viewer, devices: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these devices on which somebody is still signed in; the viewer must be the system."""
    device = SignedInDevice
    known = (
        select(device.id, Person.role, device.created_at, device.last_seen_at, device.second_step_at)
        .join(Person, Person.id == SignedInDevice.person_id)
        .where(SignedInDevice.id.in_(devices), SignedInDevice.ended_at.is_(None), Person.left_at.is_(None))
    )
    rows, now = session().execute(covering(viewer, known)), clock.now()
    return {row[0] for row in rows if is_still_signed_in(*row[1:4], now) and is_whole(row[1], row[4])}


def still_pushed(viewer: Viewer, devices: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these devices to which pushes may go: nobody has signed out there; the viewer must be the system."""
    known = (
        select(SignedInDevice.id, SignedInDevice.created_at, SignedInDevice.last_seen_at)
        .join(Person, Person.id == SignedInDevice.person_id)
        .where(SignedInDevice.id.in_(devices), SignedInDevice.ended_at.is_(None), Person.left_at.is_(None))
    )
    rows, now = session().execute(covering(viewer, known)), clock.now()
    return {row[0] for row in rows if may_still_be_pushed(row[1], row[2], now)}


def active_on(viewer: Viewer, people: Collection[uuid.UUID], day: dt.date) -> set[uuid.UUID]:
    """Those of these people who last used a device on this London day, or later; the viewer must be the system."""
    begins = dt.datetime.combine(day, dt.time(), clock.LONDON)
    used = select(SignedInDevice.person_id).where(
        SignedInDevice.person_id.in_(people), SignedInDevice.last_seen_at >= begins
    )
    return set(session().scalars(covering(viewer, used)))


def person_at(email: str) -> Person | None:
    """The person of a mail address, however it is written, also one who has left."""
    theirs = func.lower(Person.email) == account_name(email)
    return session().scalars(visible(Viewer.system(), Person).where(theirs)).first()


def devices_of(viewer: Viewer) -> list[SignedInDevice]:
    """Where the viewer is signed in at this moment, the last seen first."""
    mine = visible(viewer, SignedInDevice).where(SignedInDevice.ended_at.is_(None))
    found = session().scalars(mine.order_by(SignedInDevice.last_seen_at.desc(), SignedInDevice.id.desc()))
    role, now = viewer.role or Role.MANAGER, clock.now()
    return [one for one in found if is_still_signed_in(role, one.created_at, one.last_seen_at, now)]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What a person finds about themselves; `belongs`: names of a home, of constellations, a service or a region."""

    name: str
    email: str
    role: Role
    belongs: list[str]


def own_page(viewer: Viewer) -> OwnPage:
    """What Roost knows of the viewer."""
    me = session().scalars(visible(viewer, Person).where(Person.id == viewer.person_id)).one()
    return OwnPage(me.name, me.email, me.role, _belongs(viewer))


def _belongs(viewer: Viewer) -> list[str]:
    if viewer.role is Role.REGIONAL:
        names = select(Region.key).where(Region.id == viewer.region_id)
    elif viewer.role is Role.LIAISON:
        mine = Constellation.id.in_(viewer.constellation_ids)
        names = covering(viewer, select(Constellation.name), Constellation).where(mine).order_by(Constellation.name)
    elif viewer.is_carer:
        names = covering(viewer, select(Home.name), Home).where(Home.id == viewer.home_id)
    else:
        names = covering(viewer, select(Service.name), Service)
    return list(session().scalars(names))
