"""A phone reads a kilobyte a second while others talk: it costs little, delays nobody, is cut, and catches up."""

import threading
import time
from pathlib import Path

import pytest

from tests.faults.figures import PATIENCE, note
from tests.faults.installation import Installation, make_room, seconds_since
from tests.faults.phones import Phone, phones_of, when_all
from tests.faults.wire import Wire
from tests.processes import wait_until

pytestmark = pytest.mark.faults

SECONDS = 50
"""How long the others talk: past the time after which a line that answers no ping is given up."""
SLOWLY = 1000
LITTLE = 4096
MOST_KIB = 64 * 1024
"""By how much the server may grow meanwhile; the news that the slow one does not read come to less than a tenth."""


class SlowReader:
    """Reads a little each second, until the line is cut."""

    def __init__(self, port: int, cookie: str) -> None:
        self.cut_at = 0.0
        self._wire = Wire(port, cookie, holds=LITTLE)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        line = self._wire.socket
        line.settimeout(1)
        while not self._over.wait(1):
            try:
                if not line.recv(SLOWLY):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        self.cut_at = time.monotonic()

    def stop(self) -> None:
        """Be gone."""
        self._over.set()
        self._thread.join(10)
        self._wire.close()


def is_cut_at_the_server(port: int, reader: SlowReader) -> bool:
    """Whether the server has let go of its end: what is under way may take the slow reader long to read."""
    own = reader._wire.socket.getsockname()[1]
    established = f"0100007F:{port:04X} 0100007F:{own:04X} 01"
    return established not in open_sockets()


def open_sockets() -> str:
    """The connections of this machine, as the kernel lists them."""
    return Path("/proc/net/tcp").read_text(encoding="ascii")


def test_who_reads_a_kilobyte_a_second_is_cut_and_nobody_else_notices(installation: Installation) -> None:
    room = make_room(installation.app, 12)
    with installation.serving() as server, phones_of(room, [server.port]) as phones:
        wait_until(when_all(phones, lambda phone: phone.is_open))
        reader = SlowReader(server.port, room.cookies[-1])
        memory, began, cut, said = server.memory, time.monotonic(), 0.0, 0
        while seconds_since(began) < SECONDS:
            for phone in phones[:11]:
                phone.write(f"{said} " + "words " * 300)
                said += 1
            time.sleep(0.6)
            if not cut and is_cut_at_the_server(server.port, reader):
                cut = seconds_since(began)
        others = time.monotonic()
        wait_until(when_all(phones, lambda phone: len(phone.shown) == said), 10 * PATIENCE)
        behind = seconds_since(others)
        if not cut:
            wait_until(lambda: is_cut_at_the_server(server.port, reader), 60 * PATIENCE)
            cut = seconds_since(began)
        grown = server.memory - memory
        reader.stop()
        catching_up = Phone(server.port, room.cookies[-1], str(room.conversation_id))
        catching_up.start()
        wait_until(lambda: len(catching_up.shown) == said)
        catching_up.stop()
    stored = [(number, body) for number, _, body in room.stored()]
    assert all(phone.reads == stored for phone in [*phones, catching_up])
    assert [len(phone.opened) for phone in phones] == [1] * len(phones), "nobody else was cut"
    assert grown < MOST_KIB
    note(16, on=installation.kind, cut_after=cut, others_behind=behind, memory_kib=grown, said=said)
