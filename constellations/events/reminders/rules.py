"""Which reminder of an event is due, and for which families: plain values, the days passed in."""

import datetime as dt
from enum import StrEnum

from constellations.events.answers.rules import Coming


class Reminder(StrEnum):
    """When somebody is reminded: in the morning of the day, the day before, or a week before for a word of theirs."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    IN_A_WEEK = "in_a_week"


AHEAD = {
    Reminder.TODAY: dt.timedelta(0),
    Reminder.TOMORROW: dt.timedelta(days=1),
    Reminder.IN_A_WEEK: dt.timedelta(days=7),
}
"""How long before, the nearest first: of several that were missed the nearest is enough."""

FURTHEST = max(AHEAD.values())
"""No event that begins later needs a reminder yet."""


def reminder_due(starts_on: dt.date, since: dt.date, until: dt.date) -> Reminder | None:
    """The reminder of an event that a run looking after the days from `since` to `until`, both included, has to send.

    `until` is the day of the run. A day that was missed is made up as long as the event is still ahead; none for what
    began on a day before.
    """
    if starts_on < until:
        return None
    return next((one for one, ahead in AHEAD.items() if since <= starts_on - ahead <= until), None)


def is_reminded(reminder: Reminder, said: Coming | None, *, waits: bool, is_asked: bool) -> bool:
    """Whether a family is reminded: who goes or has said nothing; a week before only who has said nothing.

    Who said no or maybe is left in peace, and so is who waits for a place: they are told when they have one. What is
    for one family alone asks for no word, and so needs no reminder a week before.
    """
    if reminder is Reminder.IN_A_WEEK:
        return said is None and is_asked
    return said in (None, Coming.GOING) and not waits
