"""Ending the links that were mailed to somebody."""

import uuid

from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.accounts.models import MailedLink
from constellations.core import clock
from constellations.core.database import transaction


def end_links_of(person_id: uuid.UUID, *, is_invitation: bool | None = None) -> None:
    """Let every link that was mailed to a person open nothing any more, or only invitations, or only resets."""
    theirs = update(MailedLink).where(MailedLink.person_id == person_id, MailedLink.used_at.is_(None))
    if is_invitation is not None:
        theirs = theirs.where(MailedLink.is_invitation.is_(is_invitation))
    with transaction() as session:
        session.execute(covering(Viewer.system(), theirs.values(used_at=clock.now())))
