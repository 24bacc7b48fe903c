"""The panel of the home page that asks staff why homes left."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel, Place
from constellations.notices.digest.declaration import Waits
from constellations.permissions import Permission, Role
from constellations.support.leaving.queries import homes_to_say_why

SHOWN = 5
"""Homes that are named; further ones stand on the page of all."""


def to_say_why(viewer: Viewer) -> Mapping[str, object] | None:
    """The homes of which nobody has said why they left."""
    waiting = homes_to_say_why(viewer)
    return {"lines": waiting[:SHOWN], "waiting": len(waiting)} if waiting else None


PANELS = (
    Panel(
        "leaving",
        "Homes that left",
        frozenset({Role.LIAISON, Role.MANAGER}),
        "home_page/_leaving.html",
        to_say_why,
        place=Place.ASIDE,
    ),
)
"""In the order in which they are shown."""


def left_unsaid(viewer: Viewer) -> int:
    """How many homes left and nobody has said why, of those of which the viewer may say it."""
    return len(homes_to_say_why(viewer)) if viewer.may(Permission.SAY_WHY_LEFT) else 0


LEFT_UNSAID = Waits(
    "%(num)s home that left, of which nobody has said why",
    "%(num)s homes that left, of which nobody has said why",
    left_unsaid,
)
"""What waits for liaison workers and managers."""
