"""Telling people something, within the transaction in which it happens."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from constellations.access import Viewer, covering, find
from constellations.core import clock
from constellations.core.database import after_commit, database, session, transaction
from constellations.core.ids import new_id
from constellations.core.settings import current_settings
from constellations.models import Person
from constellations.notices.alerts.queries import wishes_of
from constellations.notices.models import Notice, OutboxMail
from constellations.notices.push.actions import push_to
from constellations.notices.rules import alert_at, must_be_one_line
from constellations.notices.sockets import notice_told
from constellations.notices.texts.actions import text_to
from constellations.notices.texts.rules import TextKind


@dataclass(frozen=True, slots=True)
class News:
    """What is told: `words` and the `path` they lead to stay inside Roost; mail, push and texts say neither.

    `once` is the name of this piece of news: told again to the same person, it does nothing. `is_emergency` is for a
    true emergency alone: it is mailed and pushed at once, through quiet hours and whatever people have chosen, and sent
    as a text message to those who have chosen that.
    """

    once: str
    words: str
    path: str
    is_emergency: bool = False


def tell(people: Iterable[uuid.UUID], news: News, by_mail: bool = True) -> int:
    """Tell people something; gives how many of them did not know it yet. Those who left are told nothing.

    Inside Roost they are told at once. They are alerted a little later, and in the way that they have chosen (see
    `alerts/`); without `by_mail` not at all: neither by mail nor by push or text.
    """
    reachable = _reachable(people)
    if not reachable:
        return 0
    insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
    shared = {"once": news.once, "words": news.words, "path": news.path, "created_at": clock.now()}
    alerts = _alerts(reachable) if by_mail and not news.is_emergency else {}
    rows = [{"id": new_id(), "person_id": one, "alert_at": alerts.get(one), **shared} for one in reachable]
    added = insert_here(Notice).values(rows).on_conflict_do_nothing().returning(Notice.person_id)
    told = list(session().scalars(added))
    if by_mail and news.is_emergency:
        for person_id in told:
            address, service_id = reachable[person_id]
            body = gettext(URGENT_BODY, address=_address())
            send_mail(address, gettext(URGENT_SUBJECT), body, service_id=service_id)
        push_to(told, is_urgent=True)
        text_to(told, TextKind.EMERGENCY)
    if told:
        after_commit(lambda: notice_told(told))
    return len(told)


def send_mail(
    address: str,
    subject: str,
    body: str,
    link_id: uuid.UUID | None = None,
    for_person: uuid.UUID | None = None,
    until_read: bool = False,
    service_id: uuid.UUID | None = None,
) -> None:
    """Put a mail into the outbox; it goes out after the commit, and again until it got through.

    With the id of the link that it carries, it is not sent any more once that is dead. For a person it keeps their
    quiet hours; `until_read` it is not sent once they have read all notices. With a service it may go by GOV.UK Notify:
    an alert that names nobody and opens nothing. Raises NotOneLine where a line break hides in address or subject.
    """
    must_be_one_line(address)
    kept_by = {"link_id": link_id, "person_id": for_person, "until_read": until_read, "service_id": service_id}
    session().add(OutboxMail(address=address, subject=must_be_one_line(subject), body=body, **kept_by))


def read_notice(viewer: Viewer, notice_id: uuid.UUID) -> str:
    """Mark one's notice as read; gives the path it leads to. Raises NotFound."""
    with transaction():
        notice = find(viewer, Notice, notice_id)
        notice.read_at, notice.alert_at = notice.read_at or clock.now(), None
        return notice.path


def note_read(notices: Collection[Notice]) -> None:
    """Mark notices as read whose matter their people have seen, so that nobody is alerted to it; in the transaction."""
    for notice in notices:
        notice.read_at, notice.alert_at = clock.now(), None
    people = {notice.person_id for notice in notices}
    if people:
        after_commit(lambda: notice_told(people))


def read_all_notices(viewer: Viewer) -> None:
    """Mark all of one's notices as read."""
    unread = update(Notice).where(Notice.read_at.is_(None)).values(read_at=clock.now(), alert_at=None)
    with transaction() as here:
        here.execute(covering(viewer, unread, Notice))


URGENT_SUBJECT = "Urgent: somebody needs you in Roost"

URGENT_BODY = """Hello

Somebody needs you in Roost now. Sign in to read it:
%(address)s/notices

If someone is in danger, phone 999. For the sake of the children this mail says no more than that.
"""


def _address() -> str:
    return current_settings().public_url.rstrip("/")


def _alerts(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, dt.datetime | None]:
    """When each of these people is to be alerted to what they are told now."""
    wishes = wishes_of(Viewer.system(), set(people))
    return {person_id: alert_at(clock.now(), theirs) for person_id, theirs in wishes.items()}


def _reachable(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[str, uuid.UUID | None]]:
    """Those of some people who have not left, with their addresses and services."""
    wanted = set(people)
    if not wanted:
        return {}
    here = select(Person.id, Person.email, Person.service_id).where(Person.id.in_(wanted), Person.left_at.is_(None))
    return {row[0]: (row[1], row[2]) for row in session().execute(covering(Viewer.system(), here))}
