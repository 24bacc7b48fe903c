"""In three weeks the manager of the demo service stands in for finance."""

import datetime as dt

from constellations.access import Viewer, visible
from constellations.core.database import transaction
from constellations.deputies.actions import name_deputy
from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for

IN_THREE_WEEKS, A_WEEK = dt.timedelta(days=21), dt.timedelta(days=6)


def let_somebody_stand_in(viewer: Viewer) -> None:
    """Let finance name the manager as deputy, for a week."""
    with transaction() as here:
        people = {
            role: here.scalars(visible(viewer, Person).where(Person.role == role)).one()
            for role in (Role.FINANCE, Role.MANAGER)
        }
    finance, first = people[Role.FINANCE], viewer.today + IN_THREE_WEEKS
    name_deputy(viewer_for(finance), finance.id, people[Role.MANAGER].id, first, first + A_WEEK)
