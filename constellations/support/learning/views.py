"""Pages of learning logs."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.support.learning import actions
from constellations.support.learning.queries import learning_page, log_of

pages = Blueprint("learning", __name__)


@pages.get("/learning")
@requires(Permission.SEE_LEARNING)
def learning() -> ResponseReturnValue:
    """A carer's own log; for staff what waits to be verified, and the way to each carer's."""
    viewer = current_viewer()
    if viewer.person_id is not None and viewer.is_carer:
        return render_template("learning/log.html", log=log_of(viewer, viewer.person_id))
    return render_template("learning/learning.html", page=learning_page(viewer))


@pages.get("/people/<uuid:person_id>/learning")
@requires(Permission.SEE_LEARNING)
def log(person_id: uuid.UUID) -> ResponseReturnValue:
    """The log of one carer, for staff and for that carer."""
    return render_template("learning/log.html", log=log_of(current_viewer(), person_id))


@pages.post("/learning/<uuid:entry_id>/verify")
@requires(Permission.VERIFY_LEARNING)
def verify(entry_id: uuid.UUID) -> ResponseReturnValue:
    """A course that stands in the log is right."""
    actions.verify_learning(current_viewer(), entry_id)
    flash(_("Verified."), "success")
    return redirect(url_for("learning.learning"))
