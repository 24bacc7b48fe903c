"""A small mail server for tests: keeps what it is handed, or refuses as it is told."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import cast


@dataclass
class MailServer:
    """What it has taken, what it answers to the end of a mail and to an address, and how soon; or never to a mail."""

    port: int = 0
    taken: list[Message] = field(default_factory=list)
    answer_to_mail: str = "250 taken"
    answer_to_address: str = "250 known"
    lines: int = 0
    seconds_to_take: float = 0
    falls_silent: bool = False

    @property
    def url(self) -> str:
        """Its MAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}?from=roost@example.org"


class _Conversation(socketserver.StreamRequestHandler):
    """One connection: the few words of SMTP (RFC 5321) that a client needs."""

    def handle(self) -> None:
        server = cast("_Listener", self.server).told
        server.lines += 1
        self._say("220 here")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self._take(server)
            elif word == b"RCPT":
                self._say(server.answer_to_address)
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self, server: MailServer) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if server.answer_to_mail.startswith("250"):
            server.taken.append(message_from_bytes(b"".join(lines)))
        if server.falls_silent:
            self.rfile.readline()
            return
        time.sleep(server.seconds_to_take)
        self._say(server.answer_to_mail)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Listener(socketserver.ThreadingTCPServer):
    """Listens on a port that the machine chooses."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, told: MailServer) -> None:
        super().__init__(("127.0.0.1", told.port), _Conversation)
        self.told = told
        told.port = self.server_address[1]


@contextmanager
def running_mail_server(server: MailServer | None = None) -> Iterator[MailServer]:
    """A mail server until the end of the body."""
    told = server or MailServer()
    with _Listener(told) as listener:
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield told
        finally:
            listener.shutdown()
            thread.join()
