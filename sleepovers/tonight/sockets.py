"""Telling open boards that tonight looks different; a hint, for boards ask for what they show."""

import datetime as dt
import uuid
from collections.abc import Collection

from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import after_commit
from constellations.sockets import tell_people
from sleepovers.rules import night_that_runs
from sleepovers.tonight.queries import constellations_of_home, who_looks_at


def beds_changed(home_id: uuid.UUID, nights: Collection[dt.date]) -> None:
    """As part of an action: let the boards around a home look again after the commit, where it is about tonight.

    The boards are those of this moment: a home that leaves is missed where it was.
    """
    viewer = Viewer.system()
    if night_that_runs(clock.now()) in nights:
        around = constellations_of_home(home_id, viewer)
        after_commit(lambda: _tell(viewer, around))


def room_changed(home_id: uuid.UUID) -> None:
    """The same where the home itself has changed: it is on hold, or open again, has other beds, joins or leaves."""
    beds_changed(home_id, [night_that_runs(clock.now())])


def _tell(viewer: Viewer, around: Collection[uuid.UUID]) -> None:
    for constellation_id in around:
        people = who_looks_at(constellation_id, viewer)
        tell_people(people, "tonight_changed", {"subject": str(constellation_id)})
