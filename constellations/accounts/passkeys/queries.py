"""A person's own passkeys, and the one that an answer speaks of."""

import uuid

from sqlalchemy import exists, select

from constellations.access import Viewer, covering, visible
from constellations.accounts.passkeys.models import Passkey
from constellations.core.database import session
from constellations.models import Person


def own_passkeys(viewer: Viewer) -> list[Passkey]:
    """The viewer's passkeys, the newest first."""
    mine = visible(viewer, Passkey).order_by(Passkey.created_at.desc(), Passkey.id.desc())
    return list(session().scalars(mine))


def passkeys_of(person_id: uuid.UUID) -> list[Passkey]:
    """The passkeys of somebody that open something."""
    theirs = visible(Viewer.system(), Passkey).where(Passkey.person_id == person_id, Passkey.doubted_at.is_(None))
    return list(session().scalars(theirs.order_by(Passkey.created_at, Passkey.id)))


def has_passkey(person_id: uuid.UUID) -> bool:
    """Whether somebody has a passkey, also one that is doubted.

    That one opens nothing; but who copied it must not be rid of the second step by showing the copy.
    """
    theirs = exists().where(Passkey.person_id == person_id)
    return bool(session().scalar(covering(Viewer.system(), select(theirs))))


def passkey_with(credential_id: bytes) -> tuple[Passkey, Person] | None:
    """The passkey of an id and its person, who has not left; none where nobody here has it."""
    found = select(Passkey, Person).where(
        Passkey.credential_id == credential_id, Person.id == Passkey.person_id, Person.left_at.is_(None)
    )
    row = session().execute(covering(Viewer.system(), found)).one_or_none()
    return None if row is None else (row[0], row[1])
