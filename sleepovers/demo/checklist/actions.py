"""An item of the demo service's own on the local fidelity checklist: met, about to slip, not met, not answered."""

import datetime as dt

from constellations.access import Viewer, visible
from constellations.core.database import transaction
from constellations.models import Constellation, Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.fidelity.own.actions import add_fidelity_item, answer_fidelity_item
from sleepovers.fidelity.own.rules import Answered

ITEM, MONTHS = "Every child has been at the hub home for tea this season", 6

ANSWERS = (
    ("Northern Lights", 20, True, "All of them at the bonfire"),
    ("Plough", 165, True, ""),
    ("Cassiopeia", 12, False, "Two families are new, the hub invites them"),
)
"""A constellation, how many days ago it was answered, and how."""


def let_checklist_be_answered(viewer: Viewer) -> None:
    """Add the item as the manager, and answer it for most constellations."""
    with transaction() as here:
        manager = viewer_for(here.scalars(visible(viewer, Person).where(Person.role == Role.MANAGER)).one())
        around = {one.key: one.id for one in here.scalars(visible(viewer, Constellation))}
    item = add_fidelity_item(manager, ITEM, MONTHS)
    for name, days, is_met, note in ANSWERS:
        answer = Answered(viewer.today - dt.timedelta(days=days), is_met, note)
        answer_fidelity_item(manager, around[name], item.id, answer, 0)
