"""Reading a stay card, which is always written down; filling it in, and saying that it is still right."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.children.models import Child
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.seals import mark
from constellations.core.search_words import words_in
from constellations.core.settings import current_settings
from constellations.permissions import Permission
from sleepovers.cards import rules
from sleepovers.cards.models import CardConfirmed, CardVersion, CardView, StayCard
from sleepovers.cards.queries import (
    Card,
    ChildCardPage,
    StayCardPage,
    at_door,
    card_for_keepers,
    card_for_stay,
    card_of,
    kept_child,
)
from sleepovers.cards.rules import PARTS, CardWords, Shown
from sleepovers.models import Stay
from sleepovers.rules import StayState


def read_card(viewer: Viewer, stay_id: uuid.UUID) -> StayCardPage:
    """The card for a stay, with a line for its keepers and one in the audit trail that the viewer has read it.

    Raises OpensLater, ClosedAgain, CardLocked, NotFound; then nothing is written down, for nothing was read.
    """
    viewer.must(Permission.READ_STAY_CARDS)
    with transaction():
        page = card_for_stay(viewer, stay_id)
        note_read(viewer, page.door.stay.child_id, Shown.CARD, stay_id, page.card)
        return page


def read_card_of_child(viewer: Viewer, child_id: uuid.UUID) -> ChildCardPage:
    """The same for its keepers, whenever there is a stay; raises CardLocked, NotFound."""
    viewer.must(Permission.KEEP_STAY_CARDS)
    with transaction():
        page = card_for_keepers(viewer, child_id)
        note_read(viewer, child_id, Shown.CARD, card=page.card)
        return page


def read_earlier_card(viewer: Viewer, child_id: uuid.UUID, number: int) -> tuple[str, Card]:
    """The child's initials, and an earlier version for the keepers of the card; raises CardLocked, NotFound."""
    viewer.must(Permission.KEEP_STAY_CARDS)
    with transaction():
        child = kept_child(viewer, child_id)
        card = card_of(viewer, child_id, number) if number <= rules.MOST_VERSIONS else None
        if card is None:
            raise NotFound
        note_read(viewer, child_id, Shown.EARLIER, card=card)
        return child.initials, card


def note_read(
    viewer: Viewer, child_id: uuid.UUID, shown: Shown, stay_id: uuid.UUID | None = None, card: Card | None = None
) -> None:
    """Write down that the viewer reads something of a child at this moment."""
    number = card.number if card else 0
    seen = CardView(child_id=child_id, stay_id=stay_id, person_id=viewer.person_id, number=number, shown=shown)
    session().add(seen)
    session().flush()
    audit(viewer, Change(f"read_{shown.value}", "stay_card", child_id), _service_of(child_id))


def write_card(viewer: Viewer, child_id: uuid.UUID, version: int, words: CardWords) -> None:
    """Write a new version of a card; what it said before is kept. It is then right for a stay that is near.

    Raises EmptyCard, ChangedMeanwhile, CardLocked, NotFound.
    """
    viewer.must(Permission.KEEP_STAY_CARDS)
    if words.is_empty:
        raise rules.EmptyCard
    with transaction():
        child = _held(viewer, child_id)
        before = card_of(viewer, child_id)
        if version != (before.number if before else 0):
            raise rules.ChangedMeanwhile
        changed = words.differing(before.words) if before else PARTS
        number = before.number if before else 0
        if changed:
            number += 1
            _put_down(viewer, child.id, number, words)
        for stay in _near(viewer, child.id):
            _confirm(viewer, stay, number)
        record(viewer, "wrote_stay_card", child.id, service_id=child.service_id)
        audit(viewer, Change("wrote_stay_card", "stay_card", child.id, changed), child.service_id)


def confirm_card(viewer: Viewer, stay_id: uuid.UUID) -> None:
    """Say that the card is still right for a stay; twice is once. Raises NothingToConfirm, NotFound."""
    viewer.must(Permission.KEEP_STAY_CARDS)
    with transaction():
        door = at_door(viewer, stay_id)
        if not door.is_keeper:
            raise NotFound
        child = _held(viewer, door.stay.child_id)
        kept = select(StayCard).where(StayCard.child_id == child.id)
        card = session().scalars(covering(Viewer.system(), kept)).one_or_none()
        if card is None or not door.may_confirm:
            raise rules.NothingToConfirm
        _confirm(viewer, door.stay, card.number)
        record(viewer, "confirmed_stay_card", stay_id, service_id=door.stay.service_id)
        audit(viewer, Change("confirmed_stay_card", "stay", stay_id), door.stay.service_id)


def called_mark(called: str) -> str | None:
    """What stands for a name that a child is called by, made with the first key; none for no name."""
    plain = " ".join(word.plain for word in words_in(called))
    return mark(plain, current_settings().field_keys[0]) if plain else None


def _put_down(viewer: Viewer, child_id: uuid.UUID, number: int, words: CardWords) -> None:
    kept = select(StayCard).where(StayCard.child_id == child_id)
    card = session().scalars(covering(Viewer.system(), kept)).one_or_none()
    if card is None:
        card = StayCard(child_id=child_id)
        session().add(card)
    card.number, card.called_mark = number, called_mark(words.called)
    session().flush()
    session().add(CardVersion(child_id=child_id, number=number, words=words.written, written_by=viewer.person_id))
    session().flush()


def _confirm(viewer: Viewer, stay: Stay, number: int) -> None:
    of_stay = {"stay_id": stay.id, "child_id": stay.child_id, "number": number}
    said = select(CardConfirmed).filter_by(**of_stay)
    if session().scalars(covering(Viewer.system(), said)).first() is None:
        session().add(CardConfirmed(**of_stay, person_id=viewer.person_id))
        session().flush()


def _near(viewer: Viewer, child_id: uuid.UUID) -> Sequence[Stay]:
    """The stays of a child for which its card would be confirmed today."""
    theirs = select(Stay).where(Stay.child_id == child_id, Stay.state != StayState.CANCELLED)
    theirs = theirs.where(Stay.depart_on >= viewer.today, Stay.arrive_on <= viewer.today + rules.ASKED_AHEAD)
    return session().scalars(covering(Viewer.system(), theirs)).all()


def _held(viewer: Viewer, child_id: uuid.UUID) -> Child:
    """A child whose card the viewer keeps; nobody else writes it before the transaction ends. Raises NotFound."""
    child = kept_child(viewer, child_id)
    held = select(Child.id).where(Child.id == child_id).with_for_update(key_share=True)
    session().execute(covering(Viewer.system(), held))
    return child


def _service_of(child_id: uuid.UUID) -> uuid.UUID:
    whose = select(Child.service_id).where(Child.id == child_id)
    return session().scalars(covering(Viewer.system(), whose)).one()
