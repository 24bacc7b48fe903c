"""Giving a legal hold to a conversation, and lifting it."""

import uuid

from constellations.access import Viewer, hold
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.permissions import Permission
from messaging.conversations.queries import held_conversation
from messaging.keeping.models import LegalHold
from messaging.keeping.rules import hold_reason
from messaging.safeguarding.looks.queries import conversation_of_service


def give_hold(viewer: Viewer, conversation_id: uuid.UUID, reason: str) -> uuid.UUID:
    """Let nothing of a conversation of the service go until the hold is lifted; it may have several.

    Raises NoHoldReason, LongReason, NotFound.
    """
    viewer.must(Permission.LOOK_INTO_TALK)
    why = hold_reason(reason)
    with transaction():
        looked = conversation_of_service(viewer, conversation_id)
        if viewer.person_id is None:
            raise NotFound
        # Held, so that the daily job either has removed what it removes, or finds the hold.
        conversation = held_conversation(Viewer.system(), looked.conversation_id)
        given = LegalHold(
            service_id=conversation.service_id,
            conversation_id=conversation.id,
            reason=why,
            given_by=viewer.person_id,
        )
        session().add(given)
        session().flush()
        fields = ["conversation_id", "reason", "given_at"]
        audit(viewer, Change("gave_legal_hold", "legal_hold", given.id, fields), conversation.service_id)
        return given.id


def lift_hold(viewer: Viewer, hold_id: uuid.UUID) -> None:
    """Let a hold end; twice is once. What is too old goes in the next night, unless something else holds it."""
    viewer.must(Permission.LOOK_INTO_TALK)
    with transaction():
        given = hold(viewer, LegalHold, hold_id)
        if given.lifted_at is None:
            given.lifted_at, given.lifted_by = clock.now(), viewer.person_id
            audit(viewer, Change("lifted_legal_hold", "legal_hold", given.id, ["lifted_at"]), given.service_id)
