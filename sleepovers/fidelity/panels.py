"""The checklist on the page of its constellation."""

import uuid
from collections.abc import Mapping

from constellations.access import Viewer
from constellations.directory.declaration import Facet
from constellations.permissions import Permission
from sleepovers.fidelity import words
from sleepovers.fidelity.queries import checklist_of, may_read
from sleepovers.fidelity.rules import Standing


def checklist(viewer: Viewer, constellation_id: uuid.UUID) -> Mapping[str, object] | None:
    """How many items stand how, and which are not simply met; for staff, and for its hub. Not of a closed one."""
    if not may_read(viewer, constellation_id):
        return None
    page = checklist_of(viewer, constellation_id)
    if not page.constellation.stands_on(viewer.today):
        return None
    return {"page": page, "standings": Standing, "words": words}


FACETS = (Facet("fidelity", Permission.SEE_FIDELITY, "fidelity/_facet.html", checklist),)
"""In the order in which they are shown."""
