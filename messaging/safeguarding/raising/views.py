"""The form of who worries about a message, and what they hear of it."""

import uuid

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from messaging.safeguarding.raising.actions import raise_concern
from messaging.safeguarding.raising.forms import WorryForm
from messaging.safeguarding.raising.queries import out_of_hours_phone, raised_concern, worrying

pages = Blueprint("raising", __name__)


@pages.route("/messages/<uuid:message_id>/worry", methods=["GET", "POST"])
@requires(Permission.TALK)
def worry(message_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a message worries one."""
    viewer, form, raised = current_viewer(), WorryForm(), []
    page = worrying(viewer, message_id)
    if accepted(form, lambda: raised.append(raise_concern(viewer, message_id, form.worry).id)):
        return redirect(url_for("raising.raised", concern_id=raised[0]))
    return render_template("safeguarding/worry.html", page=page, form=form), form.http_status


@pages.get("/concerns/<uuid:concern_id>/raised")
@requires(Permission.TALK)
def raised(concern_id: uuid.UUID) -> str:
    """What one has raised, and whether somebody has seen it."""
    viewer = current_viewer()
    page = raised_concern(viewer, concern_id)
    return render_template("safeguarding/raised.html", page=page, out_of_hours_phone=out_of_hours_phone(viewer))
