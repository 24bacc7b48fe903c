"""What of conversations stands on the home page, and what of them waits, for the digest."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel
from constellations.notices.digest.declaration import Waits
from constellations.permissions import CARERS, Role
from messaging.announcements import panels as announcements
from messaging.conversations.queries import conversations_of

Contents = Mapping[str, object] | None


def new_words(viewer: Viewer) -> Contents:
    """The conversations in which something was said that the viewer has not read; no panel where there is none."""
    unread = [line for line in conversations_of(viewer) if line.unread]
    return {"lines": unread} if unread else None


def with_new_words(viewer: Viewer) -> int:
    """In how many conversations something is new."""
    return sum(line.unread > 0 for line in conversations_of(viewer))


PANELS = (
    announcements.PANEL,
    Panel("talk", "New in Talk", CARERS | {Role.LIAISON, Role.MANAGER}, "home_page/_talk.html", new_words),
)

WAITS = (
    announcements.WAITS,
    Waits("%(num)s conversation with something new", "%(num)s conversations with something new", with_new_words),
)
