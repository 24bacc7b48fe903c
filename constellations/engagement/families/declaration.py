"""What other features put on the page of a family: tiles of figures, and panels for staff; `app.py` hands them over."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from constellations.access import Viewer

EXTENSION = "roost_families"


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure about a family in words: what it is, the figure, and what is known besides; none of it is a score."""

    name: str
    words: str
    figure: str
    note: str = ""


TileSource = Callable[[Viewer, uuid.UUID], Sequence[Tile]]
"""The tiles about a home that the viewer sees, which its carers see in the same way."""

PanelContents = Callable[[Viewer, uuid.UUID], Mapping[str, object] | None]
"""What a panel's template shows of a home, or none where there is nothing to show."""


@dataclass(frozen=True, slots=True)
class FamilyPanel:
    """A section of the page of a family, for staff alone; `template` is drawn with its contents beneath its heading."""

    name: str
    words: str
    template: str
    contents: PanelContents


@dataclass(frozen=True, slots=True)
class Declared:
    """All that features put on the page, in the order in which it is shown."""

    tiles: tuple[TileSource, ...]
    panels: tuple[FamilyPanel, ...]


def init_families(app: Flask, tiles: Sequence[TileSource], panels: Sequence[FamilyPanel]) -> None:
    """Take what the packages hand over."""
    app.extensions[EXTENSION] = Declared(tuple(tiles), tuple(panels))


def declared() -> Declared:
    """What stands on the page in the application at work."""
    found: Declared = current_app.extensions[EXTENSION]
    return found
