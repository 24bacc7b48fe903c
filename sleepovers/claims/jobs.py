"""The nightly job that flags uplifts that are due."""

import datetime as dt
import uuid

from flask_babel import gettext, ngettext

from constellations.access import Viewer
from constellations.core.clock import Month, months_from
from constellations.core.words import month_words
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily, JobResult
from sleepovers.claims.actions import Flagged, flag_uplifts


def flag_running_months(viewer: Viewer, service_id: uuid.UUID | None, since: dt.date, until: dt.date) -> JobResult:
    """Flag for the month of each day and the month before it, so that days that were missed are made up for."""
    if service_id is None:
        return JobResult(0)
    months = months_from(Month.of(since).shifted(-1), Month.of(until))
    found = flag_uplifts(viewer, service_id, months)
    return JobResult(sum(each.due for each in found), " ".join(map(flagged_words, found)))


def flagged_words(flagged: Flagged) -> str:
    """Say what flagging a month found, naming nobody."""
    month = month_words(flagged.month)
    if not flagged.due and not flagged.changed:
        return str(gettext("%(month)s: nobody due.", month=month))
    return str(
        gettext(
            "%(month)s: %(due)s, %(changed)s.",
            month=month,
            due=ngettext("%(num)s home due", "%(num)s homes due", flagged.due),
            changed=ngettext("%(num)s claim new or changed", "%(num)s claims new or changed", flagged.changed),
        )
    )


FLAG_UPLIFTS = Job("flag_uplifts", "Flag uplifts that are due", Daily(3, 30), flag_running_months)
