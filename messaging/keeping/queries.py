"""For how long a service keeps what is said, and what holds a conversation from losing anything of it."""

import uuid

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import session
from messaging.keeping.models import LegalHold, Retention
from messaging.keeping.rules import KeptFor, concerns_hold_since
from messaging.models import Message
from messaging.safeguarding.models import Concern


def kept_for(viewer: Viewer, service_id: uuid.UUID) -> KeptFor:
    """For how long a service keeps each kind of record: for ever, until it has chosen something else."""
    row = retention_of(viewer, service_id)
    return row.kept_for if row else KeptFor()


def retention_of(viewer: Viewer, service_id: uuid.UUID) -> Retention | None:
    """What a service has chosen, none where it has chosen nothing yet."""
    chosen = select(Retention).where(Retention.service_id == service_id)
    return session().scalars(covering(viewer, chosen, Retention)).one_or_none()


def is_held(conversation_id: InstrumentedAttribute[uuid.UUID] | uuid.UUID) -> ColumnElement[bool]:
    """Whether nothing of a conversation goes: it has a legal hold, or a concern about one of its messages holds it.

    A concern holds while it is open and for a year after. For statements that ask as the system: of concerns, nobody
    else is to learn in this way.
    """
    held = select(LegalHold.conversation_id).where(LegalHold.lifted_at.is_(None))
    about = aliased(Message)
    worried = (
        select(about.conversation_id)
        .join(Concern, Concern.message_id == about.id)
        .where(or_(Concern.closed_at.is_(None), Concern.closed_at > concerns_hold_since(clock.now())))
    )
    if isinstance(conversation_id, uuid.UUID):
        one = held.where(LegalHold.conversation_id == conversation_id)
        return or_(one.exists(), worried.where(about.conversation_id == conversation_id).exists())
    return or_(conversation_id.in_(held), conversation_id.in_(worried))
