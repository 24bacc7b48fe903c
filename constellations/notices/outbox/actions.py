"""Handing in the mail that waits, each mail once."""

import datetime as dt
import uuid

import structlog
from sqlalchemy import delete, or_, select, update

from constellations.access import Viewer, covering, find, visible
from constellations.accounts.models import MailedLink
from constellations.core import clock
from constellations.core.database import transaction
from constellations.core.mail import HandIn, NoServer, NotTaken, letter, post_office, sender
from constellations.core.settings import Settings, current_settings
from constellations.jobs.rules import JobResult
from constellations.notices.alerts.queries import wishes_of
from constellations.notices.models import Notice, OutboxMail
from constellations.notices.rules import is_laid_aside, wait_after

log = structlog.get_logger()

MOST_AT_ONCE = 200
"""How many mails one run hands in; the next run is seconds away."""


def send_waiting_mail(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # a job of the installation: mail waits for no service
    since: dt.date,  # noqa: ARG001  # nor for a day
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Hand in what is due, oldest first; stops where the mail server does not answer."""
    settings = current_settings()
    sent = failed = 0
    with transaction():
        _drop_dead_links(viewer)
        _drop_read_news(viewer)
        _keep_quiet_hours(viewer)
    with post_office(settings.mail_url, settings.data_folder / "mail") as hand_in:
        for _ in range(MOST_AT_ONCE):
            mail = _take_one(viewer)
            if mail is None:
                break
            problem = _hand_in(hand_in, mail, settings)
            _note(viewer, mail.id, problem)
            sent, failed = sent + (problem is None), failed + (problem is not None)
            if isinstance(problem, NoServer):
                break
    return JobResult(sent + failed, f"{sent} sent" + (f", {failed} not taken" if failed else ""))


def _drop_dead_links(viewer: Viewer) -> None:
    """Forget links that open nothing any more: a mail that waits with one goes, one that was laid aside is emptied."""
    is_dead = or_(MailedLink.used_at.is_not(None), MailedLink.good_until <= clock.now())
    carries_one = OutboxMail.link_id.in_(select(MailedLink.id).where(is_dead)) & OutboxMail.sent_at.is_(None)
    waiting = delete(OutboxMail).where(carries_one, OutboxMail.parked_at.is_(None))
    aside = update(OutboxMail).where(carries_one, OutboxMail.body != "").values(body="")
    with transaction() as session:
        for forgotten in (waiting, aside):
            session.execute(covering(viewer, forgotten.execution_options(synchronize_session=False)))


def _drop_read_news(viewer: Viewer) -> None:
    """Forget alerts that wait for people who have read everything meanwhile."""
    unread = select(Notice.id).where(Notice.person_id == OutboxMail.person_id, Notice.read_at.is_(None))
    needless = delete(OutboxMail).where(*_ALERT_WAITS, ~unread.exists())
    with transaction() as session:
        session.execute(covering(viewer, needless.execution_options(synchronize_session=False)))


def _keep_quiet_hours(viewer: Viewer) -> None:
    """Put alerts off that have come into the quiet hours of whom they are for, as after hours without a mail server."""
    now = clock.now()
    due = visible(viewer, OutboxMail).where(*_ALERT_WAITS, OutboxMail.due_at <= now)
    with transaction() as session:
        alerts = {mail: mail.person_id for mail in session.scalars(due.with_for_update(skip_locked=True))}
        wishes = wishes_of(viewer, {person_id for person_id in alerts.values() if person_id})
        for mail, person_id in alerts.items():
            if person_id and wishes[person_id].quiet.hold_at(now):
                mail.due_at = wishes[person_id].quiet.over_at(now)


_ALERT_WAITS = (OutboxMail.person_id.is_not(None), OutboxMail.sent_at.is_(None), OutboxMail.parked_at.is_(None))


def _take_one(viewer: Viewer) -> OutboxMail | None:
    """Take the oldest mail that is due, counting the attempt before it is made: nobody else takes it meanwhile."""
    due = (
        select(OutboxMail)
        .where(OutboxMail.sent_at.is_(None), OutboxMail.parked_at.is_(None), OutboxMail.due_at <= clock.now())
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with transaction() as session:
        mail = session.scalars(covering(viewer, due)).one_or_none()
        if mail is None:
            return None
        mail.attempts += 1
        mail.due_at = clock.now() + wait_after(mail.attempts)
    session.expunge(mail)
    return mail


def _hand_in(hand_in: HandIn, mail: OutboxMail, settings: Settings) -> NotTaken | None:
    try:
        from_ = sender(settings.mail_url, settings.public_url)
        hand_in(letter(from_, mail.address, mail.subject, mail.body, mail.id.hex))
    except NotTaken as refused:
        return refused
    except ValueError as wrong:
        return NotTaken(type(wrong).__name__)
    return None


def _note(viewer: Viewer, mail_id: uuid.UUID, problem: NotTaken | None) -> None:
    """Write down how the attempt ended; a mail that was tried too often is laid aside, and the ledger shows it."""
    with transaction():
        mail = find(viewer, OutboxMail, mail_id)
        mail.last_error = problem.kind if problem else None
        if problem is None:
            mail.sent_at, mail.body = clock.now(), ""
        elif is_laid_aside(mail.attempts):
            mail.parked_at = clock.now()
            log.error("a mail is laid aside", mail=str(mail_id), kind=problem.kind)
