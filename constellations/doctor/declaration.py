"""Checks that features hand over: what must not be so in production, or Roost does not start."""

from collections.abc import Callable, Sequence

from flask import Flask, current_app

from constellations.access import Viewer
from constellations.doctor.rules import Finding

EXTENSION = "roost_checks"

Check = Callable[[Viewer], Finding]


def init_checks(app: Flask, checks: Sequence[Check]) -> None:
    """Hand the application the checks of all features."""
    app.extensions[EXTENSION] = tuple(checks)


def checks_of() -> tuple[Check, ...]:
    """The checks of the application at work."""
    found: tuple[Check, ...] = current_app.extensions[EXTENSION]
    return found
