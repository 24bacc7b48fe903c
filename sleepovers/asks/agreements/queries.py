"""Where an agreement belongs."""

import uuid

from constellations.access import Viewer, find
from sleepovers.asks.models import Agreement


def place_of_agreement(viewer: Viewer, agreement_id: uuid.UUID) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The ask, or else the stay, that an agreement is for; raises NotFound."""
    found = find(viewer, Agreement, agreement_id)
    return found.ask_id, found.stay_id
