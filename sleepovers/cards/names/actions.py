"""The keyed hashes of what children are called, made anew when a key has changed."""

import uuid

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.children.models import Child
from constellations.core.database import session, transaction
from sleepovers.cards.actions import called_mark
from sleepovers.cards.models import StayCard
from sleepovers.cards.queries import card_of


def renew_called_marks(viewer: Viewer) -> int:
    """Make the hashes that an older key made with the newest, each child in a transaction; gives how many.

    Raises CardLocked where no key opens a card: its hash stays as it is.
    """
    marked = select(StayCard.child_id).where(StayCard.called_mark.is_not(None)).order_by(StayCard.child_id)
    return sum(_renew_mark(viewer, child_id) for child_id in session().scalars(covering(viewer, marked)).all())


def _renew_mark(viewer: Viewer, child_id: uuid.UUID) -> int:
    with transaction():
        # Whoever writes the card holds the child too.
        session().execute(
            covering(viewer, select(Child.id).where(Child.id == child_id).with_for_update(key_share=True))
        )
        found = select(StayCard).where(StayCard.child_id == child_id)
        row, card = session().scalars(covering(viewer, found)).one_or_none(), card_of(viewer, child_id)
        anew = called_mark(card.words.called) if card else None
        if row is None or row.called_mark == anew:
            return 0
        row.called_mark = anew
        return 1
