"""Services outside of Roost that a test stands in for: each a server of its own, which keeps what it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Generic, Protocol, TypeVar


class HasPort(Protocol):
    """What is told where it listens."""

    port: int


Told = TypeVar("Told", bound=HasPort)


class ToldServer(ThreadingHTTPServer, Generic[Told]):
    """Listens on a port that the machine chooses."""

    def __init__(self, told: Told, answer: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), answer)
        self.told = told
        told.port = self.server_address[1]


@contextmanager
def running(told: Told, answer: type[BaseHTTPRequestHandler]) -> Iterator[Told]:
    """Let it answer until the end of the body."""
    with ToldServer(told, answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()
