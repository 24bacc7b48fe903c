"""Giving a reason, and reading a conversation that one is not in."""

import uuid

from constellations.access import Viewer
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.permissions import Permission
from messaging.safeguarding.looks.queries import LookPage, conversation_of_concern, conversation_of_service, look_page
from messaging.safeguarding.models import Look
from messaging.safeguarding.rules import given_reason


def look_into_conversation(viewer: Viewer, conversation_id: uuid.UUID, reason: str, is_copy: bool = False) -> uuid.UUID:
    """Give a reason to read a conversation of the service, or to take a copy of it; everybody in it sees that.

    Raises NoReason, ReasonTooLong, NotFound.
    """
    viewer.must(Permission.LOOK_INTO_TALK)
    with transaction():
        looked = conversation_of_service(viewer, conversation_id)
        return _begun(viewer, looked.conversation_id, None, reason, is_copy)


def look_from_concern(viewer: Viewer, concern_id: uuid.UUID, reason: str) -> uuid.UUID:
    """The same for the conversation of a concern that the viewer reads. Raises NoReason, ReasonTooLong, NotFound."""
    viewer.must(Permission.READ_CONCERNS)
    with transaction():
        looked = conversation_of_concern(viewer, concern_id)
        return _begun(viewer, looked.conversation_id, concern_id, reason)


def look(viewer: Viewer, look_id: uuid.UUID, before: int | None = None) -> LookPage:
    """A page of the conversation, with a line in the audit trail; raises LookOver, NotFound."""
    viewer.must(Permission.READ_CONCERNS)
    with transaction():
        page = look_page(viewer, look_id, before)
        audit(viewer, Change("read_conversation", "conversation", page.looked.conversation_id))
        return page


def _begun(
    viewer: Viewer, conversation_id: uuid.UUID, concern_id: uuid.UUID | None, reason: str, is_copy: bool = False
) -> uuid.UUID:
    kept = given_reason(reason)
    if viewer.person_id is None:
        raise NotFound
    begun = Look(
        conversation_id=conversation_id,
        person_id=viewer.person_id,
        concern_id=concern_id,
        reason=kept,
        is_copy=is_copy,
    )
    session().add(begun)
    session().flush()
    audit(viewer, Change("looked_into_conversation", "conversation", conversation_id, ["reason"]))
    return begun.id
