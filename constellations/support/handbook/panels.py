"""The panel of the home page with what a carer is to read; and how much that is, for the digest."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel
from constellations.notices.digest.declaration import Waits
from constellations.permissions import CARERS
from constellations.support.handbook.queries import pages_to_read


def to_read(viewer: Viewer) -> Mapping[str, object] | None:
    """The pages of the handbook that wait to be read."""
    due = pages_to_read(viewer)
    return {"due": due} if due else None


PANELS = (Panel("handbook", "New in the handbook", CARERS, "home_page/_handbook.html", to_read),)
"""In the order in which they are shown."""

UNREAD_PAGES = Waits(
    "%(num)s page of the handbook for you to read",
    "%(num)s pages of the handbook for you to read",
    lambda viewer: len(pages_to_read(viewer)),
)
"""What waits for carers."""
