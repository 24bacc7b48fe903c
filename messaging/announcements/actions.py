"""Writing announcements, letting them go out, answering them, reminding, and taking them back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from flask_babel import gettext, ngettext
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from constellations.access import Viewer, covering, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import database, session, transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from constellations.queries import viewer_for
from messaging.announcements import rules
from messaging.announcements.models import Announcement, GotIt
from messaging.announcements.queries import audiences, is_answered, readers_of
from messaging.rules import tidy


@dataclass(frozen=True, slots=True)
class Drafted:
    """What somebody announces: to a constellation, or without one to the service; now, or at a moment to come."""

    title: str
    body: str
    constellation_id: uuid.UUID | None
    goes_out_at: dt.datetime | None = None


def announce(viewer: Viewer, drafted: Drafted) -> uuid.UUID:
    """Let an announcement go out, or keep it for its moment.

    Raises NoHeading, HeadingTooLong, NothingWritten, TooLong, GoneBy, TooFarAhead; NotFound for others’ people.
    """
    viewer.must(Permission.ANNOUNCE)
    title, body = rules.heading(drafted.title), tidy(drafted.body)
    rules.must_be_ahead(drafted.goes_out_at, clock.now())
    with transaction() as here:
        if viewer.service_id is None or viewer.person_id is None or drafted.constellation_id not in audiences(viewer):
            raise NotFound
        announcement = Announcement(
            service_id=viewer.service_id,
            constellation_id=drafted.constellation_id,
            author_id=viewer.person_id,
            title=title,
            body=body,
            goes_out_at=drafted.goes_out_at or clock.now(),
        )
        here.add(announcement)
        here.flush()
        _note(viewer, "wrote_announcement", announcement, "title", "body", "constellation_id", "goes_out_at")
        if drafted.goes_out_at is None:
            _let_out(viewer, announcement)
        return announcement.id


def change_announcement(viewer: Viewer, announcement_id: uuid.UUID, drafted: Drafted, version: int) -> None:
    """Change one's own announcement while nobody has said “Got it”; before it goes out also when, and to whom.

    What is out stands, too, where one may not write to its readers any more: who was the hub, or a manager. Raises
    NotTheAuthor, Answered, Withdrawn, WritesThereNoMore, ChangedMeanwhile, and what `announce` raises.
    """
    viewer.must(Permission.ANNOUNCE)
    title, body = rules.heading(drafted.title), tidy(drafted.body)
    with transaction():
        announcement = hold(viewer, Announcement, announcement_id)
        standing = rules.standing_of(announcement.sent_at, announcement.withdrawn_at)
        is_own = announcement.author_id == viewer.person_id
        rules.must_be_changeable(standing, is_own, is_answered(announcement.id))
        if standing is rules.Standing.OUT and announcement.constellation_id not in audiences(viewer):
            raise rules.WritesThereNoMore
        if announcement.version != version:
            raise ChangedMeanwhile(announcement.title, title)
        announcement.title, announcement.body, announcement.version = title, body, version + 1
        fields = ["title", "body"]
        if standing is rules.Standing.PLANNED:
            rules.must_be_ahead(drafted.goes_out_at, clock.now())
            if drafted.constellation_id not in audiences(viewer):
                raise NotFound
            announcement.constellation_id = drafted.constellation_id
            announcement.goes_out_at = drafted.goes_out_at or clock.now()
            fields += ["constellation_id", "goes_out_at"]
        _note(viewer, "changed_announcement", announcement, *fields)
        if standing is rules.Standing.PLANNED and drafted.goes_out_at is None:
            _let_out(viewer, announcement)


def say_got_it(viewer: Viewer, announcement_id: uuid.UUID, version: int) -> None:
    """Say that one has read the words of this version; twice is once.

    Raises ReadAgain, Withdrawn, NotOutYet, NotFound (also where one is no reader, as its author is none).
    """
    viewer.must(Permission.TALK)
    with transaction() as here:
        announcement = hold(viewer, Announcement, announcement_id)
        rules.must_be_out(rules.standing_of(announcement.sent_at, announcement.withdrawn_at))
        answered = {one.person_id: one.has_answered for one in readers_of(viewer, announcement.id)}
        if viewer.person_id not in answered:
            raise NotFound
        if answered[viewer.person_id]:
            return
        if announcement.version != version:
            raise rules.ReadAgain
        insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
        row = insert_here(GotIt).values(announcement_id=announcement.id, person_id=viewer.person_id, at=clock.now())
        here.execute(row.on_conflict_do_nothing())
        _note(viewer, "got_it", announcement)


def remind(viewer: Viewer, announcement_id: uuid.UUID) -> int:
    """Tell those who have not answered once more, at most once a day; gives how many. For its author and for staff.

    Raises NotTheAuthor, WritesThereNoMore, NobodyToRemind, RemindedToday, NotOutYet, Withdrawn, NotFound.
    """
    viewer.must(Permission.ANNOUNCE)
    with transaction():
        announcement = hold(viewer, Announcement, announcement_id)
        rules.must_be_out(rules.standing_of(announcement.sent_at, announcement.withdrawn_at))
        if not viewer.is_staff:
            if announcement.author_id != viewer.person_id:
                raise rules.NotTheAuthor
            if announcement.constellation_id not in audiences(viewer):
                raise rules.WritesThereNoMore
        missing = [one.person_id for one in readers_of(viewer, announcement.id) if not one.has_answered]
        rules.must_be_due(announcement.reminded_on, viewer.today, len(missing))
        announcement.reminded_on = viewer.today
        words = gettext("An announcement still waits for your “Got it”.")
        tell(missing, News(f"announcement {announcement.id} {viewer.today}", words, _path(announcement)))
        _note(viewer, "reminded_of_announcement", announcement, "reminded_on")
        return len(missing)


def withdraw_announcement(viewer: Viewer, announcement_id: uuid.UUID) -> None:
    """Take an announcement back, before it goes out or after; a stub stays. One's own, or as staff anybody's.

    Raises NotTheAuthor, Withdrawn, NotFound.
    """
    viewer.must(Permission.ANNOUNCE)
    with transaction():
        announcement = hold(viewer, Announcement, announcement_id)
        if announcement.author_id != viewer.person_id and not viewer.is_staff:
            raise rules.NotTheAuthor
        if announcement.withdrawn_at is not None:
            raise rules.Withdrawn
        _take_back(viewer, announcement)


def send_due_announcements(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # of all services at once
    since: dt.date,  # noqa: ARG001  # what fell due while no job ran is due still
    until: dt.date,  # noqa: ARG001  # moments, not days, say when one goes out
) -> JobResult:
    """Let out what has come to its moment, each once; what its author may not send any more is taken back."""
    due = select(Announcement.id).where(
        Announcement.sent_at.is_(None), Announcement.withdrawn_at.is_(None), Announcement.goes_out_at <= clock.now()
    )
    found = session().scalars(covering(viewer, due.order_by(Announcement.goes_out_at, Announcement.id))).all()
    sent = sum(_send(viewer, announcement_id) for announcement_id in found)
    return JobResult(sent, ngettext("%(num)s announcement went out.", "%(num)s announcements went out.", sent))


def _send(viewer: Viewer, announcement_id: uuid.UUID) -> bool:
    """Let one out in a transaction of its own, so that none waits for another; false where it is not to go any more."""
    with transaction():
        announcement = hold(viewer, Announcement, announcement_id)
        if announcement.sent_at or announcement.withdrawn_at or (announcement.goes_out_at or clock.now()) > clock.now():
            return False
        author = find(viewer, Person, announcement.author_id)
        writer = viewer_for(author)
        if author.left_at is None and announcement.constellation_id in audiences(writer):
            _let_out(writer, announcement)
            return True
        _take_back(viewer, announcement)
        words = gettext("An announcement of yours has not gone out: you do not write to these people any more.")
        tell([author.id], News(f"announcement {announcement.id} not out", words, "/announcements"))
        return False


def _let_out(viewer: Viewer, announcement: Announcement) -> None:
    """Let it be read from now on, and tell its readers; within the transaction."""
    announcement.sent_at = clock.now()
    announcement.joiners_until = rules.joiners_until(announcement.sent_at)
    # A page on which it was still planned has been overtaken.
    announcement.version += 1
    session().flush()
    readers = [one.person_id for one in readers_of(viewer, announcement.id)]
    words = gettext("%(name)s has written an announcement.", name=viewer.name)
    tell(readers, News(f"announcement {announcement.id}", words, _path(announcement)))
    _note(viewer, "sent_announcement", announcement, "sent_at")


def _take_back(viewer: Viewer, announcement: Announcement) -> None:
    announcement.withdrawn_at, announcement.withdrawn_by = clock.now(), viewer.person_id
    _note(viewer, "withdrew_announcement", announcement, "withdrawn_at")


def _note(viewer: Viewer, action: str, announcement: Announcement, *fields: str) -> None:
    record(viewer, action, announcement.id, service_id=announcement.service_id)
    audit(viewer, Change(action, "announcement", announcement.id, list(fields)), announcement.service_id)


def _path(announcement: Announcement) -> str:
    return f"/announcements/{announcement.id}"
