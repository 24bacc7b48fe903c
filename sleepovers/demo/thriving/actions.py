"""Letting the families of one constellation come to what is on, and talk with each other."""

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import Activity
from constellations.core.clock import LONDON
from constellations.core.database import transaction
from constellations.core.ids import new_id
from constellations.events.attendance.actions import CAME, Register, keep_register
from constellations.events.attendance.models import EventRegister
from constellations.events.attendance.rules import FamilyCame
from constellations.events.families.queries import households
from constellations.events.queries import occurrences_in
from constellations.models import Constellation, Membership, Person, holds_on
from constellations.queries import viewer_for
from messaging.conversations.actions import begin
from messaging.posting.actions import Written, post_message

CONSTELLATION, HUB_CARER = "Northern Lights", "Moira Kelly"
BACK = dt.timedelta(days=120)

TALKS = (
    (("Petra Novak", "Could you have ES on Tuesday after school?"), ("Lesley Marsh", "Gladly. Tea at five.")),
    (("Yvonne Grant", "Thank you for yesterday, both."), ("Hana Sayed", "Any time. DM was a joy.")),
    (("Gwen Hughes", "Lift to training on Thursday?"), ("Ngozi Okafor", "Yes please, at seven.")),
    (("Carol Fielding", "We have three coats too small. Any use?"), ("Anita Patel", "For MB, yes!")),
)
"""What two carers at a time wrote to each other today."""


def let_them_thrive(viewer: Viewer) -> None:
    """Keep the registers of one constellation that are not kept yet, and let its families write to each other."""
    with transaction() as here:
        people = {person.name: person for person in here.scalars(visible(viewer, Person))}
        named = visible(viewer, Constellation).where(Constellation.name == CONSTELLATION)
        constellation_id = here.scalars(named).one().id
        members = select(Membership.home_id).where(
            Membership.constellation_id == constellation_id, holds_on(Membership, viewer.today)
        )
        homes = here.scalars(covering(viewer, members.order_by(Membership.id))).all()
        kept = set(here.scalars(covering(viewer, select(EventRegister.occurrence_id))))
    hub = viewer_for(people[HUB_CARER])
    held = occurrences_in(hub, viewer.today - BACK, viewer.today, constellation_id)
    theirs = [one for one in held if one.last_day < viewer.today and one.occurrence_id not in kept]
    for number, event in enumerate(theirs):
        absent = homes[1 + number % (len(homes) - 1)]
        _keep(hub, event.occurrence_id, [home_id for home_id in homes if home_id != absent])
        _came_then(viewer, event.occurrence_id, event.last_day)
    for (who, asks), (other, says) in TALKS:
        talk = begin(viewer_for(people[who]), "", [people[other].id])
        post_message(viewer_for(people[who]), talk, Written(new_id(), asks))
        post_message(viewer_for(people[other]), talk, Written(new_id(), says))


def _keep(hub: Viewer, occurrence_id: uuid.UUID, homes: Collection[uuid.UUID]) -> None:
    """Add one family after the other, each with all who live there."""
    at_home = households(hub, homes)
    came: list[FamilyCame] = []
    for version, home_id in enumerate(homes):
        keep_register(hub, occurrence_id, Register(came, version, home_id))
        came = [*came, FamilyCame(home_id, at_home[home_id].keys)]


def _came_then(viewer: Viewer, occurrence_id: uuid.UUID, day: dt.date) -> None:
    """Let the log say that they came on that day, not on the one on which the demo service was filled."""
    with transaction() as here:
        rows = visible(viewer, Activity).where(Activity.subject_id == occurrence_id, Activity.action == CAME)
        for row in here.scalars(rows):
            row.at = dt.datetime.combine(day, dt.time(18), LONDON)
