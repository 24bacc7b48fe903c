"""Answers to what is ahead, the register of the last gatherings, and a training in the learning logs."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.events.actions import Plan, Wording, plan_event
from constellations.events.answers.actions import Reply, answer_event
from constellations.events.answers.rules import Coming
from constellations.events.attendance.actions import Register, keep_register, thank
from constellations.events.attendance.rules import FamilyCame
from constellations.events.families.queries import households
from constellations.events.queries import occurrences_in
from constellations.events.rules import Circle, EventKind, Pattern
from constellations.models import Home, Membership, Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from sleepovers.demo.engaging.actions import QUIET

SAID = (Coming.GOING, Coming.GOING, Coming.MAYBE, Coming.NO)
"""What one family after the other says."""

SILENT = "Patel"
"""Who has not answered yet, so that one can."""

DIET = {"Fielding": "NT: no nuts", "Okafor": "Halal, please"}
ONE_DAY = dt.timedelta(days=1)
AHEAD, BACK, TAUGHT = dt.timedelta(days=31), dt.timedelta(days=40), dt.timedelta(days=10)
THANKS = "Thank you all for coming, and for the cakes. The lost blue hat is at ours."
CAME = 4
"""Families that stand in a register."""


def let_them_answer(viewer: Viewer) -> None:
    """Let families answer, hubs keep a register, and a training take place."""
    for number, (home, carer) in enumerate(_families(viewer)):
        for event in occurrences_in(carer, viewer.today, viewer.today + AHEAD) if home not in (SILENT, *QUIET) else ():
            answer_event(carer, event.occurrence_id, Reply(SAID[number % len(SAID)], diet=DIET.get(home)))
    for hub, homes in _hubs(viewer):
        held = occurrences_in(hub, viewer.today - BACK, viewer.today)
        gatherings = [one for one in held if one.kind is EventKind.GATHERING and one.last_day < viewer.today]
        for event in gatherings[-1:]:
            _fill_register(hub, event.occurrence_id, homes[:CAME])
            thank(hub, event.occurrence_id, THANKS)
    _teach(viewer)


def _families(viewer: Viewer) -> list[tuple[str, Viewer]]:
    """A carer of each family, in order of the families' names."""
    asked = select(Home.name, Person).join(Person, Person.home_id == Home.id).order_by(Home.name, Person.name)
    rows = session().execute(covering(viewer, asked)).all()
    first_of_each: dict[str, Person] = dict(reversed(rows))
    return [(name, viewer_for(first_of_each[name])) for name in sorted(first_of_each)]


def _hubs(viewer: Viewer) -> list[tuple[Viewer, Sequence[uuid.UUID]]]:
    """A carer of each hub, with the satellites around it."""
    hubs = select(Person).join(Membership, Membership.home_id == Person.home_id)
    present = Membership.role == HomeRole.HUB, Membership.ends_on.is_(None)
    found = session().scalars(covering(viewer, hubs.where(*present).order_by(Person.name)))
    one_of_each = {person.home_id: person for person in found}.values()
    return [(hub, _satellites(viewer, hub)) for hub in map(viewer_for, one_of_each)]


def _satellites(viewer: Viewer, hub: Viewer) -> Sequence[uuid.UUID]:
    around = (
        select(Membership.home_id)
        .join(Home, Home.id == Membership.home_id)
        .where(Membership.constellation_id.in_(hub.hub_of), Membership.role == HomeRole.SATELLITE)
        .where(Membership.ends_on.is_(None), Home.key.not_in(QUIET))
    )
    return session().scalars(covering(viewer, around.order_by(Home.name.desc()))).all()


def _fill_register(viewer: Viewer, occurrence_id: uuid.UUID, homes: Sequence[uuid.UUID]) -> None:
    """Add one family after the other, each with all who live there."""
    at_home = households(viewer, homes)
    for version, home_id in enumerate(homes):
        before = [FamilyCame(one, at_home[one].keys) for one in homes[:version]]
        keep_register(viewer, occurrence_id, Register(before, version, home_id))


def _teach(viewer: Viewer) -> None:
    """A training for all carers some days ago, whose register the manager kept."""
    manager = session().scalars(covering(viewer, select(Person).where(Person.role == Role.MANAGER))).first()
    if manager is None:
        return
    trainer, day = viewer_for(manager), viewer.today - TAUGHT
    wording = Wording(EventKind.TRAINING, "First aid for carers", "Civic centre, room 2")
    event = plan_event(trainer, Plan(wording, Circle.SERVICE, Pattern(day), dt.time(10), 180))
    held = [one for one in occurrences_in(trainer, day, day + ONE_DAY) if one.event_id == event.id]
    chosen = sorted(_families(viewer), key=lambda family: family[0] not in (SILENT, *DIET))
    homes = [one.home_id for _, one in chosen if one.home_id is not None]
    _fill_register(trainer, held[0].occurrence_id, homes[:CAME])
