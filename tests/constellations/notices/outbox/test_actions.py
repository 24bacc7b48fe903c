"""The outbox against a real mail server: each mail once, patience where it does not get through."""

import datetime as dt
import threading
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core import clock as house_clock
from constellations.core import mail
from constellations.core.database import session, transaction
from constellations.core.mail import HandIn, NotTaken
from constellations.core.settings import Settings
from constellations.jobs.rules import JobResult
from constellations.notices.actions import send_mail
from constellations.notices.models import OutboxMail
from constellations.notices.outbox import actions as outbox_actions
from constellations.notices.outbox.actions import send_waiting_mail
from constellations.notices.outbox.again.actions import try_one_of_each_way
from constellations.notices.outbox.again.rules import PERHAPS_WAIT
from constellations.notices.outbox.queries import mails_laid_aside
from constellations.notices.rules import MOST_ATTEMPTS, WAITS, NotOneLine
from tests.mail_server import MailServer, running_mail_server
from tests.servers import free_port

SYSTEM = Viewer.system()


@pytest.fixture
def mail_server(app: Flask) -> Iterator[MailServer]:
    """A mail server that Roost hands its mail to."""
    before = app.extensions["roost_settings"]
    with running_mail_server() as server:
        app.extensions["roost_settings"] = before.model_copy(update={"mail_url": server.url})
        yield server
        app.extensions["roost_settings"] = before


def write_mail(address: str = "carer@example.org", subject: str = "Something new in Roost") -> None:
    """Put one mail into the outbox."""
    with transaction():
        send_mail(address, subject, "Hello\n\nThere is something new.\n")


def send() -> JobResult:
    """One run of the job."""
    today = house_clock.today()
    return send_waiting_mail(SYSTEM, None, today, today)


def outbox() -> list[OutboxMail]:
    """All mails."""
    session().rollback()
    return list(session().scalars(covering(SYSTEM, select(OutboxMail).order_by(OutboxMail.address))))


def test_a_mail_is_handed_in_once(app: Flask, mail_server: MailServer) -> None:
    write_mail()
    assert send() == JobResult(1, "1 sent")
    assert send() == JobResult(0, "0 sent")
    (taken,) = mail_server.taken
    assert (taken["To"], taken["From"], taken["Subject"]) == (
        "carer@example.org",
        "roost@example.org",
        "Something new in Roost",
    )
    assert "There is something new." in str(taken.get_payload())
    assert outbox()[0].sent_at == house_clock.now()


def test_several_mails_go_over_one_line(app: Flask, mail_server: MailServer) -> None:
    for number in range(3):
        write_mail(f"carer{number}@example.org")
    assert send().found == 3
    assert len(mail_server.taken) == 3
    assert mail_server.lines == 1


def test_a_mail_whose_transaction_failed_is_never_sent(app: Flask, mail_server: MailServer) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        send_mail("carer@example.org", "x", "y")
        raise ZeroDivisionError
    assert send().found == 0
    assert mail_server.taken == []


def test_a_refused_mail_keeps_no_other_from_going(app: Flask, mail_server: MailServer) -> None:
    write_mail()
    mail_server.answer_to_address = "550 nobody here"
    assert send() == JobResult(1, "0 sent, 1 not taken")
    mail_server.answer_to_address = "250 known"
    write_mail("other@example.org")
    assert send().found == 1
    refused, sent = outbox()
    assert (refused.sent_at, refused.attempts, refused.last_error) == (None, 1, "the address was refused, 550")
    assert sent.sent_at is not None


def test_after_an_hour_without_a_server_each_mail_goes_once(
    app: Flask, mail_server: MailServer, clock: time_machine.Traveller
) -> None:
    here = app.extensions["roost_settings"]
    app.extensions["roost_settings"] = here.model_copy(update={"mail_url": f"smtp://127.0.0.1:{free_port()}"})
    for number in range(3):
        write_mail(f"carer{number}@example.org")
    for _ in range(180):
        send()
        clock.shift(20)
    assert [(mail.last_error, mail.sent_at, mail.parked_at) for mail in outbox()] == [
        ("ConnectionRefusedError", None, None)
    ] * 3
    app.extensions["roost_settings"] = here
    clock.shift(dt.timedelta(hours=2))
    send()
    send()
    assert sorted(str(mail["To"]) for mail in mail_server.taken) == [
        f"carer{number}@example.org" for number in range(3)
    ]


