"""News for many lines: everybody gets every piece, in order and whole, also beside one who does not read."""

import json
import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from constellations.core.fanout import MOST_WAITING, frame_of
from tests.broadcasting import ROOM
from tests.live_line import LiveLine, live_line
from tests.processes import ROOT, environment, process, wait_until

LARGE = "words " * 1000
QUIET_SECONDS = 1
HANDSHAKE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
    b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server of the kind that serves beside PostgreSQL, with the fan-out."""
    folder = tmp_path_factory.mktemp("broadcasting")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    words = ["-m", "gunicorn", "tests.broadcasting:app(True)", "--worker-class=gevent", f"--bind=127.0.0.1:{free}"]
    told = environment(folder, "sqlite://", PYTHONPATH=str(ROOT))
    with process([*words, "--no-control-socket", "--graceful-timeout=1"], told, Path(folder / "log")):
        wait_until(lambda: is_open(free))
        yield free


def is_open(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_thirty_hear_everything_once_and_in_order(port: int) -> None:
    with ExitStack() as open_lines:
        lines = [open_lines.enter_context(joined(port)) for _ in range(30)]
        for number in range(20):
            assert lines[number % 30].ask("msg", {"room": ROOM, "body": f"{number} {LARGE[: number * 300]}"})
        for line in lines:
            assert numbers(line, 20) == list(range(20))


def test_who_reads_slowly_gets_whole_frames_in_order_and_keeps_nobody_waiting(port: int) -> None:
    with joined(port) as talker, reads_later(port) as slow:
        # Far more than the network holds, far less than may wait.
        for number in range(300):
            assert talker.ask("msg", {"room": ROOM, "body": f"{number} {LARGE}"}, seconds=5)
        assert numbers(talker, 300) == list(range(300))
        heard = [json.loads(text[2:]) for text in frames(slow) if text.startswith('42["msg"')]
        assert [int(words["body"].split()[0]) for _, words in heard] == list(range(300))
        assert {words["body"].split(" ", 1)[1] for _, words in heard} == {LARGE}


def test_who_reads_nothing_is_cut(port: int) -> None:
    with joined(port) as talker, reads_later(port) as deaf:
        for number in range(2 * MOST_WAITING):
            talker.ask("msg", {"room": ROOM, "body": f"{number} {LARGE}"}, seconds=5)
        assert len(numbers(talker, 2 * MOST_WAITING)) == 2 * MOST_WAITING
        heard = sum(text.startswith('42["msg"') for text in frames(deaf))
        assert 0 < heard < 2 * MOST_WAITING
        assert line_is_over(deaf)


@pytest.mark.parametrize(
    ("letters", "head"),
    [(0, b"\x81\x00"), (125, b"\x81\x7d"), (126, b"\x81\x7e\x00\x7e"), (65_535, b"\x81\x7e\xff\xff")],
)
def test_a_frame_says_how_long_it_is(letters: int, head: bytes) -> None:
    assert frame_of("a" * letters) == head + b"a" * letters


def test_a_long_frame_and_one_of_other_letters_count_bytes() -> None:
    assert frame_of("a" * 65_536)[:10] == b"\x81\x7f" + struct.pack("!Q", 65_536)
    assert frame_of("é") == b"\x81\x02" + "é".encode()


@contextmanager
def joined(port: int) -> Iterator[LiveLine]:
    """A line of somebody in the room."""
    with live_line(port, "") as line:
        line.websocket.send(f'42["join","{ROOM}"]')
        line.wait_for("joined")
        yield line


def numbers(line: LiveLine, most: int) -> list[int]:
    """The numbers of the messages that a line hears, until so many have come."""
    heard = [line.wait_for("msg") for _ in range(most)]
    return [int(words["body"].split()[0]) for words in heard if isinstance(words, dict)]


@contextmanager
def reads_later(port: int) -> Iterator[socket.socket]:
    """Somebody in the room who reads nothing until asked, and for whom the network holds little."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(QUIET_SECONDS)
        line.connect(("127.0.0.1", port))
        line.sendall(HANDSHAKE)
        while not line.recv(1000, socket.MSG_PEEK).endswith(b"}"):
            pass
        head, _ = line.recv(1000).split(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101")
        for text in ("40", f'42["join","{ROOM}"]'):
            say(line, text)
        assert any("joined" in text for text in frames(line, until="joined"))
        yield line


def say(line: socket.socket, text: str) -> None:
    """Send a short text frame, masked with noughts."""
    line.sendall(bytes((0x81, 0x80 | len(text), 0, 0, 0, 0)) + text.encode())


def frames(line: socket.socket, until: str = "no such text") -> Iterator[str]:
    """The texts of the frames that come: to the one that holds a word, the end, or until nothing comes for a while."""
    while True:
        head = exactly(line, 2)
        size = head[1] if head else 0
        if head[:1] != b"\x81":
            return
        if size == 126:
            (size,) = struct.unpack("!H", exactly(line, 2))
        text = exactly(line, size).decode()
        yield text
        if until in text:
            return


def line_is_over(line: socket.socket) -> bool:
    """Whether the other side has ended it."""
    try:
        return line.recv(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def exactly(line: socket.socket, size: int) -> bytes:
    """So many bytes; fewer where no more come."""
    got = b""
    while len(got) < size:
        try:
            more = line.recv(size - len(got))
        except (TimeoutError, ConnectionError):
            return got
        if not more:
            return got
        got += more
    return got
