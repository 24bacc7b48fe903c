"""The number of unread notices, live."""

import uuid
from collections.abc import Collection

from constellations.access import Viewer
from constellations.live import Ack, Nothing, on
from constellations.notices.queries import unread_by_person, unread_notices
from constellations.pace.rules import Pace
from constellations.permissions import Permission
from constellations.sockets import tell_person


@on("look_at_notices", Permission.USE_ROOST, Nothing, Pace.BY_THE_WAY)
def look_at_notices(viewer: Viewer, _: Nothing) -> Ack:
    """Say how many notices the sender has not read yet."""
    return {"unread": unread_notices(viewer)}


def notice_told(people: Collection[uuid.UUID]) -> None:
    """Let these people's pages know how many notices they have not read; no word of what they say."""
    unread = unread_by_person(Viewer.system(), people)
    for person_id in people:
        tell_person(person_id, "notice_told", {"unread": unread.get(person_id, 0)})
