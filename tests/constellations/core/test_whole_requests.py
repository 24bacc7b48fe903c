"""A thread is given to a request that is there: slow senders hold none, and neither does who does not hang up."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from constellations.core import whole_requests
from constellations.core.http import MOST_OF_STRANGERS
from constellations.core.whole_requests import Head, WholeRequests, patience, read_head
from tests.processes import wait_until

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

THREADS = 2
PAGE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
LAST_PAGE = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@pytest.fixture(autouse=True)
def clock() -> None:
    """The machine's own time: a server waits by it."""


def form(length: int, more: str = "") -> bytes:
    """The head of a form of so many bytes."""
    return f"POST /sign-in HTTP/1.1\r\nHost: x\r\n{more}Content-Length: {length}\r\n\r\n".encode()


def count(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    """Say how many bytes were sent."""
    said = f"{len(environ['wsgi.input'].read())} came".encode()
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]


class Counting(BaseApplication):
    """What gunicorn serves here."""

    def load_config(self) -> None:
        """Two threads, and a word when it stops."""
        for name, value in {"threads": THREADS, "worker_class": WholeRequests, "graceful_timeout": 1}.items():
            self.cfg.set(name, value)

    def load(self) -> object:  # type: ignore[override]  # its types know other callables
        """What answers."""
        return count


class QuietLogger(Logger):
    """Leaves the loggers of this process as they are, for other tests to look at."""

    def setup(self, cfg: Config) -> None:
        """Nothing."""
        self.cfg = cfg
        self.error_log.propagate = self.access_log.propagate = True


class Served(WholeRequests):
    """On a thread of the test, which gets no signals."""

    def init_signals(self) -> None:
        """None."""


@contextmanager
def served() -> Iterator[tuple[Served, int]]:
    """The worker, and its port, until the body ends."""
    app = Counting()
    with socket.create_server(("127.0.0.1", 0)) as door:
        worker = Served(0, os.getppid(), [door], app, 60, app.cfg, QuietLogger(app.cfg))
        running = threading.Thread(target=worker.init_process)
        running.start()
        wait_until(lambda: hasattr(worker, "wsgi"))
        yield worker, door.getsockname()[1]
        worker.handle_exit(0, None)
        running.join(30)
        assert not running.is_alive()
        worker.tmp.close()
        for end in worker.PIPE:
            os.close(end)


@contextmanager
def senders(port: int, number: int, begun: bytes) -> Iterator[list[socket.socket]]:
    """So many who have begun to send."""
    with ExitStack() as lines:
        found = [lines.enter_context(socket.create_connection(("127.0.0.1", port), 30)) for _ in range(number)]
        for line in found:
            line.sendall(begun)
        yield found


def heard(line: socket.socket, last: bytes = b"came") -> bytes:
    """What is answered, up to some word."""
    said = b""
    while last not in said:
        more = line.recv(4096)
        assert more, said
        said += more
    return said


def ask(port: int, words: bytes = PAGE) -> bytes:
    """The answer to somebody who sends at once."""
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        line.sendall(words)
        return heard(line)


def is_open(line: socket.socket) -> bool:
    """Whether nobody has hung up."""
    line.setblocking(False)
    try:
        return line.recv(1) != b""
    except BlockingIOError:
        return True


@pytest.mark.parametrize("begun", [b"", b"POST /sign-in HTTP/1.1\r\nHo", form(60_000) + b"email=", form(10**9) + b"x"])
def test_who_sends_letter_by_letter_holds_no_thread(begun: bytes) -> None:
    with served() as (worker, port), senders(port, 10 * THREADS, begun) as slow:
        wait_until(lambda: len(worker.arrivals) == 10 * THREADS)
        assert b"0 came" in ask(port)
        for line in slow:
            line.sendall(b"x")
        assert b"5 came" in ask(port, form(5) + b"hello")
        assert all(map(is_open, slow))


def test_what_comes_in_pieces_is_answered_when_all_of_it_is_there() -> None:
    with served() as (_, port), senders(port, 1, b"\r\nPOST / HTTP/1.1\r\nHost: x\r\nContent-Len") as (line,):
        for piece in (b"gth: 6\r\n\r", b"\nabc", b"def"):
            time.sleep(0.05)
            line.sendall(piece)
        assert b"6 came" in heard(line)


def test_one_connection_carries_many_requests_also_such_as_come_together() -> None:
    with served() as (_, port), senders(port, 1, form(3) + b"abc" + form(4) + b"ab") as (line,):
        assert b"3 came" in heard(line)
        line.sendall(b"cd")
        assert b"4 came" in heard(line)
        line.sendall(PAGE)
        assert b"0 came" in heard(line)


