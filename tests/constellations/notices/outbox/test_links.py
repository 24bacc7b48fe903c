"""What the outbox keeps of a link that lets somebody in: nothing, once the mail is sent or the link is dead."""

import time_machine
from flask import Flask

from constellations.access import Viewer, visible
from constellations.accounts.links.actions import invite
from constellations.accounts.links.ending.actions import end_links_of
from constellations.accounts.links.rules import INVITATION_GOOD_FOR
from constellations.core import clock as house_clock
from constellations.core.database import session, transaction
from constellations.models import Person
from constellations.notices.models import OutboxMail
from constellations.notices.outbox.actions import send_waiting_mail
from constellations.permissions import Role
from tests import factories

SYSTEM = Viewer.system()


def send() -> int:
    """One run of the job; how many mails it handed in."""
    today = house_clock.today()
    return send_waiting_mail(SYSTEM, None, today, today).found


def outbox() -> list[OutboxMail]:
    """All mails."""
    session().rollback()
    return list(session().scalars(visible(SYSTEM, OutboxMail)))


def invited() -> tuple[Person, str]:
    """Somebody who was just invited, and the token of the link."""
    person = factories.create_person(Role.MANAGER, factories.create_service())
    return person, invite(SYSTEM, person.id).rpartition("/")[2]


def test_a_mail_that_was_sent_keeps_no_link(app: Flask) -> None:
    _, token = invited()
    (waiting,) = outbox()
    assert token in waiting.body
    assert send() == 1
    (sent,) = outbox()
    assert sent.sent_at is not None
    assert sent.body == ""


def test_a_mail_whose_link_was_ended_is_never_sent(app: Flask) -> None:
    person, _ = invited()
    with transaction():
        end_links_of(person.id)
    assert send() == 0
    assert outbox() == []


def test_of_two_invitations_only_the_newer_is_sent(app: Flask) -> None:
    person, _ = invited()
    token = invite(SYSTEM, person.id).rpartition("/")[2]
    assert [token in mail.body for mail in outbox()].count(True) == 1
    assert send() == 1
    assert [mail.body for mail in outbox()] == [""]


def test_a_mail_whose_link_is_too_old_is_never_sent(app: Flask, clock: time_machine.Traveller) -> None:
    invited()
    clock.shift(INVITATION_GOOD_FOR)
    assert send() == 0
    assert outbox() == []


def test_a_mail_that_was_laid_aside_keeps_its_link_no_longer_than_it_is_good(
    app: Flask, clock: time_machine.Traveller
) -> None:
    _, token = invited()
    with transaction():
        outbox()[0].parked_at = house_clock.now()
    assert send() == 0
    assert token in outbox()[0].body
    clock.shift(INVITATION_GOOD_FOR)
    assert send() == 0
    assert [mail.body for mail in outbox()] == [""]
