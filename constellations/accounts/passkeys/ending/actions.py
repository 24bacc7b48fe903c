"""Forgetting the passkeys of somebody."""

import uuid

from sqlalchemy import delete

from constellations.access import Viewer, covering
from constellations.accounts.passkeys.models import Passkey, PasskeyChallenge
from constellations.core.database import session


def end_passkeys_of(person_id: uuid.UUID) -> None:
    """Let somebody's passkeys open nothing any more, nor what waits for an answer of one."""
    for model in (Passkey, PasskeyChallenge):
        session().execute(covering(Viewer.system(), delete(model).where(model.person_id == person_id)))
