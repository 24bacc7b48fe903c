"""Mail that goes by GOV.UK Notify: alerts of services with an account there, each once; never a link."""

import pytest
import time_machine
from flask import Flask

from constellations.accounts.links.actions import invite
from constellations.core.seals import new_field_key
from constellations.jobs.rules import JobResult
from constellations.notices.notify.actions import remove_account
from constellations.notices.outbox.queries import mails_laid_aside
from constellations.notices.rules import SHORT_WAIT, WAITS
from constellations.queries import viewer_for
from tests.alerts import SYSTEM, alert_now, outbox
from tests.constellations.notices.alerts.telling import tell_something
from tests.constellations.notices.office import Office, make_office, send_mail_waiting
from tests.mail_server import MailServer, running_mail_server
from tests.notify_service import MAIL_TEMPLATE, Notify
from tests.servers import free_port


@pytest.fixture
def mail_server(app: Flask, notify: Notify) -> MailServer:
    """Roost's own mail server, which is there no more after each use of it."""
    return MailServer(free_port())


def send(app: Flask, server: MailServer) -> JobResult:
    """One run of the job, with both carriers at hand."""
    with running_mail_server(server):
        before = app.extensions["roost_settings"]
        app.extensions["roost_settings"] = before.model_copy(update={"mail_url": server.url})
        result = send_mail_waiting()
        app.extensions["roost_settings"] = before
    return result


def test_alerts_of_a_service_with_an_account_go_by_notify_and_say_nothing(
    app: Flask, notify: Notify, office: Office, mail_server: MailServer, clock: time_machine.Traveller
) -> None:
    office.enter()
    tell_something(office.carer)
    clock.shift(SHORT_WAIT)
    alert_now()
    tell_something(office.carer, is_emergency=True)
    assert send(app, mail_server) == JobResult(2, "2 sent")
    assert send(app, mail_server) == JobResult(0, "0 sent")
    assert mail_server.taken == []
    assert [taken["email_address"] for taken in notify.taken] == [office.carer.email] * 2
    assert "Something new in Roost" in notify.said
    assert "Urgent: somebody needs you in Roost" in notify.said
    for name in ("Michaela", "Finchley", "Fairvale", "sleepover", "/stays"):
        assert name not in notify.said
    assert [mail.body for mail in outbox()] == ["", ""]


def test_what_opens_an_account_or_names_somebody_goes_by_roosts_own_mail_server(
    app: Flask, notify: Notify, office: Office, mail_server: MailServer
) -> None:
    office.enter()
    invite(viewer_for(office.manager), office.carer.id)
    assert send(app, mail_server) == JobResult(1, "1 sent")
    assert len(mail_server.taken) == 1
    assert notify.asked == []


def test_services_without_an_account_or_without_its_template_for_mail_stay_with_the_mail_server(
    app: Flask, notify: Notify, office: Office, mail_server: MailServer
) -> None:
    others = [make_office(name) for name in ("Northby", "Southby")]
    office.enter()
    others[0].enter(mail=None)
    people = [each.carer for each in (office, *others)]
    tell_something(*people, is_emergency=True)
    assert send(app, mail_server) == JobResult(3, "3 sent")
    assert [taken["email_address"] for taken in notify.taken] == [office.carer.email]
    assert sorted(str(mail["To"]) for mail in mail_server.taken) == sorted(each.carer.email for each in others)


def test_a_carrier_that_is_away_holds_up_no_mail_of_the_other(
    app: Flask, notify: Notify, office: Office, mail_server: MailServer, clock: time_machine.Traveller
) -> None:
    other = make_office("Northby")
    office.enter()
    notify.error = (503, "away")
    tell_something(office.carer, other.carer, is_emergency=True)
    assert send(app, mail_server) == JobResult(2, "1 sent, 1 not taken")
    notify.error = None
    tell_something(other.carer, is_emergency=True)
    clock.shift(WAITS[0])
    nowhere = app.extensions["roost_settings"].model_copy(update={"mail_url": f"smtp://127.0.0.1:{free_port()}"})
    before, app.extensions["roost_settings"] = app.extensions["roost_settings"], nowhere
    assert send_mail_waiting() == JobResult(2, "1 sent, 1 not taken")
    app.extensions["roost_settings"] = before
    assert len(notify.taken) == 1


def test_a_mail_of_which_nobody_knows_whether_it_got_through_is_looked_up_first(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    office.enter()
    tell_something(office.carer, is_emergency=True)
    notify.takes_and_says_nothing = True
    assert send_mail_waiting().found == 1
    notify.takes_and_says_nothing = False
    clock.shift(WAITS[0])
    assert send_mail_waiting() == JobResult(1, "1 sent")
    assert notify.asked == ["POST /v2/notifications/email", "GET /v2/notifications"]
    assert len(notify.taken) == 1


def test_a_mail_that_notify_refuses_is_laid_aside_at_once(app: Flask, notify: Notify, office: Office) -> None:
    office.enter(mail=MAIL_TEMPLATE.replace("9", "0"))
    tell_something(office.carer, is_emergency=True)
    assert send_mail_waiting() == JobResult(1, "0 sent, 1 not taken")
    assert mails_laid_aside(SYSTEM) == 1
    assert [mail.last_error for mail in outbox()] == ["template"]


def test_once_the_key_is_removed_what_waits_goes_by_the_mail_server(
    app: Flask, notify: Notify, office: Office, mail_server: MailServer
) -> None:
    office.enter()
    tell_something(office.carer, is_emergency=True)
    remove_account(viewer_for(office.manager))
    assert send(app, mail_server) == JobResult(1, "1 sent")
    assert len(mail_server.taken) == 1
    assert notify.asked == []


def test_while_no_key_opens_what_was_sealed_mail_waits(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    office.enter()
    tell_something(office.carer, is_emergency=True)
    before = app.extensions["roost_settings"]
    app.extensions["roost_settings"] = before.model_copy(update={"field_keys": (new_field_key(),)})
    assert send_mail_waiting() == JobResult(1, "0 sent, 1 not taken")
    app.extensions["roost_settings"] = before
    assert [(mail.last_error, mail.parked_at) for mail in outbox()] == [("key lost", None)]
    clock.shift(WAITS[0])
    assert send_mail_waiting() == JobResult(1, "1 sent")
