"""Where an agreement that somebody sought belongs."""

import uuid

from sqlalchemy import and_, or_, select

from constellations.access import Viewer, covering, find
from constellations.core.database import session
from sleepovers.asks.models import Agreement
from sleepovers.models import Stay


def subject_of(viewer: Viewer, agreement_id: uuid.UUID) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The ask and the stay of an agreement, where there are such; raises NotFound."""
    agreement = find(viewer, Agreement, agreement_id)
    of_ask = and_(Stay.ask_id == agreement.ask_id, Stay.child_id == agreement.child_id)
    asked = select(Stay.id).where(or_(Stay.id == agreement.stay_id, of_ask))
    return agreement.ask_id, session().scalars(covering(viewer, asked, Stay)).first()
