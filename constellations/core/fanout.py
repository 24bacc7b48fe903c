"""One piece of news for many lines: framed once, and written at once to every line that takes it at once.

The library below would put it into a queue for each line, wake a writer for each, and frame it for each. Beside
gevent, where one thread does everything, the bytes can go straight to the network; whatever does not fit is left to
the line's own queue and writer, so that nobody waits for a slow one and no order changes. Where threads are many all is
left to the queue, as the library does. In either case a line that does not read is cut: the library would keep
everything for it, and its writer for ever.
"""

import struct
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from engineio.exceptions import SocketIsClosedError
from engineio.packet import MESSAGE, Packet
from gevent import monkey
from socketio import Server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = structlog.get_logger()

MOST_WAITING = 1000
"""Packets that may wait for one line; a browser that reads nothing for so long is cut, and asks when it is back."""

TEXT, SHORT, LONG = 0x81, 126, 127
"""RFC 6455, section 5.2: the first byte of a whole text frame, and what stands for a longer length."""


class Engine(Protocol):
    """What the engine below holds of one line."""

    sid: str
    queue: Any
    closed: bool
    upgraded: bool

    def send(self, packet: Packet) -> None:
        """Leave a packet to the line's own writer."""

    def check_ping_timeout(self) -> bool:
        """Whether the browser has answered lately; if not, the line is closed."""


class Framed(bytes):
    """Bytes that go out as they are."""


class Rest(Packet):  # type: ignore[misc]  # the engine has no types
    """The end of a frame of which the network took the beginning; stands in the queue before all that follows."""

    def __init__(self, end: bytes) -> None:
        super().__init__(MESSAGE)
        self._end = Framed(end)

    def encode(self, b64: bool = False) -> Framed:
        """The bytes as they are."""
        return self._end


class Wire(SimpleWebSocketWSGI):  # type: ignore[misc]  # the engine has no types
    """One line's websocket: what it is given goes out whole, in order, and it is known while it waits."""

    def __init__(self, wires: "dict[str, Wire]", handler: Callable[..., Any], server: object) -> None:
        super().__init__(handler, server)
        self._wires = wires
        self.line: Engine = handler.__self__  # type: ignore[attr-defined]  # a method of what the engine holds
        self.is_writing = self.is_parting = self.is_over = False

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> object:
        """Serve the line until it ends."""
        self._wires[self.line.sid] = self
        try:
            return super().__call__(environ, start_response)
        finally:
            self._wires.pop(self.line.sid, None)

    def send(self, message: str | bytes) -> None:
        """Write a packet of the queue, which is text, whole: the library would lose what is not taken at first."""
        frame = message if isinstance(message, Framed) else frame_of(str(message))
        if not self.ws.connected:
            raise OSError
        self.is_writing = True
        try:
            self.ws.sock.sendall(frame)
        finally:
            self.is_writing = False

    def hang_up(self) -> None:
        """End the line where it stands: who waits on either side of it finds out."""
        self.is_over = True
        with suppress(OSError):
            self.ws.sock.shutdown(SHUT_RDWR)

    def take(self, frame: bytes) -> int:
        """Give as much of a frame to the network as it takes at once: so many bytes."""
        try:
            taken: int = self.ws.sock._sock.send(frame)
        except BlockingIOError:
            return 0
        return taken


class Fanout:
    """How packets reach their lines, in place of the engine's own way; `at_once` where one thread does everything."""

    def __init__(self, server: Server, at_once: bool) -> None:
        self._engine = server.eio
        self._at_once = at_once
        self._wires: dict[str, Wire] = {}
        self._framed: tuple[Packet | None, bytes] = (None, b"")
        self.delivered = 0

    def send(self, sid: str, packet: Packet) -> None:
        """Send a packet to a line, at once if it may; a line that is gone, or does not read, gets nothing more."""
        line: Engine | None = self._engine.sockets.get(sid)
        if line is None or not _is_there(line):
            return
        self.delivered += 1
        wire = self._wires.get(sid)
        if not self._at_once or wire is None or wire.is_writing or not line.upgraded or not line.queue.empty():
            self._send_later(line, wire, packet)
        else:
            self._send_now(line, wire, packet)

    def hang_up_on_the_deaf(self) -> None:
        """End what is left of lines that are over: to be called every few seconds.

        Of those whose writers still wait for browsers that read nothing, at once; of those whose browsers do not say
        goodbye in turn, the next time.
        """
        for wire in list(self._wires.values()):
            if not wire.line.closed or wire.is_over:
                continue
            if wire.is_writing or wire.is_parting:
                wire.hang_up()
            wire.is_parting = True

    def _send_later(self, line: Engine, wire: Wire | None, packet: Packet) -> None:
        if line.queue.qsize() < MOST_WAITING:
            line.send(packet)
        elif wire is not None and not wire.is_over:
            log.warning("a live line does not read")
            wire.hang_up()

    def _send_now(self, line: Engine, wire: Wire, packet: Packet) -> None:
        frame = self._frame(packet)
        try:
            taken = wire.take(frame)
        except OSError:
            # The reader of this line finds out by itself that the browser is gone.
            return
        if taken == 0:
            line.send(packet)
        elif taken < len(frame):
            line.send(Rest(frame[taken:]))

    def _frame(self, packet: Packet) -> bytes:
        known, frame = self._framed
        if known is not packet:
            frame = frame_of(str(packet.encode()))
            self._framed = (packet, frame)
        return frame


def _is_there(line: Engine) -> bool:
    try:
        return line.check_ping_timeout()
    except SocketIsClosedError:
        return False


def frame_of(text: str) -> bytes:
    """A whole text frame from a server, unmasked and not compressed (RFC 6455, 5.2; RFC 7692, 6)."""
    words = text.encode()
    size = len(words)
    if size < SHORT:
        return bytes((TEXT, size)) + words
    if size < 1 << 16:
        return struct.pack("!BBH", TEXT, SHORT, size) + words
    return struct.pack("!BBQ", TEXT, LONG, size) + words


def init_fanout(server: Server) -> Fanout:
    """Let a server send this way: at once where one thread does everything, through queues where threads are many."""
    fanout = Fanout(server, at_once=monkey.is_module_patched("socket"))
    # The engine asks this table for its websocket, and sends every packet by this function.
    server.eio._async = {**server.eio._async, "websocket": partial(Wire, fanout._wires)}
    server.eio.send_packet = fanout.send
    return fanout
