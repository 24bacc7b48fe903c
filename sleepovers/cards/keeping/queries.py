"""Which cards, notes and lists of a service are kept no longer than they have to be."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from constellations.access import Viewer, covering
from constellations.children.models import Child, Placement
from constellations.core.clock import london
from constellations.core.database import session
from constellations.keeping.rules import Cut
from constellations.keeping.whose.queries import no_home_held, of_children
from sleepovers.cards.keeping.rules import Gone, KeptCard, Lived, Slept, Written
from sleepovers.cards.models import CardVersion, HandoverNote, PackedThing
from sleepovers.models import Stay
from sleepovers.rules import StayState

SYSTEM = Viewer.system


def kept_cards(which: ColumnElement[bool]) -> dict[uuid.UUID, KeptCard]:
    """The cards of some children, each with what says how long it is kept; three queries for all."""
    children = select(Child.id).where(which)
    written: dict[uuid.UUID, list[Written]] = defaultdict(list)
    versions = select(CardVersion.child_id, CardVersion.number, CardVersion.written_at)
    for child, number, at in _rows(versions.where(CardVersion.child_id.in_(children)).order_by(CardVersion.number)):
        written[child].append(Written(number, london(at).date()))
    slept: dict[uuid.UUID, set[Slept]] = defaultdict(set)
    stays = select(Stay.child_id, Stay.arrive_on, Stay.depart_on).where(Stay.state != StayState.CANCELLED)
    for child, arrive_on, depart_on in _rows(stays.where(Stay.child_id.in_(children))):
        slept[child].add(Slept(arrive_on, depart_on))
    lived: dict[uuid.UUID, set[Lived]] = defaultdict(set)
    for child, ends_on in _rows(select(Placement.child_id, Placement.ends_on).where(Placement.child_id.in_(children))):
        lived[child].add(Lived(ends_on))
    return {child: KeptCard(found, slept[child], lived[child]) for child, found in written.items()}


def cards_too_old(cut: Cut) -> dict[uuid.UUID, KeptCard]:
    """The cards of a service of which something goes on a day; of children who are held none."""
    found = kept_cards(of_children(Child.id, cut))
    return {child: card for child, card in found.items() if card.too_old(cut.since, cut.today)}


def cards_that_would_go(cut: Cut) -> int:
    """How many whole cards, and earlier versions of others, would go."""
    return of_cards(cards_too_old(cut).values(), cut).total()


def stays_too_old(cut: Cut) -> list[uuid.UUID]:
    """The stays of a service that ended long ago, called off or not, and still have notes or a list."""
    return [stay_id for (stay_id,) in _rows(_old_stays(cut).order_by(Stay.id))]


def handovers_that_would_go(cut: Cut) -> int:
    """How many hand-over notes and things of bags would go."""
    columns, old = (HandoverNote.stay_id, PackedThing.stay_id), _old_stays(cut)
    counts = (select(func.count()).where(column.in_(old)) for column in columns)
    return sum(session().scalars(covering(SYSTEM(), asked)).one() for asked in counts)


def of_cards(cards: Collection[KeptCard], cut: Cut) -> Counter[Gone]:
    """How many whole cards go of some, and how many earlier versions of those that stay."""
    counts: Counter[Gone] = Counter()
    for card in cards:
        if card.goes_whole(cut.since, cut.today):
            counts[Gone.CARDS] += 1
        else:
            counts[Gone.VERSIONS] += len(card.too_old(cut.since, cut.today))
    return counts


def _old_stays(cut: Cut) -> Select[uuid.UUID]:
    noted = select(HandoverNote.stay_id).union(select(PackedThing.stay_id))
    old = select(Stay.id).where(Stay.service_id == cut.service_id, Stay.depart_on < cut.since, Stay.id.in_(noted))
    return old.where(of_children(Stay.child_id, cut), no_home_held(Stay.host_id))


def _rows(asked: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session().execute(covering(SYSTEM(), asked))]
