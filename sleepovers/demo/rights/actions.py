"""A copy that the manager asked for about a child, and a child who is held: a list that is not empty."""

from constellations.access import Viewer, visible
from constellations.children.models import Child
from constellations.core.database import transaction
from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rights.actions import ask_for_copy
from constellations.rights.holds.actions import give_hold
from constellations.rights.rules import Subject
from sleepovers.demo.families import child_key

ASKED_ABOUT, HELD = ("Novak", "ES"), ("Okafor", "SD")

WHY = "A complaint is being looked into"


def let_rights_be_asked_for(viewer: Viewer) -> None:
    """Ask, and hold, as the manager."""
    with transaction() as here:
        manager = viewer_for(here.scalars(visible(viewer, Person).where(Person.role == Role.MANAGER)).one())
        children = {one.key: one.id for one in here.scalars(visible(viewer, Child))}
    ask_for_copy(manager, Subject(child_id=children[child_key(*ASKED_ABOUT)]))
    give_hold(manager, Subject(child_id=children[child_key(*HELD)]), WHY)
