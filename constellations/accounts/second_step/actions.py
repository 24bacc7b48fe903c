"""Setting an app up as second step, taking it away, and what follows from either."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import pyotp
import structlog
from flask_babel import gettext
from sqlalchemy import delete

from constellations.access import Viewer, covering, hold
from constellations.accounts.actions import Browser, begin_instead, end_devices_of, own_id
from constellations.accounts.council.ending.actions import end_account_of
from constellations.accounts.passkeys.ending.actions import end_passkeys_of
from constellations.accounts.second_step import rules
from constellations.accounts.second_step.codes.actions import FreshCode, end_codes_of, fresh_codes, keep_codes
from constellations.accounts.second_step.giving.actions import count_code, refuse_code
from constellations.accounts.second_step.models import CodeApp
from constellations.accounts.second_step.queries import key_shown, own_app, second_steps_of
from constellations.accounts.second_step.rules import SET_UP, AppThere, KeyOver, NoSecondStep, SecondStep
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.models import Person
from constellations.notices.actions import send_mail
from constellations.notices.texts.actions import text_to
from constellations.notices.texts.rules import TextKind
from constellations.permissions import Permission

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SetUp:
    """What somebody goes on with who has set a second step up: a device, and recovery codes where they had none."""

    token: str
    codes: list[str]


def begin_app(viewer: Viewer) -> None:
    """Make a key for the viewer to put into an app; it counts for nothing until they prove it. Raises AppThere."""
    viewer.must(Permission.USE_ROOST)
    key = pyotp.random_base32()
    with transaction() as here:
        me = hold(viewer, Person, own_id(viewer))
        app = own_app(viewer)
        if app is None:
            here.add(CodeApp(person_id=me.id, key=key))
        elif app.proven_at is not None:
            raise AppThere
        else:
            app.key, app.begun_at = key, clock.now()


def prove_app(viewer: Viewer, typed: str, browser: Browser) -> SetUp:
    """Prove by a code that the viewer's app has the key: from now on a code is asked for after their password.

    It ends all devices, and this browser goes on under a new one. Raises KeyOver, CodeWrong, TooOften.
    """
    viewer.must(Permission.USE_ROOST)
    count_code(own_id(viewer), browser.network)
    shown, code = key_shown(viewer), rules.typed_code(typed)
    if shown is None:
        raise KeyOver
    step = rules.step_shown(shown.key, code, clock.now()) if rules.is_of_app(code) else None
    if step is None:
        refuse_code(own_id(viewer))
    fresh = fresh_codes()
    with transaction():
        me = hold(viewer, Person, own_id(viewer))
        app = own_app(viewer)
        if app is None or app.key != shown.key or app.proven_at is not None:
            raise KeyOver
        app.proven_at, app.last_step = clock.now(), step
        record(viewer, "set_up_second_step", me.id)
        audit(viewer, Change("set_up_second_step", "code_app", me.id, ["key", "proven_at"]))
        return follow_set_up(me, browser, fresh)


def end_app(viewer: Viewer, browser: Browser) -> str:
    """Take the viewer's app away, and with the last second step their recovery codes; gives the token to go on with.

    Raises NoSecondStep.
    """
    viewer.must(Permission.USE_ROOST)
    with transaction():
        me = hold(viewer, Person, own_id(viewer))
        if SecondStep.APP not in second_steps_of(me.id):
            raise NoSecondStep
        _end_app_of(me.id)
        record(viewer, "took_away_second_step", me.id)
        audit(viewer, Change("took_away_second_step", "code_app", me.id, ["key"]))
        return follow_end(me, browser)


def follow_set_up(me: Person, browser: Browser, fresh: Sequence[FreshCode]) -> SetUp:
    """As part of an action that gave somebody a second step: sign out everywhere, tell them, and go on here with it.

    The person is held. The fresh recovery codes are kept where they have none.
    """
    has_codes = SecondStep.RECOVERY_CODE in second_steps_of(me.id)
    codes = [] if has_codes else keep_codes(me.id, fresh)
    end_devices_of(me.id)
    _tell(me, rules.SET_UP_BODY)
    log.info("second_step_set_up", person_id=str(me.id))
    return SetUp(begin_instead(me, browser, second_step=True), codes)


def follow_end(me: Person, browser: Browser) -> str:
    """As part of an action that took a second step of one's own away: all that follows, and go on here.

    The person is held. Staff who must have a second step, and have none left, set up another first.
    """
    return begin_instead(me, browser, second_step=follow_loss(me))


def follow_loss(person: Person) -> bool:
    """As part of an action that took a second step from somebody: sign out everywhere, and tell them.

    The person is held. With the last step the recovery codes go; gives whether one is left.
    """
    is_left = bool(second_steps_of(person.id) & SET_UP)
    if not is_left:
        end_codes_of(person.id)
    end_devices_of(person.id)
    _tell(person, rules.TAKEN_AWAY_BODY)
    log.info("second_step_taken_away", person_id=str(person.id))
    return is_left


def end_steps_of(person_id: uuid.UUID) -> None:
    """As part of an action that must have that effect: a person has no second step and no recovery codes any more."""
    _end_app_of(person_id)
    end_passkeys_of(person_id)
    end_account_of(person_id)
    end_codes_of(person_id)


def _end_app_of(person_id: uuid.UUID) -> None:
    theirs = delete(CodeApp).where(CodeApp.person_id == person_id)
    session().execute(covering(Viewer.system(), theirs))


def _tell(me: Person, body: str) -> None:
    send_mail(me.email, gettext(rules.CHANGED_SUBJECT), gettext(body, name=me.name))
    text_to([me.id], TextKind.SECURITY)
