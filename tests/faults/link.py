"""The way between a browser and a server: it passes everything on until it loses answers, is cut, or dies unnoticed."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

READ = 65_536


@dataclass
class Pair:
    """One connection: the browser's end and the server's."""

    browser: socket.socket
    server: socket.socket
    is_dead: bool = False

    def hang_up(self) -> None:
        """End it on both sides."""
        for end in (self.browser, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Link:
    """A link to a server on this machine; it is good at first."""

    def __init__(self, port: int) -> None:
        self.loses_answers = False
        self._behind = port
        self._pairs: list[Pair] = []
        self._threads: list[threading.Thread] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._start(self._accept)

    def cut(self) -> None:
        """Cut all that is open; both sides hear of it."""
        for pair in list(self._pairs):
            pair.hang_up()

    def die_unnoticed(self) -> None:
        """Pass nothing more of what is open; neither side hears of it. What is opened from now on is good."""
        for pair in self._pairs:
            pair.is_dead = True

    def close(self) -> None:
        """End it, and whatever is open."""
        self._door.shutdown(socket.SHUT_RDWR)
        self.cut()
        for thread in self._threads:
            thread.join(10)
        for end in (self._door, *(end for pair in self._pairs for end in (pair.browser, pair.server))):
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._door.accept()
            except OSError:
                return
            pair = Pair(browser, socket.create_connection(("127.0.0.1", self._behind)))
            self._pairs.append(pair)
            self._start(self._pass_on, pair, pair.browser, pair.server)
            self._start(self._pass_on, pair, pair.server, pair.browser)

    def _pass_on(self, pair: Pair, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while came := source.recv(READ):
                if not pair.is_dead and not (self.loses_answers and source is pair.server):
                    target.sendall(came)
        if not pair.is_dead:
            pair.hang_up()

    def _start(self, work: object, *words: object) -> None:
        thread = threading.Thread(target=work, args=words, daemon=True)  # type: ignore[arg-type]  # one of its own
        self._threads.append(thread)
        thread.start()


@contextmanager
def link_to(port: int) -> Iterator[Link]:
    """A link, ended with the body."""
    link = Link(port)
    try:
        yield link
    finally:
        link.close()
