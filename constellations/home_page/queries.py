"""The panels of somebody's home page, filled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app

from constellations.access import Viewer
from constellations.home_page.declaration import Panel

EXTENSION = "roost_home_panels"


@dataclass(frozen=True, slots=True)
class FilledPanel:
    """A panel, and what stands on it for one viewer."""

    panel: Panel
    contents: Mapping[str, object]


def init_home_page(app: Flask, panels: Iterable[Panel]) -> None:
    """Take the panels that features hand over, in the order in which they are shown."""
    app.extensions[EXTENSION] = tuple(panels)


def filled_panels(viewer: Viewer) -> list[FilledPanel]:
    """The panels of the viewer's role that have something for them, in order."""
    panels: tuple[Panel, ...] = current_app.extensions[EXTENSION]
    found = []
    for panel in panels:
        contents = panel.contents(viewer) if viewer.roles & panel.roles else None
        if contents is not None:
            found.append(FilledPanel(panel, contents))
    return found
