"""The page that says who can host tonight."""

import uuid

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.month.queries import constellations_of
from sleepovers.tonight.queries import board

pages = Blueprint("tonight", __name__, url_prefix="/tonight")


@pages.get("")
@requires(Permission.SEE_NIGHTS)
def tonight() -> ResponseReturnValue:
    """The way to the board: straight on for who has one constellation, else to choose one."""
    found = constellations_of(current_viewer())
    if len(found) == 1:
        return redirect(url_for("tonight.tonight_in", constellation_id=found[0].id))
    return render_template("tonight/constellations.html", constellations=found)


@pages.get("/<uuid:constellation_id>")
@requires(Permission.SEE_NIGHTS)
def tonight_in(constellation_id: uuid.UUID) -> str:
    """Who can host tonight in a constellation."""
    return render_template("tonight/board.html", board=board(current_viewer(), constellation_id))


@pages.get("/<uuid:constellation_id>/lines")
@requires(Permission.SEE_NIGHTS)
def lines(constellation_id: uuid.UUID) -> str:
    """The part of it that changes, for the page that is open."""
    return render_template("tonight/_lines.html", board=board(current_viewer(), constellation_id))
