"""Who can be looked at in the demo service, and how they sign in."""

import uuid
from collections import defaultdict

from sqlalchemy import select

from constellations.access import Key, Viewer, covering
from constellations.core.database import session
from constellations.core.settings import current_settings
from constellations.doctor.rules import Finding, Verdict
from constellations.models import Constellation, Home, LiaisonAssignment, Membership, Person, Service, holds_on
from sleepovers.demo.families import SERVICE

DemoPerson = dict[str, str | list[str] | None]
"""`email`, `name`, `role`, `home`, `constellations`, `password`."""


def demo_people(viewer: Viewer, password: str) -> list[DemoPerson]:
    """The sign-ins of the demo service, staff first, then by constellation and home."""
    of_home = _constellations_by(viewer, Membership.home_id, Membership)
    of_liaison = _constellations_by(viewer, LiaisonAssignment.person_id, LiaisonAssignment)
    statement = (
        select(Person.id, Person.email, Person.name, Person.role, Person.home_id, Home.key)
        .join_from(Person, Home, Home.id == Person.home_id, isouter=True)
        .where(Person.left_at.is_(None))
        .order_by(Home.key.is_not(None), Home.key, Person.name)
    )
    rows = session().execute(covering(viewer, statement, Person, through=(Home,))).all()
    return [
        {
            "email": email,
            "name": name,
            "role": role.value,
            "home": home,
            "constellations": of_home[home_id] if home_id else of_liaison[person_id],
            "password": password,
        }
        for person_id, email, name, role, home_id, home in rows
    ]


def has_demo(viewer: Viewer) -> bool:
    """Whether this Roost holds the demo service."""
    found = covering(viewer, select(Service.id).where(Service.key == SERVICE), Service)
    return session().scalar(found) is not None


def no_demo(viewer: Viewer) -> Finding:
    """Whether the demo service is where it must not be: everybody knows its passwords."""
    if not has_demo(viewer):
        return Finding("demo service", Verdict.OK, "none")
    verdict = Verdict.FAIL if current_settings().is_production else Verdict.OK
    return Finding("demo service", verdict, "is loaded", "Begin a production with an empty database.")


def _constellations_by(
    viewer: Viewer, key: Key, model: type[Membership] | type[LiaisonAssignment]
) -> dict[uuid.UUID | None, list[str]]:
    """The constellations of today, for each home that is a member or each liaison worker who looks after them."""
    statement = (
        select(key, Constellation.key)
        .join(Constellation, Constellation.id == model.constellation_id)
        .where(holds_on(model, viewer.today))
        .order_by(Constellation.key)
    )
    found: dict[uuid.UUID | None, list[str]] = defaultdict(list)
    for whose, constellation in session().execute(covering(viewer, statement, model, through=(Constellation,))):
        found[whose].append(constellation)
    return found
