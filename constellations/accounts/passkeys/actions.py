"""Making a passkey, showing it, and removing it."""

import secrets
import uuid
from dataclasses import dataclass, field

import structlog
from flask_babel import gettext

from constellations.access import Viewer, find, hold, visible
from constellations.accounts.actions import Browser, begin_instead, own_id
from constellations.accounts.council.queries import must_come_by_council
from constellations.accounts.council.rules import OnlyByCouncil
from constellations.accounts.passkeys.ceremony import Answer, Owner, Shown, answer_in, made, shown, wish_for_new
from constellations.accounts.passkeys.challenges.actions import Asked, give_out, party_here, take_back
from constellations.accounts.passkeys.models import Passkey, PasskeyChallenge
from constellations.accounts.passkeys.queries import own_passkeys, passkey_with
from constellations.accounts.passkeys.rules import (
    MOST_PASSKEYS,
    AlreadyYours,
    NotGenuine,
    PasskeyDoubted,
    PasskeyRefused,
    PasskeyUnverified,
    Purpose,
    TooManyPasskeys,
    must_verify,
    went_back,
)
from constellations.accounts.second_step.actions import SetUp, follow_end, follow_set_up
from constellations.accounts.second_step.codes.actions import fresh_codes
from constellations.accounts.second_step.giving.actions import finish_half_way
from constellations.accounts.second_step.queries import half_way, second_steps_of
from constellations.accounts.second_step.rules import SET_UP
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import transaction
from constellations.models import Person
from constellations.notices.actions import News, send_mail, tell
from constellations.notices.texts.actions import text_to
from constellations.notices.texts.rules import TextKind
from constellations.permissions import CARERS, Permission
from constellations.queries import viewer_for

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Handed:
    """What a browser hands over: the challenge it was given, and the answer of the device, as JSON."""

    challenge_id: uuid.UUID | None
    text: str = field(repr=False)


def ask_for_new(viewer: Viewer) -> Asked:
    """Ask the viewer's browser to make a passkey. Raises TooManyPasskeys."""
    viewer.must(Permission.USE_ROOST)
    me, known = find(viewer, Person, own_id(viewer)), own_passkeys(viewer)
    if len(known) >= MOST_PASSKEYS:
        raise TooManyPasskeys
    handle = known[0].handle if known else secrets.token_bytes(32)
    owner, ids = Owner(handle, me.email, me.name), [each.credential_id for each in known]
    verified = must_verify(Purpose.ADD, viewer.is_carer)
    return give_out(
        Purpose.ADD, me.id, handle, lambda challenge: wish_for_new(party_here(), challenge, owner, ids, verified)
    )


def add_passkey(viewer: Viewer, handed: Handed, name: str, browser: Browser) -> SetUp | None:
    """Keep a passkey that the viewer's device has made, and tell the viewer.

    Where it is their first second step, all devices end; gives then with what this browser goes on. Raises
    PasskeyRefused, PasskeyUnverified, AlreadyYours, TooManyPasskeys.
    """
    viewer.must(Permission.USE_ROOST)
    challenge = take_back(handed.challenge_id, {Purpose.ADD: viewer.person_id})
    try:
        new = made(party_here(), challenge.challenge, handed.text)
    except NotGenuine as refused:
        raise _refused(viewer.person_id, refused.reason) from refused
    if must_verify(Purpose.ADD, viewer.is_carer) and not new.is_verified:
        raise PasskeyUnverified
    fresh = [] if second_steps_of(own_id(viewer)) & SET_UP else fresh_codes()
    with transaction() as here:
        me = hold(viewer, Person, own_id(viewer))
        is_first = not second_steps_of(me.id) & SET_UP
        if len(own_passkeys(viewer)) >= MOST_PASSKEYS:
            raise TooManyPasskeys
        known = visible(Viewer.system(), Passkey).where(Passkey.credential_id == new.credential_id)
        if here.scalars(known).one_or_none() is not None:
            raise AlreadyYours
        keys = {"credential_id": new.credential_id, "public_key": new.public_key, "sign_count": new.count}
        passkey = Passkey(person_id=me.id, handle=challenge.handle, name=name, **keys)
        here.add(passkey)
        here.flush()
        _note(viewer, "added_passkey", passkey.id, [*keys, "name"])
        send_mail(me.email, gettext(ADDED_SUBJECT), gettext(ADDED_BODY, name=me.name))
        text_to([me.id], TextKind.SECURITY)
        return follow_set_up(me, browser, fresh) if is_first else None


def remove_passkey(viewer: Viewer, passkey_id: uuid.UUID, browser: Browser) -> str:
    """Let one of the viewer's passkeys open nothing from now on; gives the token to go on with, for all devices end.

    Raises NotFound.
    """
    viewer.must(Permission.USE_ROOST)
    with transaction() as here:
        me = hold(viewer, Person, own_id(viewer))
        here.delete(find(viewer, Passkey, passkey_id))
        here.flush()
        _note(viewer, "removed_passkey", passkey_id, [])
        return follow_end(me, browser)


