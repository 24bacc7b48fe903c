"""How it stands with somebody's second step, before staff who may help them in again."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, visible
from constellations.accounts.second_step.queries import second_steps_of
from constellations.accounts.second_step.rules import SET_UP
from constellations.core import clock
from constellations.core.database import session
from constellations.deputies.queries import names_at
from constellations.models import Person
from constellations.people.step_resets.models import StepReset
from constellations.people.step_resets.rules import ResetState, is_over
from constellations.permissions import SERVICE_WIDE, Permission
from constellations.support.queries import liaison_workers_by_home


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether somebody has a second step, and the reset that waits for a second person, if one does."""

    has_one: bool
    waiting_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class ResetPage:
    """A reset: of whom, who asked and why, and whether it waits; `is_own_asking` is before who asked."""

    id: uuid.UUID
    person_id: uuid.UUID
    name: str
    by: str
    reason: str
    asked_at: dt.datetime
    waits: bool
    is_own_asking: bool


def standing_of(viewer: Viewer, person_id: uuid.UUID) -> Standing | None:
    """How it stands with the second step of somebody else; none before those who may not help them."""
    if not viewer.may(Permission.RESET_SECOND_STEP) or person_id in viewer.names:
        return None
    waiting = waiting_reset(viewer, person_id)
    return Standing(bool(second_steps_of(person_id) & SET_UP), waiting.id if waiting else None)


def waiting_reset(viewer: Viewer, person_id: uuid.UUID) -> StepReset | None:
    """The reset of a person that waits for a second member of staff."""
    asked = visible(viewer, StepReset).where(StepReset.person_id == person_id, StepReset.state == ResetState.ASKED)
    found = session().scalars(asked).one_or_none()
    return None if found is None or is_over(found.asked_at, clock.now()) else found


def reset_page(viewer: Viewer, reset_id: uuid.UUID) -> ResetPage:
    """One reset; raises NotFound."""
    viewer.must(Permission.RESET_SECOND_STEP)
    reset = find(viewer, StepReset, reset_id)
    # Names of who is in a reset that the viewer was found to see, also of another constellation.
    both = select(Person.id, Person.name).where(Person.id.in_({reset.person_id, reset.asked_by}))
    names: dict[uuid.UUID, str] = {row[0]: row[1] for row in session().execute(covering(Viewer.system(), both))}
    waits = reset.state is ResetState.ASKED and not is_over(reset.asked_at, clock.now())
    is_own = not names_at(reset.asked_by, reset.asked_at).isdisjoint(viewer.names)
    name, by = names[reset.person_id], names[reset.asked_by]
    return ResetPage(reset.id, reset.person_id, name, by, reset.reason, reset.asked_at, waits, is_own)


def who_may_confirm(service_id: uuid.UUID, person: Person, asked_by: uuid.UUID | None = None) -> set[uuid.UUID]:
    """Who can be the second person: others who see all of the service, and the liaison workers of the person's home."""
    wide = select(Person.id).where(
        Person.service_id == service_id,
        Person.role.in_(SERVICE_WIDE),
        Person.left_at.is_(None),
        Person.password_hash.is_not(None),
    )
    found = set(session().scalars(covering(Viewer.system(), wide)))
    if person.home_id is not None:
        found |= liaison_workers_by_home(Viewer.system(), [person.home_id]).get(person.home_id, set())
    return found - {person.id, asked_by}
