"""How tests make passkeys and show them."""

import json

from constellations.access import Viewer, visible
from constellations.accounts.actions import Browser
from constellations.accounts.passkeys import actions
from constellations.accounts.passkeys.actions import Handed
from constellations.accounts.passkeys.challenges.actions import Asked, ask_for_proof
from constellations.accounts.passkeys.models import Passkey
from constellations.accounts.passkeys.rules import Purpose
from constellations.core.database import session
from constellations.models import Person
from constellations.queries import viewer_for
from tests.authenticator import Device, raw
from tests.constellations.accounts.passkeys.factories import ORIGIN, PARTY, create_passkey, device_of

HERE = Browser("Chrome, Android", "192.0.2.7")


def show(device: Device, asked: Asked) -> Handed:
    """What a browser hands over when the device was asked."""
    return Handed(asked.challenge_id, device.show(json.loads(asked.wish)))


def given(person: Person, **bent: object) -> Device:
    """A passkey of somebody; gives the device that holds it."""
    device = device_of(person).bent(**bent)
    create_passkey(person, device)
    return device


def make(person: Person, **bent: object) -> Device:
    """A passkey that somebody makes; gives the device that holds it."""
    asked = actions.ask_for_new(viewer_for(person))
    wish = json.loads(asked.wish)
    device = Device(ORIGIN, PARTY, handle=raw(wish["user"]["id"])).bent(**bent)
    actions.add_passkey(viewer_for(person), Handed(asked.challenge_id, device.make(wish)), "My phone", HERE)
    return device


def to_sign_in() -> Asked:
    """A challenge for whoever comes."""
    return ask_for_proof(Purpose.SIGN_IN, "192.0.2.7")


def stored(person: Person) -> Passkey:
    """The one passkey of somebody, as the database has it."""
    session().rollback()
    (passkey,) = session().scalars(visible(Viewer.system(), Passkey).where(Passkey.person_id == person.id))
    return passkey
