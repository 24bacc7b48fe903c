"""The production server: which workers suit which database, and how it is begun."""

import gc
from collections.abc import Callable, Mapping
from typing import NoReturn

from flask import Flask
from gevent import monkey
from gunicorn.app.base import BaseApplication

from constellations.core.database import Database
from constellations.core.server_log import ServerLogger
from constellations.core.whole_requests import WholeRequests

THREADS = 250
"""On an embedded database, where every open page holds one thread for its live line; who sends slowly holds none."""

CONNECTIONS = 2000
"""On a database server, where a live line costs no thread."""

GRACE_SECONDS = 5
"""How long requests may finish when the server is stopped; live lines are cut, and come back by themselves."""

WORKER_SECONDS = 60
"""For how long a worker may give no sign of life before another takes its place."""


def workers_for(database: Database) -> dict[str, object]:
    """One worker in either case: threads beside SQLite, which stalls under gevent; gevent beside a server."""
    if database.is_sqlite:
        return {"worker_class": WholeRequests, "threads": THREADS, "worker_connections": CONNECTIONS}
    return {"worker_class": "gevent", "worker_connections": CONNECTIONS}


def must_wait_rightly(database: Database) -> None:
    """Raise RuntimeError where this process would need greenlets and has none: `constellations.start` makes them."""
    if not database.is_sqlite and not monkey.is_module_patched("socket"):
        raise RuntimeError("beside PostgreSQL a server begins with constellations.start")


def serve(database: Database, make: Callable[[], Flask], host: str, port: int) -> NoReturn:
    """Serve, in workers that are forked from this process, the application that each makes; ends with the process.

    All is imported by now, so that a worker, also one in the place of another, is there within a second.
    """
    must_wait_rightly(database)
    told = {
        "bind": f"{host}:{port}",
        "workers": 1,
        **workers_for(database),
        "logger_class": ServerLogger,
        "graceful_timeout": GRACE_SECONDS,
        "timeout": WORKER_SECONDS,
        # Several installations under one home would collide.
        "control_socket_disable": True,
    }
    # The workers share what was imported for as long as nobody writes to it, and looking for garbage does.
    gc.collect()
    gc.freeze()
    _Server(make, told).run()
    raise SystemExit


class _Server(BaseApplication):
    """Gunicorn, told by us alone."""

    def __init__(self, make: Callable[[], Flask], told: Mapping[str, object]) -> None:
        self._make, self._told = make, told
        super().__init__()

    def load_config(self) -> None:
        """Take what we say, and nothing from words or files that lie about."""
        for name, value in self._told.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:  # type: ignore[override]  # a Flask is what it takes, though its types say otherwise
        """The application, made by each worker for itself: nothing that is open may be shared."""
        return self._make()
