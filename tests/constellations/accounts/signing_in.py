"""How tests sign people in through the front door, and look into what is stored of it."""

import functools
import re

from werkzeug.test import TestResponse

from constellations.access import Viewer, find, visible
from constellations.accounts.models import SignedInDevice
from constellations.activity.models import Activity
from constellations.core.database import session, transaction
from constellations.core.passwords import hash_password
from constellations.models import Person
from constellations.notices.models import OutboxMail
from tests.client import RoostClient

PASSWORD = "heron kettle violin"
NEW_PASSWORD = "gravel teapot 9 o'clock"

hashed = functools.cache(hash_password)


def with_password(person: Person, password: str = PASSWORD) -> Person:
    """Give somebody a password; gives the person as now stored."""
    with transaction():
        stored = find(Viewer.system(), Person, person.id)
        stored.password_hash = hashed(password)
    return stored


def as_stored(person: Person) -> Person:
    """Somebody as the database has them now."""
    session().rollback()
    session().expire_all()
    return find(Viewer.system(), Person, person.id)


def sign_in(client: RoostClient, email: str, password: str = PASSWORD, path: str = "/sign-in") -> TestResponse:
    """Fill in the form and send it."""
    return client.post(path, data={"email": email, "password": password})


def token_in(client: RoostClient) -> str | None:
    """The token that a client's cookie holds."""
    with client.session_transaction() as cookie:
        token: str | None = cookie.get("_user_id")
    return token


def devices(person: Person) -> list[SignedInDevice]:
    """The devices of a person that were not ended."""
    person_id = person.id
    session().rollback()
    open_ones = visible(Viewer.system(), SignedInDevice).where(
        SignedInDevice.person_id == person_id, SignedInDevice.ended_at.is_(None)
    )
    return list(session().scalars(open_ones.order_by(SignedInDevice.id)))


def mails(person: Person) -> list[OutboxMail]:
    """The mails that wait for somebody; within one instant of the frozen clock they have no order."""
    address = person.email
    session().rollback()
    theirs = visible(Viewer.system(), OutboxMail).where(OutboxMail.address == address)
    return list(session().scalars(theirs))


def subjects(address: str) -> set[str]:
    """What the mails to an address are about."""
    theirs = visible(Viewer.system(), OutboxMail).where(OutboxMail.address == address)
    return {mail.subject for mail in session().scalars(theirs)}


def link_in(mail: OutboxMail) -> str:
    """The path to which a mail leads."""
    return path_of(mail.body)


def path_of(text: str) -> str:
    """The path of the one address in a text."""
    (path,) = re.findall(r"http://[^/\s]+(/\S+)", text)
    return str(path)


def deeds(person: Person) -> list[str]:
    """What the activity log says a person did, by name: within one instant of the frozen clock deeds have no order."""
    rows = visible(Viewer.system(), Activity).where(Activity.person_id == person.id)
    return sorted(row.action for row in session().scalars(rows))
