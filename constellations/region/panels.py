"""The panel of the home page that shows a region."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel
from constellations.permissions import Role
from constellations.region.queries import region_lines


def own_region(viewer: Viewer) -> Mapping[str, object] | None:
    """The same counts as on the page of the region."""
    return {"lines": region_lines(viewer)}


PANELS = (Panel("region", "Your region", frozenset({Role.REGIONAL}), "home_page/_region.html", own_region),)
"""In the order in which they are shown."""
