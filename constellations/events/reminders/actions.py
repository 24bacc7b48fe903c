"""Reminding families of events, each of them once."""

import datetime as dt
import uuid

from flask_babel import gettext, ngettext

from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import transaction
from constellations.core.words import occasion_words
from constellations.events.families.queries import homes_asked
from constellations.events.models import Event, Occurrence
from constellations.events.reminders.queries import answers_to, dates_between
from constellations.events.reminders.rules import FURTHEST, Reminder, is_reminded, reminder_due
from constellations.events.rules import Circle
from constellations.jobs.rules import JobResult
from constellations.notices.actions import News, tell
from constellations.people.told.queries import carers_at


def remind(viewer: Viewer, service_id: uuid.UUID | None, since: dt.date, until: dt.date) -> JobResult:
    """Remind the families of a service of what is ahead, with the days that were missed; again, nobody twice.

    How they are alerted, and when, is each one's own choice: what is told in quiet hours waits for their end.
    """
    told = 0
    for at, event in dates_between(viewer, service_id, until, until + FURTHEST):
        due = reminder_due(at.starts_on, since, until)
        if due is not None and not at.length.has_begun(clock.now()):
            told += _remind_of(viewer, due, at, event)
    return JobResult(told, ngettext("%(num)s reminder was given.", "%(num)s reminders were given.", told))


def _remind_of(viewer: Viewer, due: Reminder, at: Occurrence, event: Event) -> int:
    """Tell the carers of the families that are to be reminded; gives how many did not know it yet."""
    occurrence_id, day, title = at.id, at.starts_on, at.title or event.title
    when, is_asked = occasion_words(day, at.starts_at, at.minutes), event.circle is not Circle.HOME
    said = answers_to(viewer, occurrence_id)
    homes = [
        home_id
        for home_id in homes_asked(viewer, event, day)
        if is_reminded(
            due,
            said[home_id].said if home_id in said else None,
            waits=home_id in said and said[home_id].waits_since is not None,
            is_asked=is_asked,
        )
    ]
    path = f"/events/{occurrence_id}"
    # The day stands in its name: what was moved to another is reminded of again.
    once = f"{path}/{day.isoformat()}/{due.value}"
    with transaction():
        return tell(carers_at(homes), News(once, _words(due, title, when), path))


def _words(due: Reminder, title: str, when: str) -> str:
    if due is Reminder.IN_A_WEEK:
        return str(gettext("Are you coming? %(title)s, %(when)s. You have not answered yet.", title=title, when=when))
    return str(gettext("Soon: %(title)s, %(when)s.", title=title, when=when))
