"""Signing in and out, and one's own password."""

import datetime as dt
import secrets
import uuid
from contextlib import suppress
from dataclasses import dataclass

import structlog
from flask_babel import gettext, ngettext
from sqlalchemy import ColumnElement, delete, update

from constellations.access import Viewer, covering, find, hold
from constellations.accounts.council.queries import must_come_by_council
from constellations.accounts.council.rules import OnlyByCouncil
from constellations.accounts.known.rules import KnownBrowser
from constellations.accounts.links.ending.actions import end_links_of
from constellations.accounts.models import SignedInDevice
from constellations.accounts.passwords import advice_on
from constellations.accounts.queries import person_at, signed_in, token_hash
from constellations.accounts.rules import (
    FAILURES_OF_ACCOUNT,
    FAILURES_OF_ADDRESS,
    KNOWN_FOR,
    TRIES_OF_PAIR,
    account_name,
    is_worth_noting,
)
from constellations.accounts.second_step.models import HalfWay
from constellations.accounts.second_step.queries import second_steps_of
from constellations.accounts.second_step.rules import HALF_WAY_FOR
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import BY_THE_WAY_SECONDS, after_commit, transaction
from constellations.core.errors import Busy, Forbidden, RuleBroken, SignedOut, TooOften
from constellations.core.ids import new_id
from constellations.core.passwords import hash_password, is_outdated, is_right
from constellations.core.throttle import throttle
from constellations.feeds.addresses.actions import end_addresses_of
from constellations.models import Person
from constellations.notices.actions import News, send_mail, tell
from constellations.notices.push.actions import keep_listening
from constellations.notices.texts.actions import text_to
from constellations.notices.texts.rules import TextKind
from constellations.permissions import Permission, Role
from constellations.queries import viewer_for
from constellations.sockets import disconnect_signed_out

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Browser:
    """Whence somebody comes: the browser's words, the network, the token of who was signed in on it before, and who has
    signed in on it at any time."""

    words: str = ""
    network: str = "unknown"
    token: str | None = None
    known: KnownBrowser = KnownBrowser()


@dataclass(frozen=True, slots=True)
class Arrival:
    """How far somebody has come: the token of a device, or, `is_half`, of who has yet to give their second step."""

    token: str
    is_half: bool = False


def sign_in(email: str, password: str, browser: Browser) -> Arrival | None:
    """Sign somebody in, or half way; gives none where address and password do not belong together.

    Whoever asks, one password is compared, so that the time of the answer says nothing. Raises TooOften, and
    OnlyByCouncil where the password is right and the service asks for another way.
    """
    person = person_at(email)
    if not is_password_of(person, email, password, browser) or person is None:
        return None
    compared = person.password_hash or ""
    kept = hash_password(password) if is_outdated(compared) else compared
    with transaction():
        # Held, so that nobody arrives by the password alone while they set a second step up elsewhere.
        person = hold(Viewer.system(), Person, person.id)
        if person.left_at is not None or person.password_hash != compared:
            return None
        person.password_hash = kept
        if must_come_by_council(person):
            log.warning("sign_in_refused", person_id=str(person.id), reason="only by council")
            raise OnlyByCouncil
        arrival = arrive(person, browser)
        if not arrival.is_half:
            record(viewer_for(person), "sign_in", person.id)
    log.info("sign_in_half_way" if arrival.is_half else "sign_in_ok", person_id=str(person.id))
    return arrival


def arrive(person: Person, browser: Browser) -> Arrival:
    """As part of an action that found a password right, or set one: sign in, or half way where a second step is asked.

    The person is held.
    """
    if not second_steps_of(person.id):
        return Arrival(begin_instead(person, browser))
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        over = delete(HalfWay).where(HalfWay.person_id == person.id, HalfWay.begun_at <= clock.now() - HALF_WAY_FOR)
        session.execute(covering(Viewer.system(), over))
        session.add(HalfWay(token_hash=token_hash(token), person_id=person.id))
    return Arrival(token, is_half=True)


