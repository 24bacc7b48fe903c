"""The lines of a report: from the audit trail, sign-ins, and calendars that were fetched; and how one is asked for."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Select, and_, or_, select

from constellations.access import Viewer, covering, find
from constellations.accounts.models import SignedInDevice
from constellations.activity.models import NO_SERVICE, AuditEntry
from constellations.activity.rules import is_look
from constellations.children.models import Child
from constellations.core import clock
from constellations.core.clock import london
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.feeds.models import FeedAddress
from constellations.keys.models import OldKey
from constellations.keys.queries import doubles_of
from constellations.keys.rules import KeyKind
from constellations.models import Person
from constellations.permissions import ROLE_WORDS, Permission
from constellations.rights.models import DataRequest, SubjectHold
from constellations.who_saw.declaration import sources
from constellations.who_saw.rules import (
    NOT_LOGGED,
    OF_MANY,
    WAY_WORDS,
    About,
    Asked,
    NobodyFound,
    Sighting,
    Way,
    days_asked,
    in_order,
    in_plain_words,
)

SYSTEM = Viewer.system

COLUMNS = ("at", "who", "person", "what", "of", "of_id", "log", "way")
"""The columns of the report as a file; they stay the same."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line with the name of who it was."""

    seen: Sighting
    who: str

    @property
    def when(self) -> str:
        """The moment as a London wall showed it, with its year."""
        return f"{london(self.seen.at):%d/%m/%Y %H:%M}"

    @property
    def way(self) -> str:
        """How it belongs to whom the report is about."""
        return WAY_WORDS[self.seen.way]

    @property
    def cells(self) -> tuple[object, ...]:
        """The same for a file, in the order of COLUMNS; the instant in UTC."""
        seen = self.seen
        at = seen.at.astimezone(dt.UTC).isoformat(timespec="seconds")
        return at, self.who, seen.who, seen.what, seen.of, seen.of_id, seen.log, seen.way.value


@dataclass(frozen=True, slots=True)
class WhoSaw:
    """The report: what it is about, its lines in order, what it cannot say, and when it was made."""

    asked: Asked
    title: str
    lines: tuple[ReportLine, ...]
    not_logged: tuple[str, ...]
    made_at: dt.datetime


def who_saw(viewer: Viewer, asked: Asked, title: str) -> WhoSaw:
    """The report about somebody or something of the viewer's service; raises TooManyLines."""
    viewer.must(Permission.SEE_WHO_SAW)
    asked = replace(asked, doubles=doubles_of(asked.key))
    lines = in_order([line for source in sources() for line in source(viewer, asked)])
    names = _names({line.who for line in lines if line.who})
    told = tuple(ReportLine(line, names.get(line.who, "Roost") if line.who else "Roost") for line in lines)
    return WhoSaw(asked, title, told, NOT_LOGGED, clock.now())


def person_to_ask(viewer: Viewer, person_id: uuid.UUID) -> Person:
    """A person of the viewer's service; raises NotFound for others, and for people of no service."""
    viewer.must(Permission.SEE_WHO_SAW)
    person = find(viewer, Person, person_id)
    if person.service_id is None:
        raise NotFound
    return person


def subject_called(viewer: Viewer, words: str) -> tuple[About, uuid.UUID]:
    """The person with this address, or the child with this reference or an earlier one, as far as the viewer sees them.

    Raises NobodyFound.
    """
    viewer.must(Permission.SEE_WHO_SAW)
    typed = words.strip()
    person = select(Person.id).where(Person.email == typed.lower(), Person.service_id.is_not(None))
    before = select(OldKey.subject_id).where(OldKey.kind == KeyKind.CHILD, OldKey.key == typed)
    child = select(Child.id).where(or_(Child.key == typed, Child.id.in_(before)))
    for about, asked, model in ((About.PERSON, person, Person), (About.CHILD, child, Child)):
        found = session().scalars(covering(viewer, asked, model, through=(OldKey,))).one_or_none()
        if found is not None:
            return about, found
    raise NobodyFound