def test_a_mail_is_tried_ever_more_patiently_and_then_laid_aside(
    app: Flask, mail_server: MailServer, clock: time_machine.Traveller
) -> None:
    mail_server.answer_to_mail = "451 too many, come again"
    write_mail()
    for wait in WAITS:
        assert send().found == 1
        clock.shift(wait - dt.timedelta(seconds=1))
        assert send().found == 0
        clock.shift(1)
    assert mails_laid_aside(SYSTEM) == 0
    send()
    assert mails_laid_aside(SYSTEM) == 1
    assert outbox()[0].attempts == MOST_ATTEMPTS
    clock.shift(dt.timedelta(days=30))
    assert send().found == 0


def test_what_a_silent_server_perhaps_took_is_sent_once_more_and_never_again(
    app: Flask, mail_server: MailServer, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "SECONDS_TO_TAKE", 0.5)
    mail_server.falls_silent = True
    write_mail()
    assert send() == JobResult(1, "0 sent, 1 not taken")
    clock.shift(PERHAPS_WAIT - dt.timedelta(seconds=1))
    assert send().found == 0
    clock.shift(1)
    send()
    assert (len(mail_server.taken), mails_laid_aside(SYSTEM)) == (2, 1)
    mail_server.falls_silent = False
    monkeypatch.setattr(mail, "SECONDS_TO_TAKE", 60)
    write_mail("other@example.org")
    assert send().found == 1
    assert try_one_of_each_way(SYSTEM, None, house_clock.today(), house_clock.today()).found == 0
    assert (send().found, mails_laid_aside(SYSTEM)) == (0, 1)


def test_two_senders_at_once_send_each_mail_once(app: Flask, mail_server: MailServer) -> None:
    for number in range(20):
        write_mail(f"carer{number}@example.org")
    found: list[int] = []

    def work() -> None:
        with app.app_context():
            found.append(send().found)

    senders = [threading.Thread(target=work) for _ in range(4)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert sum(found) == 20
    assert len({mail["Message-ID"] for mail in mail_server.taken}) == len(mail_server.taken) == 20


def test_a_sender_that_dies_after_taking_a_mail_leaves_it_for_later(
    app: Flask, mail_server: MailServer, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(_hand_in: object, _mail: object, _settings: object) -> None:
        raise Killed

    write_mail()
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr("constellations.notices.outbox.actions._hand_in", die)
        send()
    assert send().found == 0
    clock.shift(WAITS[0])
    assert send().found == 1
    assert len(mail_server.taken) == 1


@pytest.mark.parametrize("subject", ["Hello\nBcc: all@example.org", "Hello\r\n\r\nBuy owls", "Hello\x00"])
def test_a_line_break_in_a_subject_is_refused(app: Flask, subject: str) -> None:
    with pytest.raises(NotOneLine):
        write_mail(subject=subject)
    assert outbox() == []


def test_a_line_break_in_an_address_is_refused(app: Flask) -> None:
    with pytest.raises(NotOneLine):
        write_mail("carer@example.org\nBcc: all@example.org")
    assert outbox() == []


def test_without_a_server_mail_is_written_into_a_folder(app: Flask) -> None:
    address = f"carer-{uuid.uuid4().hex}@example.org"
    write_mail(address)
    assert send().found == 1
    files = (app.extensions["roost_settings"].data_folder / "mail").glob("*.eml")
    assert any(address in file.read_text() for file in files)


def test_a_mail_over_which_the_code_stumbles_stops_no_other_and_is_laid_aside(
    app: Flask, mail_server: MailServer, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = outbox_actions._hand_in

    def stumble(hand_in: HandIn, mail: OutboxMail, settings: Settings) -> NotTaken | None:
        if mail.address.startswith("poison"):
            raise KeyError("Josephine Bloggs")
        return whole(hand_in, mail, settings)

    monkeypatch.setattr(outbox_actions, "_hand_in", stumble)
    write_mail("poison@example.org")
    write_mail("carer@example.org")
    for number in range(MOST_ATTEMPTS + 1):
        send()
        clock.shift(WAITS[min(number, len(WAITS) - 1)])
    good, poison = outbox()
    assert good.sent_at is not None
    assert (poison.attempts, poison.last_error, poison.parked_at is not None) == (MOST_ATTEMPTS, "KeyError", True)
    assert len(mail_server.taken) == 1


def test_letters_that_a_server_does_not_know_are_the_addresss_own_fault(app: Flask, mail_server: MailServer) -> None:
    write_mail("anya@example.org")
    write_mail("zoë@example.org")
    assert send() == JobResult(2, "1 sent, 1 not taken")
    assert {mail.last_error for mail in outbox()} == {None, "the address was refused, letters"}
