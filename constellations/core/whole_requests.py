"""The threads beside an embedded database: each is given to a request that is there, so that a slow sender holds none.

Gunicorn's own threads wait for whatever a browser still sends. Here the loop does that waits for all connections.
"""

import errno
import selectors
import socket
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial

from gunicorn.config import Config
from gunicorn.http import Request, RequestParser
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from constellations.core.http import MOST_OF_STRANGERS

SILENT_SECONDS = 15.0
"""For how long nothing may come of a request that was begun: as long as nginx.conf says."""

LEAST_A_SECOND = 1024
"""Bytes that must come in a second once that time is over, on the average: a phone at the edge of its network sends
more, and a photo may take as long as it takes."""

LONGEST_HEAD = 64 * 1024
"""Bytes before a body; browsers send an eighth of it."""

AT_ONCE = 64 * 1024
"""Bytes that are taken in before other connections have their turn."""

LINGER_SECONDS = 2.0
"""How long who was answered for the last time may take to hang up; for an answer is lost that is cut off too soon."""

END_OF_HEAD = b"\r\n\r\n"
SEND_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
LONGEST_NUMBER = 18


def patience(waited: float, came: int) -> float:
    """For how many seconds nothing more may come, where so many bytes came in so many seconds of waiting."""
    return min(SILENT_SECONDS, SILENT_SECONDS + came / LEAST_A_SECOND - waited)


@dataclass(frozen=True, slots=True)
class Head:
    """What is said before a body: its own length and that of the body in bytes, and whether a word is waited for."""

    length: int
    body: int | None
    asks_first: bool = False

    @property
    def wanted(self) -> int:
        """Bytes that must be there before a thread is worth giving: all that a stranger may send."""
        return self.length + min(self.body or 0, MOST_OF_STRANGERS)


def read_head(words: bytes, since: int = 0) -> Head | None:
    """The head of a request, looked for from `since` on; none while it has not come.

    Gunicorn reads it again and decides what is right; of a body in chunks, or of odd length, nothing is known here.
    """
    end = words.find(END_OF_HEAD, since)
    if end < 0:
        return None
    parts = [line.partition(b":") for line in words[:end].split(b"\r\n")[1:]]
    named = {name.lower(): value.strip() for name, _, value in parts}
    said = named.get(b"content-length", b"0")
    is_known = b"transfer-encoding" not in named and said.isdigit() and len(said) <= LONGEST_NUMBER
    return Head(end + len(END_OF_HEAD), int(said) if is_known else None, b"expect" in named)


@dataclass(eq=False, slots=True)
class Arrival:
    """A request on its way in: what came of it, and when."""

    conn: TConn
    began: float
    last: float
    words: bytearray = field(default_factory=bytearray)
    head: Head | None = None

    def take(self, words: bytes, now: float) -> None:
        """Take in some more of it."""
        before = len(self.words)
        self.words += words
        self.last = now
        if self.head is None:
            self.head = read_head(bytes(self.words), max(before - len(END_OF_HEAD), 0))

    @property
    def is_enough(self) -> bool:
        """Whether a thread may have it."""
        return self.head is not None and len(self.words) >= self.head.wanted

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is still to come."""
        head = self.head
        return head is not None and head.body is not None and len(self.words) >= head.length + head.body

    @property
    def is_endless(self) -> bool:
        """Whether it goes on and on before there is a head."""
        return self.head is None and len(self.words) > LONGEST_HEAD

    def is_late(self, now: float) -> bool:
        """Whether it has come too slowly."""
        return now - self.last > patience(self.last - self.began, len(self.words))


class SteadyReader(SocketUnreader):
    """Reads the rest of a request in its thread; raises ConnectionResetError where that comes too slowly."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self._waited, self._came = 0.0, 0

    def chunk(self, size_hint: int | None = None) -> bytes:
        """The next bytes, up to as many as are hinted at."""
        began = time.monotonic()
        self.sock.settimeout(max(patience(self._waited, self._came), 0.001))
        try:
            found = self.sock.recv(max(self.mxchunk, min(size_hint or 0, AT_ONCE)))
        except TimeoutError as late:
            # As if the other side had gone, which the server knows how to take.
            raise ConnectionResetError(errno.ECONNRESET, "what is sent comes too slowly") from late
        finally:
            self.sock.settimeout(None)
            self._waited += time.monotonic() - began
        self._came += len(found)
        return found


