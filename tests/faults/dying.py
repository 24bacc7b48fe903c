"""Roost as the production server loads it, but it dies once, after a message is stored and before anybody is told."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from flask import Flask

import app as roost
from constellations.core.sockets import EXTENSION, Lines, Words

LAST_WORDS = "These are its last words."


def serving() -> Flask:
    """The application; it dies at the last words, the first time they are to be told."""
    app = roost.serving()
    lines: Lines = app.extensions[EXTENSION]
    tell, died = lines.send, Path(os.environ["ROOST_DATA"]) / "died"

    def send(event: str, words: Words, rooms: Sequence[str]) -> None:
        if event == "message_posted" and words["body"] == LAST_WORDS and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        tell(event, words, rooms)

    lines.send = send  # type: ignore[method-assign]  # this one server is made to die
    return app


DIES = [
    "-c",
    "import os, sys; from constellations.core.database import Database; from constellations.core.server import serve;"
    "from constellations.core.settings import read_settings;"
    "serve(Database(read_settings().database_url), 'tests.faults.dying:serving()', '127.0.0.1', int(sys.argv[-1]))",
]
"""What Python is told to serve it."""
