"""Whether a reference is free, and what was merged into something."""

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


def doubles_of(subject_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The ids of all that was merged into something: what was done to one of them, was done to it."""
    asked = select(OldKey.double_id).where(OldKey.subject_id == subject_id)
    return frozenset(key for key in session().scalars(covering(Viewer.system(), asked)) if key is not None)
