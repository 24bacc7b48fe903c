"""Waking those who read a concern, and its service's managers, where nobody has acknowledged it in time."""

import datetime as dt
import uuid

import structlog
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError

from constellations.access import Viewer, hold
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.jobs.rules import JobResult
from constellations.notices.actions import News, tell
from messaging.safeguarding.late.queries import late_concerns
from messaging.safeguarding.models import Concern
from messaging.safeguarding.readers.queries import readers_of
from messaging.safeguarding.rules import is_due_to_wake

log = structlog.get_logger()


def wake_for_late_concerns(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # of all services at once
    since: dt.date,  # noqa: ARG001  # however long ago it was raised, one that is late wakes somebody now
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Wake somebody for each concern that waits too long, each in a transaction of its own: one holds up no other.

    The ledger says nothing of it, for whoever reads the ledger may be whom a concern is about; the audit trail has it.
    """
    for concern_id in late_concerns(viewer):
        try:
            _wake(viewer, concern_id)
        except SQLAlchemyError:
            raise
        except Exception as failure:
            session().rollback()
            log.error("nobody woken for a concern", id=str(concern_id), exc_info=failure)
    return JobResult(0)


LATE = "Something worries somebody, and nobody has seen to it yet. Please read it now."


def _wake(viewer: Viewer, concern_id: uuid.UUID) -> None:
    """From now on managers read it too; they and its readers are alerted at once, through quiet hours."""
    with transaction():
        concern, now = hold(viewer, Concern, concern_id), clock.now()
        is_open = concern.acknowledged_at is None and concern.closed_at is None
        if not is_open or not is_due_to_wake(concern.raised_at, concern.woken_at, concern.in_danger, now):
            return
        concern.woken_at = now
        session().flush()
        once = f"concern late {concern.id} {now.isoformat()}"
        news = News(once, gettext(LATE), f"/concerns/{concern.id}", is_emergency=True)
        tell([one for one in readers_of(concern) if one != concern.raised_by], news)
        audit(viewer, Change("woke_for_concern", "concern", concern.id, ["woken_at"]), concern.service_id)
