"""Handing in the mail that waits, each mail once; and what the outboxes of texts and pushes do in the same way."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from constellations.access import Viewer, covering, visible
from constellations.accounts.models import MailedLink
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.mail import HandIn, NoServer, NotTaken, letter, post_office, sender
from constellations.core.notify import NeverTaken, Way
from constellations.core.settings import Settings, current_settings
from constellations.jobs.rules import JobResult
from constellations.notices.alerts.queries import wishes_of
from constellations.notices.models import Notice, OutboxMail, OutboxPush, OutboxText
from constellations.notices.notify.actions import hand_over
from constellations.notices.notify.queries import Carrier, carriers
from constellations.notices.outbox.again.actions import put_back_what_took_this_way
from constellations.notices.outbox.again.rules import PERHAPS_WAIT, is_perhaps_taken, kept_of_tries
from constellations.notices.rules import is_laid_aside, wait_after

log = structlog.get_logger()

MOST_AT_ONCE = 200
"""How many things of an outbox one run sends; the next run is seconds away."""

Kind = TypeVar("Kind", OutboxMail, OutboxPush, OutboxText)
Problem = TypeVar("Problem")


@dataclass(frozen=True, slots=True)
class Round:
    """How many things of an outbox were sent in one go, and how many not taken."""

    sent: int = 0
    failed: int = 0

    def __add__(self, other: "Round") -> "Round":
        return Round(self.sent + other.sent, self.failed + other.failed)

    @property
    def result(self) -> JobResult:
        """The same for the ledger."""
        failed = f", {self.failed} not taken" if self.failed else ""
        return JobResult(self.sent + self.failed, f"{self.sent} sent{failed}")


def send_waiting_mail(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # a job of the installation: mail waits for no service
    since: dt.date,  # noqa: ARG001  # nor for a day
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Hand in what is due, oldest first: by the mail server, and of services with an account there by GOV.UK Notify.

    Where one of them does not answer, it stops with that one alone. What carries a link, or no service's name, is never
    handed to Notify.
    """
    settings = current_settings()
    with transaction():
        _drop_dead_links(viewer)
        leave_out_needless(viewer, OutboxMail)
    by_notify = carriers(viewer, Way.MAIL)
    elsewhere = OutboxMail.service_id.in_([each.service_id for each in by_notify])
    with post_office(settings.mail_url, settings.data_folder / "mail") as hand_in:
        ours = or_(OutboxMail.service_id.is_(None), ~elsewhere)
        tally = _mail_round(viewer, lambda mail: _hand_in(hand_in, mail, settings), ours)
    for carrier in by_notify:
        theirs = OutboxMail.service_id == carrier.service_id
        tally += _mail_round(viewer, _handing_over(carrier), theirs)
    return tally.result


def _mail_round(viewer: Viewer, hand_in: Callable[[OutboxMail], NotTaken | None], way: ColumnElement[bool]) -> Round:
    """Hand in what is due on one way; where something got through, what lay aside because nothing did goes next."""
    tally = send_round(viewer, OutboxMail, hand_in, way)
    if tally.sent:
        put_back_what_took_this_way(way)
    return tally


def send_round(
    viewer: Viewer, kind: type[Kind], hand_in: Callable[[Kind], NotTaken | None], *which: ColumnElement[bool]
) -> Round:
    """Hand in some of what is due in an outbox, oldest first; stops where nobody answers who could take it."""
    sent = failed = 0
    for _ in range(MOST_AT_ONCE):
        taken = take_one(viewer, kind, *which)
        if taken is None:
            break
        problem = attempted(partial(hand_in, taken), kind.__tablename__, taken.id)
        is_for_good = isinstance(problem, NeverTaken)
        note_outcome(viewer, kind, taken.id, problem.kind if problem else None, is_for_good)
        sent, failed = sent + (problem is None), failed + (problem is not None)
        if isinstance(problem, NoServer):
            break
    return Round(sent, failed)


def attempted(hand_in: Callable[[], Problem | None], outbox: str, taken_id: uuid.UUID) -> Problem | NotTaken | None:
    """What stood in the way of one thing, if anything; over which the code stumbles is not taken, like any other.

    A database that fails is not the thing's fault: that is raised.
    """
    try:
        return hand_in()
    except SQLAlchemyError:
        raise
    except Exception as failure:
        session().rollback()
        log.error("stumbled over", outbox=outbox, id=str(taken_id), exc_info=failure)
        return NotTaken(type(failure).__name__)


def leave_out_needless(viewer: Viewer, kind: type[Kind]) -> None:
    """Forget alerts that wait for people who have read everything, and put off those that came into quiet hours."""
    with transaction():
        _drop_read_news(viewer, kind)
        _keep_quiet_hours(viewer, kind)


