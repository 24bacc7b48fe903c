"""The page on which somebody names who stands in for them."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.deputies.actions import end_deputy, name_deputy
from constellations.deputies.forms import DeputyForm
from constellations.deputies.queries import deputy_page
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("deputies", __name__)


@pages.route("/people/<uuid:person_id>/deputy", methods=["GET", "POST"])
@requires(Permission.NAME_DEPUTY)
@asks_password_again
def deputy(person_id: uuid.UUID) -> ResponseReturnValue:
    """Who stands in for somebody, now and later."""
    viewer = current_viewer()
    page = deputy_page(viewer, person_id)
    form = DeputyForm(first=viewer.today).offer(page)
    if accepted(
        form,
        lambda: name_deputy(viewer, person_id, form.deputy.data, form.first.chosen, form.last.chosen),
    ):
        flash(_("It is written down, and both are told."), "success")
        return redirect(url_for("deputies.deputy", person_id=person_id))
    return render_template("deputies/deputy.html", page=page, form=form), form.http_status


@pages.post("/deputies/<uuid:deputy_id>/end")
@requires(Permission.NAME_DEPUTY)
def end(deputy_id: uuid.UUID) -> ResponseReturnValue:
    """They no longer stand in."""
    end_deputy(current_viewer(), deputy_id)
    flash(_("Ended. Both are told."), "success")
    return redirect(url_for("accounts.me"))
