"""Setting how long each rung waits."""

from constellations.access import Viewer, hold, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Service
from constellations.permissions import Permission
from sleepovers.emergencies.models import LadderWaits
from sleepovers.emergencies.rules import Waits


def set_waits(viewer: Viewer, waits: Waits, version: int) -> None:
    """Let the rungs of the viewer's service wait so long, from the next step of each ladder on.

    `version` is 0 where the page showed that nobody had set any. Raises ChangedMeanwhile, NotFound.
    """
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None:
        raise NotFound
    with transaction() as here:
        # Held, for there may be no row yet that two could wait for.
        service = hold(viewer, Service, viewer.service_id)
        row = here.scalars(visible(viewer, LadderWaits).where(LadderWaits.service_id == service.id)).one_or_none()
        if (row.version if row else 0) != version:
            raise ChangedMeanwhile(str(row.waits if row else Waits()), str(waits))
        if row is None:
            row = LadderWaits(service_id=service.id)
            here.add(row)
        row.hub, row.known, row.everyone = waits.hub, waits.known, waits.everyone
        record(viewer, "set_waits", service.id)
        audit(viewer, Change("set_waits", "ladder_waits", service.id, ("hub", "known", "everyone")), service.id)
