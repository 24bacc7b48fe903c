"""A client that asks one page again and again on connections that stay open, and costs little itself."""

import socket
import statistics
import threading
import time
from dataclasses import dataclass, field

READ = 262_144
END = b"\r\n\r\n"


@dataclass
class Asked:
    """How long each answer took in seconds, and how long all of it."""

    seconds: list[float] = field(default_factory=list)
    in_all: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers in a second."""
        return len(self.seconds) / self.in_all

    def ms(self, percent: int) -> float:
        """How long the slowest of so many in a hundred took, in milliseconds."""
        return statistics.quantiles(self.seconds, n=100)[percent - 1] * 1000


def ask_together(port: int, path: str, cookie: str, clients: int, seconds: float) -> Asked:
    """Let so many clients ask for a while, each the next as soon as it has an answer; every answer must be a 200."""
    found, over = Asked(), time.perf_counter() + seconds
    words = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nCookie: {cookie}\r\n\r\n".encode()
    wrong: list[bytes] = []
    threads = [threading.Thread(target=_ask, args=(port, words, over, found, wrong)) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.in_all = time.perf_counter() - began
    assert wrong == [], wrong[0]
    return found


def _ask(port: int, words: bytes, over: float, found: Asked, wrong: list[bytes]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (began := time.perf_counter()) < over:
            line.sendall(words)
            head = _answer(line)
            if not head.startswith(b"HTTP/1.1 200"):
                wrong.append(head)
                return
            found.seconds.append(time.perf_counter() - began)


def _answer(line: socket.socket) -> bytes:
    """Read one answer to its end; gives its head."""
    came = line.recv(READ)
    while END not in came:
        more = line.recv(READ)
        assert more, "the server hung up"
        came += more
    head, _, body = came.partition(END)
    size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    missing = size - len(body)
    while missing > 0:
        more = line.recv(READ)
        assert more, "the server hung up"
        missing -= len(more)
    return head
