"""What of the service a person belongs to."""

import uuid

from sqlalchemy import Select, cast, null, select

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import session
from constellations.models import LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import Role
from constellations.rules import HomeRole


def viewer_for(person: Person) -> Viewer:
    """The viewer that a person is today: their role, and the constellations that are theirs."""
    today = clock.today()
    rows = session().execute(covering(Viewer.system(), _constellations_of(person))).all()
    return Viewer(
        role=person.role,
        today=today,
        person_id=person.id,
        name=person.name,
        service_id=person.service_id,
        region_id=person.region_id,
        home_id=person.home_id,
        constellation_ids=frozenset(row[0] for row in rows),
        hub_of=frozenset(row[0] for row in rows if row[1] is HomeRole.HUB),
    )


def _constellations_of(person: Person) -> Select[uuid.UUID, HomeRole]:
    if person.role is Role.LIAISON:
        return select(LiaisonAssignment.constellation_id, cast(null(), Membership.role.type)).where(
            LiaisonAssignment.person_id == person.id, holds_on(LiaisonAssignment, clock.today())
        )
    return select(Membership.constellation_id, Membership.role).where(
        Membership.home_id == person.home_id, holds_on(Membership, clock.today())
    )
