"""Giving a legal hold to a person or a child, and lifting it."""

import uuid

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden
from constellations.permissions import Permission
from constellations.rights.models import SubjectHold
from constellations.rights.queries import held_subject
from constellations.rights.rules import Subject, hold_reason


def give_hold(viewer: Viewer, subject: Subject, reason: str) -> uuid.UUID:
    """Let nothing about somebody of the service go until the hold is lifted; they may have several, and are not told.

    So no row of the activity log names them: a copy tells them what was done with them.
    Raises NoHoldReason, LongHoldReason, NotFound.
    """
    viewer.must(Permission.ANSWER_RIGHTS)
    why = hold_reason(reason)
    if viewer.person_id is None:
        raise Forbidden
    with transaction():
        # Held, so that an erasure either has been made, or finds the hold.
        service_id = held_subject(viewer, subject).service_id
        given = SubjectHold(
            service_id=service_id,
            person_id=subject.person_id,
            child_id=subject.child_id,
            reason=why,
            given_by=viewer.person_id,
        )
        session().add(given)
        session().flush()
        record(viewer, "gave_subject_hold", given.id, service_id=service_id)
        fields = ["person_id", "child_id", "reason", "given_at"]
        audit(viewer, Change("gave_subject_hold", "subject_hold", given.id, fields), service_id)
        return given.id


def lift_hold(viewer: Viewer, hold_id: uuid.UUID) -> Subject:
    """Let a hold end; twice is once. Gives whom it was of."""
    viewer.must(Permission.ANSWER_RIGHTS)
    with transaction():
        given = hold(viewer, SubjectHold, hold_id)
        if given.lifted_at is None:
            given.lifted_at, given.lifted_by = clock.now(), viewer.person_id
            record(viewer, "lifted_subject_hold", given.id, service_id=given.service_id)
            audit(viewer, Change("lifted_subject_hold", "subject_hold", given.id, ["lifted_at"]), given.service_id)
        return Subject(given.person_id, given.child_id)
