"""People around somebody who lost their second step."""

from dataclasses import dataclass

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.models import Person, Service
from constellations.people.step_resets.actions import ask_for_reset
from constellations.people.step_resets.models import StepReset
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.constellations.accounts.second_step.stepping import with_app
from tests.constellations.accounts.signing_in import with_password
from tests.factories import create_constellation, create_home, create_person, create_service, join

SYSTEM = Viewer.system()


@dataclass(frozen=True, slots=True)
class Office:
    """A service: two managers, finance, a liaison worker of the carer's constellation and one of another, a carer."""

    service: Service
    moira: Person
    max: Person
    fay: Person
    lena: Person
    leo: Person
    anita: Person

    def ask(self, about: Person | None = None, by: Person | None = None) -> StepReset:
        """Ask that somebody's second step be reset: that of the carer, by a manager."""
        reset_id = ask_for_reset(viewer_for(by or self.moira), (about or self.anita).id, "Phone lost on Friday.")
        return stored_reset(reset_id)


def make_office() -> Office:
    """Such a service, in which the carer and one manager have an app."""
    service = create_service("Fairvale")
    wren, owl, home = create_constellation(service, "Wren"), create_constellation(service, "Owl"), create_home(service)
    join(home, wren)
    people = (
        create_person(Role.MANAGER, service, name="Moira Flint"),
        create_person(Role.MANAGER, service, name="Max Ford"),
        create_person(Role.FINANCE, service, name="Fay Wood"),
        create_person(Role.LIAISON, service, constellations=(wren,), name="Lena Marsh"),
        create_person(Role.LIAISON, service, constellations=(owl,), name="Leo Park"),
        create_person(Role.SATELLITE_CARER, home=home, name="Anita O'Hare"),
    )
    moira, other, fay, lena, leo, anita = (with_password(person) for person in people)
    with_app(anita)
    with_app(other)
    return Office(service, moira, other, fay, lena, leo, anita)


def stored_reset(reset_id: object) -> StepReset:
    """A reset as the database has it."""
    session().rollback()
    return session().scalars(visible(SYSTEM, StepReset).where(StepReset.id == reset_id)).one()
