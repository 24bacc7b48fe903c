"""Which services have their council's sign-in, who is connected to it, and the page on which it is set."""

import uuid
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from constellations.access import Viewer, covering, visible
from constellations.accounts.council.models import CouncilAccount, CouncilSignIn
from constellations.accounts.council.rules import ENTRA, Account, CouncilAway, NoCouncil, issuer_of
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.oidc import Client
from constellations.core.seals import KeyLost
from constellations.core.settings import current_settings
from constellations.models import Person, Service
from constellations.permissions import STAFF


@dataclass(frozen=True, slots=True)
class Council:
    """The sign-in of a service's council: whom to ask, as which application."""

    service_id: uuid.UUID
    tenant_id: str
    issuer: str
    client: Client


def councils() -> dict[uuid.UUID, str]:
    """The services whose people may come in by their council's sign-in, by name, for the page before anybody is in."""
    offered = select(Service.id, Service.name).where(CouncilSignIn.service_id == Service.id).order_by(Service.name)
    return {row[0]: row[1] for row in session().execute(covering(Viewer.system(), offered))}


def council_of(service_id: uuid.UUID | None) -> Council:
    """The sign-in of a service's council, with its secret; raises NoCouncil where there is none.

    Raises CouncilAway where no key opens the secret: a manager has to enter it again.
    """
    asked = select(CouncilSignIn.tenant_id, CouncilSignIn.client_id, CouncilSignIn.client_secret)
    theirs = covering(Viewer.system(), asked.where(CouncilSignIn.service_id == service_id))
    try:
        found = session().execute(theirs).one_or_none()
    except KeyLost as lost:
        raise CouncilAway from lost
    if found is None or service_id is None:
        raise NoCouncil
    return Council(service_id, found[0], issuer_at(found[0]), Client(found[1], found[2], back_here()))


def issuer_at(tenant_id: str) -> str:
    """Who signs for a tenant; while testing, the test's own provider."""
    return issuer_of(tenant_id, current_settings().council_test_address or ENTRA)


def back_here() -> str:
    """Where a council sends people back to, as it stands in the app registration."""
    return f"{current_settings().public_url.rstrip('/')}/sign-in/council/back"


def person_of(account: Account, service_id: uuid.UUID) -> Person | None:
    """For whom of a service an account stands, if it is connected to anybody who has not left.

    Nor was let back without taking up the invitation: they have no password.
    """
    theirs = select(Person).where(
        Person.id == CouncilAccount.person_id,
        CouncilAccount.tenant_id == account.tenant_id,
        CouncilAccount.object_id == account.object_id,
        Person.service_id == service_id,
        Person.left_at.is_(None),
        Person.password_hash.is_not(None),
    )
    return session().scalars(covering(Viewer.system(), theirs)).one_or_none()


def is_connected(person_id: uuid.UUID) -> bool:
    """Whether somebody is connected to a council account."""
    theirs = select(exists().where(CouncilAccount.person_id == person_id))
    return bool(session().scalar(covering(Viewer.system(), theirs)))


def must_come_by_council(person: Person) -> bool:
    """Whether the service lets this person in by their council account alone: staff who are connected."""
    if person.role not in STAFF:
        return False
    asked = select(
        exists().where(
            CouncilSignIn.service_id == person.service_id,
            CouncilSignIn.is_only_way.is_(True),
            CouncilAccount.person_id == person.id,
            CouncilAccount.tenant_id == CouncilSignIn.tenant_id,
        )
    )
    return bool(session().scalar(covering(Viewer.system(), asked)))


@dataclass(frozen=True, slots=True)
class OwnCouncil:
    """What somebody finds of it on their own page: whether the service has it, and their account, if connected."""

    is_offered: bool
    account: CouncilAccount | None


def own_council(viewer: Viewer) -> OwnCouncil:
    """The viewer's council account, and whether there is one to be had."""
    offered = select(exists().where(CouncilSignIn.service_id == viewer.service_id))
    mine = visible(viewer, CouncilAccount).where(CouncilAccount.person_id == viewer.person_id)
    is_offered = bool(session().scalar(covering(Viewer.system(), offered)))
    return OwnCouncil(is_offered, session().scalars(mine).one_or_none())


@dataclass(frozen=True, slots=True)
class CouncilPage:
    """How a service's council sign-in is set, none where it is not, and how many of its people are connected."""

    set_now: CouncilSignIn | None
    connected: int
    back: str


def council_page(viewer: Viewer) -> CouncilPage:
    """The page of the viewer's service; raises NotFound for a viewer of none."""
    row = own_sign_in(viewer)
    counted = select(func.count()).select_from(CouncilAccount).join(Person, Person.id == CouncilAccount.person_id)
    theirs = covering(Viewer.system(), counted.where(Person.service_id == viewer.service_id))
    return CouncilPage(row, session().scalar(theirs) or 0, back_here())


def own_sign_in(viewer: Viewer) -> CouncilSignIn | None:
    """How the viewer's service has it set; raises NotFound for a viewer of none."""
    if viewer.service_id is None:
        raise NotFound
    theirs = visible(viewer, CouncilSignIn).where(CouncilSignIn.service_id == viewer.service_id)
    return session().scalars(theirs).one_or_none()