def begin_on_device(
    person: Person, browser: str, *, second_step: bool = False, since: dt.datetime | None = None
) -> str:
    """Sign a person in on a new device; gives the token that only the device keeps.

    `since`: when they proved all that is asked of them, where that was not just now.
    """
    token, at = secrets.token_urlsafe(32), clock.now() if second_step else None
    device = SignedInDevice(token_hash=token_hash(token), person_id=person.id, browser=browser[:120], second_step_at=at)
    device.created_at = since or clock.now()
    with transaction() as session:
        session.add(device)
    return token


def begin_instead(
    person: Person, browser: Browser, *, second_step: bool = False, since: dt.datetime | None = None
) -> str:
    """Sign a person in on a browser, and whoever was signed in on it before out; their own alerts on it go on.

    `second_step`: whether they gave one, or prove just now that they have it. Who asks has made sure of it. `since`: as
    for `begin_on_device`; what asks for the password again counts from then.
    """
    with transaction():
        token = begin_on_device(person, browser.words, second_step=second_step, since=since)
        if browser.token:
            keep_listening(person.id, token_hash(browser.token), token_hash(token))
            _end(SignedInDevice.token_hash == token_hash(browser.token))
    return token


def note_seen(device_id: uuid.UUID, role: Role, last_seen_at: dt.datetime) -> None:
    """Write down that a device was used, where that is not known closely enough."""
    now = clock.now()
    if not is_worth_noting(role, last_seen_at, now):
        return
    # Who reads does not wait for somebody who writes, nor for room on the disk: a later page notes it.
    with suppress(Busy), transaction(seconds=BY_THE_WAY_SECONDS) as session:
        seen = update(SignedInDevice).where(SignedInDevice.id == device_id).values(last_seen_at=now)
        session.execute(covering(Viewer.system(), seen))


def end_device(viewer: Viewer, device_id: uuid.UUID) -> None:
    """End one of the viewer's devices: its token opens nothing from now on."""
    viewer.must(Permission.USE_ROOST)
    with transaction():
        _end(SignedInDevice.id == find(viewer, SignedInDevice, device_id).id)
        record(viewer, "end_device", device_id)
    log.info("signed_out", person_id=str(viewer.person_id))


def sign_out_everywhere(viewer: Viewer, calendars_too: bool = False) -> None:
    """End all of the viewer's devices, this one too, and where wished every calendar address of theirs."""
    viewer.must(Permission.USE_ROOST)
    me = own_id(viewer)
    with transaction():
        end_devices_of(me)
        if calendars_too and (ended := end_addresses_of(me)):
            words = ngettext("%(num)s calendar address is ended.", "%(num)s calendar addresses are ended.", ended)
            tell([me], News(f"signed out {new_id()}", words, "/me/calendar"), by_mail=False)
            audit(viewer, Change("sign_out_everywhere", "person", me, ("feed_address",)), viewer.service_id)
        record(viewer, "sign_out_everywhere", viewer.person_id)
    log.info("signed_out_everywhere", person_id=str(viewer.person_id))


def end_devices_of(person_id: uuid.UUID | None, only: uuid.UUID | None = None) -> None:
    """End every device of a person, and whatever they are half way in, or only one, as part of an action with that
    effect."""
    theirs = SignedInDevice.person_id == person_id
    if only is not None:
        _end(theirs & (SignedInDevice.id == only))
        return
    _end(theirs)
    half_way = delete(HalfWay).where(HalfWay.person_id == person_id)
    with transaction() as session:
        session.execute(covering(Viewer.system(), half_way))


