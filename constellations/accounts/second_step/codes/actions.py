"""Making recovery codes, and using one up."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from flask_babel import gettext
from sqlalchemy import delete, update

from constellations.access import Viewer, covering, find, hold
from constellations.accounts.actions import own_id
from constellations.accounts.second_step import rules
from constellations.accounts.second_step.models import RecoveryCode
from constellations.accounts.second_step.queries import codes_left, recovery_code_of, second_steps_of
from constellations.accounts.second_step.rules import SET_UP, NoSecondStep
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.passwords import hash_password, is_right
from constellations.models import Person
from constellations.notices.actions import send_mail
from constellations.notices.texts.actions import text_to
from constellations.notices.texts.rules import TextKind
from constellations.permissions import Permission
from constellations.queries import viewer_for

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class FreshCode:
    """A recovery code that nobody has seen yet, and what is kept of it."""

    code: str
    name: str
    secret_hash: str


def fresh_codes() -> list[FreshCode]:
    """Ten recovery codes; to be made before the transaction that keeps them, since hashing takes its time.

    No two begin alike. Raises Busy where too many passwords are being worked out.
    """
    codes: dict[str, str] = {}
    while len(codes) < rules.RECOVERY_CODES:
        code = "".join(secrets.choice(rules.LETTERS) for _ in range(rules.LETTERS_OF_CODE))
        codes[code[: rules.LETTERS_OF_NAME]] = code
    return [FreshCode(code, name, hash_password(code[rules.LETTERS_OF_NAME :])) for name, code in codes.items()]


def keep_codes(person_id: uuid.UUID, fresh: Sequence[FreshCode]) -> list[str]:
    """As part of an action: these, and no others, are a person's recovery codes; gives them to be shown once."""
    end_codes_of(person_id)
    kept = (RecoveryCode(person_id=person_id, name=one.name, secret_hash=one.secret_hash) for one in fresh)
    session().add_all(kept)
    return [one.code for one in fresh]


def end_codes_of(person_id: uuid.UUID) -> None:
    """As part of an action: a person has no recovery codes any more."""
    theirs = delete(RecoveryCode).where(RecoveryCode.person_id == person_id)
    session().execute(covering(Viewer.system(), theirs))


def renew_codes(viewer: Viewer) -> list[str]:
    """Make new recovery codes for the viewer; the ones before are good no more. Raises NoSecondStep."""
    viewer.must(Permission.USE_ROOST)
    fresh = fresh_codes()
    with transaction():
        me = hold(viewer, Person, own_id(viewer))
        if not second_steps_of(me.id) & SET_UP:
            raise NoSecondStep
        codes = keep_codes(me.id, fresh)
        send_mail(me.email, gettext(rules.CHANGED_SUBJECT), gettext(rules.CODES_BODY, name=me.name))
        text_to([me.id], TextKind.SECURITY)
        record(viewer, "made_recovery_codes", me.id)
        audit(viewer, Change("made_recovery_codes", "recovery_code", me.id))
    log.info("recovery_codes_made", person_id=str(viewer.person_id))
    return codes


def use_recovery_code(person_id: uuid.UUID, code: str) -> bool:
    """Whether this is a recovery code of a person that was not used yet; it is used by that, and they are told.

    Whatever is typed, one hash is compared. Of two who come at once with the same code one is right.
    """
    name, secret = rules.parts_of(code) or ("", code)
    kept = recovery_code_of(person_id, name)
    if not is_right(kept.secret_hash if kept else None, secret) or kept is None:
        return False
    code_id = kept.id
    used = update(RecoveryCode).where(RecoveryCode.id == code_id, RecoveryCode.used_at.is_(None))
    with transaction() as here:
        first = here.execute(
            covering(Viewer.system(), used.values(used_at=clock.now()).returning(RecoveryCode.id))
        ).one_or_none()
        if first is not None:
            _tell_of_use(find(Viewer.system(), Person, person_id), code_id)
    return first is not None


def _tell_of_use(person: Person, code_id: uuid.UUID) -> None:
    words = gettext(rules.CODE_USED_BODY, name=person.name, left=codes_left(person.id))
    send_mail(person.email, gettext(rules.CODE_USED_SUBJECT), words)
    text_to([person.id], TextKind.SECURITY)
    viewer = viewer_for(person)
    record(viewer, "used_recovery_code", person.id)
    audit(viewer, Change("used_recovery_code", "recovery_code", code_id, ["used_at"]))
