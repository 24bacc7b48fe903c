"""Whether a reference is free, and under which ones something was known before."""

import uuid

from sqlalchemy import exists, select
from sqlalchemy.orm import InstrumentedAttribute

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.corrections import KeyTaken
from constellations.keys.models import OldKey
from constellations.keys.rules import KeyKind


def must_be_free(
    kind: KeyKind, stored: InstrumentedAttribute[str], key: str, subject_id: uuid.UUID | None = None
) -> None:
    """Raise KeyTaken where any service holds a reference, or held it for something else than this subject."""
    now = exists().where(stored == key)
    before = exists().where(
        OldKey.kind == kind, OldKey.key == key, *([OldKey.subject_id != subject_id] if subject_id else [])
    )
    if session().scalar(covering(Viewer.system(), select(now | before))):
        raise KeyTaken(key)


def old_keys_of(viewer: Viewer, subject_id: uuid.UUID) -> tuple[str, ...]:
    """The references under which something was known before, in order."""
    asked = select(OldKey.key).where(OldKey.subject_id == subject_id).order_by(OldKey.since, OldKey.key)
    return tuple(session().scalars(covering(viewer, asked, OldKey)))


def doubles_of(subject_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The ids of all that was merged into something: what was done to one of them, was done to it."""
    asked = select(OldKey.double_id).where(OldKey.subject_id == subject_id)
    return frozenset(key for key in session().scalars(covering(Viewer.system(), asked)) if key is not None)
