"""Who wants to decide about money, with every home that is or was theirs."""

from constellations.access import Viewer
from constellations.people.homes.queries import homes_of
from sleepovers.payments.rules import Decider


def decider_of(viewer: Viewer) -> Decider:
    """The viewer as one who decides, with every home in which they, or those whom they stand in for, foster or did."""
    homes = homes_of([*viewer.stands_in_for, *([viewer.person_id] if viewer.person_id else [])])
    own = next(iter(homes.get(viewer.person_id, ())), None) if viewer.person_id else None
    return Decider(
        viewer.person_id,
        own,
        viewer.stands_in_for,
        other_homes=frozenset(home for theirs in homes.values() for home in theirs) - {own},
    )