def change_password(viewer: Viewer, present: str, new: str, browser: Browser) -> str | None:
    """Change the viewer's own password and sign out everywhere else; gives the token with which this browser goes on.

    Of who has a second step the password is no proof that opens what asks for both again. None where the present
    password is not right. Raises RuleBroken with advice where the new one is not good enough, TooOften where the
    present one was tried too many times, SignedOut where this device was ended meanwhile.
    """
    viewer.must(Permission.USE_ROOST)
    me = find(viewer, Person, own_id(viewer))
    if not is_password_of(me, me.email, present, browser):
        return None
    hashed = hash_good_password(me, new)
    with transaction():
        me = hold(viewer, Person, me.id)
        present_one = signed_in(browser.token or "")
        if present_one is None:
            raise SignedOut
        gave_second_step, begun = present_one[0].second_step_at is not None, present_one[0].created_at
        set_password(me, hashed)
        since = begun if second_steps_of(me.id) else None
        token = begin_instead(me, browser, second_step=gave_second_step, since=since)
        record(viewer, "change_password", me.id)
    return token


def hash_good_password(person: Person, password: str) -> str:
    """The hash of a new password; raises RuleBroken with advice where it is not good enough for this person."""
    advice = advice_on(password, (person.name, person.email))
    if advice is not None:
        raise RuleBroken(gettext(advice))
    return hash_password(password)


def set_password(person: Person, hashed: str) -> None:
    """As part of an action: keep a new password, sign out everywhere, end mailed links to another, and tell them."""
    with transaction():
        person.password_hash = hashed
        end_devices_of(person.id)
        end_links_of(person.id)
        send_mail(person.email, gettext(CHANGED_SUBJECT), gettext(CHANGED_BODY, name=person.name))
        text_to([person.id], TextKind.SECURITY)
        person_id = str(person.id)
        after_commit(lambda: log.info("password_set", person_id=person_id))


CHANGED_SUBJECT = "Your Roost password was changed"

CHANGED_BODY = """Hello %(name)s

Your password for Roost has just been changed, and you were signed out on all other devices.

If that was you, there is nothing to do. If it was not, choose "I have forgotten my password" where you sign in,
and tell your fostering service today.
"""


def is_password_of(person: Person | None, email: str, password: str, browser: Browser) -> bool:
    """Whether this is the password of the account, as one try that counts. Raises TooOften."""
    account, network = account_name(email), browser.network
    # On a browser of theirs their tries are their own, whatever others try from the same network.
    is_theirs = person is not None and browser.known.knows(person.id)
    place = f"browser {browser.known.chance}" if is_theirs else network
    _count_try(account, place, is_theirs or not throttle().has_room(KNOWN_FOR, account, network))
    kept = person.password_hash if person is not None and person.left_at is None else None
    if is_right(kept, password):
        throttle().forget(TRIES_OF_PAIR, account, place)
        throttle().take(KNOWN_FOR, account, network)
        return True
    throttle().take(FAILURES_OF_ADDRESS, network)
    throttle().take(FAILURES_OF_ACCOUNT, account)
    log.warning("sign_in_refused", person_id=str(person.id) if person else None, reason=_reason(person))
    return False


def _count_try(account: str, place: str, is_known: bool) -> None:
    """Count a try of this account from a network or browser; strangers' tries do not count where one is known."""
    counting = throttle()
    is_within = counting.take(TRIES_OF_PAIR, account, place) and (
        is_known or (counting.has_room(FAILURES_OF_ADDRESS, place) and counting.has_room(FAILURES_OF_ACCOUNT, account))
    )
    if not is_within:
        log.warning("sign_in_refused", reason="too often")
        raise TooOften


def _reason(person: Person | None) -> str:
    if person is None:
        return "unknown"
    if person.left_at is not None:
        return "left"
    return "wrong password" if person.password_hash else "no password"


def own_id(viewer: Viewer) -> uuid.UUID:
    """Who the viewer is; raises Forbidden for the system, which is nobody."""
    if viewer.person_id is None:
        raise Forbidden
    return viewer.person_id


def _end(which: ColumnElement[bool]) -> None:
    ended = update(SignedInDevice).where(which, SignedInDevice.ended_at.is_(None)).values(ended_at=clock.now())
    with transaction() as session:
        session.execute(covering(Viewer.system(), ended))
        after_commit(disconnect_signed_out)
