"""The mails that were laid aside and are worth another try."""

from sqlalchemy import ColumnElement, and_, or_

from constellations.core import clock
from constellations.notices.models import OutboxMail
from constellations.notices.outbox.again.rules import good_for


def worth_another_try() -> ColumnElement[bool]:
    """Whether a mail was laid aside and may still go: it is not too old, and what it carries still opens something."""
    young = (
        and_(
            OutboxMail.service_id.is_not(None) if is_of_service else OutboxMail.service_id.is_(None),
            OutboxMail.until_read.is_(until_read),
            OutboxMail.created_at > clock.now() - good_for(is_of_service, until_read),
        )
        for is_of_service in (True, False)
        for until_read in (True, False)
    )
    # One whose link is dead has been emptied.
    return and_(OutboxMail.parked_at.is_not(None), OutboxMail.sent_at.is_(None), OutboxMail.body != "", or_(*young))
