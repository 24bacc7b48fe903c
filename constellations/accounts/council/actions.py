"""Going to a council's page and coming back, connecting an account, and letting it go."""

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog
from flask_babel import gettext
from sqlalchemy import delete, select, update

from constellations.access import Viewer, covering, hold, visible
from constellations.accounts.actions import Browser, begin_instead, own_id
from constellations.accounts.council.ending.actions import end_account_of
from constellations.accounts.council.models import CouncilAccount, CouncilWay
from constellations.accounts.council.queries import council_of, is_connected, person_of
from constellations.accounts.council.rules import (
    BEGUN_OF_ADDRESS,
    GOOD_FOR,
    Account,
    ConnectedAlready,
    ConnectedToAnother,
    CouncilAway,
    CouncilRefused,
    NotConnected,
    WayOver,
    account_of,
    proven_at,
)
from constellations.accounts.queries import token_hash
from constellations.accounts.second_step.actions import SetUp, follow_end, follow_set_up
from constellations.accounts.second_step.codes.actions import fresh_codes
from constellations.accounts.second_step.queries import second_steps_of
from constellations.accounts.second_step.rules import SET_UP
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import TooOften
from constellations.core.oidc import NotIdentified, Proof, ProviderAway, provider_at, way_to, who_came
from constellations.core.throttle import throttle
from constellations.models import Person
from constellations.notices.actions import send_mail
from constellations.permissions import Permission
from constellations.queries import viewer_for

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Begun:
    """A way that was begun: the state that the browser keeps until it is back, and the council's page."""

    state: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Back:
    """What a browser brings back: the state it kept, and what stands in the address to which the council sent it."""

    kept: str = field(repr=False)
    state: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Came:
    """Who came back: signed in, by the token of their device; or connected, perhaps as their first second step."""

    token: str = field(default="", repr=False)
    connected: bool = False
    set_up: SetUp | None = None


