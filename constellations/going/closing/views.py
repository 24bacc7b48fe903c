"""The page on which a constellation is closed: asked, looked at, done; and taken back."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import Form, accepted, worked_out
from constellations.going.closing.actions import close_constellation, open_constellation_again
from constellations.going.closing.forms import CloseForm, CloseWish, OpenAgainForm
from constellations.going.closing.queries import Closing, constellation_to_close, what_closing_changes
from constellations.guard import current_viewer, requires
from constellations.models import Constellation
from constellations.permissions import Permission

pages = Blueprint("closing", __name__)


@pages.get("/constellations/<uuid:constellation_id>/close")
@requires(Permission.SETTLE_REGISTER)
def close(constellation_id: uuid.UUID) -> ResponseReturnValue:
    """On which day, and once that is said, what closing would change."""
    viewer, is_asked = current_viewer(), "day" in request.args
    row = constellation_to_close(viewer, constellation_id)
    form = CloseWish(request.args if is_asked else None, day=viewer.today)
    if not is_asked:
        return _page(row, form, None)
    found = worked_out(form, lambda: what_closing_changes(viewer, constellation_id, form.day.chosen))
    return _page(row, form, found), HTTPStatus.OK if found else HTTPStatus.UNPROCESSABLE_ENTITY


@pages.post("/constellations/<uuid:constellation_id>/close")
@requires(Permission.SETTLE_REGISTER)
def closed(constellation_id: uuid.UUID) -> ResponseReturnValue:
    """It closes."""
    viewer, form = current_viewer(), CloseForm()
    row = constellation_to_close(viewer, constellation_id)
    if accepted(form, lambda: close_constellation(viewer, constellation_id, form.day.chosen, form.seen_version)):
        return _done(constellation_id, _("It closes on that day. All its homes are told."))
    return _page(row, form, None), form.http_status


@pages.post("/constellations/<uuid:constellation_id>/open")
@requires(Permission.SETTLE_REGISTER)
def open_again(constellation_id: uuid.UUID) -> ResponseReturnValue:
    """It does not close, after all."""
    viewer, form = current_viewer(), OpenAgainForm()
    row = constellation_to_close(viewer, constellation_id)
    if accepted(form, lambda: open_constellation_again(viewer, constellation_id, form.seen_version)):
        return _done(constellation_id, _("It is open. Homes that belonged to it until then still do."))
    return _page(row, form, None), form.http_status


def _done(constellation_id: uuid.UUID, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("directory.constellation", constellation_id=constellation_id))


def _page(row: Constellation, form: Form, found: Closing | None) -> str:
    return render_template("going/close.html", row=row, form=form, found=found)
