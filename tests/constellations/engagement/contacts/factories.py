"""A maker of what stands in a contact log, for tests."""

import datetime as dt

from constellations.engagement.contacts.models import Contact, Snooze
from constellations.engagement.contacts.rules import ContactKind, SnoozeReason
from constellations.models import Home, Person
from tests.factories import stored


def create_contact_and_snooze(home: Home, writer: Person) -> tuple[Contact, Snooze]:
    """A call of today, and a family left in peace for two weeks."""
    of = {"service_id": home.service_id, "home_id": home.id}
    today = dt.date(2026, 11, 22)
    contact = Contact(kind=ContactKind.CALLED, day=today, written_by=writer.id, **of)
    until = today + dt.timedelta(days=14)
    snooze = Snooze(reason=SnoozeReason.HOLIDAY, starts_on=today, until=until, said_by=writer.id, **of)
    stored(contact, snooze)
    return contact, snooze
