"""The production server: which workers suit which database."""

import os
import sys
from pathlib import Path
from typing import NoReturn

from constellations.core.database import Database

ROOT = Path(__file__).resolve().parents[2]

THREADS = 250
"""On an embedded database, where every open page holds one thread for its live line."""

CONNECTIONS = 2000
"""On a database server, where a live line costs no thread."""

GRACE_SECONDS = 5
"""How long requests may finish when the server is stopped; live lines are cut, and come back by themselves."""


def workers_for(database: Database) -> list[str]:
    """One worker in either case: threads beside SQLite, which stalls under gevent; gevent beside a server."""
    if database.is_sqlite:
        return ["--worker-class=gthread", f"--threads={THREADS}", f"--worker-connections={CONNECTIONS}"]
    return ["--worker-class=gevent", f"--worker-connections={CONNECTIONS}"]


def serve(database: Database, application: str, host: str, port: int) -> NoReturn:
    """Become the server of an application such as `app:serving()`; this process does not come back."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        application,
        f"--bind={host}:{port}",
        "--workers=1",
        *workers_for(database),
        f"--pythonpath={ROOT}",
        "--logger-class=constellations.core.server_log.ServerLogger",
        f"--graceful-timeout={GRACE_SECONDS}",
        "--timeout=60",
        # Several installations under one home would collide.
        "--no-control-socket",
    ]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606  # no shell: our own words, and a host and port given by the operator
