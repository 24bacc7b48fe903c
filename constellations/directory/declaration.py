"""What a facet of a constellation's page is: features declare theirs, `app.py` hands them over as a list."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app

from constellations.access import Viewer
from constellations.permissions import Permission

FacetContents = Callable[[Viewer, uuid.UUID], Mapping[str, object] | None]
"""What a facet shows a viewer of a constellation that they see; none where there is nothing for them."""

EXTENSION = "roost_facets"


@dataclass(frozen=True, slots=True)
class Facet:
    """One piece of a constellation's page, for who has the permission; `template` is drawn with its contents."""

    name: str
    permission: Permission
    template: str
    contents: FacetContents


def init_facets(app: Flask, facets: Iterable[Facet]) -> None:
    """Take the facets that features hand over."""
    app.extensions[EXTENSION] = tuple(facets)


def facets_of(viewer: Viewer, constellation_id: uuid.UUID) -> list[tuple[Facet, Mapping[str, object]]]:
    """Every facet that shows the viewer something of a constellation, with its contents, in order."""
    theirs = [facet for facet in current_app.extensions[EXTENSION] if viewer.may(facet.permission)]
    found = [(facet, facet.contents(viewer, constellation_id)) for facet in theirs]
    return [(facet, contents) for facet, contents in found if contents is not None]
