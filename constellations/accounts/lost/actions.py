"""Ending all that a lost device opens."""

import uuid

from constellations.access import Viewer, find
from constellations.accounts.actions import end_devices_of
from constellations.accounts.models import SignedInDevice
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.feeds.addresses.actions import end_addresses_of
from constellations.notices.push.actions import stop_listening_on
from constellations.permissions import Permission


def lose_device(viewer: Viewer, device_id: uuid.UUID, calendars_too: bool) -> int:
    """End one of the viewer's devices and its pushes, and where wished every calendar address of theirs.

    Which calendar lies on which phone nobody knows, so they are ended together; gives how many. Raises NotFound.
    """
    viewer.must(Permission.USE_ROOST)
    with transaction():
        device = find(viewer, SignedInDevice, device_id)
        end_devices_of(device.person_id, only=device.id)
        stop_listening_on(device.id)
        ended = end_addresses_of(device.person_id) if calendars_too else 0
        record(viewer, "lost_device", device_id)
        fields = ["ended_at", "push_subscription", *["feed_address"] * bool(ended)]
        audit(viewer, Change("lost_device", "signed_in_device", device_id, fields))
    return ended
