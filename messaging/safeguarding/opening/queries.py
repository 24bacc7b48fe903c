"""The words of concerns and of the notes to them, opened; whether somebody may read them is asked before."""

import uuid
from collections.abc import Collection

from sqlalchemy import Text, select, type_coerce

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.seals import KeyLost, unseal
from constellations.core.settings import current_settings
from messaging.safeguarding.models import Concern, ConcernNote


def opened(kind: type[Concern] | type[ConcernNote], ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str | None]:
    """The words of each of these concerns or notes; none where no key opens them."""
    asked = select(kind.id, type_coerce(kind.words, Text)).where(kind.id.in_(ids))
    return {row[0]: _unsealed(row[1]) for row in session().execute(covering(Viewer.system(), asked))}


def _unsealed(sealed: str) -> str | None:
    try:
        return unseal(sealed, current_settings().field_keys)
    except KeyLost:
        return None
