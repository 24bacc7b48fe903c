"""What a service has set for its emergencies."""

from dataclasses import dataclass

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from sleepovers.emergencies.models import LadderWaits
from sleepovers.emergencies.rules import Waits


@dataclass(frozen=True, slots=True)
class WaitsSet:
    """The waits, and the version of the row that holds them: 0 where nobody has set any."""

    waits: Waits
    version: int


def own_waits(viewer: Viewer) -> WaitsSet:
    """The waits of the viewer's service; raises NotFound for a viewer of none."""
    if viewer.service_id is None:
        raise NotFound
    theirs = visible(viewer, LadderWaits).where(LadderWaits.service_id == viewer.service_id)
    row = session().scalars(theirs).one_or_none()
    return WaitsSet(row.waits, row.version) if row else WaitsSet(Waits(), 0)
