"""Stays whose child is still to be named. It asks no other feature, so that the closing of a month may ask it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from constellations.access import Viewer, covering
from constellations.children.models import Child
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home
from sleepovers.models import Stay, StayNight
from sleepovers.nights.rules import OCCUPYING
from sleepovers.rules import StayState


@dataclass(frozen=True, slots=True)
class UnnamedStay:
    """A stay of which staff have yet to say who the child is."""

    stay_id: uuid.UUID
    home: str
    arrive_on: dt.date


def unnamed_stays(viewer: Viewer, month: Month | None = None) -> list[UnnamedStay]:
    """The stays whose child is still to be named, the oldest first: all, or those with nights in a month."""
    asked = (
        select(Stay.id, Home.name, Stay.arrive_on)
        .join(Child, Child.id == Stay.child_id)
        .join(Home, Home.id == Stay.host_id)
        .where(Child.is_unnamed, Stay.state != StayState.CANCELLED)
        .order_by(Stay.arrive_on, Stay.id)
    )
    if month is not None:
        nights = select(StayNight.stay_id).where(StayNight.stay_id == Stay.id, *_kept_in(month))
        asked = asked.where(nights.exists())
    covered = covering(viewer, asked, Stay, through=(Child, Home, StayNight))
    return [UnnamedStay(*row) for row in session().execute(covered)]


def unnamed_in(viewer: Viewer, service_id: uuid.UUID, month: Month) -> int:
    """How many stays with nights in a month have a child who is still to be named; nights not stayed ask nothing."""
    asked = (
        select(func.count(StayNight.stay_id.distinct()))
        .join(Child, Child.id == StayNight.child_id)
        .where(Child.service_id == service_id, Child.is_unnamed, *_kept_in(month))
    )
    return session().execute(covering(viewer, asked, StayNight, through=(Child,))).scalar_one()


def _kept_in(month: Month) -> tuple[ColumnElement[bool], ...]:
    """Nights of a month that were slept, or are kept."""
    return StayNight.state.in_(OCCUPYING), StayNight.night >= month.first, StayNight.night < month.end