class ArrivedParser(RequestParser):
    """Reads requests of one connection, each of which is there to begin with, or enough of it."""

    def __init__(self, cfg: Config, conn: TConn) -> None:
        super().__init__(cfg, conn.sock, conn.client)
        self.is_whole = False

    def arrived(self, arrival: Arrival) -> "ArrivedParser":
        """The same, with the next request before it."""
        self.unreader = SteadyReader(arrival.conn.sock)
        self.unreader.unread(arrival.words)
        self.is_whole = arrival.is_whole
        return self


class WholeRequests(ThreadWorker):
    """Gunicorn's threads, of which none waits for a browser that sends a form slowly, or hangs up late."""

    def init_process(self) -> None:
        """Begin with nobody at the door."""
        self.arrivals: set[Arrival] = set()
        self.leaving: dict[TConn, float] = {}
        self._looked = 0.0
        super().init_process()

    def run(self) -> None:
        """Serve until told to stop; then hang up on who is still at the door."""
        super().run()
        for conn in (*(arrival.conn for arrival in self.arrivals), *self.leaving):
            conn.close()

    def enqueue_req(self, conn: TConn) -> None:
        """Wait for the request of a connection, with what came of it behind the one before."""
        conn.sock.setblocking(False)
        now = time.monotonic()
        arrival = Arrival(conn, now, now)
        if isinstance(conn.parser, ArrivedParser) and (before := conn.parser.unreader.take_buffered()):
            arrival.take(before, now)
        self.arrivals.add(arrival)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._take_in, arrival))
        if arrival.is_enough:
            self._give_to_thread(arrival)
        else:
            self._take_in(arrival)

    def murder_pending(self) -> None:
        """End, once a second, what comes too slowly; a server that stops does not wait for anybody's first word."""
        now = time.monotonic()
        if now - self._looked < 1:
            return
        self._looked = now
        for arrival in list(self.arrivals):
            if arrival.is_late(now) or not (self.alive or arrival.words):
                self._give_up(arrival)
        for conn in [conn for conn, until in self.leaving.items() if until < now]:
            self._gone(conn)

    def handle_request(self, req: Request, conn: TConn) -> bool:
        """Answer; a connection on which something may still come is not waited for, and not used again."""
        is_kept = super().handle_request(req, conn)
        return is_kept and isinstance(conn.parser, ArrivedParser) and conn.parser.is_whole

    def finish_request(self, conn: TConn, fs: "Future[bool]") -> None:
        """Keep the connection, or see it off."""
        if fs.cancelled() or fs.exception() is not None or fs.result():
            super().finish_request(conn, fs)
        else:
            self.nr_conns -= 1
            self._see_off(conn)

    def _take_in(self, arrival: Arrival, _ready: object = None) -> None:
        try:
            came = arrival.conn.sock.recv(AT_ONCE)
            had_head = arrival.head is not None
            arrival.take(came, time.monotonic())
            if arrival.head is not None and arrival.head.asks_first and not had_head:
                arrival.conn.sock.send(SEND_ON)
        except BlockingIOError:
            return
        except OSError:
            came = b""
        if not came or arrival.is_endless:
            self._give_up(arrival)
        elif arrival.is_enough:
            self._give_to_thread(arrival)

    def _give_to_thread(self, arrival: Arrival) -> None:
        conn = arrival.conn
        self._forget(arrival)
        known = conn.parser if isinstance(conn.parser, ArrivedParser) else ArrivedParser(self.cfg, conn)
        conn.parser, conn.data_ready = known.arrived(arrival), True
        super().enqueue_req(conn)

    def _give_up(self, arrival: Arrival) -> None:
        self._forget(arrival)
        self.nr_conns -= 1
        arrival.conn.close()

    def _forget(self, arrival: Arrival) -> None:
        self.arrivals.remove(arrival)
        self.poller.unregister(arrival.conn.sock)

    def _see_off(self, conn: TConn) -> None:
        """Say that nothing more is sent, and let the loop wait until the other side has heard of it."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._hear_out, conn, [MOST_OF_STRANGERS]))
        except (OSError, ValueError):
            # The line of a browser, for one, has been closed where it ended.
            conn.close()
        else:
            self.leaving[conn] = time.monotonic() + LINGER_SECONDS

    def _hear_out(self, conn: TConn, may_come: list[int], _ready: object = None) -> None:
        try:
            came = len(conn.sock.recv(AT_ONCE))
        except BlockingIOError:
            return
        except OSError:
            came = 0
        may_come[0] -= came
        if not came or may_come[0] < 0:
            self._gone(conn)

    def _gone(self, conn: TConn) -> None:
        del self.leaving[conn]
        self.poller.unregister(conn.sock)
        conn.close()
