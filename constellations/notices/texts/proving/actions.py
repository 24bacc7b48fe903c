"""Sending a code to one's mobile number, proving by it that the number is one's own, and forgetting a number."""

import hmac
import secrets
import uuid

from flask_babel import gettext
from sqlalchemy import delete, update

from constellations.access import Viewer, covering, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import RuleBroken, TooOften
from constellations.core.ids import new_id
from constellations.core.notify import Way
from constellations.core.seals import mark
from constellations.core.settings import current_settings
from constellations.core.throttle import throttle
from constellations.notices.alerts.queries import own_setting
from constellations.notices.models import AlertSetting
from constellations.notices.notify.actions import hand_over
from constellations.notices.notify.queries import carriers
from constellations.notices.texts.proving import rules
from constellations.notices.texts.proving.models import MobileCode
from constellations.permissions import Permission


def send_code(viewer: Viewer) -> None:
    """Send a code to the viewer's number, at once; one that was sent before is good no more.

    It is written down nowhere but as a keyed hash. Raises NoNumber, NoTexts, CodeNotSent, TooOften.
    """
    viewer.must(Permission.USE_ROOST)
    said = own_setting(viewer)
    if viewer.person_id is None or said is None or said.mobile is None:
        raise rules.NoNumber
    by_text = carriers(Viewer.system(), Way.TEXT)
    carrier = next((each for each in by_text if each.service_id == viewer.service_id), None)
    if carrier is None:
        raise rules.NoTexts
    if not throttle().take(rules.CODES_OF_PERSON, "mobile code", str(viewer.person_id)):
        raise TooOften
    code, mobile = rules.code_of(secrets.randbelow(10**rules.FIGURES)), said.mobile
    with transaction() as here:
        _forget_code(viewer.person_id)
        marked = _marked(viewer.person_id, mobile, code, current_settings().field_keys[0])
        here.add(MobileCode(person_id=viewer.person_id, mobile=mobile, mark=marked))
        record(viewer, "sent_code", viewer.person_id)
        audit(viewer, Change("sent_code", "mobile_code", viewer.person_id))
    if hand_over(carrier, mobile, {"body": gettext(rules.CODE_WORDS, code=code)}, new_id(), 1) is not None:
        raise rules.CodeNotSent


def prove_mobile(viewer: Viewer, typed: str) -> None:
    """Prove by the code that the number is the viewer's; text messages go there from now on.

    A try is counted also where it is wrong. Raises NotACode, CodeWrong, CodeOver.
    """
    viewer.must(Permission.USE_ROOST)
    code = rules.typed_code(typed)
    with transaction():
        wrong = _try(viewer, code)
    if wrong is not None:
        raise wrong


def forget_mobile(person_id: uuid.UUID) -> None:
    """As part of an action: forget somebody's number, with what was ever sent to prove it."""
    theirs = update(AlertSetting).where(AlertSetting.person_id == person_id)
    with transaction() as here:
        here.execute(covering(Viewer.system(), theirs.values(mobile=None, by_text=False, mobile_proven_at=None)))
        _forget_code(person_id)


def _try(viewer: Viewer, code: str) -> RuleBroken | None:
    """Try one code; gives what is wrong with it."""
    held = visible(viewer, MobileCode).where(MobileCode.person_id == viewer.person_id).with_for_update()
    sent, said = session().scalars(held).one_or_none(), own_setting(viewer)
    if sent is None or said is None or viewer.person_id is None or sent.mobile != said.mobile:
        return rules.CodeOver()
    keys = current_settings().field_keys
    marks = [_marked(viewer.person_id, sent.mobile, code, key) for key in keys]
    is_right = any(hmac.compare_digest(sent.mark, each) for each in marks)
    wrong = rules.what_is_wrong(sent.sent_at, sent.tries, clock.now(), is_right)
    sent.tries += 1
    if wrong is None:
        said.mobile_proven_at = clock.now()
        session().delete(sent)
        record(viewer, "proved_mobile", viewer.person_id)
        audit(viewer, Change("proved_mobile", "alert_setting", viewer.person_id, ["mobile_proven_at"]))
    return wrong


def _marked(person_id: uuid.UUID, mobile: str, code: str, key: str) -> str:
    """What stands for a code: of use for one person and one number alone."""
    return mark(f"{person_id} {mobile} {code}", key)


def _forget_code(person_id: uuid.UUID) -> None:
    gone = delete(MobileCode).where(MobileCode.person_id == person_id)
    session().execute(covering(Viewer.system(), gone))
