"""Handing in mail: by SMTP to the address of MAIL_URL, or as files in a folder while one develops."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

SECONDS = 10
"""How long a mail server may take to answer."""

SECONDS_TO_TAKE = 5 * 60
"""How long it may take to say that it has a whole mail, which many look through first: who breaks off sends it twice.

RFC 5321, 4.5.3.2.6, would have us wait for ten minutes; emergencies may stand behind it.
"""

PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
"""Encrypted from the first byte; encrypted before anything is said; plain, for a relay on the same machine."""

CODE_GO_ON = 354
"""The answer after which the mail itself is said (RFC 5321, 4.3.2)."""

HandIn = Callable[[EmailMessage], None]


class NotTaken(Exception):
    """The server answered, and would not take this mail; `kind` says why without saying to whom."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class NoServer(NotTaken):
    """The server did not answer, or broke off; it is no use to try another mail now."""


PERHAPS_TAKEN = "perhaps taken"
"""How the word begins of a mail that the server had whole, and of which it said nothing."""


class PerhapsTaken(NoServer):
    """The server had the whole mail and fell silent: it may have taken it, and another copy may be one too many."""

    def __init__(self, silence: OSError) -> None:
        super().__init__(f"{PERHAPS_TAKEN}, {type(silence).__name__}")


def is_mail_url(url: str) -> bool:
    """Whether mail can be handed in at such a URL: `smtps://name:password@host:465?from=roost@host`."""
    parts = urlsplit(url)
    return parts.scheme in PORTS and bool(parts.hostname)


def sender(url: str | None, public_url: str) -> str:
    """The address from which mail comes: the one that the URL gives, else Roost's own."""
    given = parse_qs(urlsplit(url or "").query).get("from", [])
    return given[0] if given else f"roost@{urlsplit(public_url).hostname or 'localhost'}"


def letter(from_: str, to: str, subject: str, body: str, name: str) -> EmailMessage:
    """A mail; raises ValueError where a line break hides in address or subject.

    `name` is the same whenever the same mail is sent, so that a mail server can drop a second copy.
    """
    made = EmailMessage(policy=SMTP)
    made["From"] = from_
    made["To"] = to
    made["Subject"] = subject
    made["Message-ID"] = f"<{name}@{from_.partition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(body)
    return made


@contextmanager
def post_office(url: str | None, folder: Path) -> Iterator[HandIn]:
    """Open one line to the server for several mails, at the first of them; without a URL, write them into the folder.

    Handing in raises NotTaken, NoServer, or PerhapsTaken.
    """
    if url is None:
        yield lambda message: _put(folder, message)
        return
    line = _Line(urlsplit(url))
    try:
        yield line.hand_in
    finally:
        line.close()


def why_no_mail(url: str) -> str:
    """Why a server takes no mail of ours, asked by saying hello and nothing more; empty where it does."""
    line = _Line(urlsplit(url))
    try:
        line.say_hello()
    except OSError as failure:
        return type(failure).__name__
    finally:
        line.close()
    return ""


class _Line:
    """A connection to a mail server, opened when it is needed."""

    def __init__(self, to: SplitResult) -> None:
        self._to = to
        self._server: smtplib.SMTP | None = None

    def hand_in(self, message: EmailMessage) -> None:
        """Hand one mail to the server; raises NotTaken, NoServer, PerhapsTaken."""
        try:
            if self._server is None:
                self._server = self._open()
            self._server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = sorted({code for code, _ in refused.recipients.values()})
            raise NotTaken(f"the address was refused, {codes[0]}") from refused
        except smtplib.SMTPNotSupportedError as refused:
            # Letters beyond ASCII in an address, which this server does not know: no fault of the next mail.
            raise NotTaken("the address was refused, letters") from refused
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
            raise NotTaken(f"the mail was refused, {refused.smtp_code}") from refused
        except OSError as failure:
            raise NoServer(type(failure).__name__) from failure

    def say_hello(self) -> None:
        """Open the line and hear that somebody listens; raises OSError."""
        self._server = self._open()
        self._server.noop()

    def close(self) -> None:
        """Say goodbye to the server, if it was ever spoken to."""
        if self._server is not None:
            with suppress(OSError):
                self._server.quit()

    def _open(self) -> smtplib.SMTP:
        host, port = self._to.hostname or "", self._to.port or PORTS[self._to.scheme]
        if self._to.scheme == "smtps":
            server: smtplib.SMTP = _SealedServer(host, port, timeout=SECONDS, context=ssl.create_default_context())
        else:
            server = _Server(host, port, timeout=SECONDS)
        try:
            if self._to.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if self._to.username:
                server.login(unquote(self._to.username), unquote(self._to.password or ""))
        except smtplib.SMTPNotSupportedError as silent:
            server.close()
            raise ConnectionError("the server neither encrypts nor lets sign in") from silent
        except OSError:
            server.close()
            raise
        return server


class _Server(smtplib.SMTP):
    """A server that is given time to take a mail."""

    def data(self, msg: object) -> tuple[int, bytes]:
        """Say what the mail is."""
        return _say_mail(self, msg)


class _SealedServer(smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""

    def data(self, msg: object) -> tuple[int, bytes]:
        """Say what the mail is."""
        return _say_mail(self, msg)


def _say_mail(server: smtplib.SMTP, mail: object) -> tuple[int, bytes]:
    """Say a whole mail and its end, and wait for the answer to that; raises PerhapsTaken where none comes."""
    code, words = server.docmd("data")
    if code != CODE_GO_ON or server.sock is None:
        raise smtplib.SMTPDataError(code, words)
    said = mail if isinstance(mail, bytes) else str(mail).encode("ascii")
    # A line that begins with a dot begins with two, and one of a dot alone ends the mail (RFC 5321, 4.5.2).
    server.send(re.sub(rb"(?m)^\.", b"..", said.removesuffix(b"\r\n")) + b"\r\n.\r\n")
    server.sock.settimeout(SECONDS_TO_TAKE)
    try:
        answer = server.getreply()
    except OSError as silence:
        raise PerhapsTaken(silence) from silence
    server.sock.settimeout(SECONDS)
    return answer


def _put(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    (folder / f"{name}.eml").write_bytes(message.as_bytes())