def set_out(
    service_id: uuid.UUID | None, browser: Browser, viewer: Viewer | None = None, *, anew: bool = False
) -> Begun:
    """Begin a way to the page of a service's council: to sign in, or for a viewer to connect their account there.

    `anew`: whoever is signed in there must say once more who they are. Raises NoCouncil, CouncilAway,
    ConnectedAlready, and TooOften.
    """
    if not throttle().take(BEGUN_OF_ADDRESS, "council", browser.network):
        raise TooOften
    if viewer is not None:
        viewer.must(Permission.USE_ROOST)
        _must_not_be_connected(viewer)
    council = council_of(service_id)
    try:
        provider = provider_at(council.issuer)
    except NotIdentified as silent:
        log.warning("council_away", service_id=str(service_id), reason=silent.kind)
        raise CouncilAway from silent
    state, proof = secrets.token_urlsafe(32), Proof(secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    way = CouncilWay(
        state_hash=token_hash(state),
        service_id=council.service_id,
        person_id=viewer.person_id if viewer else None,
        nonce=proof.nonce,
        verifier=proof.verifier,
        good_until=clock.now() + GOOD_FOR,
    )
    with transaction() as here:
        here.execute(covering(Viewer.system(), delete(CouncilWay).where(CouncilWay.good_until <= clock.now())))
        here.add(way)
    return Begun(state, way_to(provider, council.client, state, proof, anew=anew or viewer is not None))


def come_back(back: Back, browser: Browser, viewer: Viewer | None) -> Came:
    """Take in who comes back from their council's page: signed in by that, or connected to it.

    Raises WayOver, CouncilAway, CouncilRefused, NotConnected, ConnectedAlready, ConnectedToAnother.
    """
    way = _taken(back)
    if way.person_id is not None and (viewer is None or viewer.person_id != way.person_id):
        raise WayOver
    tenant_id, claims = _claims(way, back.code)
    account = account_of(claims, tenant_id)
    if viewer is not None and way.person_id is not None:
        return Came(connected=True, set_up=_connect(viewer, account, browser))
    # Letting somebody in empties the cookie with the state: who is signed in now was so when this way was begun.
    since = proven_at(claims, clock.now(), was_asked=viewer is not None)
    return Came(_sign_in(account, way.service_id, browser, since))


def disconnect(viewer: Viewer, browser: Browser) -> str | None:
    """Let the viewer's council account open nothing from now on; gives the token to go on with, for all devices end.

    None where there was no such account, and nothing was done.
    """
    viewer.must(Permission.USE_ROOST)
    with transaction():
        me = hold(viewer, Person, own_id(viewer))
        if not end_account_of(me.id):
            return None
        record(viewer, "disconnected_council", me.id)
        audit(viewer, Change("disconnected_council", "council_account", me.id))
        return follow_end(me, browser)


CONNECTED_SUBJECT = "Your council account is connected to Roost"

CONNECTED_BODY = """Hello %(name)s

You can now sign in to Roost with your council account.

If that was not you, disconnect it on your page “You” in Roost, and tell your fostering service today.
"""


def _taken(back: Back) -> CouncilWay:
    """The way that was begun in this browser, which is good no more; raises WayOver."""
    if not back.state or not secrets.compare_digest(back.state.encode(), back.kept.encode()):
        raise WayOver
    with transaction() as here:
        found = visible(Viewer.system(), CouncilWay).where(CouncilWay.state_hash == token_hash(back.state))
        way = here.scalars(found.where(CouncilWay.good_until > clock.now())).one_or_none()
        if way is None:
            raise WayOver
        # Of two who come at once with the same state only one may find it.
        used = delete(CouncilWay).where(CouncilWay.id == way.id).returning(CouncilWay.id)
        here.expunge(way)
        if here.scalars(covering(Viewer.system(), used)).one_or_none() is None:
            raise WayOver
    return way


def _claims(way: CouncilWay, code: str) -> tuple[str, Mapping[str, object]]:
    """The tenant, and what it says of who came; asked outside any transaction, for it may take its time."""
    council = council_of(way.service_id)
    try:
        provider = provider_at(council.issuer)
        claims = who_came(provider, council.client, code, Proof(way.nonce, way.verifier))
    except ProviderAway as away:
        log.warning("council_away", service_id=str(way.service_id), reason=away.kind)
        raise CouncilAway from away
    except NotIdentified as refused:
        log.warning("sign_in_refused", way="council", service_id=str(way.service_id), reason=refused.kind)
        raise CouncilRefused from refused
    return council.tenant_id, claims


def _sign_in(account: Account, service_id: uuid.UUID, browser: Browser, since: dt.datetime) -> str:
    with transaction() as here:
        person = _held(account, service_id)
        if person is None:
            log.warning("sign_in_refused", way="council", service_id=str(service_id), reason="not connected")
            raise NotConnected
        used = update(CouncilAccount).where(CouncilAccount.person_id == person.id).values(last_used_at=clock.now())
        here.execute(covering(Viewer.system(), used))
        token = begin_instead(person, browser, second_step=True, since=since)
        record(viewer_for(person), "sign_in", person.id)
        person_id = str(person.id)
    log.info("sign_in_ok", way="council", person_id=person_id)
    return token


def _held(account: Account, service_id: uuid.UUID) -> Person | None:
    """For whom an account stands, held, so that nobody arrives by it while it is taken from them or they leave."""
    found = person_of(account, service_id)
    if found is None:
        return None
    hold(Viewer.system(), Person, found.id)
    return person_of(account, service_id)


def _connect(viewer: Viewer, account: Account, browser: Browser) -> SetUp | None:
    """Keep whose account that is; where it is their first second step, gives with what this browser goes on."""
    fresh = [] if second_steps_of(own_id(viewer)) & SET_UP else fresh_codes()
    with transaction() as here:
        me = hold(viewer, Person, own_id(viewer))
        is_first = not second_steps_of(me.id) & SET_UP
        _must_not_be_connected(viewer)
        _must_be_nobodys(account)
        keys = {"tenant_id": account.tenant_id, "object_id": account.object_id}
        here.add(CouncilAccount(person_id=me.id, **keys))
        here.flush()
        record(viewer, "connected_council", me.id)
        audit(viewer, Change("connected_council", "council_account", me.id, list(keys)))
        send_mail(me.email, gettext(CONNECTED_SUBJECT), gettext(CONNECTED_BODY, name=me.name))
        return follow_set_up(me, browser, fresh) if is_first else None


def _must_be_nobodys(account: Account) -> None:
    """Raise ConnectedToAnother; from who has left it goes to whoever has proven that it is theirs."""
    taken = select(Person).where(
        Person.id == CouncilAccount.person_id,
        CouncilAccount.tenant_id == account.tenant_id,
        CouncilAccount.object_id == account.object_id,
    )
    holder = session().scalars(covering(Viewer.system(), taken)).one_or_none()
    if holder is not None and holder.left_at is None:
        raise ConnectedToAnother
    if holder is not None:
        end_account_of(holder.id)


def _must_not_be_connected(viewer: Viewer) -> None:
    if is_connected(own_id(viewer)):
        raise ConnectedAlready
