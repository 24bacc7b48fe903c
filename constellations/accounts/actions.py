"""Signing in and out."""

import datetime as dt
import secrets
import uuid

from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.accounts.models import SignedInDevice
from constellations.accounts.queries import token_hash
from constellations.accounts.rules import is_worth_noting
from constellations.core import clock
from constellations.core.database import transaction
from constellations.models import Person
from constellations.permissions import Role


def begin_on_device(person: Person, browser: str) -> str:
    """Sign a person in on a new device; gives the token that only the device keeps."""
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        session.add(SignedInDevice(token_hash=token_hash(token), person_id=person.id, browser=browser[:120]))
    return token


def note_seen(device_id: uuid.UUID, role: Role, last_seen_at: dt.datetime) -> None:
    """Write down that a device was used, where that is not known closely enough."""
    now = clock.now()
    if not is_worth_noting(role, last_seen_at, now):
        return
    with transaction() as session:
        seen = update(SignedInDevice).where(SignedInDevice.id == device_id).values(last_seen_at=now)
        session.execute(covering(Viewer.system(), seen))
