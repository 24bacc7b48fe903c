"""Pages of constellations."""

import uuid

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from constellations.directory import queries
from constellations.directory.declaration import facets_of
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("directory", __name__)


@pages.get("/constellations")
@requires(Permission.SEE_CONSTELLATION)
def constellations() -> ResponseReturnValue:
    """Every constellation one sees; who sees a single one is led straight to it."""
    viewer = current_viewer()
    found = queries.constellations(viewer)
    if len(found) == 1:
        return redirect(url_for("directory.constellation", constellation_id=found[0].constellation_id))
    may_see = viewer.is_staff and viewer.may(Permission.SEE_FIDELITY)
    return render_template("directory/constellations.html", constellations=found, may_see_checklists=may_see)


@pages.get("/constellations/<uuid:constellation_id>")
@requires(Permission.SEE_CONSTELLATION)
def constellation(constellation_id: uuid.UUID) -> str:
    """One constellation: its picture, its homes, and who looks after it."""
    viewer = current_viewer()
    page = queries.constellation_page(viewer, constellation_id)
    return render_template("directory/constellation.html", page=page, facets=facets_of(viewer, constellation_id))