def come_in(handed: Handed, browser: Browser, viewer: Viewer | None, half: str = "") -> str:
    """Sign in whoever shows a passkey, by which both steps are done; gives the token of the device.

    `half` is the token of who is half way in on this browser. What was asked of one person, as a second step or to show
    it again, is answered by that person alone. Raises PasskeyRefused, PasskeyUnverified, PasskeyDoubted, OnlyByCouncil,
    and SignInOver where the password must be given again.
    """
    waiting = half_way(half)
    answered: dict[Purpose, uuid.UUID | None] = {Purpose.SIGN_IN: None}
    if viewer is not None:
        answered[Purpose.AGAIN] = viewer.person_id
    if waiting is not None:
        answered[Purpose.SECOND_STEP] = waiting[1].id
    half_id = waiting[0].id if waiting else None
    challenge = take_back(handed.challenge_id, answered)
    person_id = prove(challenge, handed.text)
    if challenge.purpose is Purpose.SECOND_STEP and half_id is not None:
        return finish_half_way(half_id, person_id, browser)
    with transaction():
        person = hold(Viewer.system(), Person, person_id)
        # Without a password: somebody was let back, and has not taken up the invitation.
        if person.left_at is not None or person.password_hash is None:
            raise PasskeyRefused
        if challenge.purpose is Purpose.SIGN_IN and must_come_by_council(person):
            raise OnlyByCouncil
        token = begin_instead(person, browser, second_step=True)
        record(viewer_for(person), "sign_in", person.id)
    log.info("sign_in_ok", way="passkey", person_id=str(person_id))
    return token


def prove(challenge: PasskeyChallenge, text: str) -> uuid.UUID:
    """Whose passkey an answer shows, found genuine and its count written down.

    A count that goes back is written down too: the passkey opens nothing any more, and its person is told. Raises
    PasskeyRefused, PasskeyUnverified, PasskeyDoubted.
    """
    try:
        answer = answer_in(text)
    except NotGenuine as refused:
        raise _refused(None, refused.reason) from refused
    known = passkey_with(answer.credential_id)
    if known is None:
        raise _refused(None, "unknown passkey")
    passkey, person = known
    _must_be_theirs(challenge, answer, passkey)
    try:
        found = shown(party_here(), challenge.challenge, answer, passkey.public_key)
    except NotGenuine as refused:
        raise _refused(person.id, refused.reason) from refused
    person_id = person.id
    if must_verify(challenge.purpose, person.role in CARERS) and not found.is_verified:
        log.warning("sign_in_refused", way="passkey", person_id=str(person_id), reason="not verified")
        raise PasskeyUnverified
    if not _counted(passkey.id, found):
        log.warning("sign_in_refused", way="passkey", person_id=str(person_id), reason="count went back")
        raise PasskeyDoubted
    return person_id


ADDED_SUBJECT = "A passkey was added to your Roost account"

ADDED_BODY = """Hello %(name)s

A passkey was added to your account. From now on it opens Roost for you.

If that was not you, remove it on your page “You” in Roost, change your password, and tell your fostering service today.
"""

DOUBTED = "One of your passkeys may have been copied. Roost does not take it any more: remove it, and make a new one."

DOUBTED_SUBJECT = "One of your passkeys may have been copied"

DOUBTED_BODY = """Hello %(name)s

Somebody showed a passkey of yours that may be a copy. Nobody was let in, and Roost does not take that passkey any more.

Sign in with your password, remove the passkey on your page “You”, and tell your fostering service today.
"""


def _counted(passkey_id: uuid.UUID, found: Shown) -> bool:
    """Write down how often a passkey was used; false where that shows a copy, or one was found before."""
    with transaction():
        passkey = hold(Viewer.system(), Passkey, passkey_id)
        if passkey.doubted_at is not None:
            return False
        if not went_back(passkey.sign_count, found.count):
            passkey.sign_count, passkey.last_used_at = found.count, clock.now()
            return True
        passkey.doubted_at = clock.now()
        person = find(Viewer.system(), Person, passkey.person_id)
        tell([person.id], News(f"passkey doubted {passkey.id}", gettext(DOUBTED), "/me/passkeys"))
        send_mail(person.email, gettext(DOUBTED_SUBJECT), gettext(DOUBTED_BODY, name=person.name))
        text_to([person.id], TextKind.SECURITY)
        change = Change("doubted_passkey", "passkey", passkey.id, ("doubted_at",))
        audit(Viewer.system(), change, person.service_id)
    return False


def _must_be_theirs(challenge: PasskeyChallenge, answer: Answer, passkey: Passkey) -> None:
    """Raise PasskeyRefused where another was asked, or the device holds the passkey for another.

    Who says nothing of themselves beforehand must be named by the device (section 7.2, step 6).
    """
    is_named = answer.handle is not None or challenge.person_id is not None
    is_theirs = answer.handle in (None, passkey.handle) and challenge.person_id in (None, passkey.person_id)
    if not (is_named and is_theirs):
        raise _refused(passkey.person_id, "somebody else's passkey")


def _refused(person_id: uuid.UUID | None, reason: str) -> PasskeyRefused:
    log.warning("sign_in_refused", way="passkey", person_id=str(person_id) if person_id else None, reason=reason)
    return PasskeyRefused()


def _note(viewer: Viewer, action: str, passkey_id: uuid.UUID, fields: list[str]) -> None:
    record(viewer, action, passkey_id)
    audit(viewer, Change(action, "passkey", passkey_id, fields))
