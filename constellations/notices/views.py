"""One's own notices: what is new, and what it leads to."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from constellations.guard import current_viewer, requires
from constellations.notices.actions import read_all_notices, read_notice
from constellations.notices.queries import notices_of
from constellations.permissions import Permission

pages = Blueprint("notices", __name__, url_prefix="/notices")


@pages.get("")
@requires(Permission.USE_ROOST)
def notices() -> ResponseReturnValue:
    """What one was told, newest first."""
    page = notices_of(current_viewer(), request.args.get("page", 1, type=int))
    return render_template("notices/notices.html", page=page)


@pages.post("/<uuid:notice_id>/read")
@requires(Permission.USE_ROOST)
def notice(notice_id: uuid.UUID) -> ResponseReturnValue:
    """Open one: it is read from then on, and leads to its place."""
    return redirect(read_notice(current_viewer(), notice_id))


@pages.post("/read")
@requires(Permission.USE_ROOST)
def read_all() -> ResponseReturnValue:
    """Mark all as read."""
    read_all_notices(current_viewer())
    return redirect(url_for("notices.notices"))
