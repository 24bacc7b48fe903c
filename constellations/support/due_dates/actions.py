"""Writing down that supervision, review or visit took place, and when it is next."""

import datetime as dt
import uuid

from constellations.access import Viewer, hold, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.models import Home
from constellations.permissions import Permission
from constellations.support.due_dates.models import HomeDate
from constellations.support.due_dates.rules import DueKind, check_dates
from constellations.support.queries import home_today


def note_dates(
    viewer: Viewer, home_id: uuid.UUID, kind: DueKind, done_on: dt.date | None, planned_on: dt.date | None
) -> None:
    """Write down when something was done at a home, or when it is next, or both; said twice it stands once.

    What was set before goes with it: done, the next time is counted from then, unless another day is set.
    Raises NothingSaid, DoneOutOfReach, NextOutOfReach, NotFound.
    """
    viewer.must(Permission.KEEP_DUE_DATES)
    check_dates(done_on, planned_on, viewer.today)
    with transaction() as here:
        home = hold(viewer, Home, home_today(viewer, home_id).id)
        of = (HomeDate.home_id == home.id, HomeDate.kind == kind)
        for before in here.scalars(visible(viewer, HomeDate).where(*of, HomeDate.is_done.is_(False))).all():
            here.delete(before)
        here.flush()
        known = visible(viewer, HomeDate).where(*of, HomeDate.is_done, HomeDate.day == done_on)
        if done_on is not None and session().scalars(known).one_or_none() is None:
            here.add(HomeDate(home_id=home.id, kind=kind, is_done=True, day=done_on, entered_by=viewer.person_id))
        if planned_on is not None:
            here.add(HomeDate(home_id=home.id, kind=kind, is_done=False, day=planned_on, entered_by=viewer.person_id))
        here.flush()
        record(viewer, "noted_home_date", home.id, home_id=home.id, service_id=home.service_id)
        audit(viewer, Change("noted_home_date", "home_date", home.id, ("kind", "day", "is_done")), home.service_id)


def remove_date(viewer: Viewer, date_id: uuid.UUID) -> uuid.UUID:
    """Take out a date that was written down by mistake; gives its home. Raises NotFound."""
    viewer.must(Permission.KEEP_DUE_DATES)
    with transaction() as here:
        row = hold(viewer, HomeDate, date_id)
        home = hold(viewer, Home, row.home_id)
        here.delete(row)
        record(viewer, "removed_home_date", home.id, home_id=home.id, service_id=home.service_id)
        audit(viewer, Change("removed_home_date", "home_date", date_id, ("day",)), home.service_id)
        return home.id