def test_a_large_file_is_taken_in_by_a_thread_and_its_connection_not_used_again() -> None:
    size = 40 * MOST_OF_STRANGERS
    with served() as (_, port), senders(port, 1, form(size)) as (line,):
        line.sendall(b"x" * (size // 2))
        line.sendall(b"x" * (size // 2))
        assert f"{size} came".encode() in heard(line)
        assert line.recv(1) == b""


def test_a_body_in_chunks_is_read_to_its_end() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with served() as (_, port), senders(port, 1, head) as (line,):
        line.sendall(b"3\r\nabc\r\n")
        line.sendall(b"2\r\nde\r\n0\r\n\r\n")
        assert b"5 came" in heard(line)


def test_who_asks_before_sending_is_told_to_send() -> None:
    with served() as (_, port), senders(port, 1, form(3, "Expect: 100-continue\r\n")) as (line,):
        heard(line, b"100 Continue\r\n\r\n")
        line.sendall(b"abc")
        assert b"3 came" in heard(line)


@pytest.mark.parametrize("begun", [form(60_000) + b"x", form(10**6) + b"x" * (MOST_OF_STRANGERS + 1)])
def test_who_sends_nothing_more_is_hung_up_on(begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_requests, "SILENT_SECONDS", 0.2)
    monkeypatch.setattr(whole_requests, "LEAST_A_SECOND", 10**9)
    with served() as (worker, port), senders(port, 2 * THREADS, begun) as slow:
        wait_until(lambda: not any(map(is_open, slow)))
        wait_until(lambda: not worker.arrivals)
        assert b"0 came" in ask(port)


def test_a_head_without_an_end_is_not_listened_to() -> None:
    with served() as (_, port), senders(port, 1, b"GET / HTTP/1.1\r\nCookie: ") as (line,):
        with pytest.raises(OSError, match=r"reset|pipe"):
            for _ in range(100):
                line.sendall(b"x" * MOST_OF_STRANGERS)
        assert b"0 came" in ask(port)


def test_who_does_not_hang_up_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_requests, "LINGER_SECONDS", 60)
    with served() as (worker, port), senders(port, 10, LAST_PAGE) as last:
        assert all(b"0 came" in heard(line) for line in last)
        wait_until(lambda: len(worker.leaving) == 10)
        assert b"0 came" in ask(port)
        for line in last:
            line.shutdown(socket.SHUT_RDWR)
        wait_until(lambda: not worker.leaving)


def test_who_does_not_hang_up_in_time_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_requests, "LINGER_SECONDS", 0)
    with served() as (worker, port), senders(port, 1, LAST_PAGE) as (line,):
        assert b"0 came" in heard(line)
        wait_until(lambda: worker.nr_conns == 0 and not worker.leaving)
        assert line.recv(1) == b""


@pytest.mark.parametrize(
    ("waited", "came", "left"),
    [(0, 0, 15), (10, 0, 5), (15, 15, 15 / 1024), (40, 30 * 1024, 5), (100, 5_000_000, 15), (16, 1024, 0)],
)
def test_nothing_comes_for_fifteen_seconds_or_less_than_a_kilobyte_a_second(
    waited: float, came: int, left: float
) -> None:
    assert patience(waited, came) == pytest.approx(left)


@pytest.mark.parametrize(
    ("words", "head"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n", None),
        (b"GET / HTTP/1.1\r\n\r\n", Head(18, 0)),
        (form(7) + b"abc", Head(len(form(7)), 7)),
        (form(7, "Expect: 100-continue\r\n"), Head(len(form(7)) + 22, 7, asks_first=True)),
        (b"POST / HTTP/1.1\r\nCONTENT-LENGTH:9\r\n\r\n", Head(37, 9)),
        (b"POST / HTTP/1.1\r\nContent-Length: -9\r\n\r\n", Head(39, None)),
        (b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", Head(5037, None)),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", Head(47, None)),
    ],
)
def test_a_head_says_how_much_is_to_come(words: bytes, head: Head | None) -> None:
    assert read_head(words) == head


def test_a_thread_is_worth_giving_when_all_that_a_stranger_may_send_is_there() -> None:
    assert [Head(100, body).wanted for body in (None, 0, 50, MOST_OF_STRANGERS, 10**9)] == [
        100,
        100,
        150,
        100 + MOST_OF_STRANGERS,
        100 + MOST_OF_STRANGERS,
    ]
