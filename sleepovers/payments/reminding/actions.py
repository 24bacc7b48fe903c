"""Telling the managers of a service of carers who have waited long, each once."""

import datetime as dt
import uuid

from flask_babel import ngettext

from constellations.access import Viewer, find
from constellations.core.database import transaction
from constellations.jobs.rules import JobResult
from constellations.models import Home
from constellations.notices.actions import News, tell
from constellations.people.told.queries import managers_of
from sleepovers.payments.queries import open_disputes
from sleepovers.payments.rules import WAITS_LONG_DAYS
from sleepovers.payments.words import waits_long_news


def tell_of_long_waits(viewer: Viewer, service_id: uuid.UUID | None, since: dt.date, until: dt.date) -> JobResult:
    """Tell managers of each night of which something is wrong that has waited for a week; missed days are made up for.

    `since` does not matter: what was told is not told again.
    """
    del since
    if service_id is None:
        return JobResult(0)
    with transaction():
        long = [each for each in open_disputes(viewer) if each.days >= WAITS_LONG_DAYS and until >= each.month.first]
        ours = [each for each in long if find(viewer, Home, each.home_id).service_id == service_id]
        for each in ours:
            news = waits_long_news(each.home, each.row.night, each.days)
            tell(
                managers_of(viewer, service_id), News(f"waits/{each.row.id}", news, f"/payments/disputes/{each.row.id}")
            )
    return JobResult(len(ours), ngettext("%(num)s night waits long.", "%(num)s nights wait long.", len(ours)))
