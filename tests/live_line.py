"""A browser's live line, as bytes on a websocket: opens one, sends events, waits for what comes."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from flask import Flask
from simple_websocket import Client, ConnectionClosed, ConnectionError
from werkzeug.serving import WSGIRequestHandler, make_server

from constellations.core.sockets import EXTENSION, Lines
from constellations.models import Person
from tests.client import client_of


class Refused(Exception):
    """The server would not open the line; the words are its status."""


@dataclass
class LiveLine:
    """One open line; packets are those of Engine.IO 4 and Socket.IO 5."""

    websocket: Client
    heard: list[list[object]] = field(default_factory=list)
    acks: dict[int, object] = field(default_factory=dict)
    is_open: bool = False

    def ask(self, event: str, *words: object, seconds: float = 10) -> object:
        """Send an event and wait for its ack."""
        number = len(self.acks)
        self.websocket.send(f"42{number}{json.dumps([event, *words])}")
        while number not in self.acks:
            self._take(seconds)
        return self.acks[number]

    def wait_for(self, event: str, seconds: float = 10) -> object:
        """Wait for an event, whatever else comes meanwhile; gives its words."""
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            for heard in self.heard:
                if heard[0] == event:
                    self.heard.remove(heard)
                    return heard[1]
            self._take(seconds)
        raise TimeoutError

    def hears_nothing(self, seconds: float = 0.5) -> bool:
        """Whether no event comes for a while."""
        try:
            self._take(seconds)
        except TimeoutError:
            return not self.heard
        return not self.heard

    def is_cut(self, seconds: float = 10) -> bool:
        """Whether the server ends the line within so many seconds."""
        deadline = time.monotonic() + seconds
        try:
            while time.monotonic() < deadline:
                self._take(seconds)
        except ConnectionClosed:
            return True
        except TimeoutError:
            return False
        return False

    def _take(self, seconds: float) -> None:
        packet = self.websocket.receive(timeout=seconds)
        if packet is None:
            raise TimeoutError
        text = cast("str", packet)
        if text == "2":
            self.websocket.send("3")
        elif text.startswith("40"):
            self.is_open = True
        elif text.startswith("42"):
            self.heard.append(json.loads(text[2:]))
        elif text.startswith("43"):
            number, words = text[2:].split("[", 1)
            self.acks[int(number)] = json.loads(f"[{words}")[0]
        elif text.startswith("44"):
            raise Refused(text)


@contextmanager
def live_line(port: int, cookie: str, origin: str | None = "", **heads: str) -> Iterator[LiveLine]:
    """A line to a server on this machine, from a page of its own unless another origin is given, none for no page.

    `heads` are what a proxy would add, with lines for dashes.
    """
    headers = {"Cookie": cookie, **{name.replace("_", "-"): words for name, words in heads.items()}}
    if origin is not None:
        # The client names the host without its port, and so does the page.
        headers["Origin"] = origin or "http://127.0.0.1"
    websocket = Client.__new__(Client)
    try:
        websocket.__init__(f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", headers=headers)
    except ConnectionError as refused:
        # The library leaves a socket open on which it was refused.
        websocket.sock.close()
        raise Refused(str(refused)) from refused
    line = LiveLine(websocket)
    try:
        # Said at once: the library overlooks words that come together with the server's consent, until more come.
        websocket.send("40")
        while not line.is_open:
            line._take(10)
        yield line
    finally:
        if websocket.connected:
            websocket.close()


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # as its parent's
        """Say nothing."""


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """Roost served on this machine, in this process; gives the port."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.port
    lines: Lines = app.extensions[EXTENSION]
    lines.cut(lines.owners.values())
    server.shutdown()
    thread.join()
    server.server_close()


def cookie_of(app: Flask, person: Person | None) -> str:
    """What a browser sends on which the person signed in."""
    client = client_of(app, person)
    cookie = client.get_cookie("roost")
    return f"roost={cookie.value}" if cookie else ""


@contextmanager
def line_of(app: Flask, port: int, person: Person | None, origin: str | None = "") -> Iterator[LiveLine]:
    """A live line of somebody, or of nobody."""
    with live_line(port, cookie_of(app, person), origin) as line:
        yield line
