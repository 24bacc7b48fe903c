"""The rows of the pseudonymised table of nights."""

import uuid
from collections.abc import Iterator

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.extracts.rules import Mask
from constellations.models import Home
from sleepovers.models import Stay, StayNight

AT_ONCE = 1_000


def nights(viewer: Viewer, service_id: uuid.UUID, mask: Mask) -> Iterator[tuple[object, ...]]:
    """A row for each night of each child at a home of the service, by date; read some at a time."""
    rows = (
        select(
            StayNight.night,
            StayNight.home_id,
            StayNight.child_id,
            StayNight.stay_id,
            Stay.kind,
            StayNight.state,
            StayNight.over_capacity,
        )
        .join(Stay, Stay.id == StayNight.stay_id)
        .join(Home, Home.id == StayNight.home_id)
        .where(Home.service_id == service_id)
        .order_by(StayNight.night, StayNight.home_id, StayNight.child_id)
        .execution_options(yield_per=AT_ONCE)
    )
    found = session().execute(covering(viewer, rows, StayNight, through=(Stay, Home)))
    for night, home, child, stay, *rest in found:
        yield night, mask.of(home), mask.of(child), mask.of(stay), *rest
