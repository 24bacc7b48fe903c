"""The panel of the home page that names homes which could do with a rest."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel
from constellations.permissions import Role
from sleepovers.rest.queries import rest_page


def rest(viewer: Viewer) -> Mapping[str, object] | None:
    """Whom to look after, where there is anybody."""
    page = rest_page(viewer)
    return None if page.is_empty else {"page": page}


REST = Panel("rest", "Could do with a rest", frozenset({Role.LIAISON, Role.MANAGER}), "home_page/_rest.html", rest)
