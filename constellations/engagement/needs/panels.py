"""The panel of the home page with the families that need somebody: what staff see first."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.engagement.needs.queries import families_drifting, families_to_call, needs_page
from constellations.home_page.declaration import Panel
from constellations.notices.digest.declaration import Waits
from constellations.permissions import Role


def needs_you(viewer: Viewer) -> Mapping[str, object]:
    """The families, also where none of them needs anybody: that is worth reading too."""
    return {"page": needs_page(viewer)}


PANELS = (
    Panel(
        "needs-you",
        "Needs you",
        frozenset({Role.LIAISON, Role.MANAGER}),
        "home_page/_needs_you.html",
        needs_you,
        is_first=True,
    ),
)
"""In the order in which they are shown."""

WAITS = (
    Waits("%(num)s family to call", "%(num)s families to call", families_to_call, path="/needs-you"),
    Waits(
        "%(num)s family that is drifting", "%(num)s families that are drifting", families_drifting, path="/needs-you"
    ),
)
"""In the order in which they are counted."""
