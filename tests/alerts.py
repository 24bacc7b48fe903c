"""News that waits to be mailed, in tests: let the wait pass, and see whom a mail reached."""

import time_machine
from sqlalchemy import func, select

from constellations.access import Viewer, covering, visible
from constellations.core import clock
from constellations.core.database import session
from constellations.jobs.rules import JobResult
from constellations.notices.alerts.actions import alert_people
from constellations.notices.models import Notice, OutboxMail

SYSTEM = Viewer.system()


def alert_now() -> JobResult:
    """One run of the job that alerts people."""
    return alert_people(SYSTEM, None, clock.today(), clock.today())


def alert_all() -> None:
    """Alert everybody whom news waits for, as soon as the last of it is due."""
    session().rollback()
    last = session().scalar(covering(SYSTEM, select(func.max(Notice.alert_at))))
    if last is not None:
        with time_machine.travel(last, tick=False):
            alert_now()


def outbox() -> list[OutboxMail]:
    """All mails, sent or not, by address."""
    session().rollback()
    return list(session().scalars(visible(SYSTEM, OutboxMail).order_by(OutboxMail.address)))
