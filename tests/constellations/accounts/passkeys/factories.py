"""Passkeys as they are stored, with the device that holds the other half."""

from constellations.accounts.passkeys.models import Passkey
from constellations.models import Person
from tests.authenticator import Device
from tests.factories import stored

ORIGIN, PARTY = "http://localhost:8000", "localhost"
"""Where Roost is in these tests: at an address of figures no device makes passkeys."""


def create_passkey(person: Person, device: Device | None = None, name: str = "My phone") -> Passkey:
    """Somebody's passkey, made on a device."""
    device = device or device_of(person)
    passkey = Passkey(
        person_id=person.id,
        credential_id=device.credential_id,
        public_key=device.public_key,
        handle=device.handle,
        sign_count=device.count,
        name=name,
    )
    stored(passkey)
    return passkey


def device_of(person: Person) -> Device:
    """A device with a passkey of somebody, whom it knows by a handle that says nothing of them."""
    return Device(ORIGIN, PARTY, handle=b"handle of " + person.id.bytes)
