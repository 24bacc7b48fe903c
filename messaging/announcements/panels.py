"""Announcements on the home page until “Got it”, and how many wait, for the digest."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel
from constellations.notices.digest.declaration import Waits
from messaging.announcements.queries import unanswered_announcements, unanswered_count
from messaging.nearness.queries import TALKING


def announced(viewer: Viewer) -> Mapping[str, object] | None:
    """What waits for the viewer's “Got it”; no panel where nothing does."""
    waiting = unanswered_announcements(viewer)
    return {"announcements": waiting} if waiting else None


PANEL = Panel("announcements", "Announcements", TALKING, "home_page/_announcements.html", announced)

WAITS = Waits(
    "%(num)s announcement that waits for your “Got it”",
    "%(num)s announcements that wait for your “Got it”",
    unanswered_count,
)
