"""Roost as the production server has it, but it dies once, after a message is stored and before anybody is told."""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from flask import Flask

from app import create_app
from constellations.core.database import Database
from constellations.core.server import serve
from constellations.core.settings import read_settings
from constellations.core.sockets import EXTENSION, Lines, Words
from constellations.serving.actions import ready_to_serve

LAST_WORDS = "These are its last words."

DIES = [
    "-c",
    "from constellations.start import wait_in_greenlets; wait_in_greenlets();"
    "from tests.faults.dying import main; main()",
]
"""What Python is told to serve it."""


def main() -> None:
    """Serve it at the port that was typed last."""
    serve(Database(read_settings().database_url), serving, "127.0.0.1", int(sys.argv[-1]))


def serving() -> Flask:
    """The application; it dies at the last words, the first time they are to be told."""
    app = ready_to_serve(lambda: create_app(read_settings()))
    lines: Lines = app.extensions[EXTENSION]
    tell, died = lines.send, Path(os.environ["ROOST_DATA"]) / "died"

    def send(event: str, words: Words, rooms: Sequence[str]) -> None:
        if event == "message_posted" and words["body"] == LAST_WORDS and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        tell(event, words, rooms)

    lines.send = send  # type: ignore[method-assign]  # this one server is made to die
    return app
