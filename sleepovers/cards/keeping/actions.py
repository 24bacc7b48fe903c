"""Removing what was written for sleepovers that are over, one child or stay in a transaction: stopped, it goes on."""

import datetime as dt
import uuid
from collections import Counter
from typing import Any, cast

from flask_babel import gettext
from sqlalchemy import CursorResult, Delete, delete, select

from constellations.access import Viewer, covering
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.children.models import Child
from constellations.core.database import session, transaction
from constellations.jobs.rules import JobResult
from sleepovers.cards.keeping.queries import cards_too_old, kept_cards, of_cards, stays_too_old
from sleepovers.cards.keeping.rules import Gone
from sleepovers.cards.keeping.words import gone_words
from sleepovers.cards.models import CardConfirmed, CardVersion, HandoverNote, PackedThing, StayCard


def remove_old_cards(
    viewer: Viewer,
    service_id: uuid.UUID | None,
    since: dt.date,  # noqa: ARG001  # what should have gone on a day that was missed goes now
    until: dt.date,
) -> JobResult:
    """Remove from a service the words of sleepovers that are long over; says how much of what, and no word of it."""
    if service_id is None:
        return JobResult(0)
    removed: Counter[Gone] = Counter()
    for child_id in cards_too_old(service_id, until):
        removed += _remove_of_child(viewer, service_id, child_id, until)
    for stay_id in stays_too_old(service_id, until):
        removed += _remove_of_stay(viewer, service_id, stay_id)
    found = removed.total()
    return JobResult(found, gettext("Removed for good: %(what)s.", what=gone_words(removed)) if found else "")


def _remove_of_child(viewer: Viewer, service_id: uuid.UUID, child_id: uuid.UUID, today: dt.date) -> Counter[Gone]:
    """Remove versions of a card, or all of it; who read it, and that it was removed, stays written down."""
    with transaction():
        # Whoever writes the card holds the child too: what is newly written is seen here, or comes later.
        held = select(Child.id).where(Child.id == child_id).with_for_update(key_share=True)
        session().execute(covering(viewer, held))
        card = kept_cards(Child.id == child_id).get(child_id)
        numbers = card.too_old(today) if card else []
        if card is None or not numbers:
            return Counter()
        for model in (CardConfirmed, CardVersion):
            _done(viewer, delete(model).where(model.child_id == child_id, model.number.in_(numbers)))
        if card.goes_whole(today):
            _done(viewer, delete(StayCard).where(StayCard.child_id == child_id))
        action = "removed_stay_card" if card.goes_whole(today) else "removed_earlier_stay_cards"
        audit(viewer, Change(action, "stay_card", child_id, ("words",)), service_id)
        return of_cards([card], today)


def _remove_of_stay(viewer: Viewer, service_id: uuid.UUID, stay_id: uuid.UUID) -> Counter[Gone]:
    with transaction():
        counts = Counter(
            {
                Gone.NOTES: _done(viewer, delete(HandoverNote).where(HandoverNote.stay_id == stay_id)),
                Gone.THINGS: _done(viewer, delete(PackedThing).where(PackedThing.stay_id == stay_id)),
            }
        )
        audit(viewer, Change("removed_handover", "stay", stay_id, ("words",)), service_id)
        return counts


def _done(viewer: Viewer, statement: Delete) -> int:
    """Remove many rows at once; gives how many."""
    all_of_them = covering(viewer, statement).execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", session().execute(all_of_them)).rowcount
