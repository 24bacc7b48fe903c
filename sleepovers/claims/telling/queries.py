"""Who is told of a home's count."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home, LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import CARERS
from sleepovers.counting.nights.queries import held_in


@dataclass(slots=True)
class Concerned:
    """A home, its carers, and the liaison workers of its constellations."""

    home_name: str
    carers: set[uuid.UUID] = field(default_factory=set)
    liaison_workers: set[uuid.UUID] = field(default_factory=set)


def concerned_with(viewer: Viewer, month: Month, homes: Collection[uuid.UUID]) -> dict[uuid.UUID, Concerned]:
    """Whom the counts of some homes concern: today's liaison workers of the constellations of that month."""
    named = covering(viewer, select(Home.id, Home.name).where(Home.id.in_(homes)), Home)
    found = {home_id: Concerned(name) for home_id, name in session().execute(named)}
    carers = select(Person.home_id, Person.id).where(Person.home_id.in_(found), Person.role.in_(CARERS))
    for home_id, person_id in session().execute(covering(viewer, carers, Person)):
        if home_id is not None:
            found[home_id].carers.add(person_id)
    liaison_workers = (
        select(Membership.home_id, LiaisonAssignment.person_id)
        .join(LiaisonAssignment, LiaisonAssignment.constellation_id == Membership.constellation_id)
        .where(Membership.home_id.in_(found), held_in(month), holds_on(LiaisonAssignment, viewer.today))
    )
    for home_id, person_id in session().execute(covering(viewer, liaison_workers, Membership, LiaisonAssignment)):
        found[home_id].liaison_workers.add(person_id)
    return found
