"""Whose initials somebody reads, and what the page of a child shows to staff."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, true

from constellations.access import Viewer, covering, is_key
from constellations.children.models import Child, Placement
from constellations.core.database import session
from constellations.models import Membership, holds_on


@dataclass(frozen=True, slots=True)
class NamedChild:
    """A child as those may read it who look after it: by initials alone."""

    child_id: uuid.UUID
    initials: str


def named_to(viewer: Viewer) -> ColumnElement[bool]:
    """Of placements that the viewer sees, those whose child's initials are for them to read.

    Carers read those of their own home, and where their home is the hub, of all its constellation; staff read all
    that they see at all.
    """
    if not viewer.is_carer:
        return true()
    around_the_hub = select(Membership.home_id).where(
        Membership.constellation_id.in_(viewer.hub_of), holds_on(Membership, viewer.today)
    )
    return or_(is_key(Placement.home_id, viewer.home_id), Placement.home_id.in_(around_the_hub))


def children_of(viewer: Viewer, homes: Collection[uuid.UUID]) -> dict[uuid.UUID, list[NamedChild]]:
    """The children who live with some homes today, by home, as far as the viewer may read of them."""
    asked = (
        select(Placement.home_id, Child.id, Child.initials)
        .join(Child, Child.id == Placement.child_id)
        .where(Placement.home_id.in_(homes), holds_on(Placement, viewer.today), named_to(viewer))
        .order_by(Child.initials, Child.key)
    )
    found: dict[uuid.UUID, list[NamedChild]] = {}
    for home_id, child_id, initials in session().execute(covering(viewer, asked, Placement, through=(Child,))):
        found.setdefault(home_id, []).append(NamedChild(child_id, initials))
    return found
