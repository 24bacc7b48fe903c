"""Telling liaison workers of long service."""

import datetime as dt
import uuid

from flask_babel import gettext, ngettext

from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.core.database import transaction
from constellations.core.words import date_words
from constellations.jobs.rules import JobResult
from constellations.notices.actions import News, tell
from constellations.support.milestones.queries import milestones_of_service
from constellations.support.queries import liaison_workers_by_home


def tell_of_milestones(
    viewer: Viewer,
    service_id: uuid.UUID | None,
    since: dt.date,  # noqa: ARG001  # in the month of a milestone it is told on whichever day the job comes
    until: dt.date,
) -> JobResult:
    """Tell the liaison workers of a service which homes have a milestone this month; each of it once."""
    month = Month.of(until)
    due = [one for one in milestones_of_service(viewer, service_id, month.year) if one.day in month]
    workers = liaison_workers_by_home(viewer, {one.home_id for one in due})
    told = 0
    for one in due:
        years = ngettext("%(num)s year", "%(num)s years", one.years)
        words = gettext(
            "%(home)s: %(years)s of fostering on %(day)s.", home=one.home, years=years, day=date_words(one.day)
        )
        once = f"milestone:{one.home_id}:{one.years}"
        with transaction():
            told += tell(workers.get(one.home_id, ()), News(once, words, f"/support/milestones?year={month.year}"))
    return JobResult(told, ngettext("%(num)s milestone was told.", "%(num)s milestones were told.", told))
