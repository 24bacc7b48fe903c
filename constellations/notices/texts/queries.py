"""To whom text messages go, and what lies in their outbox, as counts."""

import uuid
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, func, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.models import Person
from constellations.notices.models import AlertSetting, OutboxText
from constellations.notices.notify.models import NotifyAccount


def texted(viewer: Viewer, people: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Those of some people who have chosen texts and whose service sends any, with that service."""
    chosen = (
        select(Person.id, NotifyAccount.service_id)
        .join(AlertSetting, AlertSetting.person_id == Person.id)
        .join(NotifyAccount, NotifyAccount.service_id == Person.service_id)
        .where(Person.id.in_(people), Person.left_at.is_(None), _is_reached())
        .where(NotifyAccount.text_template.is_not(None))
        .order_by(Person.id)
    )
    return {row[0]: row[1] for row in session().execute(covering(viewer, chosen))}


def mobile_of(viewer: Viewer, person_id: uuid.UUID) -> str | None:
    """Where somebody gets text messages now; none where they have left, or want none any more."""
    chosen = (
        select(AlertSetting.mobile)
        .join(Person, Person.id == AlertSetting.person_id)
        .where(AlertSetting.person_id == person_id, Person.left_at.is_(None), _is_reached())
    )
    return session().scalar(covering(viewer, chosen))


def _is_reached() -> ColumnElement[bool]:
    """Whether somebody wants text messages, and has proven that the number is theirs."""
    return and_(AlertSetting.by_text, AlertSetting.mobile.is_not(None), AlertSetting.mobile_proven_at.is_not(None))


def texts_waiting(viewer: Viewer) -> int:
    """How many text messages still wait; the viewer must be the system."""
    waiting = select(func.count()).where(OutboxText.sent_at.is_(None), OutboxText.parked_at.is_(None))
    return session().scalar(covering(viewer, waiting, OutboxText)) or 0


def texts_laid_aside(viewer: Viewer) -> int:
    """How many text messages were tried too often, or can never be sent; the viewer must be the system."""
    aside = select(func.count()).where(OutboxText.parked_at.is_not(None))
    return session().scalar(covering(viewer, aside, OutboxText)) or 0
