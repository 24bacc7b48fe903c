"""The panel of the home page that shows a region in all."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel
from constellations.permissions import Role
from sleepovers.region import words
from sleepovers.region.figures.queries import region_page


def own_region(viewer: Viewer) -> Mapping[str, object] | None:
    """The same line for all services as on the page of the region."""
    return {"page": region_page(viewer), "words": words}


REGION = Panel("region", "Your region", frozenset({Role.REGIONAL}), "home_page/_region.html", own_region)
