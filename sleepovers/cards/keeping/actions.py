"""Removing what was written for sleepovers that are over, one child or stay in a transaction: stopped, it goes on."""

import uuid
from collections import Counter
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, and_, delete, select

from constellations.access import Viewer, covering
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.children.models import Child
from constellations.core.database import session, transaction
from constellations.keeping.rules import Cut
from constellations.keeping.whose.queries import of_children
from sleepovers.cards.keeping.queries import cards_too_old, kept_cards, of_cards, stays_too_old
from sleepovers.cards.keeping.rules import Gone
from sleepovers.cards.models import CardConfirmed, CardVersion, HandoverNote, PackedThing, StayCard

SYSTEM = Viewer.system


def remove_old_cards(cut: Cut) -> Counter[Gone]:
    """Remove from a service the cards, and earlier versions of them, that serve no more; says how much of what."""
    removed: Counter[Gone] = Counter()
    for child_id in cards_too_old(cut):
        removed += _remove_of_child(child_id, cut)
    return removed


def remove_old_handovers(cut: Cut) -> Counter[Gone]:
    """Remove from a service the notes and bags of sleepovers that are long over; says how much of what."""
    removed: Counter[Gone] = Counter()
    for stay_id in stays_too_old(cut):
        removed += _remove_of_stay(stay_id, cut)
    return removed


def _remove_of_child(child_id: uuid.UUID, cut: Cut) -> Counter[Gone]:
    """Remove versions of a card, or all of it; who read it, and that it was removed, stays written down."""
    with transaction():
        # Whoever writes the card holds the child too: what is newly written is seen here, or comes later.
        held = select(Child.id).where(Child.id == child_id).with_for_update(key_share=True)
        session().execute(covering(SYSTEM(), held))
        card = kept_cards(and_(Child.id == child_id, of_children(Child.id, cut))).get(child_id)
        numbers = card.too_old(cut.since, cut.today) if card else []
        if card is None or not numbers:
            return Counter()
        for model in (CardConfirmed, CardVersion):
            _done(delete(model).where(model.child_id == child_id, model.number.in_(numbers)))
        goes_whole = card.goes_whole(cut.since, cut.today)
        if goes_whole:
            _done(delete(StayCard).where(StayCard.child_id == child_id))
        action = "removed_stay_card" if goes_whole else "removed_earlier_stay_cards"
        audit(SYSTEM(), Change(action, "stay_card", child_id, ("words",)), cut.service_id)
        return of_cards([card], cut)


def _remove_of_stay(stay_id: uuid.UUID, cut: Cut) -> Counter[Gone]:
    with transaction():
        counts = Counter(
            {
                Gone.NOTES: _done(delete(HandoverNote).where(HandoverNote.stay_id == stay_id)),
                Gone.THINGS: _done(delete(PackedThing).where(PackedThing.stay_id == stay_id)),
            }
        )
        audit(SYSTEM(), Change("removed_handover", "stay", stay_id, ("words",)), cut.service_id)
        return counts


def _done(statement: Delete) -> int:
    """Remove many rows at once; gives how many."""
    all_of_them = covering(SYSTEM(), statement).execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", session().execute(all_of_them)).rowcount