def asked_for(viewer: Viewer, words: str, first: dt.date | None, last: dt.date | None) -> tuple[About, uuid.UUID]:
    """The same for a report of some days; raises NobodyFound, DaysTheWrongWayRound."""
    days_asked(first, last, viewer.today)
    return subject_called(viewer, words)


def audited(asked: Asked, ids: Select[uuid.UUID], only_looks: bool = False) -> Iterator[Sighting]:
    """What the audit trail of the service says of some things: whoever worked on one has seen it."""
    entries = _trail(asked).where(AuditEntry.subject_id.in_(ids))
    for entry in session().scalars(covering(SYSTEM(), entries)):
        if not only_looks or is_look(entry.action):
            yield _line(entry, Way.OF_THEM)


def from_audit_trail(viewer: Viewer, asked: Asked) -> Iterator[Sighting]:
    """What was done to whom it is about, what they themselves read or took, and files that may hold them."""
    of_requests = or_(DataRequest.person_id == asked.key, DataRequest.child_id == asked.key)
    yield from audited(asked, select(DataRequest.id).where(of_requests))
    # Whoever is held is not told so, nor who stands in for them.
    if asked.key not in viewer.names:
        held = or_(SubjectHold.person_id == asked.key, SubjectHold.child_id == asked.key)
        yield from audited(asked, select(SubjectHold.id).where(held))
    entries = _trail(asked, NO_SERVICE).where(
        or_(
            and_(
                AuditEntry.chain == asked.service_id,
                or_(AuditEntry.subject_id.in_(asked.keys), AuditEntry.person_id == asked.key),
            ),
            AuditEntry.action.in_(OF_MANY),
        )
    )
    for entry in session().scalars(covering(SYSTEM(), entries)):
        if entry.subject_id in asked.keys:
            yield _line(entry, Way.OF_THEM)
        elif entry.person_id == asked.key:
            if is_look(entry.action):
                yield _line(entry, Way.BY_THEM)
        elif asked.about is not About.CONVERSATION:
            yield _line(entry, Way.MAY_HOLD_THEM)


def from_devices(_viewer: Viewer, asked: Asked) -> Iterator[Sighting]:
    """On which browsers the person was signed in: whoever held one of them saw what they see."""
    theirs = select(SignedInDevice).where(SignedInDevice.person_id == asked.key)
    for device in session().scalars(covering(SYSTEM(), theirs)):
        told = ((device.created_at, "signed in"), (device.last_seen_at, "last seen"), (device.ended_at, "signed out"))
        for at, what in told:
            if at is not None and asked.begins <= at < asked.ends:
                words = f"{what}: {device.browser}"
                yield Sighting(at, asked.key, words, "signed_in_device", device.id, "devices", Way.BY_THEM)


def from_feeds(_viewer: Viewer, asked: Asked) -> Iterator[Sighting]:
    """When a calendar of the person was last fetched, and by which program."""
    theirs = select(FeedAddress).where(FeedAddress.person_id == asked.key)
    for feed in session().scalars(covering(SYSTEM(), theirs)):
        at = feed.last_fetched_at
        if at is not None and asked.begins <= at < asked.ends:
            words = f"calendar fetched, for the last time: {feed.fetched_by}"
            yield Sighting(at, asked.key, words, "feed_address", feed.id, "calendars", Way.BY_THEM)


SOURCES = (from_audit_trail, from_devices, from_feeds)
"""What brings.py hands over."""


def _trail(asked: Asked, *more: uuid.UUID) -> Select[AuditEntry]:
    of_service = select(AuditEntry).where(AuditEntry.chain.in_((asked.service_id, *more)))
    return of_service.where(AuditEntry.at >= asked.begins, AuditEntry.at < asked.ends)


def _line(entry: AuditEntry, way: Way) -> Sighting:
    what = in_plain_words(entry.action)
    return Sighting(entry.at, entry.person_id, what, entry.subject, entry.subject_id, "audit trail", way)


def _names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    people = select(Person.id, Person.name, Person.role).where(Person.id.in_(ids))
    rows = session().execute(covering(SYSTEM(), people))
    return {row[0]: f"{row[1]}, {ROLE_WORDS[row[2]]}" for row in rows}
