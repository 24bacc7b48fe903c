"""Where a person is signed in."""

import uuid

from constellations.access import Viewer, find, visible
from constellations.accounts.models import SignedInDevice
from constellations.accounts.rules import is_still_signed_in
from constellations.core import clock
from constellations.core.database import session
from constellations.models import Person
from constellations.permissions import Permission


def devices_of_person(viewer: Viewer, person_id: uuid.UUID) -> list[SignedInDevice]:
    """Where somebody whom the viewer may end is signed in, the last seen first; none for who may not. Raises NotFound.

    What a device did there is nobody's to see but its owner's: these are browsers and days.
    """
    person = find(viewer, Person, person_id)
    if not viewer.may(Permission.INVITE_PEOPLE):
        return []
    theirs = visible(Viewer.system(), SignedInDevice).where(
        SignedInDevice.person_id == person.id, SignedInDevice.ended_at.is_(None)
    )
    found = session().scalars(theirs.order_by(SignedInDevice.last_seen_at.desc(), SignedInDevice.id.desc()))
    now = clock.now()
    return [one for one in found if is_still_signed_in(person.role, one.created_at, one.last_seen_at, now)]
