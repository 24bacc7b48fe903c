"""Which concerns have waited too long for somebody to acknowledge them."""

import uuid

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import session
from messaging.safeguarding.models import Concern
from messaging.safeguarding.rules import is_due_to_wake


def late_concerns(viewer: Viewer) -> list[uuid.UUID]:
    """The concerns for which somebody is to be woken now, those first that have waited longest; for the system."""
    waiting = (
        select(Concern.id, Concern.raised_at, Concern.woken_at, Concern.in_danger)
        .where(Concern.acknowledged_at.is_(None), Concern.closed_at.is_(None))
        .order_by(Concern.raised_at, Concern.id)
    )
    rows, now = session().execute(covering(viewer, waiting, Concern)), clock.now()
    return [row[0] for row in rows if is_due_to_wake(row[1], row[2], row[3], now)]
