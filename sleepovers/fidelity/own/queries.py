"""The items that services added to their checklists, and the answers to them."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Constellation, Person, holds_on
from sleepovers.fidelity.models import FidelityAnswer, FidelityItem
from sleepovers.fidelity.own.rules import Answered


@dataclass(frozen=True, slots=True)
class Asked:
    """An own item and a constellation of the same service, with what was answered, the latest first."""

    item: FidelityItem
    constellation: Constellation
    answers: tuple[Answered, ...]


def own_items(viewer: Viewer, services: Collection[uuid.UUID]) -> defaultdict[uuid.UUID, list[FidelityItem]]:
    """The own items of some services that are asked today, by service, in the order in which they came; one query."""
    found: defaultdict[uuid.UUID, list[FidelityItem]] = defaultdict(list)
    rows = visible(viewer, FidelityItem).where(
        FidelityItem.service_id.in_(services), holds_on(FidelityItem, viewer.today)
    )
    for item in session().scalars(rows.order_by(FidelityItem.starts_on, FidelityItem.id)):
        found[item.service_id].append(item)
    return found


def latest_answers(
    viewer: Viewer, constellation_ids: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], Answered]:
    """By item and constellation the answer that counts; one query."""
    found = {}
    for answer, who in _answers(viewer, constellation_ids):
        found[answer.item_id, answer.constellation_id] = _answered(answer, who)
    return found


def asked(viewer: Viewer, constellation_id: uuid.UUID, item_id: uuid.UUID) -> Asked:
    """An own item of a constellation's service, with everything that was answered; raises NotFound."""
    constellation, item = find(viewer, Constellation, constellation_id), find(viewer, FidelityItem, item_id)
    if item.service_id != constellation.service_id:
        raise NotFound
    answers = [_answered(*row) for row in _answers(viewer, [constellation_id]) if row[0].item_id == item_id]
    return Asked(item, constellation, tuple(answers[::-1]))


def _answers(viewer: Viewer, constellation_ids: Collection[uuid.UUID]) -> list[tuple[FidelityAnswer, str | None]]:
    """The latest last: of two on one day that which was written down later."""
    rows = (
        select(FidelityAnswer, Person.name)
        .outerjoin(Person, Person.id == FidelityAnswer.answered_by)
        .where(FidelityAnswer.constellation_id.in_(constellation_ids))
        .order_by(FidelityAnswer.answered_on, FidelityAnswer.created_at, FidelityAnswer.id)
    )
    return [(row[0], row[1]) for row in session().execute(covering(viewer, rows, FidelityAnswer, through=(Person,)))]


def _answered(answer: FidelityAnswer, who: str | None) -> Answered:
    return Answered(answer.answered_on, answer.is_met, answer.note, who)
