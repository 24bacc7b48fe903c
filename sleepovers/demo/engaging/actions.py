"""Letting weeks have passed: families that were heard of long ago, a call, and a family left in peace for a while."""

import datetime as dt

from constellations.access import Viewer, visible
from constellations.activity.actions import record
from constellations.activity.models import Activity
from constellations.core import clock
from constellations.core.database import transaction
from constellations.engagement.contacts.actions import Peace, Written, leave_in_peace, write_down_contact
from constellations.engagement.contacts.rules import ContactKind, SnoozeReason
from constellations.models import Home, Person
from constellations.queries import viewer_for

QUIET = {"Carver": 61, "Oakes": 34, "Mbeki": 48}
"""Families that have not answered since, and for how many days: one to call, one that drifts, one left in peace."""

IN_PEACE = "Mbeki"
CALLED = ("Hale", 9, "Asked for a hand with lifts to school.")
LIAISON = "Ruth Adeyemi"
BEGAN_DAYS_AGO = 100
"""When the service began with Roost: since then silence counts."""


def let_weeks_pass(viewer: Viewer) -> None:
    """Write down what families last did weeks ago, and what their liaison worker has done since."""
    today = clock.today()
    with transaction() as here:
        homes = {home.key: home for home in here.scalars(visible(viewer, Home))}
        liaison = viewer_for(here.scalars(visible(viewer, Person).where(Person.name == LIAISON)).one())
        record(liaison, "sign_in", liaison.person_id, happened_on=today - dt.timedelta(days=BEGAN_DAYS_AGO))
        for name, days in QUIET.items():
            carers = visible(viewer, Person).where(Person.home_id == homes[name].id).order_by(Person.name)
            carer = viewer_for(here.scalars(carers.limit(1)).one())
            record(carer, "answered_event", homes[name].id, happened_on=today - dt.timedelta(days=days))
        here.flush()
        for row in here.scalars(visible(viewer, Activity).where(Activity.happened_on < today)):
            row.at = dt.datetime.combine(row.happened_on, dt.time(12), dt.UTC)
    name, days, note = CALLED
    called = Written(ContactKind.CALLED, today - dt.timedelta(days=days), note)
    write_down_contact(liaison, homes[name].id, called)
    until = today + dt.timedelta(days=10)
    leave_in_peace(liaison, homes[IN_PEACE].id, Peace(SnoozeReason.HOLIDAY, until))
