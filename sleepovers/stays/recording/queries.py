"""Stays whose child is still to be named."""

import uuid

from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.children.models import Child
from constellations.core.clock import Month
from constellations.core.database import session
from sleepovers.models import StayNight


def unnamed_in(viewer: Viewer, service_id: uuid.UUID, month: Month) -> int:
    """How many stays with nights in a month have a child who is still to be named."""
    asked = (
        select(func.count(StayNight.stay_id.distinct()))
        .join(Child, Child.id == StayNight.child_id)
        .where(
            Child.service_id == service_id,
            Child.is_unnamed,
            StayNight.night >= month.first,
            StayNight.night < month.end,
        )
    )
    return session().execute(covering(viewer, asked, StayNight, through=(Child,))).scalar_one()
