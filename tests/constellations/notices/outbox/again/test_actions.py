"""Mail that was laid aside goes when somebody says so, and when sending works again; each once, and none too old."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.core import clock as house_clock
from constellations.core.errors import Forbidden, NotFound
from constellations.core.notify import Way
from constellations.models import Person
from constellations.notices.notify.actions import send_test
from constellations.notices.outbox.again.actions import try_mail_again, try_one_of_each_way
from constellations.notices.outbox.queries import mails_laid_aside
from constellations.notices.rules import SHORT_WAIT
from constellations.queries import viewer_for
from tests.alerts import SYSTEM, alert_now, outbox
from tests.client import client_of
from tests.constellations.notices.alerts.telling import tell_something
from tests.constellations.notices.office import Office, make_office, send_mail_waiting
from tests.constellations.people.stored import audited
from tests.notify_service import Notify

BAD_KEY = (403, "Invalid token: API key not found")


@pytest.fixture(autouse=True)
def _account(notify: Notify, office: Office) -> None:
    office.enter(text=None)


def mail_news(clock: time_machine.Traveller, *people: Person) -> None:
    """Let people be mailed that there is something new, and the job send what it can."""
    tell_something(*people)
    clock.shift(SHORT_WAIT)
    alert_now()
    send_mail_waiting()


def lay_aside(clock: time_machine.Traveller, notify: Notify, *offices: Office) -> None:
    """Let a mail to the carer of each be refused for good, since the key is wrong."""
    notify.error = BAD_KEY
    mail_news(clock, *(office.carer for office in offices))
    assert mails_laid_aside(SYSTEM) == len(offices)


def hourly() -> int:
    """One run of the job that tries one of each way."""
    return try_one_of_each_way(SYSTEM, None, house_clock.today(), house_clock.today()).found


def test_a_manager_has_the_mail_of_the_service_tried_again(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    elsewhere = make_office("Northby")
    elsewhere.enter(text=None)
    lay_aside(clock, notify, office, elsewhere)
    notify.error = None
    assert try_mail_again(viewer_for(office.manager)) == 1
    assert try_mail_again(viewer_for(office.manager)) == 0
    assert mails_laid_aside(SYSTEM) == 1
    send_mail_waiting()
    assert [mail["email_address"] for mail in notify.taken] == [office.carer.email]
    assert [link[0] for link in audited(office.service)] == ["enter_account", "tried_mail_again"]


def test_it_is_looked_up_before_it_is_handed_in_again(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    lay_aside(clock, notify, office)
    notify.error = None
    notify.asked.clear()
    try_mail_again(viewer_for(office.manager))
    send_mail_waiting()
    assert notify.asked == ["GET /v2/notifications", "POST /v2/notifications/email"]


def test_a_test_that_goes_well_lets_the_rest_follow(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    lay_aside(clock, notify, office)
    notify.error = None
    send_test(viewer_for(office.manager), Way.MAIL)
    assert mails_laid_aside(SYSTEM) == 0
    send_mail_waiting()
    assert [mail["email_address"] for mail in notify.taken] == [office.manager.email, office.carer.email]


def test_once_an_hour_one_is_tried_and_the_rest_follows_it(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    lay_aside(clock, notify, office)
    assert hourly() == 1
    send_mail_waiting()
    assert (notify.taken, mails_laid_aside(SYSTEM)) == ([], 1)
    notify.error = None
    assert hourly() == 1
    send_mail_waiting()
    assert (len(notify.taken), mails_laid_aside(SYSTEM)) == (1, 0)
    assert hourly() == 0


def test_where_one_gets_through_what_lay_aside_for_the_way_goes_next(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    lay_aside(clock, notify, office)
    notify.error = None
    mail_news(clock, office.manager)
    assert mails_laid_aside(SYSTEM) == 0
    send_mail_waiting()
    assert {mail["email_address"] for mail in notify.taken} == {office.manager.email, office.carer.email}


def test_what_its_own_address_kept_back_follows_nothing(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    notify.error = (400, "email_address Not a valid email address")
    mail_news(clock, office.carer)
    notify.error = None
    mail_news(clock, office.manager)
    assert (hourly(), mails_laid_aside(SYSTEM)) == (0, 1)


def test_what_is_too_old_stays_where_it_is(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    lay_aside(clock, notify, office)
    clock.shift(dt.timedelta(days=14, minutes=1))
    assert (try_mail_again(viewer_for(office.manager)), hourly()) == (0, 0)


def test_what_is_read_meanwhile_is_not_sent(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    lay_aside(clock, notify, office)
    notify.error = None
    client_of(app, office.carer).post("/notices/read")
    try_mail_again(viewer_for(office.manager))
    send_mail_waiting()
    assert (notify.taken, outbox()) == ([], [])


def test_only_who_sets_the_service_may(app: Flask, office: Office) -> None:
    with pytest.raises(Forbidden):
        try_mail_again(viewer_for(office.carer))
    with pytest.raises(NotFound):
        try_mail_again(SYSTEM)
