"""Which texts may name a child who lives with somebody that would read them; two queries at most for all."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.children.models import Child, Placement
from constellations.core.database import session
from constellations.core.seals import mark
from constellations.core.settings import current_settings
from constellations.models import Person, holds_on
from sleepovers.cards.models import StayCard
from sleepovers.cards.names.rules import initials_of_pairs, may_be_called, without_names


@dataclass(frozen=True, slots=True)
class Living:
    """Of the children of a home the initials, and the keyed hashes of what they are called."""

    initials: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)


def names_noticed(texts: Mapping[int, tuple[str, frozenset[uuid.UUID]]]) -> set[int]:
    """Which of some texts, each with the homes of its readers, may name a child who lives with one of these.

    By the name on its stay card, or by a first name and a surname with its initials that are no carer's of these homes.
    """
    everywhere = {home for _text, homes in texts.values() for home in homes}
    known = _children_at(everywhere) if everywhere else {}
    living = {key: [known[home] for home in homes if home in known] for key, (_text, homes) in texts.items()}
    called = {key for key, (text, _homes) in texts.items() if _is_called(text, living[key])}
    paired = {key for key, (text, _homes) in texts.items() if _is_paired(text, living[key])} - called
    adults = _carers_of(everywhere) if paired else set()
    return called | {key for key in paired if _is_paired(without_names(texts[key][0], adults), living[key])}


def _is_called(text: str, children: Collection[Living]) -> bool:
    """Whether a text holds a name that stands on one of their cards, sealed with whichever key."""
    marks = {each for living in children for each in living.marks}
    keys = current_settings().field_keys
    return bool(marks) and any(mark(name, key) in marks for name in may_be_called(text) for key in keys)


def _is_paired(text: str, children: Collection[Living]) -> bool:
    return any(living.initials & initials_of_pairs(text) for living in children)


def _children_at(home_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Living]:
    everything = Viewer.system()
    asked = (
        select(Placement.home_id, Child.initials, StayCard.called_mark)
        .join(Child, Child.id == Placement.child_id)
        .outerjoin(StayCard, StayCard.child_id == Child.id)
        .where(Placement.home_id.in_(home_ids), holds_on(Placement, everything.today))
    )
    found: dict[uuid.UUID, Living] = defaultdict(Living)
    for home_id, initials, called in session().execute(covering(everything, asked)):
        found[home_id].initials.add(initials.upper())
        found[home_id].marks.update({called} if called else ())
    return found


def _carers_of(home_ids: Collection[uuid.UUID]) -> set[str]:
    theirs = select(Person.name).where(Person.home_id.in_(home_ids))
    return set(session().scalars(covering(Viewer.system(), theirs)))
