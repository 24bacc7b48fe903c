"""What the audit log says was done, for tests."""

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.activity.models import AuditEntry
from constellations.core.database import session


def audited() -> list[tuple[str, str]]:
    """What was done to what, in no order: within one instant several things may be."""
    session().rollback()
    rows = session().execute(covering(Viewer.system(), select(AuditEntry.action, AuditEntry.subject)))
    return sorted((row[0], row[1]) for row in rows)
