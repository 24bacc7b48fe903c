"""Who wants to decide about money, with every home that is or was theirs."""

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.models import Person
from sleepovers.payments.rules import Decider


def decider_of(viewer: Viewer) -> Decider:
    """The viewer as one who decides, with the home they foster in or did last, and those of whom they stand in for."""
    names = [*viewer.stands_in_for, *([viewer.person_id] if viewer.person_id else [])]
    asked = select(Person.id, Person.home_id, Person.former_home_id).where(Person.id.in_(names))
    homes = {
        person_id: [home for home in (present, former) if home is not None]
        for person_id, present, former in session().execute(covering(Viewer.system(), asked))
    }
    own = next(iter(homes.get(viewer.person_id, [])), None) if viewer.person_id else None
    return Decider(
        viewer.person_id,
        own,
        viewer.stands_in_for,
        other_homes=frozenset(home for theirs in homes.values() for home in theirs) - {own},
    )
