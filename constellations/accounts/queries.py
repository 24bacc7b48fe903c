"""Who is signed in on a device."""

import hashlib

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.accounts.models import SignedInDevice
from constellations.accounts.rules import is_still_signed_in
from constellations.core import clock
from constellations.core.database import session
from constellations.models import Person


def token_hash(token: str) -> str:
    """The form in which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(token: str) -> tuple[SignedInDevice, Person] | None:
    """The device and person of a token; none where it was ended, is too old, or the person has left."""
    found = covering(Viewer.system(), select(SignedInDevice, Person)).where(
        SignedInDevice.token_hash == token_hash(token),
        SignedInDevice.ended_at.is_(None),
        Person.id == SignedInDevice.person_id,
        Person.left_at.is_(None),
    )
    row = session().execute(found).one_or_none()
    if row is None:
        return None
    device, person = row
    if not is_still_signed_in(person.role, device.created_at, device.last_seen_at, clock.now()):
        return None
    return device, person
