"""Saying why a home left, correcting that, and saying whether the end of a placement was planned."""

import datetime as dt
import uuid

from constellations.access import Viewer, find, hold, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.children.models import Placement
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.corrections import ChangedMeanwhile
from constellations.models import Home
from constellations.permissions import Permission
from constellations.support.leaving import rules
from constellations.support.leaving.models import Leaving, LeavingVersion, PlacementEnding
from constellations.support.leaving.queries import leaving_of, leaving_page, words_of
from constellations.support.leaving.rules import LeavingWords

FIELDS = ("scope", "left_on", "reasons")


def say_why_left(viewer: Viewer, home_id: uuid.UUID, on: dt.date, words: LeavingWords, version: int) -> None:
    """Say why a home left on a day of the register, or say it better; every version is kept.

    `version` is the one that was on the screen, nought for none. Raises HasNotLeft, NoReason, DayTooFarOff,
    ChangedMeanwhile, NotFound.
    """
    viewer.must(Permission.SAY_WHY_LEFT)
    with transaction() as here:
        home = hold(viewer, Home, home_id)
        line = leaving_page(viewer, home_id, on).line
        if line is None or line.departure.on != on:
            raise rules.HasNotLeft(home.name)
        rules.check_leaving(words, on)
        row = leaving_of(viewer, line.departure) or Leaving(home_id=home.id, version=0)
        if row.version != version:
            raise ChangedMeanwhile(str(words_of(row)) if row.version else "nothing", str(words))
        row.departed_on, row.scope, row.left_on, row.reasons = on, words.scope, words.left_on, words.reasons
        row.version += 1
        here.add(row)
        here.flush()
        said = LeavingVersion(leaving_id=row.id, number=row.version, written_by=viewer.person_id)
        said.scope, said.left_on, said.reasons = words.scope, words.left_on, words.reasons
        here.add(said)
        record(viewer, "said_why_left", row.id, home_id=home.id, service_id=home.service_id)
        audit(viewer, Change("said_why_left", "leaving", row.id, FIELDS), home.service_id)


def say_whether_planned(viewer: Viewer, placement_id: uuid.UUID, is_planned: bool) -> None:
    """Say whether the end of a placement was planned; said again, it is corrected. Raises StillThere, NotFound."""
    viewer.must(Permission.SAY_WHY_LEFT)
    with transaction() as here:
        placement = hold(viewer, Placement, placement_id)
        home = find(viewer, Home, placement.home_id)
        rules.check_ended(placement.ends_on, viewer.today)
        known = visible(viewer, PlacementEnding).where(PlacementEnding.placement_id == placement.id)
        row = session().scalars(known).one_or_none() or PlacementEnding(placement_id=placement.id)
        row.is_planned, row.said_by, row.said_at = is_planned, viewer.person_id, clock.now()
        here.add(row)
        record(viewer, "said_whether_planned", placement.id, service_id=home.service_id)
        audit(
            viewer, Change("said_whether_planned", "placement_ending", placement.id, ("is_planned",)), home.service_id
        )
