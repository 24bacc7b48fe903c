"""Where somebody has switched pushes on, and what lies in their outbox, as counts."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.accounts.models import SignedInDevice
from constellations.accounts.queries import still_pushed
from constellations.core.database import session
from constellations.core.push_seal import encoded, public_point, read_key
from constellations.core.settings import current_settings
from constellations.notices.models import OutboxPush, PushSubscription


@dataclass(frozen=True, slots=True)
class Listening:
    """A browser that listens for pushes."""

    subscription_id: uuid.UUID
    device_id: uuid.UUID
    browser: str


def listening_devices(viewer: Viewer) -> list[Listening]:
    """Where the viewer has switched pushes on and nobody has signed out, the first first."""
    mine = covering(
        viewer,
        select(PushSubscription.id, SignedInDevice.id, SignedInDevice.browser)
        .join(SignedInDevice, SignedInDevice.id == PushSubscription.device_id)
        .order_by(PushSubscription.created_at, PushSubscription.id),
        PushSubscription,
        SignedInDevice,
    )
    found = [Listening(row[0], row[1], row[2]) for row in session().execute(mine)]
    signed_in = still_pushed(Viewer.system(), [each.device_id for each in found])
    return [each for each in found if each.device_id in signed_in]


def subscriptions_of(viewer: Viewer, people: Collection[uuid.UUID]) -> list[PushSubscription]:
    """Where these people listen on devices on which nobody has signed out; the viewer must be the system."""
    theirs = select(PushSubscription).where(PushSubscription.person_id.in_(people)).order_by(PushSubscription.id)
    found = session().scalars(covering(viewer, theirs)).all()
    signed_in = still_pushed(viewer, [each.device_id for each in found]) if found else set()
    return [each for each in found if each.device_id in signed_in]


def browsers_key() -> str | None:
    """The key that a browser needs to listen to this Roost; none where Roost sends no pushes."""
    key = current_settings().push_key
    return encoded(public_point(read_key(key))) if key else None


def pushes_laid_aside(viewer: Viewer) -> int:
    """How many pushes were tried too often; the viewer must be the system."""
    aside = select(func.count()).where(OutboxPush.parked_at.is_not(None))
    return session().scalar(covering(viewer, aside, OutboxPush)) or 0
