"""Asking to move a stay to another home, and answering that."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core import clock
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.stays.course.queries import stay_of_theirs
from sleepovers.stays.moving import actions
from sleepovers.stays.moving.forms import MoveForm, ReasonForm
from sleepovers.stays.moving.queries import move_page, places_to_move

pages = Blueprint("moving", __name__)


@pages.route("/stays/<uuid:stay_id>/move", methods=["GET", "POST"])
@requires(Permission.ASK_FOR_SLEEPOVER)
def move(stay_id: uuid.UUID) -> ResponseReturnValue:
    """Ask to move a stay; staff move it at once."""
    viewer, form = current_viewer(), MoveForm()
    page = stay_of_theirs(viewer, stay_id)
    form.where.choices = _choices(places_to_move(viewer, page))
    asked: list[uuid.UUID] = []
    if accepted(form, lambda: asked.append(actions.ask_to_move(viewer, form.wish(stay_id)))):
        flash(_("It has moved.") if viewer.is_staff else _("The homes are asked."), "success")
        return redirect(url_for("moving.asked", move_id=asked[0]))
    if not form.is_submitted():
        form.version.data, form.opened_at.data = str(page.stay.version), clock.now().isoformat()
    return render_template("stays/move.html", page=page, form=form), form.http_status


@pages.get("/moves/<uuid:move_id>")
@requires(Permission.ASK_FOR_SLEEPOVER)
def asked(move_id: uuid.UUID) -> ResponseReturnValue:
    """What is to move, and who has said yes."""
    return render_template("stays/moving.html", page=move_page(current_viewer(), move_id), form=ReasonForm())


@pages.post("/moves/<uuid:move_id>/yes")
@requires(Permission.ASK_FOR_SLEEPOVER)
def yes(move_id: uuid.UUID) -> ResponseReturnValue:
    """Say yes for the own home; staff carry it out."""
    viewer, form = current_viewer(), ReasonForm()
    if accepted(form, lambda: actions.agree_to_move(viewer, move_id, form.reason.data or None)):
        flash(_("Thank you. It is written down."), "success")
        return redirect(url_for("moving.asked", move_id=move_id))
    return render_template("stays/moving.html", page=move_page(viewer, move_id), form=form), form.http_status


@pages.post("/moves/<uuid:move_id>/no")
@requires(Permission.ASK_FOR_SLEEPOVER)
def no(move_id: uuid.UUID) -> ResponseReturnValue:
    """Say no, or take it back."""
    actions.refuse_move(current_viewer(), move_id)
    flash(_("The sleepover stays where it is. The homes are told."), "success")
    return redirect(url_for("moving.asked", move_id=move_id))


def _choices(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (key, _("Swap with the child who stays with %(home)s", home=home) if key.startswith("stay:") else home)
        for key, home in places
    ]
