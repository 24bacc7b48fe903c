"""Whether the hub's word is sought."""

import uuid

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from sleepovers.asks.hub.models import HubWord


def has_hub_word(ask_id: uuid.UUID) -> bool:
    """Whether the hub has, or had, a word to say on an ask."""
    asked = select(HubWord.id).where(HubWord.ask_id == ask_id).limit(1)
    return session().scalars(covering(Viewer.system(), asked)).first() is not None
