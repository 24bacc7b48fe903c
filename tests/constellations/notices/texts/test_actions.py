"""Text messages: in an emergency and when an account is changed, to who wants that, once each, and naming nobody."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from constellations.access import covering
from constellations.accounts.actions import set_password
from constellations.core import clock as house_clock
from constellations.core.database import transaction
from constellations.core.passwords import hash_password
from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.notify.actions import remove_account
from constellations.notices.rules import SHORT_WAITS
from constellations.notices.texts.queries import texts_laid_aside
from constellations.people.actions import change_address
from constellations.queries import viewer_for
from tests.alerts import SYSTEM, alert_all
from tests.client import client_of
from tests.constellations.notices.alerts.telling import choose, tell_something
from tests.constellations.notices.office import MOBILE, Office, make_office, send_texts, texts
from tests.notify_service import OTHER_KEY, TRIAL, Notify


@pytest.fixture(autouse=True)
def _texting(notify: Notify, office: Office) -> None:
    office.enter()
    office.wants_texts()


def test_an_emergency_is_one_text_message_at_any_hour_that_names_nobody(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-11-23T02:00Z")
    tell_something(office.carer, is_emergency=True)
    tell_something(office.carer, is_emergency=True)
    assert send_texts() == JobResult(1, "1 sent")
    assert send_texts() == JobResult(0, "0 sent")
    (taken,) = notify.taken
    assert taken["phone_number"] == "+447700900123"
    said = "Urgent: somebody needs you in Roost. Sign in to read it: http://127.0.0.1:8000"
    assert taken["personalisation"] == {"body": said}
    for name in ("Michaela", "Finchley", "Fairvale", "sleepover", "/stays"):
        assert name not in notify.said
    tell_something(office.carer, is_emergency=True)
    assert send_texts().found == 1, "what comes after one has left is a message of its own"


def test_ordinary_news_is_never_a_text_message(app: Flask, office: Office) -> None:
    tell_something(office.carer)
    alert_all()
    tell_something(office.carer, is_emergency=True, by_mail=False)
    assert texts() == []


def test_only_those_get_text_messages_who_want_them_and_whose_service_sends_them(app: Flask, office: Office) -> None:
    choose(office.manager, mobile=MOBILE)
    elsewhere = make_office("Northby")
    elsewhere.wants_texts()
    by_mail_alone = make_office("Southby")
    by_mail_alone.enter(text=None)
    by_mail_alone.wants_texts()
    tell_something(office.manager, office.carer, elsewhere.carer, by_mail_alone.carer, is_emergency=True)
    assert [text.to_id for text in texts()] == [office.carer.id]


def test_a_changed_password_and_address_are_told_when_quiet_hours_are_over(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-11-23T02:00Z")
    hashed = hash_password("lanterns by the river at dusk")
    with transaction():
        set_password(office.carer, hashed)
    assert send_texts().found == 0
    clock.move_to("2026-11-23T07:00Z")
    assert send_texts().found == 1
    change_address(viewer_for(office.manager), office.carer.id, "new@example.org", office.carer.version)
    assert send_texts().found == 1
    assert {str(taken["personalisation"]) for taken in notify.taken} == {
        "{'body': 'Your Roost account was changed. If that was not you, tell your service today. http://127.0.0.1:8000'}"
    }


@pytest.mark.parametrize("change_of_mind", ["left", "unticked"])
def test_who_left_or_wants_none_any_more_gets_none(
    app: Flask, notify: Notify, office: Office, change_of_mind: str
) -> None:
    tell_something(office.carer, is_emergency=True)
    if change_of_mind == "left":
        with transaction() as here:
            here.execute(covering(SYSTEM, update(Person).values(left_at=house_clock.now())))
    else:
        choose(office.carer, mobile=MOBILE)
    assert send_texts().found == 0
    assert (texts(), notify.taken) == ([], [])


def test_a_line_that_broke_after_notify_took_it_is_not_sent_again(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    tell_something(office.carer, is_emergency=True)
    notify.takes_and_says_nothing = True
    assert send_texts() == JobResult(1, "0 sent, 1 not taken")
    notify.takes_and_says_nothing = False
    clock.shift(SHORT_WAITS[0])
    assert send_texts() == JobResult(1, "1 sent")
    assert len(notify.taken) == 1
    assert notify.taken[0]["reference"] == texts()[0].id.hex


def test_a_sender_that_died_between_notify_and_the_commit_sends_nothing_twice(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    tell_something(office.carer, is_emergency=True)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr("constellations.notices.outbox.actions.note_outcome", die)
        send_texts()
    assert len(notify.taken) == 1
    clock.shift(SHORT_WAITS[0])
    assert send_texts() == JobResult(1, "1 sent")
    assert len(notify.taken) == 1


@pytest.mark.parametrize(("status", "kept"), [(429, "too many"), (500, "away")])
def test_what_notify_does_not_take_now_is_tried_five_times_and_shown_to_staff(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller, status: int, kept: str
) -> None:
    notify.error = (status, "Exceeded rate limit, or worse")
    tell_something(office.carer, is_emergency=True)
    for wait in SHORT_WAITS:
        assert send_texts() == JobResult(1, "0 sent, 1 not taken")
        assert texts_laid_aside(SYSTEM) == 0
        clock.shift(wait - dt.timedelta(seconds=1))
        assert send_texts().found == 0
        clock.shift(1)
    send_texts()
    assert texts_laid_aside(SYSTEM) == 1
    notify.error = None
    clock.shift(dt.timedelta(days=1))
    assert send_texts().found == 0
    assert [(text.attempts, text.last_error) for text in texts()] == [(5, kept)]
    assert "One text message could not be delivered." in client_of(app, office.manager).get("/jobs").text


@pytest.mark.parametrize(("error", "kept"), [((400, TRIAL), "trial mode"), ((403, "Invalid token"), "bad key")])
def test_what_notify_will_never_take_is_laid_aside_at_once_with_the_reason(
    app: Flask, notify: Notify, office: Office, error: tuple[int, str], kept: str
) -> None:
    notify.error = error
    tell_something(office.carer, is_emergency=True)
    assert send_texts() == JobResult(1, "0 sent, 1 not taken")
    assert [(text.attempts, text.last_error, text.parked_at) for text in texts()] == [(1, kept, house_clock.now())]


def test_one_service_whose_notify_does_not_answer_holds_up_no_other(app: Flask, notify: Notify, office: Office) -> None:
    other = make_office("Northby")
    other.enter(OTHER_KEY)
    other.wants_texts("07700 900456")
    tell_something(other.carer, office.carer, is_emergency=True)
    assert send_texts() == JobResult(2, "1 sent, 1 not taken")
    assert [taken["phone_number"] for taken in notify.taken] == ["+447700900123"]


def test_what_waits_when_the_key_is_removed_is_laid_aside(app: Flask, notify: Notify, office: Office) -> None:
    tell_something(office.carer, is_emergency=True)
    remove_account(viewer_for(office.manager))
    assert send_texts().found == 0
    assert [text.last_error for text in texts()] == ["no key"]
    tell_something(office.carer, is_emergency=True)
    assert len(texts()) == 1, "no more are written"
