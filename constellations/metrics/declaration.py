"""What a figure is that a feature hands over for who watches over the installation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from constellations.access import Viewer

EXTENSION = "roost_figures"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, asked of the database when somebody looks: a number for each value of its label, or for none.

    Values of a label are words of ours, such as the name of a job; never an id, and nothing that somebody typed.
    """

    name: str
    words: str
    read: Callable[[Viewer], Mapping[str, float]]
    label: str = ""


def init_figures(app: Flask, figures: Sequence[Figure]) -> None:
    """Hand the application the figures of all features."""
    app.extensions[EXTENSION] = tuple(figures)


def figures_of() -> tuple[Figure, ...]:
    """The figures of the application at work."""
    found: tuple[Figure, ...] = current_app.extensions[EXTENSION]
    return found
