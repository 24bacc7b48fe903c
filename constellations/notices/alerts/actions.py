"""Saying how one wants to be alerted, and alerting people: one mail for all that waits."""

import datetime as dt
import uuid

from flask_babel import gettext, ngettext
from sqlalchemy import select, update

from constellations.access import Viewer, covering, find, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden
from constellations.core.settings import current_settings
from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.actions import send_mail
from constellations.notices.alerts.queries import own_setting, own_wishes, people_to_alert, wishes_of
from constellations.notices.models import AlertSetting, Notice, OutboxMail
from constellations.notices.push.actions import push_to
from constellations.notices.rules import AlertWishes, alert_at, when_not_quiet
from constellations.permissions import Permission

MOST_AT_ONCE = 500
"""How many people one run alerts; the next run is seconds away."""

FIELDS = ("quiet_from", "quiet_until", "by_mail", "by_push", "morning_summary", "monday_digest", "shares_reading") + (
    "by_text",
    "mobile",
)


def choose_alerts(viewer: Viewer, wishes: AlertWishes) -> None:
    """Say how the viewer wants to be alerted; what waits already follows. The same again changes nothing.

    It is one's own alone and the page says all of it, so the last word counts; of another mobile number, or none in
    place of one, the person is told by mail. Raises NoMobile, MobileMissing.
    """
    viewer.must(Permission.USE_ROOST)
    if viewer.person_id is None:
        raise Forbidden
    wishes = wishes.checked()
    with transaction() as here:
        if own_wishes(viewer) == wishes:
            return
        said = own_setting(viewer) or AlertSetting(person_id=viewer.person_id)
        said.quiet_from, said.quiet_until = wishes.quiet.starts, wishes.quiet.ends
        said.by_mail, said.by_push = wishes.by_mail, wishes.by_push
        said.morning_summary, said.monday_digest = wishes.morning_summary, wishes.monday_digest
        if said.mobile != wishes.mobile:
            said.mobile_proven_at = None
            _tell_of_mobile(viewer.person_id, had_one=said.mobile is not None)
        said.shares_reading, said.by_text, said.mobile = wishes.shares_reading, wishes.by_text, wishes.mobile
        here.add(said)
        waiting = visible(viewer, Notice).where(Notice.alert_at.is_not(None), Notice.read_at.is_(None))
        for notice in here.scalars(waiting):
            notice.alert_at = alert_at(notice.created_at, wishes)
        record(viewer, "choose_alerts", viewer.person_id)
        audit(viewer, Change("choose_alerts", "alert_setting", viewer.person_id, FIELDS))


def _tell_of_mobile(person_id: uuid.UUID, had_one: bool) -> None:
    """Write to whoever had a number that it is another one, or gone: a text message would no longer reach them."""
    if had_one:
        person = find(Viewer.system(), Person, person_id)
        send_mail(person.email, gettext(MOBILE_SUBJECT), gettext(MOBILE_BODY, name=person.name))


MOBILE_SUBJECT = "Your mobile number in Roost"

MOBILE_BODY = """Hello %(name)s

Your mobile number in Roost has just been changed or removed. Emergencies are no longer sent to the one before.

If that was you, there is nothing to do. If it was not, tell your fostering service today.
"""


def alert_people(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # a job of the installation: news waits for no service
    since: dt.date,  # noqa: ARG001  # nor for a day
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Alert everybody for whom news is due, each once for all that waits and is not read."""
    alerted = sum(_alert(viewer, person_id) for person_id in people_to_alert(viewer, clock.now(), MOST_AT_ONCE))
    return JobResult(alerted, f"{alerted} alerted")


def _alert(viewer: Viewer, person_id: uuid.UUID) -> bool:
    """Alert one person, or put it off where quiet hours have begun meanwhile; says whether they were alerted.

    Of two who come at once only one finds news that still waits.
    """
    now = clock.now()
    waiting = update(Notice).where(
        Notice.person_id == person_id, Notice.alert_at.is_not(None), Notice.read_at.is_(None)
    )
    with transaction() as here:
        person, wishes = find(viewer, Person, person_id), wishes_of(viewer, [person_id])[person_id]
        due = when_not_quiet(now, wishes)
        taken = waiting.values(alert_at=None if due == now else due).returning(Notice.id)
        found = here.scalars(covering(viewer, taken)).all()
        if due != now or not found or person.left_at is not None:
            return False
        if wishes.by_mail:
            _mail(viewer, person, len(found))
        if wishes.by_push:
            push_to([person.id])
    return True


def _mail(viewer: Viewer, person: Person, count: int) -> None:
    """Write to somebody that there is news, unless a mail that says so has not left yet."""
    alerts = select(OutboxMail.id).where(OutboxMail.person_id == person.id, OutboxMail.until_read)
    unsent = alerts.where(OutboxMail.sent_at.is_(None), OutboxMail.parked_at.is_(None))
    if session().scalar(covering(viewer, unsent.limit(1))) is None:
        words = ngettext(ONE, SEVERAL, count)
        body = gettext(BODY, words=words, address=current_settings().public_url.rstrip("/"))
        subject, service_id = gettext(SUBJECT), person.service_id
        send_mail(person.email, subject, body, for_person=person.id, until_read=True, service_id=service_id)


SUBJECT = "Something new in Roost"

ONE = "There is something new for you in Roost. Sign in to read it:"

SEVERAL = "%(num)s things are new for you in Roost. Sign in to read them:"

BODY = """Hello

%(words)s
%(address)s/notices

For the sake of the children this mail says no more than that. You choose when Roost writes to you, on its page "You".
"""
