"""Entering how many homes outside the constellations joined and left."""

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Service
from constellations.permissions import Permission
from constellations.retention.models import OutsideHomes
from constellations.retention.queries import outside_of
from constellations.retention.rules import Outside, check_outside
from constellations.retention.years import Year


def enter_outside(viewer: Viewer, year: Year, entered: Outside, version: int) -> None:
    """Enter a year's numbers of the homes in no constellation, or put them right.

    `version` is the one that was on the screen, nought for none. Raises YearNotYet, MoreLeftThanThere and
    ChangedMeanwhile.
    """
    viewer.must(Permission.ENTER_OUTSIDE)
    check_outside(year, entered, viewer.today)
    if viewer.service_id is None:
        raise NotFound
    with transaction() as here:
        service = hold(viewer, Service, viewer.service_id)
        row = outside_of(viewer, year)
        if (row.version if row else 0) != version:
            raise ChangedMeanwhile(str(_now(row)) if row else "nothing", str(entered))
        row = row or OutsideHomes(service_id=service.id, kind=year.kind, begins=year.begins)
        row.at_start, row.joined, row.gone = entered.at_start, entered.joined, entered.left
        here.add(row)
        here.flush()
        record(viewer, "entered_outside_homes", row.id)
        fields = ("at_start", "joined", "gone")
        audit(viewer, Change("entered_outside_homes", "outside_homes", row.id, fields), service.id)


def _now(row: OutsideHomes) -> Outside:
    return Outside(row.at_start, row.joined, row.gone)
