"""Putting mail that was laid aside back among what waits."""

import datetime as dt
import uuid

from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, or_, select, update

from constellations.access import Viewer, covering
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.notify import Way
from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.models import OutboxMail
from constellations.notices.notify.queries import services_using
from constellations.notices.outbox.again.queries import worth_another_try
from constellations.notices.outbox.again.rules import is_of_the_way
from constellations.permissions import Permission


def try_mail_again(viewer: Viewer) -> int:
    """Try all mail of the viewer's service again that was laid aside and is still worth it; gives how many mails.

    Those too that carry no service's name, to people of the service: links, and what is told of an account.
    """
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None:
        raise NotFound
    own = select(Person.email).where(Person.service_id == viewer.service_id)
    theirs = or_(
        OutboxMail.service_id == viewer.service_id,
        and_(OutboxMail.service_id.is_(None), OutboxMail.address.in_(own)),
    )
    with transaction():
        count = put_back(theirs)
        if count:
            record(viewer, "tried_mail_again", viewer.service_id)
            audit(viewer, Change("tried_mail_again", "service", viewer.service_id), viewer.service_id)
        return count


def put_back_what_took_this_way(which: ColumnElement[bool]) -> int:
    """As soon as something got through: let all go that lay aside because nothing did; gives how many mails."""
    aside = select(OutboxMail.id, OutboxMail.last_error).where(worth_another_try(), which)
    rows = session().execute(covering(Viewer.system(), aside))
    mended = [row[0] for row in rows if is_of_the_way(row[1])]
    return put_back(OutboxMail.id.in_(mended)) if mended else 0


def put_back(which: ColumnElement[bool]) -> int:
    """Let mails wait again that were laid aside; gives how many.

    As after a first attempt: whatever an earlier one came to, Notify is asked before it is handed the same again.
    """
    waiting = update(OutboxMail).where(worth_another_try(), which)
    again = waiting.values(parked_at=None, last_error=None, attempts=1, due_at=clock.now()).returning(OutboxMail.id)
    past_objects = again.execution_options(synchronize_session=False)
    with transaction() as here:
        return len(here.scalars(covering(Viewer.system(), past_objects)).all())


def try_one_of_each_way(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # a job of the installation: of Roost's own server and of each service's Notify
    since: dt.date,  # noqa: ARG001  # nor for a day
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Put back the oldest mail of each way that takes none: where it gets through, the others follow it."""
    using = services_using(viewer, Way.MAIL)
    ways = [OutboxMail.service_id == each for each in using]
    ways.append(or_(OutboxMail.service_id.is_(None), OutboxMail.service_id.not_in(using)))
    tried = sum(_put_back_oldest(way) for way in ways)
    return JobResult(tried, ngettext("%(num)s mail is tried again.", "%(num)s mails are tried again.", tried))


def _put_back_oldest(way: ColumnElement[bool]) -> int:
    aside = select(OutboxMail.id, OutboxMail.last_error).where(worth_another_try(), way)
    rows = session().execute(covering(Viewer.system(), aside.order_by(OutboxMail.created_at, OutboxMail.id)))
    oldest = next((row[0] for row in rows.all() if is_of_the_way(row[1])), None)
    return put_back(OutboxMail.id == oldest) if oldest else 0
