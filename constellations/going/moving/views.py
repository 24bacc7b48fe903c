"""The page on which a family moves to another constellation: asked, looked at, done."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted, worked_out
from constellations.going.moving.actions import move_family
from constellations.going.moving.forms import MoveForm, MoveWish
from constellations.going.moving.queries import Changes, FamilyToMove, family_to_move, what_changes
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("family_moves", __name__)


@pages.get("/memberships/<uuid:membership_id>/move")
@requires(Permission.KEEP_REGISTER)
def move(membership_id: uuid.UUID) -> ResponseReturnValue:
    """Where a family could move, and once that is said, what would change for it."""
    viewer, is_asked = current_viewer(), "constellation_id" in request.args
    family = family_to_move(viewer, membership_id)
    form = MoveWish(request.args if is_asked else None, day=viewer.today).offer(family)
    if not is_asked:
        return _page(family, form, None)
    found = worked_out(form, lambda: what_changes(viewer, family, form.constellation_id.data, form.day.chosen))
    return _page(family, form, found), HTTPStatus.OK if found else HTTPStatus.UNPROCESSABLE_ENTITY


@pages.post("/memberships/<uuid:membership_id>/move")
@requires(Permission.KEEP_REGISTER)
def moved(membership_id: uuid.UUID) -> ResponseReturnValue:
    """The family moves."""
    viewer = current_viewer()
    family = family_to_move(viewer, membership_id)
    form = MoveForm()
    form.offer(family)
    if accepted(
        form,
        lambda: move_family(viewer, membership_id, form.constellation_id.data, form.day.chosen, form.seen_version),
    ):
        flash(
            _("%(home)s moves. The family, both hubs and both liaison workers are told.", home=family.home), "success"
        )
        return redirect(url_for("homes.home", home_id=family.home_id))
    return _page(family, form, None), form.http_status


def _page(family: FamilyToMove, form: MoveWish, found: Changes | None) -> str:
    return render_template("going/move.html", family=family, form=form, found=found)
