"""A number is proven before anything is sent there: by a code that nobody can read, for ten minutes and five tries."""

import datetime as dt
import re

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from constellations.core.database import database
from constellations.core.errors import TooOften
from constellations.core.notify import Way
from constellations.notices.alerts.queries import own_wishes
from constellations.notices.notify.actions import send_test
from constellations.notices.notify.rules import NoOwnMobile
from constellations.notices.texts.proving import rules
from constellations.notices.texts.proving.actions import prove_mobile, send_code
from constellations.notices.texts.proving.models import MobileCode
from constellations.notices.texts.proving.queries import own_mobile
from constellations.people.actions import end_access
from constellations.queries import viewer_for
from tests.constellations.notices.alerts.telling import choose, tell_something
from tests.constellations.notices.office import MOBILE, Office, texts
from tests.constellations.people.stored import audited
from tests.notify_service import Notify
from tests.registers import rows

OTHER = "07700 900456"


@pytest.fixture(autouse=True)
def _number(notify: Notify, office: Office) -> None:
    office.enter()
    choose(office.carer, by_text=True, mobile=MOBILE)


def code_of(notify: Notify) -> str:
    """The code of the last text message."""
    found = re.search(r"\b\d{6}\b", str(notify.taken[-1]["personalisation"]))
    assert found is not None
    return found[0]


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_nothing_is_sent_to_a_number_that_is_not_proven(app: Flask, notify: Notify, office: Office) -> None:
    tell_something(office.carer, is_emergency=True)
    assert texts() == []
    carer = viewer_for(office.carer)
    send_code(carer)
    prove_mobile(carer, code_of(notify))
    tell_something(office.carer, is_emergency=True)
    assert [each.to_id for each in texts()] == [office.carer.id]
    assert own_mobile(carer).is_proven
    done = [action for action, _, subject in audited(office.service) if subject == office.carer.id]
    assert done == ["choose_alerts", "sent_code", "proved_mobile"]
    assert rows(MobileCode.mobile) == []


def test_the_code_goes_to_the_number_alone_and_the_database_does_not_know_it(
    app: Flask, notify: Notify, office: Office
) -> None:
    send_code(viewer_for(office.carer))
    (sent,) = notify.taken
    assert sent["phone_number"] == "+447700900123"
    assert office.carer.name not in notify.said
    with database().engine.connect() as connection:
        (kept,) = [str(row) for row in connection.execute(text("SELECT mark FROM mobile_code"))]
    assert code_of(notify) not in kept


def test_after_five_wrong_tries_the_right_code_is_good_no_more(app: Flask, notify: Notify, office: Office) -> None:
    carer = viewer_for(office.carer)
    send_code(carer)
    code = code_of(notify)
    for _try in range(rules.MOST_TRIES):
        with pytest.raises(rules.CodeWrong):
            prove_mobile(carer, wrong(code))
    with pytest.raises(rules.CodeOver):
        prove_mobile(carer, code)
    send_code(carer)
    prove_mobile(carer, code_of(notify))
    assert own_mobile(carer).is_proven


def test_after_ten_minutes_it_is_over(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    carer = viewer_for(office.carer)
    send_code(carer)
    clock.shift(dt.timedelta(minutes=10, seconds=1))
    assert not own_mobile(carer).has_code
    with pytest.raises(rules.CodeOver):
        prove_mobile(carer, code_of(notify))


def test_it_is_good_for_one_person_and_one_number(app: Flask, notify: Notify, office: Office) -> None:
    carer = viewer_for(office.carer)
    send_code(carer)
    code = code_of(notify)
    choose(office.manager, mobile=MOBILE)
    with pytest.raises(rules.CodeOver):
        prove_mobile(viewer_for(office.manager), code)
    choose(office.carer, by_text=True, mobile=OTHER)
    with pytest.raises(rules.CodeOver):
        prove_mobile(carer, code)


def test_another_number_is_to_be_proven_again_and_the_same_is_not(app: Flask, notify: Notify, office: Office) -> None:
    office.wants_texts()
    carer = viewer_for(office.carer)
    choose(office.carer, by_text=True, mobile=MOBILE, monday_digest=False)
    assert own_mobile(carer).is_proven
    choose(office.carer, by_text=True, mobile=OTHER)
    assert own_mobile(carer).needs_proof


def test_codes_are_few_and_need_somewhere_to_go(app: Flask, notify: Notify, office: Office) -> None:
    with pytest.raises(rules.NoNumber):
        send_code(viewer_for(office.manager))
    carer = viewer_for(office.carer)
    notify.error = (400, "phone_number Not a UK mobile number")
    with pytest.raises(rules.CodeNotSent):
        send_code(carer)
    notify.error = None
    for _twice in range(2):
        send_code(carer)
    with pytest.raises(TooOften):
        send_code(carer)
    office.enter(text=None)
    with pytest.raises(rules.NoTexts):
        send_code(carer)


def test_a_number_ends_with_the_access(app: Flask, notify: Notify, office: Office) -> None:
    office.wants_texts()
    carer = viewer_for(office.carer)
    send_code(carer)
    end_access(viewer_for(office.manager), office.carer.id)
    assert (own_wishes(carer).mobile, own_wishes(carer).by_text, rows(MobileCode.mobile)) == (None, False, [])


def test_a_test_goes_to_no_number_that_is_not_proven(app: Flask, office: Office) -> None:
    choose(office.manager, mobile=MOBILE)
    with pytest.raises(NoOwnMobile):
        send_test(viewer_for(office.manager), Way.TEXT)
