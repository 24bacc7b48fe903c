"""The panel of the home page with the figure of the service: how much of what was wanted came to nothing."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel, Place
from constellations.permissions import Role
from sleepovers.asks.unmet.figures.queries import headline
from sleepovers.asks.unmet.words import headline_words


def unmet(viewer: Viewer) -> Mapping[str, object] | None:
    """The figure of the last twelve months, once something is decided."""
    figures = headline(viewer)
    return {"figures": figures, "words": headline_words(figures)} if figures.wanted else None


UNMET = Panel(
    "unmet",
    "What came to nothing",
    frozenset({Role.LIAISON, Role.MANAGER}),
    "home_page/_unmet.html",
    unmet,
    Place.ASIDE,
)
