"""Asking hubs, on the 1st, for the return of the month that is over."""

import datetime as dt
import uuid

from flask_babel import gettext, ngettext

from constellations.access import Viewer
from constellations.core.clock import Month, months_from
from constellations.core.database import transaction
from constellations.core.words import month_words
from constellations.jobs.rules import JobResult
from constellations.notices.actions import News, tell
from sleepovers.returns.queries import row_of
from sleepovers.returns.reading.queries import Around, arounds_of_service, carers_who_sign_in, staff_to_tell
from sleepovers.returns.reminding.words import reminder_news, unfinished_news
from sleepovers.returns.rules import ReturnState


def remind_hubs(viewer: Viewer, service_id: uuid.UUID | None, since: dt.date, until: dt.date) -> JobResult:
    """Tell the carers of each hub that last month's return waits, where a 1st is among these days; nobody twice.

    Where none of them can sign in the liaison workers are told, who finish it. Of several months that were missed each
    is told.
    """
    firsts = [month for month in months_from(Month.of(since), Month.of(until)) if since <= month.first <= until]
    if service_id is None or not firsts:
        return JobResult(0)
    told = {month.shifted(-1): 0 for month in firsts}
    with transaction():
        for around in arounds_of_service(service_id):
            for month in told:
                told[month] += _remind(viewer, around, month)
    said = (_told_words(month, number) for month, number in told.items())
    return JobResult(sum(told.values()), " ".join(said))


def _remind(viewer: Viewer, around: Around, month: Month) -> int:
    if not around.has_return(month):
        return 0
    row = row_of(viewer, around.constellation.id, month)
    if row is not None and row.state is not ReturnState.OPEN:
        return 0
    people, words = carers_who_sign_in({one.home_id for one in around.hubs_at_end(month)}), reminder_news(month)
    if not people and around.hubs:
        people = staff_to_tell(around.constellation, viewer.today)
        words = unfinished_news(around.constellation.name, month)
    path = f"/constellations/{around.constellation.id}/returns/{month}"
    return tell(people, News(f"return-due/{around.constellation.id}/{month}", words, path))


def _told_words(month: Month, number: int) -> str:
    people = ngettext("%(num)s person asked", "%(num)s people asked", number)
    return str(gettext("%(month)s: %(people)s.", month=month_words(month), people=people))
