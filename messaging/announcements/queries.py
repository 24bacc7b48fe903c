"""The announcements that a viewer reads or has written, and who has answered them."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext
from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import join

from constellations.access import Viewer, covering, find, is_key, visible
from constellations.core import clock
from constellations.core.database import session
from constellations.core.paging import Paged, paged
from constellations.models import Constellation, Person
from constellations.permissions import Permission, Role
from messaging.announcements import rules
from messaging.announcements.models import Announcement, GotIt, counts_answers, is_reader, oversees
from messaging.announcements.rules import Standing, Tally
from messaging.rules import Piece, pieces


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read an announcement, and whether they have said “Got it”."""

    person_id: uuid.UUID
    name: str
    has_answered: bool


@dataclass(frozen=True, slots=True)
class AnnouncementShown:
    """An announcement as its reader may know it; withdrawn, it is a stub without words.

    `constellation` is whom it is for, none where that is the whole service. Who wrote it, as long as they may write
    there, and staff have the `tally`, and on its own page in `missing` the names of those who have not answered.
    """

    announcement_id: uuid.UUID
    title: str
    body: str
    author: str
    author_role: Role
    constellation_id: uuid.UUID | None
    constellation: str | None
    at: dt.datetime
    standing: Standing
    version: int
    reminded_on: dt.date | None
    is_own: bool
    writes_there: bool
    is_reader: bool
    has_answered: bool
    is_answered: bool
    tally: Tally | None
    may_withdraw: bool
    missing: tuple[str, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its words, cut at links."""
        return pieces(self.body)

    @property
    def on(self) -> dt.date:
        """The day in London on which it went out, or goes out."""
        return clock.london(self.at).date()

    @property
    def waits_for_viewer(self) -> bool:
        """Whether the viewer has still to say “Got it”."""
        return self.is_reader and not self.has_answered and self.standing is Standing.OUT

    @property
    def may_change(self) -> bool:
        """Whether the viewer may still change its words."""
        is_theirs = self.is_own and (self.writes_there or self.standing is Standing.PLANNED)
        return is_theirs and not self.is_answered and self.standing is not Standing.WITHDRAWN

    @property
    def may_remind(self) -> bool:
        """Whether there is somebody whom the viewer may remind today."""
        is_due = self.reminded_on is None or self.reminded_on < clock.today()
        return self.tally is not None and self.tally.waiting > 0 and is_due


def announcements_of(viewer: Viewer, number: int) -> Paged[AnnouncementShown]:
    """A page of what has gone out, the latest first; of what was withdrawn who answered it keeps a stub."""
    listed = select(Announcement).where(Announcement.sent_at.is_not(None), _is_listed(viewer))
    asked = covering(viewer, listed, Announcement, through=(GotIt,))
    found = paged(asked.order_by(Announcement.sent_at.desc(), Announcement.id.desc()), number)
    return Paged(_shown(viewer, found.rows), found.number, found.last)


def planned_announcements(viewer: Viewer) -> list[AnnouncementShown]:
    """What the viewer has written for later, the next first."""
    asked = visible(viewer, Announcement).where(Announcement.sent_at.is_(None))
    return _shown(viewer, session().scalars(asked.order_by(Announcement.goes_out_at, Announcement.id)).all())


def announcement_shown(viewer: Viewer, announcement_id: uuid.UUID) -> AnnouncementShown:
    """One announcement; raises NotFound alike for not there and not theirs."""
    found = _shown(viewer, [find(viewer, Announcement, announcement_id)])[0]
    if found.tally is None:
        return found
    readers = readers_of(viewer, announcement_id)
    return replace(found, missing=tuple(reader.name for reader in readers if not reader.has_answered))


def changeable_announcement(viewer: Viewer, announcement_id: uuid.UUID) -> AnnouncementShown:
    """One whose words the viewer may change; raises NotTheAuthor, Answered, Withdrawn, WritesThereNoMore, NotFound."""
    found = announcement_shown(viewer, announcement_id)
    rules.must_be_changeable(found.standing, found.is_own, found.is_answered)
    if not found.may_change:
        raise rules.WritesThereNoMore
    return found


def unanswered_announcements(viewer: Viewer) -> list[AnnouncementShown]:
    """What the viewer reads and has not said “Got it” to, the latest first."""
    return _shown(viewer, session().scalars(_unanswered(viewer).order_by(Announcement.sent_at.desc())).all())


def unanswered_count(viewer: Viewer) -> int:
    """How many they are."""
    counted = _unanswered(viewer).with_only_columns(func.count(), maintain_column_froms=True)
    return session().scalar(counted) or 0


def readers_of(viewer: Viewer, announcement_id: uuid.UUID) -> list[Reader]:
    """Everybody who may read an announcement at this moment, by name, and whether they have answered."""
    asked = select(Person.id, Person.name, GotIt.at).select_from(_with_readers(viewer))
    theirs = asked.where(Announcement.id == announcement_id).order_by(Person.name, Person.id)
    rows = session().execute(covering(Viewer.system(), theirs))
    return [Reader(row[0], row[1], row[2] is not None) for row in rows]


def is_answered(announcement_id: uuid.UUID) -> bool:
    """Whether anybody has said “Got it”, whoever it was."""
    asked = select(exists().where(GotIt.announcement_id == announcement_id))
    return bool(session().scalar(covering(Viewer.system(), asked)))


def audiences(viewer: Viewer) -> Mapping[uuid.UUID | None, str]:
    """Whom the viewer may write to, and how they are called: constellations; none, where that is the whole service."""
    if not viewer.may(Permission.ANNOUNCE):
        return {}
    offered: dict[uuid.UUID | None, str] = {}
    theirs = visible(viewer, Constellation).order_by(Constellation.name, Constellation.id)
    if oversees(viewer):
        offered[None] = gettext("Everybody in the service")
    elif viewer.is_carer:
        theirs = theirs.where(Constellation.id.in_(viewer.hub_of))
    return offered | {row.id: row.name for row in session().scalars(theirs)}


def _unanswered(viewer: Viewer) -> Select[Announcement]:
    """Selects what waits for the viewer; the tripwire is told of each table."""
    reader = select(Person.id).where(is_key(Person.id, viewer.person_id), is_reader(viewer.today))
    asked = select(Announcement).where(
        Announcement.sent_at.is_not(None),
        Announcement.withdrawn_at.is_(None),
        exists(reader.correlate(Announcement)),
        ~_has_answered(viewer),
    )
    return covering(viewer, asked, Announcement, through=(GotIt, Person))


def _has_answered(viewer: Viewer) -> ColumnElement[bool]:
    return exists().where(GotIt.announcement_id == Announcement.id, is_key(GotIt.person_id, viewer.person_id))


def _is_listed(viewer: Viewer) -> ColumnElement[bool]:
    keeps_all = is_key(Announcement.service_id, viewer.service_id) if counts_answers(viewer) else false()
    is_own = is_key(Announcement.author_id, viewer.person_id)
    return or_(Announcement.withdrawn_at.is_(None), is_own, keeps_all, _has_answered(viewer))


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known around some announcements: names, whom the viewer reads, and who has answered."""

    authors: dict[uuid.UUID, Person]
    constellations: dict[uuid.UUID, str]
    read: frozenset[uuid.UUID]
    answered_by_viewer: frozenset[uuid.UUID]
    answered: frozenset[uuid.UUID]
    tallies: dict[uuid.UUID, Tally]
    writes_to: Collection[uuid.UUID | None]


def _shown(viewer: Viewer, rows: Sequence[Announcement]) -> list[AnnouncementShown]:
    """Announcements with their authors and answers; a fixed number of queries."""
    if not rows:
        return []
    ids = {row.id for row in rows}
    mine = select(GotIt.announcement_id).where(is_key(GotIt.person_id, viewer.person_id))
    # Asked only where something is their own.
    writes_to = audiences(viewer) if any(row.author_id == viewer.person_id for row in rows) else ()
    around = _Around(
        authors=_people({row.author_id for row in rows}),
        constellations=_constellation_names({row.constellation_id for row in rows if row.constellation_id}),
        read=_read_by(viewer, ids),
        answered_by_viewer=_answered(mine, ids),
        answered=_answered(select(GotIt.announcement_id).distinct(), ids),
        tallies=_tallies(viewer, {row.id for row in rows if _counts(viewer, row, writes_to)}),
        writes_to=writes_to,
    )
    return [_one(viewer, row, around) for row in rows]


def _one(viewer: Viewer, row: Announcement, around: _Around) -> AnnouncementShown:
    is_own, is_stub = row.author_id == viewer.person_id, row.withdrawn_at is not None
    author = around.authors[row.author_id]
    return AnnouncementShown(
        announcement_id=row.id,
        title=gettext("Withdrawn") if is_stub else row.title,
        body="" if is_stub else row.body,
        author=author.name,
        author_role=author.role,
        constellation_id=row.constellation_id,
        constellation=around.constellations[row.constellation_id] if row.constellation_id else None,
        at=row.sent_at or row.goes_out_at or row.created_at,
        standing=rules.standing_of(row.sent_at, row.withdrawn_at),
        version=row.version,
        reminded_on=row.reminded_on,
        is_own=is_own,
        writes_there=row.constellation_id in around.writes_to,
        is_reader=row.id in around.read,
        has_answered=row.id in around.answered_by_viewer,
        is_answered=row.id in around.answered,
        tally=around.tallies.get(row.id),
        may_withdraw=(is_own or counts_answers(viewer)) and not is_stub,
    )


def _counts(viewer: Viewer, row: Announcement, writes_to: Collection[uuid.UUID | None]) -> bool:
    """Whether the viewer is told who has answered: who wrote it and still may write there, and staff."""
    is_out = row.sent_at is not None and row.withdrawn_at is None
    is_theirs = row.author_id == viewer.person_id and row.constellation_id in writes_to
    return is_out and (is_theirs or counts_answers(viewer))


def _tallies(viewer: Viewer, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Tally]:
    counted = (
        select(Announcement.id, func.count(GotIt.person_id), func.count(Person.id))
        .select_from(_with_readers(viewer))
        .where(Announcement.id.in_(ids))
        .group_by(Announcement.id)
    )
    rows = session().execute(covering(Viewer.system(), counted)) if ids else ()
    return dict.fromkeys(ids, Tally(0, 0)) | {row[0]: Tally(row[1], row[2]) for row in rows}


def _with_readers(viewer: Viewer) -> FromClause:
    """Announcements, each with all of its readers, and with the answer of each who has answered."""
    answer = and_(GotIt.announcement_id == Announcement.id, GotIt.person_id == Person.id)
    return join(join(Announcement, Person, is_reader(viewer.today)), GotIt, answer, isouter=True)


def _read_by(viewer: Viewer, ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    theirs = select(Announcement.id).join(Person, is_reader(viewer.today))
    asked = theirs.where(is_key(Person.id, viewer.person_id), Announcement.id.in_(ids))
    return frozenset(session().scalars(covering(Viewer.system(), asked)))


def _answered(which: Select[uuid.UUID], ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    return frozenset(session().scalars(covering(Viewer.system(), which.where(GotIt.announcement_id.in_(ids)))))


def _people(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Person]:
    people = select(Person).where(Person.id.in_(ids))
    return {person.id: person for person in session().scalars(covering(Viewer.system(), people))}


def _constellation_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    named = select(Constellation.id, Constellation.name).where(Constellation.id.in_(ids))
    return {row[0]: row[1] for row in session().execute(covering(Viewer.system(), named))}
