"""Writing down calls and visits, leaving a family in peace for a while, and taking either back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Select, select

from constellations.access import Viewer, covering, find, hold, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.engagement.contacts import rules
from constellations.engagement.contacts.models import Contact, PrefersPhone, Snooze
from constellations.engagement.contacts.rules import ContactKind, SnoozeReason
from constellations.engagement.contacts.words import contact_words
from constellations.models import Home, Membership, holds_on
from constellations.permissions import Permission, Role

WRITTEN = {
    ContactKind.CALLED: "called",
    ContactKind.VISITED: "visited",
    ContactKind.VISIT_BOOKED: "booked_visit",
}
"""What the activity log calls each kind; a booked visit is no sign of life yet."""

TAKEN_BACK = {
    ContactKind.CALLED: "took_back_call",
    ContactKind.VISITED: "took_back_visit",
    ContactKind.VISIT_BOOKED: "took_back_booking",
}
"""What it calls that one was written down by mistake."""
FIELDS = ("kind", "day", "note")


@dataclass(frozen=True, slots=True)
class Written:
    """What is written into the contact log."""

    kind: ContactKind
    day: dt.date
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Peace:
    """Why and until when a family is left in peace; on `until` it is back on the list."""

    reason: SnoozeReason
    until: dt.date
    words: str | None = None


def family_looked_after(viewer: Viewer, home_id: uuid.UUID) -> Home:
    """A home that is a member today of a constellation that the viewer looks after; raises NotFound."""
    viewer.must(Permission.KEEP_IN_TOUCH)
    home = find(viewer, Home, home_id)
    member = select(Membership.id).where(Membership.home_id == home.id, holds_on(Membership, viewer.today))
    if viewer.role is not Role.MANAGER and session().scalar(covering(viewer, member.limit(1), Membership)) is None:
        raise NotFound
    return home


def write_down_contact(viewer: Viewer, home_id: uuid.UUID, written: Written) -> uuid.UUID:
    """Write a call, a visit or a booked visit into a family's contact log; gives the row's id.

    A call without a note that the same person wrote down for the same day is the same row: a button pressed twice is
    one call. Raises ContactOutOfReach, VisitOutOfReach, NoteTooLong, NotFound.
    """
    home = family_looked_after(viewer, home_id)
    rules.must_be_within_reach(written.kind, written.day, viewer.today)
    note = rules.tidy_note(written.note)
    with transaction() as here:
        hold(viewer, Home, home.id)
        known = here.scalars(_same(viewer, home.id, written)).first() if note is None else None
        if known is not None:
            return known.id
        made = Contact(
            service_id=home.service_id,
            home_id=home.id,
            kind=written.kind,
            day=written.day,
            note=note,
            written_by=viewer.person_id,
        )
        here.add(made)
        here.flush()
        _record(viewer, WRITTEN[made.kind], made)
        audit(viewer, Change("wrote_contact", "contact", made.id, FIELDS), home.service_id)
        return made.id


def correct_contact(viewer: Viewer, contact_id: uuid.UUID, written: Written, version: int) -> None:
    """Put right what was written down, or say that a booked visit was made, which is a sign of life.

    Raises NotYetBeen, ContactOutOfReach, VisitOutOfReach, NoteTooLong, ChangedMeanwhile, NotFound.
    """
    viewer.must(Permission.KEEP_IN_TOUCH)
    note = rules.tidy_note(written.note)
    with transaction():
        contact = hold(viewer, Contact, contact_id)
        if contact.version != version:
            raise ChangedMeanwhile(contact_words(contact.kind, contact.day), contact_words(written.kind, written.day))
        rules.must_fit(contact.kind, written.kind, written.day, viewer.today)
        if (written.kind, written.day) != (contact.kind, contact.day):
            rules.must_be_within_reach(written.kind, written.day, viewer.today)
            _record(viewer, TAKEN_BACK[contact.kind], contact)
            contact.kind, contact.day = written.kind, written.day
            _record(viewer, WRITTEN[contact.kind], contact)
        contact.note = note
        audit(viewer, Change("corrected_contact", "contact", contact.id, FIELDS), contact.service_id)


def take_back_contact(viewer: Viewer, contact_id: uuid.UUID) -> uuid.UUID:
    """Take out what was written down by mistake, with the sign of life that it was; gives the home's id.

    Raises NotFound.
    """
    viewer.must(Permission.KEEP_IN_TOUCH)
    with transaction() as here:
        contact = hold(viewer, Contact, contact_id)
        _record(viewer, TAKEN_BACK[contact.kind], contact)
        here.delete(contact)
        audit(viewer, Change("took_back_contact", "contact", contact.id, FIELDS), contact.service_id)
        return contact.home_id


def leave_in_peace(viewer: Viewer, home_id: uuid.UUID, peace: Peace) -> uuid.UUID:
    """Take a family off the list until a day; a snooze that holds already ends with it. Gives the row's id.

    Raises SnoozeOutOfReach, ReasonMissing, NotFound.
    """
    home = family_looked_after(viewer, home_id)
    words = (peace.words or "").strip() or None
    rules.must_be_a_snooze(peace.reason, words, peace.until, viewer.today)
    with transaction() as here:
        hold(viewer, Home, home.id)
        running = visible(viewer, Snooze).where(Snooze.home_id == home.id, Snooze.until > viewer.today)
        for one in here.scalars(running):
            _end(viewer, one)
        made = Snooze(
            service_id=home.service_id,
            home_id=home.id,
            reason=peace.reason,
            words=words if peace.reason is SnoozeReason.OTHER else None,
            starts_on=viewer.today,
            until=peace.until,
            said_by=viewer.person_id,
        )
        here.add(made)
        here.flush()
        record(viewer, "left_in_peace", made.id, home_id=home.id, service_id=home.service_id)
        audit(viewer, Change("left_in_peace", "snooze", made.id, ("reason", "until")), home.service_id)
        return made.id


def end_peace(viewer: Viewer, snooze_id: uuid.UUID) -> uuid.UUID:
    """Let a family come back to the list today: of a snooze of today nothing stays. Gives the home's id.

    One that has run out stays as it is. Raises NotFound.
    """
    viewer.must(Permission.KEEP_IN_TOUCH)
    with transaction():
        snooze = hold(viewer, Snooze, snooze_id)
        home_id, service_id = snooze.home_id, snooze.service_id
        if snooze.until > viewer.today:
            _end(viewer, snooze)
            record(viewer, "ended_peace", snooze_id, home_id=home_id, service_id=service_id)
            audit(viewer, Change("ended_peace", "snooze", snooze_id, ("until",)), service_id)
        return home_id


def say_prefers_phone(viewer: Viewer, home_id: uuid.UUID, prefers: bool) -> None:
    """Say whether a family would rather be phoned than written to; said again it changes nothing. Raises NotFound."""
    home = family_looked_after(viewer, home_id)
    with transaction() as here:
        hold(viewer, Home, home.id)
        said = here.scalars(visible(viewer, PrefersPhone).where(PrefersPhone.home_id == home.id)).one_or_none()
        if (said is not None) == prefers:
            return
        if said is None:
            here.add(PrefersPhone(home_id=home.id, said_by=viewer.person_id))
        else:
            here.delete(said)
        action = "prefers_phone" if prefers else "prefers_no_phone"
        record(viewer, action, home.id, home_id=home.id, service_id=home.service_id)
        audit(viewer, Change(action, "prefers_phone", home.id), home.service_id)


def _same(viewer: Viewer, home_id: uuid.UUID, written: Written) -> Select[Contact]:
    return visible(viewer, Contact).where(
        Contact.home_id == home_id,
        Contact.kind == written.kind,
        Contact.day == written.day,
        Contact.written_by == viewer.person_id,
        Contact.note.is_(None),
    )


def _record(viewer: Viewer, action: str, contact: Contact) -> None:
    day = min(contact.day, viewer.today)
    record(viewer, action, contact.id, contact.home_id, contact.service_id, happened_on=day)


def _end(viewer: Viewer, snooze: Snooze) -> None:
    if snooze.starts_on == viewer.today:
        session().delete(snooze)
    else:
        snooze.until = viewer.today
    session().flush()
