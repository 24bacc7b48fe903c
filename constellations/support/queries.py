"""What the features of support ask of homes and their people."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home, HomeTerms, LiaisonAssignment, Membership, by_home_today, holds_on
from constellations.rules import HomeStatus


def liaison_workers_by_home(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, set[uuid.UUID]]:
    """Today's liaison workers of each of some homes, cover included; the viewer must be the system."""
    asked = (
        select(Membership.home_id, LiaisonAssignment.person_id)
        .join(LiaisonAssignment, LiaisonAssignment.constellation_id == Membership.constellation_id)
        .where(
            Membership.home_id.in_(home_ids),
            holds_on(Membership, viewer.today),
            holds_on(LiaisonAssignment, viewer.today),
        )
    )
    found: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for home_id, person_id in session().execute(covering(viewer, asked)):
        found[home_id].add(person_id)
    return found


def home_today(viewer: Viewer, home_id: uuid.UUID) -> Home:
    """A home of which the viewer may know how it is now; raises NotFound, also where it went on without them."""
    asked = select(Home).where(Home.id == home_id, by_home_today(Home.id, viewer))
    found = session().scalars(covering(viewer, asked, Home, through=(Membership,))).one_or_none()
    if found is None:
        raise NotFound
    return found


def is_here(viewer: Viewer) -> ColumnElement[bool]:
    """Whether a home has not left; of those of a liaison worker, whether it is a member today.

    Whoever asks names HomeTerms and Membership in `through`.
    """
    left = select(HomeTerms.home_id).where(HomeTerms.status == HomeStatus.LEFT, holds_on(HomeTerms, viewer.today))
    here = Home.id.not_in(left)
    if viewer.is_system or viewer.sees_whole_service:
        return here
    members = select(Membership.home_id).where(
        Membership.constellation_id.in_(viewer.constellation_ids), holds_on(Membership, viewer.today)
    )
    return here & Home.id.in_(members)
