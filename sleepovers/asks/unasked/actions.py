"""Saying that a home did not ask, and taking that back."""

import datetime as dt
import uuid

from constellations.access import Viewer, find, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import transaction
from constellations.models import Home
from constellations.permissions import Permission
from sleepovers.asks.rules import NotTheirsToAsk
from sleepovers.asks.unasked.models import Unasked
from sleepovers.asks.unasked.rules import must_be_fresh, must_be_within_reach

FIELDS = ("home_id", "night")


def say_not_asked(viewer: Viewer, home_id: uuid.UUID, night: dt.date) -> uuid.UUID:
    """Write down that a home did not ask for a night because it knew that there was no bed; gives the row's id.

    Said again it is the same row. Raises NightOutOfReach, NotTheirsToAsk, NotFound.
    """
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    must_be_within_reach(night, viewer.today)
    with transaction() as session:
        home = find(viewer, Home, home_id)
        if viewer.is_carer and viewer.home_id != home.id:
            raise NotTheirsToAsk
        before = visible(viewer, Unasked).where(Unasked.home_id == home.id, Unasked.night == night)
        said = session.scalars(before).one_or_none()
        if said is not None:
            return said.id
        said = Unasked(service_id=home.service_id, home_id=home.id, night=night, said_by=viewer.person_id)
        session.add(said)
        session.flush()
        record(viewer, "did_not_ask", said.id, home_id=home.id, service_id=home.service_id)
        audit(viewer, Change("did_not_ask", "unasked", said.id, FIELDS), home.service_id)
        return said.id


def take_back_unasked(viewer: Viewer, unasked_id: uuid.UUID) -> None:
    """Take back that a home did not ask, within a week. Raises TooLateToTakeBack, NotFound."""
    viewer.must(Permission.ASK_FOR_SLEEPOVER)
    with transaction() as session:
        said = find(viewer, Unasked, unasked_id)
        must_be_fresh(said.said_at, clock.now())
        session.delete(said)
        record(viewer, "took_back_not_asked", said.id, home_id=said.home_id, service_id=said.service_id)
        audit(viewer, Change("took_back_not_asked", "unasked", said.id, FIELDS), said.service_id)