def take_one(viewer: Viewer, kind: type[Kind], *which: ColumnElement[bool]) -> Kind | None:
    """Take the oldest of these that is due, counting the attempt before it is made: nobody else takes it meanwhile."""
    due = (
        visible(viewer, kind)
        .where(kind.sent_at.is_(None), kind.parked_at.is_(None), kind.due_at <= clock.now(), *which)
        .order_by(kind.due_at, kind.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with transaction() as here:
        taken = here.scalars(due).one_or_none()
        if taken is None:
            return None
        taken.attempts += 1
        taken.due_at = clock.now() + wait_after(taken.attempts, taken.waits)
    here.expunge(taken)
    return taken


def note_outcome(
    viewer: Viewer, kind: type[Kind], taken_id: uuid.UUID, problem: str | None, is_for_good: bool = False
) -> None:
    """Write down how an attempt ended; what was tried too often, or failed for good, is laid aside and shown to staff.

    What a server perhaps took is tried once more, much later, and laid aside where it is silent again. Of a mail that
    was sent no words are kept. What was forgotten meanwhile is not noted.
    """
    with transaction() as here:
        taken = here.scalars(visible(viewer, kind).where(kind.id == taken_id)).one_or_none()
        if taken is None:
            return
        is_silent, was_silent = is_perhaps_taken(problem), is_perhaps_taken(taken.last_error)
        taken.last_error = kept_of_tries(taken.last_error, problem)
        if problem is None:
            taken.sent_at = clock.now()
            if isinstance(taken, OutboxMail):
                taken.body = ""
        elif is_for_good or is_laid_aside(taken.attempts) or (is_silent and was_silent):
            taken.parked_at = clock.now()
            log.error("laid aside", outbox=kind.__tablename__, id=str(taken_id), kind=problem)
        elif is_silent:
            taken.due_at = clock.now() + PERHAPS_WAIT


def _drop_dead_links(viewer: Viewer) -> None:
    """Forget links that open nothing any more: a mail that waits with one goes, one that was laid aside is emptied."""
    is_dead = or_(MailedLink.used_at.is_not(None), MailedLink.good_until <= clock.now())
    carries_one = OutboxMail.link_id.in_(select(MailedLink.id).where(is_dead)) & OutboxMail.sent_at.is_(None)
    waiting = delete(OutboxMail).where(carries_one, OutboxMail.parked_at.is_(None))
    aside = update(OutboxMail).where(carries_one, OutboxMail.body != "").values(body="")
    with transaction() as here:
        for forgotten in (waiting, aside):
            here.execute(covering(viewer, forgotten.execution_options(synchronize_session=False)))


def _hand_in(hand_in: HandIn, mail: OutboxMail, settings: Settings) -> NotTaken | None:
    try:
        from_ = sender(settings.mail_url, settings.public_url)
        hand_in(letter(from_, mail.address, mail.subject, mail.body, mail.id.hex))
    except NotTaken as refused:
        return refused
    except ValueError as wrong:
        return NotTaken(type(wrong).__name__)
    return None


def _handing_over(carrier: Carrier) -> Callable[[OutboxMail], NotTaken | None]:
    def hand_in(mail: OutboxMail) -> NotTaken | None:
        """To Notify, whose template shows subject and body and nothing else."""
        words = {"subject": mail.subject, "body": mail.body}
        return hand_over(carrier, mail.address, words, mail.id, mail.attempts)

    return hand_in


def _drop_read_news(viewer: Viewer, kind: type[Kind]) -> None:
    unread = select(Notice.id).where(Notice.person_id == kind.person_id, Notice.read_at.is_(None))
    needless = delete(kind).where(kind.until_read, kind.sent_at.is_(None), kind.parked_at.is_(None), ~unread.exists())
    with transaction() as here:
        here.execute(covering(viewer, needless.execution_options(synchronize_session=False)))


def _keep_quiet_hours(viewer: Viewer, kind: type[Kind]) -> None:
    """As after hours without a mail server."""
    now = clock.now()
    due = visible(viewer, kind).where(
        kind.person_id.is_not(None), kind.sent_at.is_(None), kind.parked_at.is_(None), kind.due_at <= now
    )
    with transaction() as here:
        alerts = [(each, each.person_id) for each in here.scalars(due.with_for_update(skip_locked=True))]
        wishes = wishes_of(viewer, {person_id for _, person_id in alerts if person_id})
        for alert, person_id in alerts:
            if person_id and wishes[person_id].quiet.hold_at(now):
                alert.due_at = wishes[person_id].quiet.over_at(now)
