"""Handing in the mail that waits, each mail once; and what the outbox of pushes does in the same way."""

import datetime as dt
import uuid
from typing import TypeVar

import structlog
from sqlalchemy import delete, or_, select, update

from constellations.access import Viewer, covering, visible
from constellations.accounts.models import MailedLink
from constellations.core import clock
from constellations.core.database import transaction
from constellations.core.mail import HandIn, NoServer, NotTaken, letter, post_office, sender
from constellations.core.settings import Settings, current_settings
from constellations.jobs.rules import JobResult
from constellations.notices.alerts.queries import wishes_of
from constellations.notices.models import Notice, OutboxMail, OutboxPush
from constellations.notices.rules import MOST_ATTEMPTS, is_laid_aside, wait_after

log = structlog.get_logger()

MOST_AT_ONCE = 200
"""How many things of an outbox one run sends; the next run is seconds away."""

Kind = TypeVar("Kind", OutboxMail, OutboxPush)


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
        leave_out_needless(viewer, OutboxMail)
    with post_office(settings.mail_url, settings.data_folder / "mail") as hand_in:
        for _ in range(MOST_AT_ONCE):
            mail = take_one(viewer, OutboxMail)
            if mail is None:
                break
            problem = _hand_in(hand_in, mail, settings)
            with transaction():
                noted = note_outcome(viewer, OutboxMail, mail.id, problem.kind if problem else None, MOST_ATTEMPTS)
                if noted is not None and problem is None:
                    noted.body = ""
            sent, failed = sent + (problem is None), failed + (problem is not None)
            if isinstance(problem, NoServer):
                break
    return JobResult(sent + failed, f"{sent} sent" + (f", {failed} not taken" if failed else ""))


def leave_out_needless(viewer: Viewer, kind: type[Kind]) -> None:
    """Forget alerts that wait for people who have read everything, and put off those that came into quiet hours."""
    with transaction():
        _drop_read_news(viewer, kind)
        _keep_quiet_hours(viewer, kind)


def take_one(viewer: Viewer, kind: type[Kind]) -> Kind | None:
    """Take the oldest that is due, counting the attempt before it is made: nobody else takes it meanwhile."""
    due = (
        visible(viewer, kind)
        .where(kind.sent_at.is_(None), kind.parked_at.is_(None), kind.due_at <= clock.now())
        .order_by(kind.due_at, kind.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with transaction() as session:
        taken = session.scalars(due).one_or_none()
        if taken is None:
            return None
        taken.attempts += 1
        taken.due_at = clock.now() + wait_after(taken.attempts)
    session.expunge(taken)
    return taken


def note_outcome(viewer: Viewer, kind: type[Kind], taken_id: uuid.UUID, problem: str | None, most: int) -> Kind | None:
    """Write down how an attempt ended; what was tried too often is laid aside, and the ledger shows it.

    Gives what was noted; none where it was forgotten meanwhile.
    """
    with transaction() as session:
        taken = session.scalars(visible(viewer, kind).where(kind.id == taken_id)).one_or_none()
        if taken is None:
            return None
        taken.last_error = problem
        if problem is None:
            taken.sent_at = clock.now()
        elif is_laid_aside(taken.attempts, most):
            taken.parked_at = clock.now()
            log.error("laid aside", outbox=kind.__tablename__, id=str(taken_id), kind=problem)
    return taken


def _drop_dead_links(viewer: Viewer) -> None:
    """Forget links that open nothing any more: a mail that waits with one goes, one that was laid aside is emptied."""
    is_dead = or_(MailedLink.used_at.is_not(None), MailedLink.good_until <= clock.now())
    carries_one = OutboxMail.link_id.in_(select(MailedLink.id).where(is_dead)) & OutboxMail.sent_at.is_(None)
    waiting = delete(OutboxMail).where(carries_one, OutboxMail.parked_at.is_(None))
    aside = update(OutboxMail).where(carries_one, OutboxMail.body != "").values(body="")
    with transaction() as session:
        for forgotten in (waiting, aside):
            session.execute(covering(viewer, forgotten.execution_options(synchronize_session=False)))


def _hand_in(hand_in: HandIn, mail: OutboxMail, settings: Settings) -> NotTaken | None:
    try:
        from_ = sender(settings.mail_url, settings.public_url)
        hand_in(letter(from_, mail.address, mail.subject, mail.body, mail.id.hex))
    except NotTaken as refused:
        return refused
    except ValueError as wrong:
        return NotTaken(type(wrong).__name__)
    return None


def _drop_read_news(viewer: Viewer, kind: type[Kind]) -> None:
    unread = select(Notice.id).where(Notice.person_id == kind.person_id, Notice.read_at.is_(None))
    needless = delete(kind).where(kind.until_read, kind.sent_at.is_(None), kind.parked_at.is_(None), ~unread.exists())
    with transaction() as session:
        session.execute(covering(viewer, needless.execution_options(synchronize_session=False)))


def _keep_quiet_hours(viewer: Viewer, kind: type[Kind]) -> None:
    """As after hours without a mail server."""
    now = clock.now()
    due = visible(viewer, kind).where(
        kind.person_id.is_not(None), kind.sent_at.is_(None), kind.parked_at.is_(None), kind.due_at <= now
    )
    with transaction() as session:
        alerts = [(each, each.person_id) for each in session.scalars(due.with_for_update(skip_locked=True))]
        wishes = wishes_of(viewer, {person_id for _, person_id in alerts if person_id})
        for alert, person_id in alerts:
            if person_id and wishes[person_id].quiet.hold_at(now):
                alert.due_at = wishes[person_id].quiet.over_at(now)
