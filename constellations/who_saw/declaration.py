"""Where it is written down who saw what: features declare their logs, `app.py` hands them over as a list."""

from collections.abc import Callable, Iterable

from flask import Flask, current_app

from constellations.access import Viewer
from constellations.who_saw.rules import Asked, Sighting

EXTENSION = "roost_sightings"

Sightings = Callable[[Viewer, Asked], Iterable[Sighting]]
"""The lines of one log about what is asked; that the viewer may ask is known."""


def init_who_saw(app: Flask, sources: Iterable[Sightings]) -> None:
    """Take the logs that features hand over."""
    app.extensions[EXTENSION] = tuple(sources)


def sources() -> tuple[Sightings, ...]:
    """All of them."""
    found: tuple[Sightings, ...] = current_app.extensions[EXTENSION]
    return found
