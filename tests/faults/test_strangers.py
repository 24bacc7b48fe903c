"""Two hundred strangers knock for lines, more than all threads send letter by letter: who is signed in is served."""

import socket
import statistics
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus

import pytest

from constellations.core.http import PLAIN_FORM
from constellations.core.server import THREADS
from tests.faults.figures import PATIENCE, note
from tests.faults.installation import Installation, Instance, make_room
from tests.faults.phones import phones_of, when_all
from tests.faults.posting import Answer, Browser
from tests.faults.wire import Refused, Wire
from tests.processes import wait_until

pytestmark = pytest.mark.faults

STRANGERS = 200
SLOW = THREADS + 100
"""More than there are threads, on whichever database."""

PAGES, POSTS = 80, 20
TARGET_SECONDS = 1
LONG = 60_000
"""Bytes that each announces: fewer than a stranger may send, so that no head is answered before its body is there."""

SLOW_POST = (
    f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {PLAIN_FORM}\r\nContent-Length: {LONG}\r\n\r\nemail="
).encode()


class SlowSenders:
    """Strangers who send half a form and more, no two as much, and then a letter a second; who is cut begins anew."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._lines = [self._begun(number) for number in range(SLOW)]
        self._over = threading.Event()
        self._dripping = threading.Thread(target=self._drip, daemon=True)
        self._dripping.start()

    @property
    def open_now(self) -> int:
        """How many are still listened to."""
        return sum(map(is_open, list(self._lines)))

    def end(self) -> None:
        """Let all of them go."""
        self._over.set()
        self._dripping.join(30)
        for line in self._lines:
            line.close()

    def _begun(self, number: int) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self._port))
        line.sendall(SLOW_POST + b"x" * (LONG // 2 + number * LONG // SLOW // 3))
        return line

    def _drip(self) -> None:
        while not self._over.wait(1):
            for number, line in enumerate(self._lines):
                try:
                    line.sendall(b"x")
                except OSError:
                    line.close()
                    self._lines[number] = self._begun(number)


def is_open(line: socket.socket) -> bool:
    """Whether nobody has answered, or hung up."""
    try:
        line.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def slow_senders(port: int) -> Iterator[SlowSenders]:
    """Strangers who send slowly, until the body ends."""
    senders = SlowSenders(port)
    try:
        yield senders
    finally:
        senders.end()


@contextmanager
def silent_ones(port: int) -> Iterator[int]:
    """Strangers who ask for a line without a cookie; gives how many were refused. They hang on, silent."""
    with ExitStack() as open_ones:
        refused = 0
        for _ in range(STRANGERS):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
            try:
                Wire(port, "roost=made-up").close()
            except Refused:
                refused += 1
        yield refused


def p95_of(answers: list[Answer]) -> float:
    """How long the slowest five in a hundred took at least."""
    assert {answer.status for answer in answers} == {HTTPStatus.OK}
    return statistics.quantiles([answer.seconds for answer in answers], n=20)[-1]


def test_strangers_who_hang_on_keep_nobody_from_reading_and_talking(installation: Installation) -> None:
    room = make_room(installation.app, 4)
    browser = Browser(installation.app, room.people[0], TARGET_SECONDS * PATIENCE)

    def use(server: Instance) -> list[Answer]:
        """What somebody does who is signed in."""
        pages = [browser.get(server.port, "/conversations") for _ in range(PAGES)]
        return pages + [browser.post(server.port, room, "Hello.") for _ in range(POSTS)]

    with installation.serving() as server:
        use(server)
        quiet = p95_of(use(server))
        with silent_ones(server.port) as refused, phones_of(room, [server.port]) as phones:
            wait_until(when_all(phones, lambda phone: phone.is_open))
            with slow_senders(server.port) as senders:
                before = senders.open_now
                attacked = p95_of(use(server))
                after = senders.open_now
            wait_until(when_all(phones, lambda phone: len(phone.shown) == 3 * POSTS))
    assert refused == STRANGERS, "no line for who is not signed in"
    assert min(before, after) > THREADS, "who sends slowly was there all the time"
    note(17, on=installation.kind, p95_of_a_page=attacked, quiet_p95=quiet, times=attacked / quiet)
