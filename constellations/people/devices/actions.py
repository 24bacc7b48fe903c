"""Ending a device of somebody else: written down, and told."""

import uuid

import structlog
from flask_babel import gettext

from constellations.access import Viewer
from constellations.accounts.actions import end_devices_of
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.notices.actions import News, tell
from constellations.notices.push.actions import stop_listening_on
from constellations.people.devices.queries import devices_of_person
from constellations.people.queries import account_of
from constellations.permissions import Permission

log = structlog.get_logger()


def end_device_of(viewer: Viewer, person_id: uuid.UUID, device_id: uuid.UUID) -> None:
    """End one device of somebody of the service, who is told. Raises NotFound or OfNoService."""
    viewer.must(Permission.INVITE_PEOPLE)
    with transaction():
        person = account_of(viewer, person_id)
        device = next((one for one in devices_of_person(viewer, person.id) if one.id == device_id), None)
        if device is None:
            raise NotFound
        browser = device.browser or gettext("a browser we do not know")
        end_devices_of(person.id, only=device_id)
        stop_listening_on(device_id)
        words = gettext("Your service has signed you out on one device: %(browser)s.", browser=browser)
        tell([person.id], News(f"device ended {device_id}", words, "/me/devices"))
        record(viewer, "end_device_of_person", person.id, service_id=person.service_id)
        change = Change("end_device_of_person", "signed_in_device", device_id, ("ended_at",))
        audit(viewer, change, person.service_id)
    log.info("signed_out_by_service", person_id=str(person_id), by=str(viewer.person_id))
