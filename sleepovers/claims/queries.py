"""Which months are closed, and which wait to be."""

import uuid

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from sleepovers.claims.models import ClosedMonth


def closed_months(viewer: Viewer, service_id: uuid.UUID) -> frozenset[Month]:
    """The closed months of a service, in which no night is changed any more."""
    found = select(ClosedMonth.month).where(ClosedMonth.service_id == service_id)
    return frozenset(session().scalars(covering(viewer, found, ClosedMonth)))
