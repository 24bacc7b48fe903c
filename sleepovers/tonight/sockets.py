"""Telling open boards that tonight looks different; a hint, for boards ask for what they show."""

import datetime as dt
import uuid
from collections.abc import Collection

from constellations.access import Viewer
from constellations.core.database import after_commit
from constellations.sockets import tell_people
from sleepovers.tonight.queries import constellations_of_home, who_looks_at


def beds_changed(home_id: uuid.UUID, nights: Collection[dt.date]) -> None:
    """As part of an action: let the boards around a home look again after the commit, where it is about tonight."""
    viewer = Viewer.system()
    if viewer.today in nights:
        after_commit(lambda: _tell(viewer, home_id))


def _tell(viewer: Viewer, home_id: uuid.UUID) -> None:
    for constellation_id in constellations_of_home(home_id, viewer):
        people = who_looks_at(constellation_id, viewer)
        tell_people(people, "tonight_changed", {"subject": str(constellation_id)})
