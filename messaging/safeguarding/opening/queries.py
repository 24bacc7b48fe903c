"""The sealed words of concerns and of the notes to them, opened; whether somebody may read them is asked before."""

import uuid
from collections.abc import Collection

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.seals import KeyLost, unseal
from constellations.core.settings import current_settings

SealedWords = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def opened(column: SealedWords, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str | None]:
    """What stands in a sealed column of these rows; none where no key opens it, or nothing stands there."""
    table = column.class_.__table__
    asked = select(table.c.id, type_coerce(table.c[column.key], Text)).where(table.c.id.in_(ids))
    return {row[0]: _unsealed(row[1]) for row in session().execute(covering(Viewer.system(), asked))}


def _unsealed(sealed: str | None) -> str | None:
    try:
        return None if sealed is None else unseal(sealed, current_settings().field_keys)
    except KeyLost:
        return None
