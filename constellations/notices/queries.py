"""What a person has been told."""

import uuid
from collections.abc import Collection

from sqlalchemy import Select, func, select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.core.paging import Paged, paged
from constellations.notices.digest.declaration import Waits
from constellations.notices.models import Notice


def unread_notices(viewer: Viewer) -> int:
    """How many notices the viewer has not read yet."""
    unread = visible(viewer, Notice).where(Notice.read_at.is_(None))
    return session().scalar(unread.with_only_columns(func.count())) or 0


def unread_by_person(viewer: Viewer, people: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many notices each of these people has not read yet; those who have read all are not among them."""
    unread = select(Notice.person_id, func.count()).where(Notice.person_id.in_(people), Notice.read_at.is_(None))
    rows = session().execute(covering(viewer, unread.group_by(Notice.person_id), Notice))
    return {row[0]: row[1] for row in rows}


def unread_leading_to(people: Collection[uuid.UUID], beginnings: Collection[str]) -> Select[Notice]:
    """Selects the notices that these people have not read and that lead where a path begins so, all equally long."""
    lengths = {len(one) for one in beginnings} or {0}
    return visible(Viewer.system(), Notice).where(
        Notice.person_id.in_(people),
        Notice.read_at.is_(None),
        func.substr(Notice.path, 1, max(lengths)).in_(beginnings),
    )


def notices_of(viewer: Viewer, number: int) -> Paged[Notice]:
    """A page of the viewer's notices, newest first."""
    return paged(visible(viewer, Notice).order_by(Notice.created_at.desc(), Notice.id.desc()), number)


UNREAD = Waits("%(num)s notice that you have not read", "%(num)s notices that you have not read", unread_notices)
"""What waits for everybody."""
