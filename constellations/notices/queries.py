"""What a person has been told."""

from sqlalchemy import func

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.notices.models import Notice


def unread_notices(viewer: Viewer) -> int:
    """How many notices the viewer has not read yet."""
    unread = visible(viewer, Notice).where(Notice.read_at.is_(None))
    return session().scalar(unread.with_only_columns(func.count())) or 0
