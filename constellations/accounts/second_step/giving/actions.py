"""Giving a second step after the password: each code is a try that counts, and is good once."""

import uuid
from dataclasses import dataclass
from typing import NoReturn

import structlog
from flask_babel import gettext
from sqlalchemy import delete, update

from constellations.access import Viewer, covering, find, hold, visible
from constellations.accounts.actions import Browser, begin_instead, is_password_of, own_id
from constellations.accounts.council.queries import must_come_by_council
from constellations.accounts.council.rules import OnlyByCouncil
from constellations.accounts.rules import KNOWN_FOR
from constellations.accounts.second_step import rules
from constellations.accounts.second_step.codes.actions import use_recovery_code
from constellations.accounts.second_step.models import CodeApp, HalfWay
from constellations.accounts.second_step.queries import half_way, second_steps_of
from constellations.accounts.second_step.rules import CodeWrong, PasswordNotYours, SecondStep, SignInOver
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import SignedOut, TooOften
from constellations.core.throttle import throttle
from constellations.models import Person
from constellations.notices.actions import send_mail
from constellations.notices.texts.actions import text_to
from constellations.notices.texts.rules import TextKind
from constellations.queries import viewer_for

log = structlog.get_logger()

CODE = "second step"
"""What tries of codes are counted under, beside the account."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody gives so that Roost knows it is them: the password, and a code where they have a second step."""

    password: str
    code: str = ""


def finish_sign_in(token: str, typed: str, browser: Browser) -> str:
    """Sign in who is half way, by a code; gives the token of the device.

    Raises SignInOver where the password must be given again, OnlyByCouncil, CodeWrong, TooOften.
    """
    found = half_way(token)
    if found is None:
        raise SignInOver
    # Before a code is used up for nothing.
    _check_way(found[1])
    half_id, person_id = found[0].id, found[1].id
    tries = _take_try(half_id)
    try:
        give_code(person_id, typed, browser.network)
    except CodeWrong:
        if tries == rules.TRIES_OF_HALF_WAY:
            _warn(person_id)
        raise
    return finish_half_way(half_id, person_id, browser)


def finish_half_way(half_id: uuid.UUID, person_id: uuid.UUID, browser: Browser) -> str:
    """Sign in who is half way and has given a second step; gives the token of the device.

    Raises SignInOver, and OnlyByCouncil: half way in is also who has chosen a new password by mail.
    """
    over = delete(HalfWay).where(HalfWay.id == half_id).returning(HalfWay.id)
    with transaction() as here:
        person = hold(Viewer.system(), Person, person_id)
        # Ended meanwhile by a new password, or by somebody who left: then so is this.
        if here.execute(covering(Viewer.system(), over)).one_or_none() is None:
            raise SignInOver
        _check_way(person)
        device = begin_instead(person, browser, second_step=True)
        record(viewer_for(person), "sign_in", person.id)
    log.info("sign_in_ok", person_id=str(person_id))
    return device


def sign_in_again(viewer: Viewer, proof: Proof, browser: Browser) -> str:
    """Sign the viewer in anew before something that matters; gives the token with which this browser goes on.

    Raises PasswordNotYours, CodeWrong where they have a second step, TooOften, SignedOut where the account changed.
    """
    me = find(viewer, Person, own_id(viewer))
    compared = me.password_hash
    if not is_password_of(me, me.email, proof.password, browser):
        raise PasswordNotYours
    is_asked = bool(second_steps_of(own_id(viewer)))
    if is_asked:
        give_code(own_id(viewer), proof.code, browser.network)
    with transaction():
        me = hold(viewer, Person, own_id(viewer))
        # A new password, chosen elsewhere, has ended this device too, and so has somebody's leaving.
        if me.left_at is not None or me.password_hash != compared:
            raise SignedOut
        # Set up elsewhere, a second step has ended this device a moment ago.
        if second_steps_of(me.id) and not is_asked:
            raise SignedOut
        token = begin_instead(me, browser, second_step=is_asked)
        record(viewer, "sign_in", me.id)
    return token


def give_code(person_id: uuid.UUID, typed: str, network: str) -> SecondStep:
    """Use a code up that somebody gives after their password; says which step it is. Raises CodeWrong, TooOften."""
    count_code(person_id, network)
    code = rules.typed_code(typed)
    step = SecondStep.APP if rules.is_of_app(code) else SecondStep.RECOVERY_CODE
    is_good = _use_app(person_id, code) if step is SecondStep.APP else use_recovery_code(person_id, code)
    if not is_good:
        refuse_code(person_id)
    throttle().forget(rules.TRIES_OF_CODES, CODE, str(person_id), network)
    throttle().take(KNOWN_FOR, CODE, str(person_id), network)
    log.info("second_step_given", person_id=str(person_id), step=step.value)
    return step


def count_code(person_id: uuid.UUID, network: str) -> None:
    """Count a try of a code from a network; wrong ones elsewhere do not count where the person is known.

    Raises TooOften.
    """
    counting, account = throttle(), str(person_id)
    is_known = not counting.has_room(KNOWN_FOR, CODE, account, network)
    is_within = counting.take(rules.TRIES_OF_CODES, CODE, account, network) and (
        is_known or counting.has_room(rules.FAILURES_OF_CODES, CODE, account)
    )
    if not is_within:
        log.warning("second_step_refused", person_id=account, reason="too often")
        raise TooOften


def refuse_code(person_id: uuid.UUID) -> NoReturn:
    """Write a wrong code down, and raise CodeWrong."""
    throttle().take(rules.FAILURES_OF_CODES, CODE, str(person_id))
    log.warning("second_step_refused", person_id=str(person_id), reason="wrong code")
    raise CodeWrong


def _check_way(person: Person) -> None:
    """Raise OnlyByCouncil where the service lets this person in by no code and no passkey."""
    if must_come_by_council(person):
        log.warning("sign_in_refused", person_id=str(person.id), reason="only by council")
        raise OnlyByCouncil


def _take_try(half_id: uuid.UUID) -> int:
    """Count a try of who is half way; gives which it is. Raises SignInOver where there were too many, also at once."""
    room = update(HalfWay).where(HalfWay.id == half_id, HalfWay.tries < rules.TRIES_OF_HALF_WAY)
    taken = covering(Viewer.system(), room.values(tries=HalfWay.tries + 1).returning(HalfWay.tries))
    with transaction() as here:
        tries: int | None = here.execute(taken).scalar_one_or_none()
    if tries is None:
        raise SignInOver
    return tries


def _warn(person_id: uuid.UUID) -> None:
    """Tell somebody that their password is known to who has no code of theirs."""
    with transaction():
        person = find(Viewer.system(), Person, person_id)
        send_mail(person.email, gettext(rules.WARNED_SUBJECT), gettext(rules.WARNED_BODY, name=person.name))
        text_to([person_id], TextKind.SECURITY)
        audit(viewer_for(person), Change("refused_second_step", "person", person_id))


def _use_app(person_id: uuid.UUID, figures: str) -> bool:
    """Whether a person's app shows these figures now, and no code up to them was used; of two at once one is right."""
    theirs = visible(Viewer.system(), CodeApp).where(CodeApp.person_id == person_id, CodeApp.proven_at.is_not(None))
    app = session().scalars(theirs).one_or_none()
    step = rules.step_shown(app.key, figures, clock.now()) if app else None
    if step is None:
        return False
    used = update(CodeApp).where(CodeApp.person_id == person_id, CodeApp.last_step < step)
    taken = covering(Viewer.system(), used.values(last_step=step).returning(CodeApp.person_id))
    with transaction() as here:
        return here.execute(taken).one_or_none() is not None
