"""Handing in mail: which URLs are understood, and what a letter holds."""

import re
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest

from constellations.core import mail
from constellations.core.mail import NoServer, NotTaken, PerhapsTaken, is_mail_url, letter, post_office, sender
from tests.mail_server import MailServer, running_mail_server
from tests.servers import free_port


def a_letter() -> EmailMessage:
    """A letter to nobody in particular."""
    return letter("roost@example.org", "carer@example.org", "Something new", "Hello – new.\n", "a1")


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("smtp://mail.example:25", True),
        ("smtps://name:pass%40word@mail.example:465?from=roost@mail.example", True),
        ("smtp+starttls://name:password@mail.example", True),
        ("mail.example", False),
        ("http://mail.example", False),
        ("smtp://", False),
    ],
)
def test_three_kinds_of_url_are_understood(url: str, is_one: bool) -> None:
    assert is_mail_url(url) is is_one


def test_mail_comes_from_the_given_address_or_from_roosts_own() -> None:
    assert sender("smtp://mail.example?from=office@mail.example", "https://roost.example") == "office@mail.example"
    assert sender("smtp://mail.example", "https://roost.example") == "roost@roost.example"
    assert sender(None, "http://127.0.0.1:8000") == "roost@127.0.0.1"


def test_a_letter_says_that_nobody_wrote_it_and_has_the_same_name_each_time() -> None:
    assert a_letter()["Auto-Submitted"] == "auto-generated"
    assert a_letter()["Message-ID"] == a_letter()["Message-ID"] == "<a1@example.org>"


@pytest.mark.parametrize(("to", "subject"), [("a@b.example\nBcc: c@d.example", "x"), ("a@b.example", "x\r\nBcc: y")])
def test_a_letter_with_a_hidden_line_cannot_be_made(to: str, subject: str) -> None:
    with pytest.raises(ValueError, match="linefeed|newline|header"):
        letter("roost@example.org", to, subject, "Hello", "a1")


LINE_BREAKS = ("\n", "\r", "\r\n", "\n\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\x00\n")


@pytest.mark.parametrize("line_break", LINE_BREAKS)
def test_every_kind_of_line_break_is_refused_in_a_letter(line_break: str) -> None:
    for to, subject in (
        (f"a@b.example{line_break}Bcc: c@d.example", "x"),
        ("a@b.example", f"x{line_break}Bcc: c@d.example"),
    ):
        with suppress(ValueError):
            made = letter("roost@example.org", to, subject, "Hello", "a1")
            assert made["Bcc"] is None
            assert not re.search(rb"(?im)^bcc:", made.as_bytes().split(b"\r\n\r\n")[0])


@pytest.mark.parametrize("answer", ["451 come again", "554 never"])
def test_a_server_that_takes_no_mail_says_why_and_not_to_whom(tmp_path: Path, answer: str) -> None:
    with running_mail_server(MailServer(answer_to_mail=answer)) as server, post_office(server.url, tmp_path) as hand_in:
        with pytest.raises(NotTaken) as refused:
            hand_in(a_letter())
        assert refused.value.kind == f"the mail was refused, {answer[:3]}"
        server.answer_to_mail = "250 taken"
        hand_in(a_letter())
        assert len(server.taken) == 1


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for a server: a little for each answer, longer until it has taken a mail."""
    monkeypatch.setattr(mail, "SECONDS", 2)
    monkeypatch.setattr(mail, "SECONDS_TO_TAKE", 60)


@pytest.mark.usefixtures("impatient")
def test_a_server_may_take_its_time_to_take_a_mail(tmp_path: Path) -> None:
    with running_mail_server(MailServer(seconds_to_take=3)) as server, post_office(server.url, tmp_path) as hand_in:
        hand_in(a_letter())
        server.seconds_to_take = 0
        hand_in(a_letter())
    assert (len(server.taken), server.lines) == (2, 1)


@pytest.mark.usefixtures("impatient")
def test_a_server_that_falls_silent_once_it_has_a_mail_perhaps_took_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "SECONDS_TO_TAKE", 0.5)
    with running_mail_server(MailServer(falls_silent=True)) as server, post_office(server.url, tmp_path) as hand_in:
        with pytest.raises(PerhapsTaken, match="perhaps taken, SMTPServerDisconnected"):
            hand_in(a_letter())
        assert len(server.taken) == 1


def test_lines_that_begin_with_dots_arrive_as_they_were_written(tmp_path: Path) -> None:
    dots = letter("roost@example.org", "carer@example.org", "Dots", "..\n.\n.so\nthe end.\n", "a1")
    with running_mail_server() as server, post_office(server.url, tmp_path) as hand_in:
        hand_in(dots)
    assert server.taken[0].as_bytes().split(b"\n\n", 1)[1].replace(b"\r", b"") == b"...\n..\n..so\nthe end.\n"


@pytest.mark.parametrize("scheme", ["smtp", "smtps", "smtp+starttls"])
def test_a_server_that_is_not_there_is_told_apart(tmp_path: Path, scheme: str) -> None:
    url = f"{scheme}://127.0.0.1:{free_port()}"
    with post_office(url, tmp_path) as hand_in, pytest.raises(NoServer, match="ConnectionRefusedError"):
        hand_in(a_letter())


def test_what_must_be_encrypted_is_not_said_in_the_open(tmp_path: Path) -> None:
    with running_mail_server() as server:
        url = server.url.replace("smtp://", "smtp+starttls://name:password@")
        with post_office(url, tmp_path) as hand_in, pytest.raises(NoServer):
            hand_in(a_letter())
        assert server.taken == []


def test_without_a_url_a_letter_is_a_file(tmp_path: Path) -> None:
    with post_office(None, tmp_path / "mail") as hand_in:
        hand_in(a_letter())
    assert "Subject: Something new" in (tmp_path / "mail" / "a1.eml").read_text()
