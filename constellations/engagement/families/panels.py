"""The way from a carer's home page to what is counted about them."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel, Place
from constellations.permissions import CARERS


def what_is_counted(viewer: Viewer) -> Mapping[str, object] | None:
    """A link, for everybody who is of a home."""
    return {} if viewer.home_id else None


PANELS = (
    Panel(
        "counted", "What is counted about you", CARERS, "home_page/_counted.html", what_is_counted, place=Place.ASIDE
    ),
)
"""In the order in which they are shown."""
