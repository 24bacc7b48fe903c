"""Who hears that somebody is here again: features declare theirs, `app.py` hands them over as a list."""

import uuid
from collections.abc import Callable, Iterable

from flask import Flask, current_app

EXTENSION = "roost_return_watchers"

ReturnWatcher = Callable[[uuid.UUID], None]
"""Hears, as part of an action, that somebody who had left is here again."""


def init_returns(app: Flask, watchers: Iterable[ReturnWatcher]) -> None:
    """Take those who want to hear of it, such as groups in which somebody was."""
    app.extensions[EXTENSION] = tuple(watchers)


def is_here_again(person_id: uuid.UUID) -> None:
    """Say that somebody who had left is here again."""
    watchers: tuple[ReturnWatcher, ...] = current_app.extensions[EXTENSION]
    for hear in watchers:
        hear(person_id)
