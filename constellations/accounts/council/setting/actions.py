"""Entering a service's council sign-in, and removing it."""

import uuid

from sqlalchemy import delete, select

from constellations.access import Viewer, covering, hold
from constellations.accounts.actions import Browser
from constellations.accounts.council.ending.actions import end_account_of
from constellations.accounts.council.models import CouncilAccount, CouncilSignIn, CouncilWay
from constellations.accounts.council.queries import issuer_at, own_sign_in
from constellations.accounts.council.rules import CouncilAway, Given, TenantUnknown
from constellations.accounts.second_step.actions import follow_end, follow_loss
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.oidc import NotIdentified, ProviderAway, provider_at
from constellations.corrections import ChangedMeanwhile
from constellations.models import Person, Service
from constellations.permissions import Permission


def enter_council(viewer: Viewer, given: Given, version: int) -> None:
    """Let people of the viewer's service come in by their council's sign-in; the secret is never shown again.

    The tenant is asked whether it is there. Raises TenantWrong, TenantUnknown, ClientWrong, SecretMissing, CouncilAway,
    ChangedMeanwhile.
    """
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None or viewer.person_id is None:
        raise NotFound
    given = given.checked(has_secret=own_sign_in(viewer) is not None)
    _must_be_there(given.tenant_id)
    with transaction() as here:
        service = hold(viewer, Service, viewer.service_id)
        row = own_sign_in(viewer)
        given.checked(has_secret=row is not None)
        if (row.version if row else 0) != version:
            raise ChangedMeanwhile(row.tenant_id if row else "none", given.tenant_id)
        row = row or CouncilSignIn(service_id=service.id)
        row.tenant_id, row.client_id, row.is_only_way = given.tenant_id, given.client_id, given.is_only_way
        fields = ["tenant_id", "client_id", "is_only_way"]
        if given.client_secret:
            row.client_secret = given.client_secret
            fields.append("client_secret")
        row.entered_at, row.entered_by = clock.now(), viewer.person_id
        here.add(row)
        record(viewer, "entered_council", service.id)
        audit(viewer, Change("entered_council", "council_sign_in", service.id, fields), service.id)


def remove_council(viewer: Viewer, browser: Browser) -> str | None:
    """Let nobody of the viewer's service come in by their council any more; who was connected is forgotten.

    That takes a second step from each of them, with all that follows from it; gives the token to go on with, for a
    viewer who was connected.
    """
    viewer.must(Permission.SET_SERVICE)
    with transaction() as here:
        row = own_sign_in(viewer)
        if row is None:
            return None
        service_id = row.service_id
        connected = _connected_of(service_id)
        ways = delete(CouncilWay).where(CouncilWay.service_id == service_id)
        here.execute(covering(Viewer.system(), ways.execution_options(synchronize_session=False)))
        here.delete(row)
        record(viewer, "removed_council", service_id)
        audit(viewer, Change("removed_council", "council_sign_in", service_id), service_id)
        token = None
        for person in connected:
            end_account_of(person.id)
            audit(viewer, Change("disconnected_council", "council_account", person.id), service_id)
            if person.id == viewer.person_id:
                token = follow_end(person, browser)
            else:
                follow_loss(person)
        return token


def _connected_of(service_id: uuid.UUID) -> list[Person]:
    """Whoever of a service is connected, each held; always in the same order, so that nobody waits in a circle."""
    theirs = select(Person.id).join(CouncilAccount, CouncilAccount.person_id == Person.id)
    keys = session().scalars(covering(Viewer.system(), theirs.where(Person.service_id == service_id))).all()
    return [hold(Viewer.system(), Person, key) for key in sorted(keys)]


def _must_be_there(tenant_id: str) -> None:
    try:
        provider_at(issuer_at(tenant_id))
    except ProviderAway as away:
        raise CouncilAway from away
    except NotIdentified as unknown:
        raise TenantUnknown from unknown
