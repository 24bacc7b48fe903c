"""Two hundred strangers knock for lines, two hundred more send letter by letter: who is signed in is served."""

import socket
import statistics
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus

import pytest

from tests.faults.figures import PATIENCE, note
from tests.faults.installation import Installation, Instance, make_room
from tests.faults.phones import phones_of, when_all
from tests.faults.posting import Answer, Browser
from tests.faults.wire import Refused, Wire
from tests.processes import wait_until

pytestmark = pytest.mark.faults

STRANGERS = 200
PAGES, POSTS = 80, 20
TARGET_SECONDS = 1
SLOW_POST = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n"


@contextmanager
def slow_posts(port: int) -> Iterator[list[socket.socket]]:
    """Strangers who send one letter a second, and keep silent after that."""
    over = threading.Event()
    with ExitStack() as open_ones:
        lines = [open_ones.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(STRANGERS)]
        for line in lines:
            line.sendall(SLOW_POST)
        dripping = threading.Thread(target=drip, args=(lines, over), daemon=True)
        dripping.start()
        yield lines
        over.set()
        dripping.join(10)


def drip(lines: list[socket.socket], over: threading.Event) -> None:
    """Send a letter down each line, every second."""
    while not over.wait(1):
        for line in lines:
            try:
                line.sendall(b"x")
            except OSError:
                continue


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
        with (
            silent_ones(server.port) as refused,
            slow_posts(server.port),
            phones_of(room, [server.port]) as phones,
        ):
            wait_until(when_all(phones, lambda phone: phone.is_open))
            attacked = p95_of(use(server))
            wait_until(when_all(phones, lambda phone: len(phone.shown) == 3 * POSTS))
    assert refused == STRANGERS, "no line for who is not signed in"
    note(17, on=installation.kind, p95_of_a_page=attacked, quiet_p95=quiet, times=attacked / quiet)
