"""Who is told of an ask or a stay."""

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.children.models import Child, Placement
from constellations.core.database import session
from constellations.cover.queries import homes_covering
from constellations.models import Membership, Service, holds_on
from constellations.rules import HomeRole


def homes_of_children(child_ids: Collection[uuid.UUID], day: dt.date) -> set[uuid.UUID]:
    """The homes that these children live with on a day."""
    asked = select(Placement.home_id).where(Placement.child_id.in_(child_ids), holds_on(Placement, day))
    return set(session().scalars(covering(Viewer.system(), asked)))


def hubs_beside(home_ids: Collection[uuid.UUID], day: dt.date) -> set[uuid.UUID]:
    """The hubs of the constellations that some homes belong to on a day, and who covers for them."""
    mine = select(Membership.constellation_id).where(Membership.home_id.in_(home_ids), holds_on(Membership, day))
    asked = select(Membership.home_id).where(
        Membership.constellation_id.in_(mine), Membership.role == HomeRole.HUB, holds_on(Membership, day)
    )
    hubs = set(session().scalars(covering(Viewer.system(), asked)))
    return hubs | homes_covering(hubs, day)


def social_workers_of(child_ids: Collection[uuid.UUID]) -> list[tuple[str, str, uuid.UUID]]:
    """The addresses of the children's social workers, each once, with the name and the id of the service."""
    asked = (
        select(Child.social_worker_email, Service.name, Service.id)
        .join(Service, Service.id == Child.service_id)
        .where(Child.id.in_(child_ids), Child.social_worker_email.is_not(None))
        .distinct()
    )
    found = session().execute(covering(Viewer.system(), asked))
    return [(address, name, service_id) for address, name, service_id in found if address]
