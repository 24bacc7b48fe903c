"""The panel of the home page that tells staff of courses to verify."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel, Place
from constellations.permissions import Role
from constellations.support.learning.queries import learning_to_verify


def to_verify(viewer: Viewer) -> Mapping[str, object] | None:
    """How many courses wait for the viewer's word."""
    waiting = learning_to_verify(viewer)
    return {"waiting": waiting} if waiting else None


PANELS = (
    Panel(
        "learning",
        "Learning to verify",
        frozenset({Role.LIAISON, Role.MANAGER}),
        "home_page/_learning.html",
        to_verify,
        place=Place.ASIDE,
    ),
)
