"""Looking how Roost is, again and again, beside the pages: no request waits for it, and none asks by itself."""

import threading
from contextlib import suppress

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from constellations.health.queries import health_of_tables, look_at

log = structlog.get_logger()

LOOK_SECONDS = 30


def watch_health(app: Flask) -> threading.Event:
    """Look from now on, first when the jobs have had time to begin; set the event to stop it.

    On which tables the server begins is looked at once before.
    """
    with suppress(SQLAlchemyError), app.app_context():
        health_of_tables()
    stop = threading.Event()
    threading.Thread(target=_watch, args=(app, stop), name="health watch", daemon=True).start()
    return stop


def _watch(app: Flask, stop: threading.Event) -> None:
    while not stop.wait(LOOK_SECONDS):
        try:
            with app.app_context():
                look_at(app)
        except Exception as failure:
            log.warning("nobody could say how roost is", exc_info=failure)
