"""Which nights of a child pass from one stay to another, because it was moved in the small hours."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.children.models import Child
from constellations.core.database import session
from sleepovers.models import Stay
from sleepovers.rules import Moment, StayState, given_up_night

Ends = tuple[Moment, Moment]
"""When a stay begins and when it ends."""


def other_stays(child_id: uuid.UUID, besides: uuid.UUID | None = None) -> Sequence[Stay]:
    """A child's stays but the one given: facts, whoever may read of them.

    The child is held, so that none is added meanwhile.
    """
    everything = Viewer.system()
    held = select(Child.id).where(Child.id == child_id).with_for_update(key_share=True)
    session().execute(covering(everything, held))
    rows = select(Stay).where(Stay.child_id == child_id, Stay.state != StayState.CANCELLED)
    if besides:
        rows = rows.where(Stay.id != besides)
    return session().scalars(covering(everything, rows)).all()


def given_up(mine: Ends, others: Sequence[Stay]) -> set[dt.date]:
    """Nights that belong to a later stay, to which the child was moved in the small hours (register format, rule 4)."""
    nights = (given_up_night(mine, (other.arrive, other.depart)) for other in others)
    return {night for night in nights if night}


def taken_over(mine: Ends, others: Sequence[Stay]) -> set[dt.date]:
    """Nights that an earlier stay gives up to this one, likewise."""
    nights = (given_up_night((other.arrive, other.depart), mine) for other in others)
    return {night for night in nights if night}
