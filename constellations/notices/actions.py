"""Telling people something, within the transaction in which it happens."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from constellations.access import Viewer, covering, find
from constellations.core import clock
from constellations.core.database import after_commit, database, session, transaction
from constellations.core.ids import new_id
from constellations.core.settings import current_settings
from constellations.models import Person
from constellations.notices.models import Notice, OutboxMail
from constellations.notices.rules import must_be_one_line
from constellations.notices.sockets import notice_told


@dataclass(frozen=True, slots=True)
class News:
    """What is told: `words` and the `path` they lead to stay inside Roost; the mail says neither.

    `once` is the name of this piece of news: told again to the same person, it does nothing.
    """

    once: str
    words: str
    path: str


def tell(people: Iterable[uuid.UUID], news: News, by_mail: bool = True) -> int:
    """Tell people something; gives how many of them did not know it yet. Those who left are told nothing."""
    reachable = _reachable(people)
    if not reachable:
        return 0
    insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
    shared = {"once": news.once, "words": news.words, "path": news.path, "created_at": clock.now()}
    rows = insert_here(Notice).values([{"id": new_id(), "person_id": person, **shared} for person in reachable])
    told = list(session().scalars(rows.on_conflict_do_nothing().returning(Notice.person_id)))
    if by_mail:
        for person_id in told:
            send_mail(reachable[person_id], SUBJECT, BODY.format(address=current_settings().public_url))
    if told:
        after_commit(lambda: notice_told(told))
    return len(told)


def send_mail(address: str, subject: str, body: str, link_id: uuid.UUID | None = None) -> None:
    """Put a mail into the outbox; it goes out after the commit, and again until it got through.

    With the id of the link that it carries, it is not sent any more once that is dead. Raises NotOneLine where a
    line break hides in address or subject.
    """
    must_be_one_line(address)
    mail = OutboxMail(address=address, subject=must_be_one_line(subject), body=body, link_id=link_id)
    session().add(mail)


def read_notice(viewer: Viewer, notice_id: uuid.UUID) -> str:
    """Mark one's notice as read; gives the path it leads to. Raises NotFound."""
    with transaction():
        notice = find(viewer, Notice, notice_id)
        notice.read_at = notice.read_at or clock.now()
        return notice.path


def read_all_notices(viewer: Viewer) -> None:
    """Mark all of one's notices as read."""
    unread = update(Notice).where(Notice.read_at.is_(None)).values(read_at=clock.now())
    with transaction() as here:
        here.execute(covering(viewer, unread, Notice))


SUBJECT = "Something new in Roost"

BODY = """Hello

There is something new for you in Roost. Sign in to read it:
{address}/notices

For the sake of the children this mail says no more than that.
"""


def _reachable(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Those of some people who have not left, with their addresses."""
    wanted = set(people)
    if not wanted:
        return {}
    here = select(Person.id, Person.email).where(Person.id.in_(wanted), Person.left_at.is_(None))
    return {row[0]: row[1] for row in session().execute(covering(Viewer.system(), here))}
