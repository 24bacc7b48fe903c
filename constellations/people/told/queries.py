"""Who is told of what goes on in a home: its carers, its liaison workers, its managers; whoever asks."""

import uuid
from collections.abc import Collection

from sqlalchemy import select

from constellations.access import Viewer, covering, is_key
from constellations.core.database import session
from constellations.deputies.models import Deputy
from constellations.models import LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import CARERS, Role

SYSTEM = Viewer.system


def carers_at(home_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The carers of some homes."""
    if not home_ids:
        return set()
    asked = select(Person.id).where(Person.home_id.in_(home_ids), Person.role.in_(CARERS), Person.left_at.is_(None))
    return set(session().scalars(covering(SYSTEM(), asked)))


def liaison_workers_of(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Today's liaison workers of the constellations that some homes belong to."""
    asked = (
        select(LiaisonAssignment.person_id)
        .join(Membership, Membership.constellation_id == LiaisonAssignment.constellation_id)
        .join(Person, Person.id == LiaisonAssignment.person_id)
        .where(
            Membership.home_id.in_(home_ids),
            holds_on(Membership, viewer.today),
            holds_on(LiaisonAssignment, viewer.today),
            Person.left_at.is_(None),
        )
    )
    return set(session().scalars(covering(SYSTEM(), asked)))


def managers_of(viewer: Viewer, service_id: uuid.UUID | None) -> set[uuid.UUID]:
    """The managers of a service, and who stands in for them today."""
    asked = select(Person.id).where(
        is_key(Person.service_id, service_id), Person.role == Role.MANAGER, Person.left_at.is_(None)
    )
    return _with_deputies(viewer, set(session().scalars(covering(SYSTEM(), asked))))


def staff_near(viewer: Viewer, home_ids: Collection[uuid.UUID], service_id: uuid.UUID | None) -> set[uuid.UUID]:
    """Today's liaison workers of some homes, and who stands in for them; where there are none, the managers."""
    return _with_deputies(viewer, liaison_workers_of(viewer, home_ids)) or managers_of(viewer, service_id)


def _with_deputies(viewer: Viewer, people: set[uuid.UUID]) -> set[uuid.UUID]:
    asked = (
        select(Deputy.person_id)
        .join(Person, Person.id == Deputy.person_id)
        .where(Deputy.for_id.in_(people), holds_on(Deputy, viewer.today), Person.left_at.is_(None))
    )
    return people | set(session().scalars(covering(SYSTEM(), asked))) if people else people
