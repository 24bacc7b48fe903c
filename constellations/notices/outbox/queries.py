"""What lies in the outbox, as counts: the mails themselves are nobody's to read."""

from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.notices.models import OutboxMail


def mails_laid_aside(viewer: Viewer) -> int:
    """How many mails were tried too often; the viewer must be the system."""
    aside = select(func.count()).where(OutboxMail.parked_at.is_not(None))
    return session().scalar(covering(viewer, aside, OutboxMail)) or 0


def mails_waiting(viewer: Viewer) -> int:
    """How many mails still wait; the viewer must be the system."""
    waiting = select(func.count()).where(OutboxMail.sent_at.is_(None), OutboxMail.parked_at.is_(None))
    return session().scalar(covering(viewer, waiting, OutboxMail)) or 0
