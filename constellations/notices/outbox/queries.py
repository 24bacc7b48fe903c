"""What lies in the outbox, as counts: the mails themselves are nobody's to read."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.notify import Refusal
from constellations.notices.models import OutboxMail, OutboxPush, OutboxText
from constellations.notices.outbox.again.rules import OF_ADDRESS

OUTBOXES: dict[str, type[OutboxMail] | type[OutboxPush] | type[OutboxText]] = {
    "mail": OutboxMail,
    "push": OutboxPush,
    "text": OutboxText,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in one outbox: how many, since when the oldest does, and since when the oldest that was tried and not
    taken; and when something was sent last. What waits because its own address was refused is in the count alone."""

    count: int
    oldest: dt.datetime | None
    oldest_tried: dt.datetime | None
    last_sent: dt.datetime | None


def waiting_in(viewer: Viewer, outbox: str) -> Waiting:
    """What waits in the outbox of this name; the viewer must be the system."""
    model = OUTBOXES[outbox]
    sent = select(func.max(model.sent_at)).scalar_subquery()
    problem = func.coalesce(model.last_error, "")
    is_of_the_way = ~or_(problem == Refusal.RECIPIENT.value, problem.startswith(OF_ADDRESS))
    asked = select(
        func.count(),
        func.min(model.created_at).filter(is_of_the_way),
        func.min(model.created_at).filter(is_of_the_way, model.attempts > 0),
        sent,
    ).where(model.sent_at.is_(None), model.parked_at.is_(None))
    return Waiting(*session().execute(covering(viewer, asked, model)).one())


def mails_laid_aside(viewer: Viewer) -> int:
    """How many mails were tried too often; the viewer must be the system."""
    aside = select(func.count()).where(OutboxMail.parked_at.is_not(None))
    return session().scalar(covering(viewer, aside, OutboxMail)) or 0
