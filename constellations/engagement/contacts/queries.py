"""The contact log of a family, and what of it the list of those who need somebody goes by."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from constellations.access import Viewer, covering, find
from constellations.core.database import session
from constellations.engagement.contacts.models import Contact, PrefersPhone, Snooze
from constellations.engagement.contacts.rules import IN_TOUCH, ContactKind, InTouch, PeaceLine
from constellations.engagement.contacts.words import contact_words
from constellations.models import Home, Person

LOG_SHOWN = 20
"""Lines of a contact log that a page shows."""

SAID_AFTER = dt.timedelta(days=31)
"""For how long it is said that a snooze has run out."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a contact log."""

    contact_id: uuid.UUID
    kind: ContactKind
    day: dt.date
    who: str | None
    note: str | None

    @property
    def words(self) -> str:
        """The line in words."""
        return contact_words(self.kind, self.day)


@dataclass(frozen=True, slots=True)
class ContactLog:
    """What staff wrote down of a family, the newest first."""

    home_id: uuid.UUID
    home: str
    contacts: tuple[LogLine, ...]
    snoozes: tuple[PeaceLine, ...]
    prefers_phone: bool
    today: dt.date

    @property
    def running(self) -> PeaceLine | None:
        """The snooze that holds today."""
        return next((one for one in self.snoozes if one.until > self.today), None)


def in_touch(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, InTouch]:
    """When each of these families was last spoken with, and which visits are booked; one query."""
    ahead = Contact.day >= viewer.today
    asked = (
        select(Contact.home_id, Contact.kind, func.max(Contact.day), func.min(Contact.day).filter(ahead))
        .where(Contact.home_id.in_(home_ids))
        .group_by(Contact.home_id, Contact.kind)
    )
    spoke: dict[uuid.UUID, dt.date] = {}
    booked: dict[uuid.UUID, tuple[dt.date, dt.date | None]] = {}
    for home_id, kind, last, following in session().execute(covering(viewer, asked, Contact)):
        if kind in IN_TOUCH:
            spoke[home_id] = max(last, spoke.get(home_id, last))
        else:
            booked[home_id] = (last, following)
    return {key: _in_touch(spoke.get(key), booked.get(key)) for key in spoke.keys() | booked.keys()}


def _in_touch(spoke: dt.date | None, booked: tuple[dt.date, dt.date | None] | None) -> InTouch:
    if booked is None:
        return InTouch(spoke)
    last, following = booked
    is_missed = following is None and (spoke is None or spoke < last)
    return InTouch(spoke, visit_on=following, missed_on=last if is_missed else None)


def last_snoozes(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, PeaceLine]:
    """The snooze of each of these families that holds today, or that ran out within a month; one query."""
    lines = _snoozes(viewer, home_ids, since=viewer.today - SAID_AFTER)
    return {line.home_id: line for line in reversed(lines)}


def phoned_rather(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Which of these families would rather be phoned."""
    asked = select(PrefersPhone.home_id).where(PrefersPhone.home_id.in_(home_ids))
    return frozenset(session().scalars(covering(viewer, asked, PrefersPhone)))


def contact_log(viewer: Viewer, home_id: uuid.UUID) -> ContactLog:
    """What staff wrote down of a family; four queries. Raises NotFound."""
    home = find(viewer, Home, home_id)
    lines = tuple(_lines(viewer, home_id))
    prefers = home_id in phoned_rather(viewer, [home_id])
    return ContactLog(home.id, home.name, lines, tuple(_snoozes(viewer, [home_id])), prefers, viewer.today)


def contact_page(viewer: Viewer, contact_id: uuid.UUID) -> tuple[Contact, str]:
    """One line of a contact log and the name of its home; raises NotFound."""
    contact = find(viewer, Contact, contact_id)
    return contact, find(viewer, Home, contact.home_id).name


def snooze_page(viewer: Viewer, snooze_id: uuid.UUID) -> tuple[Snooze, str]:
    """One snooze and the name of its home; raises NotFound."""
    snooze = find(viewer, Snooze, snooze_id)
    return snooze, find(viewer, Home, snooze.home_id).name


def _lines(viewer: Viewer, home_id: uuid.UUID) -> list[LogLine]:
    asked = (
        select(Contact.id, Contact.kind, Contact.day, Person.name, Contact.note)
        .outerjoin(Person, Person.id == Contact.written_by)
        .where(Contact.home_id == home_id)
        .order_by(Contact.day.desc(), Contact.id.desc())
        .limit(LOG_SHOWN)
    )
    return [LogLine(*row) for row in session().execute(covering(viewer, asked, Contact, through=(Person,)))]


def _snoozes(viewer: Viewer, home_ids: Collection[uuid.UUID], since: dt.date | None = None) -> list[PeaceLine]:
    """The newest first."""
    asked = (
        select(
            *(Snooze.id, Snooze.home_id, Snooze.reason, Snooze.words, Snooze.starts_on, Snooze.until, Person.name),
        )
        .outerjoin(Person, Person.id == Snooze.said_by)
        .where(Snooze.home_id.in_(home_ids))
        .order_by(Snooze.until.desc(), Snooze.id.desc())
    )
    if since is not None:
        asked = asked.where(Snooze.until >= since)
    return [PeaceLine(*row) for row in session().execute(covering(viewer, asked, Snooze, through=(Person,)))]
