"""Entering a service's council sign-in, and removing it."""

import uuid

from sqlalchemy import delete, select

from constellations.access import Viewer, covering, hold
from constellations.accounts.actions import Browser
from constellations.accounts.council.ending.actions import end_account_of
from constellations.accounts.council.models import CouncilAccount, CouncilSignIn, CouncilWay
from constellations.accounts.council.queries import issuer_at, own_sign_in
from constellations.accounts.council.rules import CouncilAway, Given, OthersConnected, TenantUnknown
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


def enter_council(viewer: Viewer, given: Given, version: int, browser: Browser) -> str | None:
    """Let people of the viewer's service come in by their council's sign-in; the secret is never shown again.

    The tenant is asked whether it is there. Another one disconnects whoever is connected, as removing it does; gives
    the token to go on with, for a viewer who was. Raises TenantWrong, TenantUnknown, ClientWrong, SecretMissing,
    CouncilAway, OthersConnected, ChangedMeanwhile.
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
        token = None
        if row is not None and row.tenant_id != given.tenant_id:
            token = _leave_tenant(viewer, service.id, given.ends_connections, browser)
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
        return token


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
        _forget_ways(service_id)
        here.delete(row)
        record(viewer, "removed_council", service_id)
        audit(viewer, Change("removed_council", "council_sign_in", service_id), service_id)
        return _disconnect(viewer, connected, service_id, browser)


def _leave_tenant(viewer: Viewer, service_id: uuid.UUID, is_meant: bool, browser: Browser) -> str | None:
    """Disconnect whoever is connected to the tenant before, for none of their accounts stands for them at another."""
    connected = _connected_of(service_id)
    if connected and not is_meant:
        raise OthersConnected(len(connected))
    _forget_ways(service_id)
    return _disconnect(viewer, connected, service_id, browser)


def _forget_ways(service_id: uuid.UUID) -> None:
    ways = delete(CouncilWay).where(CouncilWay.service_id == service_id)
    session().execute(covering(Viewer.system(), ways.execution_options(synchronize_session=False)))


def _disconnect(viewer: Viewer, people: list[Person], service_id: uuid.UUID, browser: Browser) -> str | None:
    """Take their council account from people who are held; gives the token to go on with where the viewer is one."""
    token = None
    for person in people:
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
