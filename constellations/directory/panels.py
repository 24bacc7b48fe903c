"""The panel of the home page that shows a carer's constellation."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.directory.queries import constellations
from constellations.home_page.declaration import Panel, Place
from constellations.permissions import CARERS


def own_constellations(viewer: Viewer) -> Mapping[str, object] | None:
    """The constellations that the own home belongs to, as pictures."""
    found = constellations(viewer)
    return {"constellations": found} if found else None


PANELS = (
    Panel(
        "constellation",
        "Your constellation",
        CARERS,
        "home_page/_constellation.html",
        own_constellations,
        place=Place.ASIDE,
    ),
)
"""In the order in which they are shown."""
