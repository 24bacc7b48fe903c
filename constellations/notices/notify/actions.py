"""Setting up a service's account at GOV.UK Notify, testing it, and handing over what it carries."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from constellations.access import Viewer, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound, TooOften
from constellations.core.ids import new_id
from constellations.core.mail import NoServer, NotTaken
from constellations.core.notify import Message, Way, hand_in, was_taken
from constellations.core.throttle import throttle
from constellations.corrections import ChangedMeanwhile
from constellations.models import Person, Service
from constellations.notices.models import OutboxMail
from constellations.notices.notify.models import NotifyAccount
from constellations.notices.notify.queries import Carrier, carriers, own_account
from constellations.notices.notify.rules import (
    KEY_LOST,
    NO_PLACE_WORDS,
    REFUSAL_WORDS,
    TAKEN_WORDS,
    TEST_BODY,
    TEST_SUBJECT,
    TESTS_OF_PERSON,
    Given,
    NoOwnMobile,
    NothingToTest,
    end_of,
)
from constellations.notices.outbox.again.actions import put_back_what_took_this_way
from constellations.notices.texts.proving.queries import proven_mobile
from constellations.permissions import Permission


@dataclass(frozen=True, slots=True)
class Tested:
    """How a test went, in words for who asked for it."""

    went_well: bool
    words: str


def enter_account(viewer: Viewer, given: Given, version: int) -> None:
    """Let the viewer's service have its alerts carried by its account at Notify; the key is never shown again.

    Raises KeyMissing, KeyWrong, MailTemplateWrong, TextTemplateWrong, NoTemplate, ChangedMeanwhile.
    """
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None or viewer.person_id is None:
        raise NotFound
    with transaction():
        service = hold(viewer, Service, viewer.service_id)
        row = own_account(viewer)
        given.checked(has_key=row is not None)
        if (row.version if row else 0) != version:
            raise ChangedMeanwhile(_words(row.key_end if row else ""), _words(end_of(given.api_key)))
        row = row or NotifyAccount(service_id=service.id)
        row.mail_template, row.text_template = given.mail_template or None, given.text_template or None
        fields = ["mail_template", "text_template"]
        if given.api_key:
            row.api_key, row.key_end = given.api_key, end_of(given.api_key)
            row.entered_at, row.entered_by = clock.now(), viewer.person_id
            fields.append("api_key")
        session().add(row)
        record(viewer, "enter_account", service.id)
        audit(viewer, Change("enter_account", "notify_account", service.id, fields), service.id)


def remove_account(viewer: Viewer) -> None:
    """Forget the account of the viewer's service: from now on its mail goes by Roost's own, and no text messages go."""
    viewer.must(Permission.SET_SERVICE)
    with transaction():
        row = own_account(viewer)
        if row is None:
            return
        service_id = row.service_id
        session().delete(row)
        record(viewer, "remove_account", service_id)
        audit(viewer, Change("remove_account", "notify_account", service_id), service_id)


def send_test(viewer: Viewer, way: Way) -> Tested:
    """Send the viewer a test, at once, and say what Notify answered.

    Raises NothingToTest, NoOwnMobile, and TooOften.
    """
    viewer.must(Permission.SET_SERVICE)
    if viewer.person_id is None or viewer.service_id is None:
        raise NotFound
    carrier = next((each for each in carriers(viewer, way) if each.service_id == viewer.service_id), None)
    if carrier is None:
        raise NothingToTest
    to = find(viewer, Person, viewer.person_id).email if way is Way.MAIL else proven_mobile(viewer)
    if not to:
        raise NoOwnMobile
    if not throttle().take(TESTS_OF_PERSON, "test of notify", str(viewer.person_id)):
        raise TooOften
    tested = _test(carrier, to)
    with transaction():
        if tested.went_well and way is Way.MAIL:
            put_back_what_took_this_way(OutboxMail.service_id == viewer.service_id)
        record(viewer, "test_account", viewer.service_id)
        audit(viewer, Change("test_account", "notify_account", viewer.service_id), viewer.service_id)
    return tested


def hand_over(
    carrier: Carrier, to: str, words: Mapping[str, str], outbox_id: uuid.UUID, attempts: int
) -> NotTaken | None:
    """Hand one thing of an outbox to Notify; gives why it was not taken.

    Before another attempt it is looked up there: of an earlier one nobody may know how it ended.
    """
    if carrier.account is None:
        return NoServer(KEY_LOST)
    message = Message(carrier.way, to, carrier.template, words, outbox_id.hex)
    try:
        if attempts == 1 or not was_taken(carrier.account, message.reference):
            hand_in(carrier.account, message)
    except NotTaken as refused:
        return refused
    return None


def _test(carrier: Carrier, to: str) -> Tested:
    if carrier.account is None:
        return Tested(False, gettext(REFUSAL_WORDS[KEY_LOST]))
    body = gettext(TEST_BODY)
    words = {"subject": gettext(TEST_SUBJECT), "body": body} if carrier.way is Way.MAIL else {"body": body}
    try:
        made = hand_in(carrier.account, Message(carrier.way, to, carrier.template, words, new_id().hex))
    except NotTaken as refused:
        return Tested(False, gettext(REFUSAL_WORDS[refused.kind]))
    if body not in made:
        return Tested(False, gettext(NO_PLACE_WORDS[carrier.way]))
    return Tested(True, gettext(TAKEN_WORDS[carrier.way]))


def _words(key_end: str) -> str:
    return f"a key that ends in {key_end}" if key_end else "no key"
