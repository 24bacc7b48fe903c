"""The panel of the home page that tells managers which constellations nobody looks after."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.home_page.declaration import Panel
from constellations.notices.digest.declaration import Waits
from constellations.people.caseload.queries import number_without_liaison, without_liaison
from constellations.permissions import Role


def nobody_looks_after(viewer: Viewer) -> Mapping[str, object] | None:
    """These constellations, where there are any."""
    found = without_liaison(viewer)
    return {"found": found} if found else None


PANELS = (
    Panel(
        "without-liaison",
        "Without a liaison worker",
        frozenset({Role.MANAGER}),
        "home_page/_without_liaison.html",
        nobody_looks_after,
    ),
)
"""In the order in which they are shown."""

WAITS = (
    Waits(
        "%(num)s constellation without a liaison worker",
        "%(num)s constellations without a liaison worker",
        number_without_liaison,
    ),
)
"""In the order in which they are counted."""
