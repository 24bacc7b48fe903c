"""The homes of people, the one of today and those of before."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import Select, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.people.homes.models import PersonHome


def homes_of(people: Collection[uuid.UUID]) -> Mapping[uuid.UUID, tuple[uuid.UUID, ...]]:
    """Every home in which these people foster or did: that of today first, then the one they left last; for Roost."""
    asked = (
        select(PersonHome.person_id, PersonHome.home_id)
        .where(PersonHome.person_id.in_(people))
        .order_by(PersonHome.ends_on.is_not(None), PersonHome.ends_on.desc(), PersonHome.home_id)
    )
    found: dict[uuid.UUID, tuple[uuid.UUID, ...]] = {}
    for person_id, home_id in session().execute(covering(Viewer.system(), asked)):
        found[person_id] = (*found.get(person_id, ()), home_id)
    return found


def homes_ever_of(people: Select[uuid.UUID | None]) -> Select[uuid.UUID]:
    """Selects the homes in which any of these people fosters or did."""
    return select(PersonHome.home_id).where(PersonHome.person_id.in_(people))


def people_ever_in(homes: Select[uuid.UUID]) -> Select[uuid.UUID]:
    """Selects everybody who fosters in one of these homes or did."""
    return select(PersonHome.person_id).where(PersonHome.home_id.in_(homes))
